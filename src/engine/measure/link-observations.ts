import type { Lab } from '../../shared/lab/lab';
import { RecordKind, dropReasons } from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';
import { serialisation } from './hop';
import { TransmitterLedger } from './transmitter';

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
    private readonly trace: Trace,
  ) {
    this.directions = lab.links.flatMap(() => [new DirectionObservation(), new DirectionObservation()]);
  }

  take(seq: number, kind: number): void {
    const { trace } = this;
    const place = trace.place(seq);
    const direction = this.directions[place];
    if (!direction) return;
    if (kind === RecordKind.linkSend) this.takeSend(seq, direction);
    else if (kind === RecordKind.linkArrive) {
      direction.arrivedFrames += 1;
      direction.arrivedBytes += trace.frameBytes(trace.packet(seq));
    } else if (kind === RecordKind.linkDrop) countDrop(direction.drops, trace.detail(seq));
    else if (kind === RecordKind.linkCut) {
      direction.transmitter.stop(trace.time(seq));
      this.directions[place + 1]?.transmitter.stop(trace.time(seq));
    }
  }

  /** The run ends at `now`. */
  finish(now: number): void {
    for (const direction of this.directions) direction.transmitter.stop(now);
  }

  private takeSend(seq: number, direction: DirectionObservation): void {
    const { lab, trace } = this;
    const bytes = trace.frameBytes(trace.packet(seq));
    direction.frames += 1;
    direction.bytes += bytes;
    const duration = serialisation(lab, trace.place(seq), bytes);
    direction.transmitter.send(trace.time(seq), trace.wait(seq), duration, bytes);
  }
}
