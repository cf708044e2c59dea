import type { Lab } from '../lab/lab';
import { otherEnd, type End } from '../trace/connections';
import { endAt, endLeft, endReached, sendingEnd } from '../trace/ends';
import { RequestBytes, visitStretches } from './lanes-bytes';
import { LaneCalls } from './lanes-calls';
import { LaneConnection, type LaneStream } from './lanes-connection';
import { Lane, LanePhase, pathOf } from './lanes-lane';
import { LaneKind, LaneWhy } from './lanes-line';
import { restOf } from './lanes-rest';
import { FlowBlock, quicStates } from '../trace/quic';
import { none, tcpStates } from '../trace/record';
import { read } from '../trace/record-reader';
import { tableByKind } from '../trace/record-table';
import { tlsAnswerOf, tlsOfferOf } from '../trace/tls-tables';
import type { TraceReader } from '../trace/trace-reader';

export * from './lanes-line';
export { Lane, LanePhase } from './lanes-lane';
export { RequestBytes } from './lanes-bytes';

const tcpEstablished = tcpStates.indexOf('ESTABLISHED');
const quicEstablished = quicStates.indexOf('ESTABLISHED');

/**
 * Reads a trace into lanes: one a request, and one a call, each telling what it was at, at every moment, and why it
 * was held back. Grows with the trace: `scan` reads on. Everything is taken from records and tables; nothing is
 * asserted about a protocol that the trace does not show.
 */
export class LaneReader {
  readonly lanes: Lane[] = [];
  readonly bytes: RequestBytes;
  /** Time of the last record read, nanoseconds. */
  time = 0;
  private readonly byRequest = new Map<number, Lane>();
  private readonly calls: LaneCalls;
  private readonly tracks: (LaneConnection | undefined)[] = [];
  private readonly started: number[] = [];
  private flowBlocked = 0;
  private next = 0;

  constructor(
    readonly lab: Lab,
    readonly trace: TraceReader,
  ) {
    this.bytes = new RequestBytes(trace);
    this.calls = new LaneCalls(lab, trace, this.lanes);
  }

  /** Whether the whole trace, as far as it is there, was read. */
  get complete(): boolean {
    return this.next >= this.trace.records.length;
  }

  /** Reads on: at most so many records. */
  scan(records = Infinity): void {
    this.bytes.update();
    const end = Math.min(this.trace.records.length, this.next + records);
    for (; this.next < end; this.next += 1) this.take(this.next);
    if (end > 0) this.time = this.trace.time(end - 1);
  }

  laneOf(request: number): Lane | undefined {
    return this.byRequest.get(request);
  }

  /** Whether a connection's client sends early data. */
  sendsEarly(connection: number): boolean {
    return tlsOfferOf(this.trace, connection)?.earlyData === true;
  }

  /** What is known of a connection; an empty account where nothing happened on it. */
  connection(connection: number): LaneConnection {
    return (this.tracks[connection] ??= new LaneConnection());
  }

  private take(seq: number): void {
    this.takers[this.trace.kind(seq)]?.(seq);
  }

  /** What is done with records, by their kind; the others tell nothing of a lane. */
  private readonly takers = tableByKind<(seq: number) => void>({
    linkSend: this.ofPacket((seq, connection) => this.leave(seq, connection)),
    linkArrive: this.ofPacket((seq, connection) => this.reach(seq, connection)),
    linkDrop: this.ofPacket((seq, connection) => this.lose(seq, connection)),
    ipDrop: this.ofPacket((seq, connection) => this.lose(seq, connection)),
    tcpState: this.atEnd(0, (seq, connection) => {
      if (read.tcpState.to(this.trace, seq) === tcpEstablished) this.establish(seq, connection);
    }),
    quicState: this.atEnd(0, (seq, connection) => {
      if (read.quicState.to(this.trace, seq) === quicEstablished) this.establish(seq, connection);
    }),
    tlsEstablished: this.atEnd(0, (seq, connection) => this.takeTls(seq, connection)),
    tcpDeliver: this.atEnd(0, (seq, connection) =>
      this.deliver(seq, connection, 0, read.tcpDeliver.bytes(this.trace, seq)),
    ),
    quicDeliver: this.atEnd(0, (seq, connection) => {
      const { stream, bytes } = read.quicDeliver;
      this.deliver(seq, connection, stream(this.trace, seq), bytes(this.trace, seq));
    }),
    quicBlocked: this.atEnd(1, (seq, connection) => this.holdStream(seq, connection)),
    appStart: (seq) => this.begin(seq),
    httpRequest: this.ofLane((time, lane, seq) => this.send(time, lane, this.trace.connection(seq))),
    httpRequestReceived: this.ofLane((time, lane) => this.advance(time, lane, LanePhase.received)),
    httpResponse: this.ofLane((time, lane) => this.advance(time, lane, LanePhase.answered)),
    httpResponseReceived: this.ofLane((time, lane, seq) => {
      lane.status = read.httpResponseReceived.status(this.trace, seq);
      this.end(time, lane);
    }),
    appError: this.ofLane((time, lane) => {
      lane.hasFailed = true;
      this.end(time, lane);
    }),
    httpBlocked: this.ofLane((time, lane, seq) => {
      const by = read.httpBlocked.by(this.trace, seq);
      if (lane.phase === LanePhase.sent && by === FlowBlock.streamLimit) this.refuse(time, lane);
      this.block(time, lane, by);
    }),
    httpUnblocked: this.ofLane((time, lane) => this.block(time, lane, 0)),
    mediaSent: (seq) => this.calls.take(seq),
    mediaReceived: (seq) => this.calls.take(seq),
    mediaPlayed: (seq) => this.calls.take(seq),
  });

  /** Does something with a record of a connection's packet. */
  private ofPacket(take: (seq: number, connection: number) => void): (seq: number) => void {
    return (seq) => {
      const connection = this.trace.connection(seq);
      if (this.trace.connections[connection] && this.trace.packet(seq) !== none) take(seq, connection);
    };
  }

  /** Does something with a record at one end of a connection; nothing, where it is at the other. */
  private atEnd(end: End, take: (seq: number, connection: number) => void): (seq: number) => void {
    return (seq) => {
      const connection = this.trace.connection(seq);
      if (connection !== none && endAt(this.trace, connection, seq) === end) take(seq, connection);
    };
  }

  /** Does something with a record for the lane of the request that it is about, where there is one. */
  private ofLane(take: (time: number, lane: Lane, seq: number) => void): (seq: number) => void {
    return (seq) => {
      const lane = this.byRequest.get(read.httpRequest.request(this.trace, seq));
      if (lane) take(this.trace.time(seq), lane, seq);
    };
  }

  // --- Packets on links ---

  private leave(seq: number, connection: number): void {
    const { trace } = this;
    const end = endLeft(trace, this.lab.links, seq);
    if (end === undefined) return;
    const packet = trace.packet(seq);
    const track = this.connection(connection);
    track.wireBytes += trace.frameBytes(packet);
    if (end === 0) track.clientSends(trace.time(seq));
    if (this.flowBlocked > 0) this.resume(seq, packet, end);
  }

  private reach(seq: number, connection: number): void {
    const reached = endReached(this.trace, this.lab.links, seq);
    if (reached !== undefined) this.arrive(seq, connection, otherEnd(reached));
  }

  private arrive(seq: number, connection: number, end: 0 | 1): void {
    const { trace } = this;
    const time = trace.time(seq);
    const track = this.connection(connection);
    if (end === 1) track.clientReceives(time);
    visitStretches(trace, trace.packet(seq), (stream, from, to) => {
      const tracked = track.stream(stream, end);
      tracked.arrivals.arrive(from, to, (start, stop) => {
        if (end === 1) this.hold(time, connection, stream, start, stop, 1);
      });
      this.tellMissing(time, connection, stream, end, tracked);
    });
  }

  private lose(seq: number, connection: number): void {
    const { trace } = this;
    const end = sendingEnd(trace, trace.packet(seq));
    visitStretches(trace, trace.packet(seq), (stream, from, to) => {
      const tracked = this.connection(connection).stream(stream, end);
      tracked.arrivals.lose(from, to);
      this.tellMissing(trace.time(seq), connection, stream, end, tracked);
    });
  }

  /** Counts a stretch's bytes among those that sit at the client (`sign` 1), or no longer do (-1). */
  private hold(
    time: number,
    connection: number,
    stream: number,
    from: number,
    to: number,
    sign: 1 | -1,
  ): void {
    this.bytes.visit(connection, stream, 1, from, to, (request, bytes) => {
      this.byRequest.get(request)?.line.hold(time, bytes * sign);
    });
  }

  private tellMissing(
    time: number,
    connection: number,
    stream: number,
    end: 0 | 1,
    tracked: LaneStream,
  ): void {
    const { missing } = tracked.arrivals;
    if (missing === tracked.missing) return;
    tracked.missing = missing;
    for (const lane of tracked.active) this.enterState(time, lane, connection, stream, end);
  }

  // --- Transport ---

  private establish(seq: number, connection: number): void {
    const track = this.connection(connection);
    track.handshakes += 1;
    track.tcpReady ??= this.trace.time(seq);
  }

  private takeTls(seq: number, connection: number): void {
    const { trace } = this;
    const track = this.connection(connection);
    track.tlsReady ??= trace.time(seq);
    // QUIC's handshake is TLS's: it counts once.
    if (trace.connections[connection]?.protocol === 'tcp') track.handshakes += 1;
  }

  private deliver(seq: number, connection: number, stream: number, count: number): void {
    const { trace } = this;
    const time = trace.time(seq);
    const track = this.connection(connection);
    const tracked = track.stream(stream, 1);
    const from = tracked.arrivals.delivered;
    const to = from + count;
    tracked.arrivals.delivered = to;
    const isSealed = trace.connections[connection]?.protocol === 'tcp' && this.bytes.isSealed(connection);
    const touched: Lane[] = [];
    this.bytes.visit(connection, stream, 1, from, to, (request, bytes) => {
      const lane = this.byRequest.get(request);
      if (!lane) return;
      lane.inOrder += bytes;
      lane.line.hold(time, -bytes);
      lane.line.flow(time, bytes, track.flowGap);
      if (isSealed) touched.push(lane);
      else this.use(time, lane, bytes);
    });
    if (!isSealed) return;
    this.bytes.visitUsable(connection, 1, from, to, (request, bytes) => {
      const lane = this.byRequest.get(request);
      if (!lane) return;
      this.use(time, lane, bytes);
      touched.push(lane);
    });
    for (const lane of touched) this.watchRecord(time, lane, connection, to);
  }

  private use(time: number, lane: Lane, bytes: number): void {
    lane.usable += bytes;
    lane.firstByte ??= time;
  }

  /** A record that lacks others' bytes only holds a request back that has nothing to do with them. */
  private watchRecord(time: number, lane: Lane, connection: number, edge: number): void {
    if (this.connection(connection).stream(0, 1).missing !== undefined) return;
    const isSealedIn =
      lane.usable < lane.inOrder && !this.bytes.hasMoreInRecord(connection, 1, edge, lane.request);
    if (isSealedIn) lane.line.enterBetween(time, LaneKind.blocked, LaneWhy.record);
    else this.enterBetween(time, lane);
  }

  /** QUIC holds a stream back: what it carries is held back. */
  private holdStream(seq: number, connection: number): void {
    const { trace } = this;
    const stream = read.quicBlocked.stream(trace, seq);
    for (const lane of this.connection(connection).stream(stream, 1).active)
      this.block(trace.time(seq), lane, read.quicBlocked.by(trace, seq));
  }

  /** New bytes of a response that was held back leave the server. */
  private resume(seq: number, packet: number, end: 0 | 1): void {
    if (end !== 1) return;
    this.bytes.visitPacket(packet, (request) => {
      const lane = this.byRequest.get(request);
      if (lane && lane.flowBlock !== 0) this.block(this.trace.time(seq), lane, 0);
    });
  }

  private block(time: number, lane: Lane, flowBlock: number): void {
    if ((lane.flowBlock === 0) !== (flowBlock === 0)) this.flowBlocked += flowBlock === 0 ? -1 : 1;
    lane.flowBlock = flowBlock;
    if (lane.phase === LanePhase.answered) this.enterBetween(time, lane);
  }

  // --- Requests ---

  private begin(seq: number): void {
    const request = read.appStart.request(this.trace, seq);
    const workload = read.appStart.workload(this.trace, seq);
    const time = this.trace.time(seq);
    const ordinal = this.started[workload] ?? 0;
    this.started[workload] = ordinal + 1;
    const lane = new Lane(request, workload, ordinal, pathOf(this.lab.workloads[workload], ordinal), time);
    this.byRequest.set(request, lane);
    this.lanes.push(lane);
  }

  private send(time: number, lane: Lane, connection: number): void {
    if (lane.phase === LanePhase.ended) return;
    const track = this.connection(connection);
    if (lane.phase === LanePhase.started) this.tellWait(time, lane, connection, track);
    lane.connection = connection;
    lane.stream = this.bytes.streamOf(lane.request);
    lane.carriesStreams = this.isMultiplexed(connection);
    lane.sent = time;
    if (!lane.carriesStreams) track.turns.begin(lane);
    this.advance(time, lane, LanePhase.sent);
  }

  /** The server does not take a request that was sent (RFC 9113 section 8.7): it waits to be sent again. */
  private refuse(time: number, lane: Lane): void {
    this.leaveStreams(lane);
    lane.phase = LanePhase.started;
    lane.line.enter(time, LaneKind.queued, LaneWhy.streamLimit);
  }

  /** What a request waited for before it was sent is known once its connection is. */
  private tellWait(time: number, lane: Lane, connection: number, track: LaneConnection): void {
    const ready = tlsOfferOf(this.trace, connection) ? track.tlsReady : track.tcpReady;
    lane.line.fill(Math.min(time, ready ?? time), LaneKind.setup);
    if (this.isMultiplexed(connection)) {
      lane.line.fill(time, LaneKind.queued, LaneWhy.streamLimit);
      return;
    }
    for (const turn of track.turns.since(lane.start))
      lane.line.fill(Math.min(time, turn.ended ?? time), LaneKind.queued, LaneWhy.request, turn.request);
    lane.line.fill(time, LaneKind.queued);
  }

  private isMultiplexed(connection: number): boolean {
    const protocol = this.trace.connections[connection]?.protocol;
    return protocol === 'quic' || tlsAnswerOf(this.trace, connection)?.protocol === 'h2';
  }

  private advance(time: number, lane: Lane, phase: number): void {
    if (lane.phase === LanePhase.ended) return;
    this.leaveStreams(lane);
    lane.phase = phase;
    const end = phase === LanePhase.sent ? 0 : 1;
    if (phase === LanePhase.sent || phase === LanePhase.answered)
      this.connection(lane.connection).stream(this.carrierOf(lane), end).active.add(lane);
    this.enterState(time, lane, lane.connection, this.carrierOf(lane), end);
  }

  private leaveStreams(lane: Lane): void {
    if (lane.connection === none) return;
    const track = this.connection(lane.connection);
    for (const end of [0, 1] as const) track.stream(this.carrierOf(lane), end).active.delete(lane);
  }

  /** The transport's stream: HTTP/2 streams share TCP's one. */
  private carrierOf(lane: Lane): number {
    return this.trace.connections[lane.connection]?.protocol === 'quic' ? lane.stream : 0;
  }

  private end(time: number, lane: Lane): void {
    if (lane.phase === LanePhase.ended) return;
    this.leaveStreams(lane);
    if (lane.flowBlock !== 0) this.flowBlocked -= 1;
    lane.phase = LanePhase.ended;
    lane.ended = time;
    lane.line.end(time);
    if (lane.connection === none) return;
    // Pipelined: who is next in line is ahead of all that follow.
    for (const other of this.connection(lane.connection).turns.unfinished())
      this.enterState(time, other, other.connection, 0, 1);
  }

  // --- States ---

  /** Puts a lane into the state that follows from its phase, and from what is missing in its stream. */
  private enterState(time: number, lane: Lane, connection: number, stream: number, end: 0 | 1): void {
    if (lane.phase === LanePhase.ended || lane.phase === LanePhase.started) return;
    const { missing } = this.connection(connection).stream(stream, end);
    const isMoving = lane.phase === (end === 0 ? LanePhase.sent : LanePhase.answered);
    if (missing === undefined || !isMoving) {
      const { kind, why, about } = restOf(lane, this.connection(lane.connection));
      if (lane.phase === LanePhase.answered) this.enterBetween(time, lane);
      else lane.line.enter(time, kind, why, about);
      return;
    }
    if (this.trace.connections[connection]?.protocol === 'quic')
      lane.line.enter(time, LaneKind.blocked, LaneWhy.streamByte, missing, lane.request);
    else {
      const owner = this.bytes.ownerAt(connection, stream, end, missing);
      lane.line.enter(time, LaneKind.blocked, LaneWhy.missingByte, missing, owner);
    }
  }

  /** What holds while nothing is missing and nothing arrives, told between bytes that may flow. */
  private enterBetween(time: number, lane: Lane): void {
    if (lane.phase !== LanePhase.answered) return;
    const { missing } = this.connection(lane.connection).stream(this.carrierOf(lane), 1);
    if (missing !== undefined) return;
    const { kind, why, about } = restOf(lane, this.connection(lane.connection));
    lane.line.enterBetween(time, kind, why, about);
  }
}

/** The lanes of a whole trace. */
export function readLanes(lab: Lab, trace: TraceReader): LaneReader {
  const reader = new LaneReader(lab, trace);
  reader.scan();
  return reader;
}
