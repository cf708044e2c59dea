import type { RequestPriority } from '../common/fields';

/** A stream with a body to send. */
export interface Sending {
  readonly priority: RequestPriority;
}

/**
 * Whose turn it is to send: the most urgent first; of those the first one alone, or, where they are of use in parts, all
 * in turns (RFC 9218 section 10).
 */
export class DataScheduler<Stream extends Sending> {
  /** By urgency, in order of turns. */
  private readonly levels: Stream[][] = Array.from({ length: 8 }, () => []);

  private count = 0;

  isEmpty(): boolean {
    return this.count === 0;
  }

  add(stream: Stream): void {
    this.levels[stream.priority.urgency]?.push(stream);
    this.count += 1;
  }

  remove(stream: Stream): void {
    const level = this.levels[stream.priority.urgency];
    const at = level?.indexOf(stream) ?? -1;
    if (at < 0) return;
    level?.splice(at, 1);
    this.count -= 1;
  }

  /** The next stream that `maySend`; those that share their level are put behind the others of it. */
  next(maySend: (stream: Stream) => boolean): Stream | undefined {
    for (const level of this.levels) {
      const at = level.findIndex(maySend);
      const stream = level[at];
      if (!stream) continue;
      if (stream.priority.incremental) {
        level.splice(at, 1);
        level.push(stream);
      }
      return stream;
    }
    return undefined;
  }

  /** All streams with something to send, the most urgent first. */
  all(): Stream[] {
    return this.levels.flat();
  }
}
