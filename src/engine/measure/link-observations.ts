import type { Lab } from '../../shared/lab/lab';
import { dropReasons } from '../../shared/trace/record';
import { read } from '../../shared/trace/record-reader';
import type { TraceReader } from '../../shared/trace/trace-reader';
import { serialisation } from './hop';
import { TransmitterLedger } from './transmitter';
import type { Watch } from './watch';

/** Counts by the name of a DropReason. */
export type DropCounts = Record<string, number>;

/** Counts one more drop for a reason. */
export function countDrop(counts: DropCounts, reason: number): void {
  const name = dropReasons[reason] ?? `reason ${reason}`;
  counts[name] = (counts[name] ?? 0) + 1;
}

export function dropTotal(counts: DropCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** What happened in one direction of one link. */
export class DirectionObservation {
  frames = 0;
  bytes = 0;
  arrivedFrames = 0;
  arrivedBytes = 0;
  readonly drops: DropCounts = {};
  readonly transmitter = new TransmitterLedger();
}

/** Follows the `link.*` records of a trace. */
export class LinkObservations {
  readonly directions: readonly DirectionObservation[];

  constructor(
    private readonly lab: Lab,
    private readonly trace: TraceReader,
  ) {
    this.directions = lab.links.flatMap(() => [new DirectionObservation(), new DirectionObservation()]);
  }

  readonly watch: Watch = {
    linkSend: (seq) => this.takeSend(seq),
    linkArrive: (seq) => {
      const direction = this.directionOf(seq);
      if (!direction) return;
      direction.arrivedFrames += 1;
      direction.arrivedBytes += this.trace.frameBytes(this.trace.packet(seq));
    },
    linkDrop: (seq) => {
      const direction = this.directionOf(seq);
      if (direction) countDrop(direction.drops, read.linkDrop.reason(this.trace, seq));
    },
    linkCut: (seq) => {
      const time = this.trace.time(seq);
      for (const end of [0, 1]) this.directions[this.trace.place(seq) + end]?.transmitter.stop(time);
    },
  };

  /** The run ends at `now`. */
  finish(now: number): void {
    for (const direction of this.directions) direction.transmitter.stop(now);
  }

  private directionOf(seq: number): DirectionObservation | undefined {
    return this.directions[this.trace.place(seq)];
  }

  private takeSend(seq: number): void {
    const { lab, trace } = this;
    const direction = this.directionOf(seq);
    if (!direction) return;
    const bytes = trace.frameBytes(trace.packet(seq));
    direction.frames += 1;
    direction.bytes += bytes;
    const duration = serialisation(lab, trace.place(seq), bytes);
    direction.transmitter.send(trace.time(seq), read.linkSend.wait(trace, seq), duration, bytes);
  }
}
