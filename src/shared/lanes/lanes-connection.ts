import { StreamArrivals } from './lanes-arrivals';
import type { Lane } from './lanes-lane';

/** One direction of a stream, and the requests whose bytes move in it at present. */
export class LaneStream {
  readonly arrivals = new StreamArrivals();
  readonly active = new Set<Lane>();
  /** The byte that all behind it wait for, as last told to the lanes. */
  missing: number | undefined;
}

/** The requests of a connection that answers them in their order, RFC 9112 section 9.3.2. */
export class LaneTurns {
  private readonly lanes: Lane[] = [];
  /** All before have ended. */
  private first = 0;

  begin(lane: Lane): void {
    this.lanes.push(lane);
  }

  /** Those that had not ended at a time, in their order. */
  since(time: number): readonly Lane[] {
    let at = this.lanes.length;
    while (at > 0 && (this.lanes[at - 1]?.ended ?? Infinity) > time) at -= 1;
    return this.lanes.slice(at);
  }

  unfinished(): readonly Lane[] {
    this.pass();
    return this.lanes.slice(this.first).filter(({ ended }) => ended === undefined);
  }

  /** The one that is answered before a lane can be; undefined: it is its turn. */
  ahead(lane: Lane): Lane | undefined {
    this.pass();
    const first = this.lanes[this.first];
    return first === lane ? undefined : first;
  }

  private pass(): void {
    while (this.lanes[this.first]?.ended !== undefined) this.first += 1;
  }
}

/** What lanes need to know of a connection. */
export class LaneConnection {
  /** When the client may send requests: its handshakes are done; undefined before. */
  tcpReady: number | undefined;
  tlsReady: number | undefined;
  handshakes = 0;
  /** Bytes of frames that both ends put on their first links. */
  wireBytes = 0;
  /** HTTP/1.1: turns in the order of the requests. */
  readonly turns = new LaneTurns();
  private readonly streams = new Map<number, LaneStream>();
  private clientSent = 0;
  private roundTrip = 0;

  stream(stream: number, end: 0 | 1): LaneStream {
    const key = stream * 2 + end;
    let found = this.streams.get(key);
    if (!found) {
      found = new LaneStream();
      this.streams.set(key, found);
    }
    return found;
  }

  /** The client sent a frame, or one reached it: the first pair gives the round trip. */
  clientSends(time: number): void {
    if (this.roundTrip === 0) this.clientSent = time;
  }
  clientReceives(time: number): void {
    if (this.roundTrip === 0) this.roundTrip = Math.max(1, time - this.clientSent);
  }

  /** Bytes that follow each other within this time are one flow: an eighth of the first round trip. */
  get flowGap(): number {
    return this.roundTrip / 8;
  }
}
