import { hasWorkloadTrait, type LabWorkload } from '../workloads/workload';
import { LaneKind, LaneLine, type LaneSegment } from './lanes-line';
import { none } from '../trace/record';

/** How far a request has come. */
export const LanePhase = { started: 0, sent: 1, received: 2, answered: 3, ended: 4 } as const;

/** One request's course, or a call's. Times are nanoseconds; undefined: not yet. */
export class Lane {
  readonly line: LaneLine;
  phase: number = LanePhase.started;
  connection: number = none;
  /** QUIC stream, or HTTP/2 stream where that can be read; 0 where the connection carries one. */
  stream = 0;
  /** Whether its connection carries several streams. */
  carriesStreams = false;
  sent: number | undefined;
  firstByte: number | undefined;
  /** Wholly read, or failed. */
  ended: number | undefined;
  hasFailed = false;
  status = 0;
  /** FlowBlock, while flow control holds the response back. */
  flowBlock = 0;
  /** Of a call: when its last frame was shown or left out. */
  playedAt = 0;
  /** Of a call: frames by MediaFate. */
  readonly frames: [unknown: number, shown: number, skipped: number, frozen: number] = [0, 0, 0, 0];
  /** Bytes of the response in order at the host, and those that TLS has opened. */
  inOrder = 0;
  usable = 0;

  constructor(
    /** The request's id; NONE for a call. */
    readonly request: number,
    readonly workload: number,
    /** Which of its workload's requests it is, from 0. */
    readonly ordinal: number,
    readonly path: string,
    readonly start: number,
  ) {
    this.line = new LaneLine(start);
  }

  get segments(): readonly LaneSegment[] {
    return this.line.segments;
  }

  /** Nanoseconds in which it could not go on because of others, of order, or of a limit. */
  get blocked(): number {
    return this.timeIn(({ kind }) => kind === LaneKind.blocked || kind === LaneKind.queued);
  }

  /** Nanoseconds in segments that match. */
  timeIn(matches: (segment: LaneSegment) => boolean): number {
    let sum = 0;
    for (const segment of this.segments) if (matches(segment)) sum += segment.to - segment.from;
    return sum;
  }
}

/** Paths are asked for in their order, over and over; '' where nothing is asked for. */
export function pathOf(workload: LabWorkload | undefined, ordinal: number): string {
  if (!workload || !hasWorkloadTrait(workload, 'asking')) return '';
  const { paths } = workload.asking;
  return paths[ordinal % paths.length] ?? '';
}
