import { none } from '../trace/record';

/** What a request is at. */
export const LaneKind = {
  /** Its connection's handshakes are not done. */
  setup: 0,
  /** It is not sent, or not answered: others come first. */
  queued: 1,
  /** It is on its way to the server. */
  requesting: 2,
  /** The server has it, and has not answered. */
  thinking: 3,
  /** Answered, and nothing of the answer arrives: it is on its way, or the sender may not send more yet. */
  waiting: 4,
  /** Bytes arrive and can be used. */
  flowing: 5,
  /** Something that has arrived, or could have, is held back. */
  blocked: 6,
} as const;
export type LaneKind = (typeof LaneKind)[keyof typeof LaneKind];
export const laneKindNames = [
  'handshake',
  'queued',
  'request on its way',
  'server at work',
  'on its way',
  'bytes flow',
  'blocked',
] as const;

/** Why a request is queued or blocked. */
export const LaneWhy = {
  none: 0,
  /** Another request occupies the connection: `about`. */
  request: 1,
  /** TCP waits for the byte `about` of its stream; it belongs to request `owner`. */
  missingByte: 2,
  /** Its own QUIC stream waits for the byte `about`. */
  streamByte: 3,
  /** Its bytes are here, sealed in a TLS record that is not whole. */
  record: 4,
  streamWindow: 5,
  connectionWindow: 6,
  streamLimit: 7,
  /** A call: the picture stands still, or a frame was left out. */
  frozen: 8,
  skipped: 9,
} as const;
export type LaneWhy = (typeof LaneWhy)[keyof typeof LaneWhy];

/** A stretch of a lane in which nothing about it changed. Times are nanoseconds. */
export interface LaneSegment {
  readonly from: number;
  to: number;
  readonly kind: LaneKind;
  readonly why: LaneWhy;
  /** A byte's stream offset, or a request, by `why`; NONE where there is nothing to name. */
  readonly about: number;
  /** Request whose bytes are missing, or NONE. */
  readonly owner: number;
  /** Bytes of its response that became usable in it. */
  bytes: number;
  /** Most bytes that were at the host and could not be used. */
  buffered: number;
}

interface State {
  readonly kind: LaneKind;
  readonly why: LaneWhy;
  readonly about: number;
  readonly owner: number;
}

function stateOf(
  kind: LaneKind,
  why: LaneWhy = LaneWhy.none,
  about: number = none,
  owner: number = none,
): State {
  return { kind, why, about, owner };
}

function alike(one: State, other: State): boolean {
  return (
    one.kind === other.kind && one.why === other.why && one.about === other.about && one.owner === other.owner
  );
}

/** Whether nothing can become usable in a state: an earlier byte is missing. */
function isHeld({ why }: State): boolean {
  return why === LaneWhy.missingByte || why === LaneWhy.streamByte;
}

const waiting = stateOf(LaneKind.waiting);

/**
 * A lane's segments as they are written: the state that it is in, and a flow of bytes over it, which lasts for as
 * long as bytes follow each other closely.
 */
export class LaneLine {
  readonly segments: LaneSegment[] = [];
  /** Bytes that became usable, and those that are at the host and cannot be used. */
  bytes = 0;
  buffered = 0;
  peakBuffered = 0;
  /** Bytes that sat at the host, times the nanoseconds that they did. */
  bufferedByteNanoseconds = 0;
  /** When `buffered` changed, and to what. */
  readonly bufferTimes: number[] = [];
  readonly bufferSizes: number[] = [];
  private bufferSince = 0;
  private segmentPeak = 0;
  private state: State;
  private since: number;
  private flowFrom = -1;
  private flowLast = 0;
  private flowBytes = 0;
  private flowGap = 0;

  constructor(start: number) {
    this.since = start;
    this.state = stateOf(LaneKind.queued);
  }

  /** Writes a segment that lies in the past, from the end of the last one. */
  fill(to: number, kind: LaneKind, why: LaneWhy = LaneWhy.none, about: number = none): void {
    if (to <= this.since) return;
    this.push(this.since, to, stateOf(kind, why, about), 0);
    this.since = to;
  }

  /** Enters a state that ends any flow. */
  enter(time: number, kind: LaneKind, why?: LaneWhy, about?: number, owner?: number): void {
    const state = stateOf(kind, why, about, owner);
    if (this.flowFrom < 0 && alike(state, this.state)) return;
    this.settle(time);
    this.state = state;
  }

  /** Changes what holds between bytes that flow. */
  enterBetween(time: number, kind: LaneKind, why?: LaneWhy, about?: number): void {
    const state = stateOf(kind, why, about);
    if (alike(state, this.state)) return;
    if (this.flowFrom < 0 || time - this.flowLast > this.flowGap) this.settle(time);
    this.state = state;
    this.since = time;
  }

  /** Bytes became usable. They belong to one flow with those that came at most `gap` earlier. */
  flow(time: number, bytes: number, gap: number): void {
    this.bytes += bytes;
    if (this.flowFrom >= 0 && time - this.flowLast <= this.flowGap) this.flowBytes += bytes;
    else {
      this.settle(time);
      this.flowFrom = time;
      this.flowBytes = bytes;
    }
    this.flowLast = time;
    // What comes through between two gaps in a stream is no flow: nothing follows it.
    this.flowGap = isHeld(this.state) ? 0 : gap;
  }

  /** So many more (or, negative, fewer) bytes sit at the host. */
  hold(time: number, bytes: number): void {
    this.account(time);
    this.buffered += bytes;
    if (this.bufferTimes.at(-1) === time) this.bufferSizes[this.bufferSizes.length - 1] = this.buffered;
    else {
      this.bufferTimes.push(time);
      this.bufferSizes.push(this.buffered);
    }
  }

  /** The lane ends. */
  end(time: number): void {
    this.settle(time);
    if (this.buffered !== 0) this.hold(time, -this.buffered);
  }

  /** What the lane is at from the end of the last segment on: a segment that lasts until `time`. */
  open(time: number): LaneSegment {
    const { kind, why, about, owner } = this.state;
    if (this.flowFrom >= 0 && time - this.flowLast <= this.flowGap) {
      const flow = { kind: LaneKind.flowing, why: LaneWhy.none, about: none, owner: none };
      return { ...flow, from: this.flowFrom, to: time, bytes: this.flowBytes, buffered: 0 };
    }
    const from = this.flowFrom < 0 ? this.since : Math.max(this.since, this.flowLast);
    return {
      from,
      to: time,
      kind,
      why,
      about,
      owner,
      bytes: 0,
      buffered: Math.max(this.segmentPeak, this.buffered),
    };
  }

  /** Counts what has been sitting there until a moment: bytes that come and go at one do not sit. */
  private account(time: number): void {
    if (time <= this.bufferSince) return;
    this.bufferedByteNanoseconds += this.buffered * (time - this.bufferSince);
    this.bufferSince = time;
    this.peakBuffered = Math.max(this.peakBuffered, this.buffered);
    this.segmentPeak = Math.max(this.segmentPeak, this.buffered);
  }

  /** Writes what held until a moment. */
  private settle(time: number): void {
    this.account(time);
    if (this.flowFrom >= 0) {
      const end = time - this.flowLast <= this.flowGap ? time : this.flowLast;
      this.push(this.flowFrom, end, stateOf(LaneKind.flowing), this.flowBytes);
      this.flowFrom = -1;
      this.flowBytes = 0;
      if (this.since > end) this.push(end, Math.min(this.since, time), waiting, 0);
      this.since = Math.max(end, this.since);
    }
    this.push(this.since, time, this.state, 0);
    this.since = time;
    this.segmentPeak = 0;
  }

  private push(from: number, to: number, state: State, bytes: number): void {
    if (to <= from && bytes === 0) return;
    const buffered = state.kind === LaneKind.blocked ? this.segmentPeak : 0;
    const last = this.segments.at(-1);
    if (last && last.to === from && alike(last, state)) {
      last.to = to;
      last.bytes += bytes;
      last.buffered = Math.max(last.buffered, buffered);
    } else this.segments.push({ ...state, from, to, bytes, buffered });
  }
}
