import { endAt } from './ends';
import { RecordKind, none, placeIsLink, tcpStates } from './record';
import type { Trace } from './trace';

/**
 * Column names of one end of a connection; row = connection * 2 + end. Bytes, microseconds or record numbers.
 * Of a QUIC end: state is one of quicStates, sentSegments counts datagrams, retransmissions those that repair, and
 * retransmissionTimeout is the probe timeout. tlsProgress: 0 no TLS, 1 in the handshake, 2 and up done (2 + the
 * detail of `tls.established`); tlsMessage: the record of the latest handshake message. awaitsAccept: 1 in the accept
 * queue, from the end of a handshake that the other end began until the application takes the connection.
 */
export const endColumns = [
  'state',
  'enteredBy',
  'initialSequence',
  'sentSegments',
  'deliveredBytes',
  'bytesInFlight',
  'sendWindow',
  'congestionWindow',
  'slowStartThreshold',
  'congestionPhase',
  'smoothedRoundTrip',
  'retransmissionTimeout',
  'retransmissions',
  'tlsProgress',
  'tlsVersion',
  'tlsMessage',
  'awaitsAccept',
] as const;
export type EndColumn = (typeof endColumns)[number];

/** One end of a stream of HTTP/2 or QUIC. States count from 1; 0: none yet. */
export const streamColumns = [
  'connection',
  'stream',
  'end',
  'sending',
  'receiving',
  'http2',
  'deliveredBytes',
] as const;
export type StreamColumn = (typeof streamColumns)[number];

/** How far a request has come. */
export const requestStatuses = [
  'none',
  'started',
  'sent',
  'received',
  'answered',
  'complete',
  'failed',
] as const;
export const requestColumns = ['status', 'startedBy', 'connection', 'endedBy', 'code'] as const;
export type RequestColumn = (typeof requestColumns)[number];

export const directionColumns = ['cut', 'frames', 'bytes', 'arrived', 'dropped'] as const;
export type DirectionColumn = (typeof directionColumns)[number];

/** down: 1 from a crash until the restart. */
export const deviceColumns = ['droppedPackets', 'down'] as const;
export type DeviceColumn = (typeof deviceColumns)[number];

/** A table of float columns that grows by rows and is copied whole. */
export class StateTable<Column extends string> {
  rows = 0;
  private readonly width: number;
  private cells: Float64Array;
  constructor(
    readonly columns: readonly Column[],
    capacity = 16,
  ) {
    this.width = columns.length;
    this.cells = new Float64Array(columns.length * capacity);
  }
  get(row: number, column: Column): number {
    return row < this.rows ? (this.cells[row * this.width + this.columns.indexOf(column)] ?? 0) : 0;
  }
  set(row: number, column: Column, value: number): void {
    this.put(row, this.columns.indexOf(column), value);
  }
  /** Sets a cell by its column's number: folding looks no name up. */
  put(row: number, column: number, value: number): void {
    if (row >= this.rows) this.reach(row);
    this.cells[row * this.width + column] = value;
  }
  /** Adds to a cell by its column's number. */
  increase(row: number, column: number, value: number): void {
    if (row >= this.rows) this.reach(row);
    const cell = row * this.width + column;
    this.cells[cell] = (this.cells[cell] ?? 0) + value;
  }
  copy(): StateTable<Column> {
    const copy = new StateTable(this.columns, 0);
    copy.rows = this.rows;
    copy.cells = this.cells.slice(0, this.rows * this.columns.length);
    return copy;
  }
  /** Becomes another table's equal, in the memory that it has: a large one is not made anew for each seek. */
  assign(other: StateTable<Column>): void {
    const used = other.used();
    if (used.length > this.cells.length) this.cells = used.slice();
    else {
      this.cells.set(used);
      // Rows that come again are to be empty.
      this.cells.fill(0, used.length, Math.max(used.length, this.rows * this.width));
    }
    this.rows = other.rows;
  }
  /** The cells in use, row by row. */
  used(): Float64Array {
    return this.cells.subarray(0, this.rows * this.columns.length);
  }
  private reach(row: number): void {
    const needed = (row + 1) * this.columns.length;
    if (needed > this.cells.length) {
      const grown = new Float64Array(Math.max(needed, this.cells.length * 2));
      grown.set(this.cells);
      this.cells = grown;
    }
    this.rows = row + 1;
  }
}

/** The columns' numbers. */
function numbersOf<Column extends string>(columns: readonly Column[]): Readonly<Record<Column, number>> {
  const numbers = columns.map((column, number) => [column, number]);
  return Object.fromEntries(numbers) as Record<Column, number>;
}
const Ends = numbersOf(endColumns);
const Streams = numbersOf(streamColumns);
const Requests = numbersOf(requestColumns);
const Directions = numbersOf(directionColumns);
const Devices = numbersOf(deviceColumns);

/** Ends of streams, in the order in which they were first heard of. */
export class StreamStates {
  table = new StateTable(streamColumns);
  /** Row of a stream's end 0; its end 1 is the row after. */
  private rows = new Map<number, number>();

  /** The row of a stream's end, or -1 for one that nothing was heard of. */
  find(connection: number, stream: number, end: 0 | 1): number {
    const row = this.rows.get(streamKey(connection, stream));
    return row === undefined ? -1 : row + end;
  }

  /** The same, made where it is new. */
  row(connection: number, stream: number, end: 0 | 1): number {
    const known = this.find(connection, stream, end);
    if (known >= 0) return known;
    const first = this.table.rows;
    for (const side of [0, 1]) {
      this.table.put(first + side, Streams.connection, connection);
      this.table.put(first + side, Streams.stream, stream);
      this.table.put(first + side, Streams.end, side);
    }
    this.rows.set(streamKey(connection, stream), first);
    return first + end;
  }

  assign(other: StreamStates): void {
    this.table.assign(other.table);
    this.rows = new Map(other.rows);
  }

  copy(): StreamStates {
    const copy = new StreamStates();
    copy.table = this.table.copy();
    copy.rows = new Map(this.rows);
    return copy;
  }
}

/** Exact for as many connections as a trace can have in memory. */
function streamKey(connection: number, stream: number): number {
  return connection * 0x100000000 + stream;
}

/** How many lost packets a state remembers, so that a loss can be shown where it happened for a while. */
export const rememberedDrops = 64;

/**
 * The lab's state after the first `next` records of a trace: what is on each link, each connection's state,
 * each request's progress. Derived from the trace alone; `apply` takes the next record.
 */
export class LabState {
  /** Records folded in so far; also the seq of the next one. */
  next = 0;
  /** Time of the last record folded in, nanoseconds. */
  time = 0;
  readonly ends = new StateTable(endColumns);
  readonly requests = new StateTable(requestColumns);
  readonly directions = new StateTable(directionColumns);
  readonly devices = new StateTable(deviceColumns);
  readonly streams = new StreamStates();
  /** Per link direction: the `link.send` records whose frames are waiting, being sent or on their way, oldest first. */
  inFlight: number[][] = [];
  /** `link.drop` and `ip.drop` records, the latest `rememberedDrops`, oldest first. */
  drops: number[] = [];

  copy(): LabState {
    const copy = new LabState();
    copy.next = this.next;
    copy.time = this.time;
    Object.assign(copy, {
      ends: this.ends.copy(),
      requests: this.requests.copy(),
      directions: this.directions.copy(),
      devices: this.devices.copy(),
      streams: this.streams.copy(),
    });
    copy.inFlight = this.inFlight.map((records) => records.slice());
    copy.drops = this.drops.slice();
    return copy;
  }

  /** Becomes another state's equal; the other may change afterwards, and this one keep to itself. */
  assign(other: LabState): void {
    this.next = other.next;
    this.time = other.time;
    this.ends.assign(other.ends);
    this.requests.assign(other.requests);
    this.directions.assign(other.directions);
    this.devices.assign(other.devices);
    this.streams.assign(other.streams);
    this.inFlight = other.inFlight.map((records) => records.slice());
    this.drops = other.drops.slice();
  }

  /** Folds in the next record. Throws a RangeError at the trace's end. */
  apply(trace: Trace): void {
    const seq = this.next;
    const kind = trace.kind(seq);
    this.time = trace.time(seq);
    if (placeIsLink(kind)) this.applyLink(trace, seq, kind);
    else if (kind >= RecordKind.quicState) this.applyQuic(trace, seq, kind);
    else if (kind === RecordKind.httpStream) this.applyHttp2Stream(trace, seq);
    else if (kind >= 40) this.applyRequest(trace, seq, kind);
    else if (kind === RecordKind.tlsMessage || kind === RecordKind.tlsEstablished)
      this.applyTls(trace, seq, kind);
    else if (kind >= 30) this.applyTcp(trace, seq, kind);
    else if (kind === RecordKind.ipDrop) {
      this.devices.increase(trace.place(seq), Devices.droppedPackets, 1);
      this.remember(seq);
    } else if (kind === RecordKind.deviceCrash) this.devices.put(trace.place(seq), Devices.down, 1);
    else if (kind === RecordKind.deviceRestart) this.devices.put(trace.place(seq), Devices.down, 0);
    this.next = seq + 1;
  }

  private applyLink(trace: Trace, seq: number, kind: number): void {
    const direction = trace.place(seq);
    if (kind === RecordKind.linkCut || kind === RecordKind.linkMend) {
      const cut = kind === RecordKind.linkCut ? 1 : 0;
      this.directions.put(direction, Directions.cut, cut);
      this.directions.put(direction + 1, Directions.cut, cut);
      return;
    }
    const packet = trace.packet(seq);
    if (kind === RecordKind.linkSend) {
      this.onLink(direction).push(seq);
      this.directions.increase(direction, Directions.frames, 1);
      this.directions.increase(direction, Directions.bytes, trace.frameBytes(packet));
      return;
    }
    this.takeOff(trace, direction, packet);
    if (kind === RecordKind.linkArrive) this.directions.increase(direction, Directions.arrived, 1);
    else {
      this.directions.increase(direction, Directions.dropped, 1);
      this.remember(seq);
    }
  }

  private applyTcp(trace: Trace, seq: number, kind: number): void {
    const connection = trace.connection(seq);
    if (connection === none) return;
    const row = connection * 2 + endAt(trace, connection, seq);
    const a = trace.a(seq);
    const b = trace.b(seq);
    switch (kind) {
      case RecordKind.tcpState:
        this.ends.put(row, Ends.state, trace.detail(seq));
        this.ends.put(row, Ends.enteredBy, seq);
        if (b !== none) this.ends.put(row, Ends.initialSequence, b);
        if (isPassivelyEstablished(row, a)) this.ends.put(row, Ends.awaitsAccept, 1);
        else if (trace.detail(seq) === closed) this.ends.put(row, Ends.awaitsAccept, 0);
        break;
      case RecordKind.tcpAccept:
        this.ends.put(row, Ends.awaitsAccept, 0);
        break;
      case RecordKind.tcpSend:
        this.ends.increase(row, Ends.sentSegments, 1);
        this.ends.put(row, Ends.bytesInFlight, a);
        this.ends.put(row, Ends.sendWindow, b);
        if (isRetransmission(trace.detail(seq))) this.ends.increase(row, Ends.retransmissions, 1);
        break;
      case RecordKind.tcpDeliver:
        this.ends.increase(row, Ends.deliveredBytes, a);
        break;
      case RecordKind.tcpCongestion:
        this.applyCongestion(trace, seq, row);
        break;
      case RecordKind.tcpRoundTrip:
        this.applyRoundTrip(trace, seq, row);
        break;
    }
  }

  private applyCongestion(trace: Trace, seq: number, row: number): void {
    this.ends.put(row, Ends.congestionWindow, trace.a(seq));
    this.ends.put(row, Ends.slowStartThreshold, trace.b(seq));
    this.ends.put(row, Ends.congestionPhase, trace.detail(seq));
  }

  private applyRoundTrip(trace: Trace, seq: number, row: number): void {
    this.ends.put(row, Ends.smoothedRoundTrip, trace.a(seq));
    this.ends.put(row, Ends.retransmissionTimeout, trace.b(seq));
  }

  private applyQuic(trace: Trace, seq: number, kind: number): void {
    const connection = trace.connection(seq);
    // Media of plain UDP flows leave no state behind.
    if (connection === none || kind >= RecordKind.mediaSent) return;
    const end = endAt(trace, connection, seq);
    const row = connection * 2 + end;
    const a = trace.a(seq);
    switch (kind) {
      case RecordKind.quicState:
        this.ends.put(row, Ends.state, trace.detail(seq));
        this.ends.put(row, Ends.enteredBy, seq);
        break;
      case RecordKind.quicStream: {
        const part = trace.detail(seq) === 0 ? Streams.sending : Streams.receiving;
        this.streams.table.put(this.streams.row(connection, a, end), part, ((trace.b(seq) >>> 8) & 255) + 1);
        break;
      }
      case RecordKind.quicSend:
        this.ends.increase(row, Ends.sentSegments, 1);
        this.ends.put(row, Ends.bytesInFlight, a);
        if (isQuicRepair(trace.detail(seq))) this.ends.increase(row, Ends.retransmissions, 1);
        break;
      case RecordKind.quicDeliver:
        this.ends.increase(row, Ends.deliveredBytes, trace.b(seq));
        this.streams.table.increase(
          this.streams.row(connection, a, end),
          Streams.deliveredBytes,
          trace.b(seq),
        );
        break;
      case RecordKind.quicCongestion:
        this.applyCongestion(trace, seq, row);
        break;
      case RecordKind.quicRoundTrip:
        this.applyRoundTrip(trace, seq, row);
        break;
    }
  }

  private applyHttp2Stream(trace: Trace, seq: number): void {
    const connection = trace.connection(seq);
    if (connection === none) return;
    const row = this.streams.row(connection, trace.a(seq), endAt(trace, connection, seq));
    this.streams.table.put(row, Streams.http2, ((trace.b(seq) >>> 8) & 255) + 1);
  }

  private applyTls(trace: Trace, seq: number, kind: number): void {
    const connection = trace.connection(seq);
    if (connection === none) return;
    const row = connection * 2 + endAt(trace, connection, seq);
    if (kind === RecordKind.tlsMessage) {
      this.ends.put(row, Ends.tlsMessage, seq);
      if (this.ends.get(row, 'tlsProgress') === 0) this.ends.put(row, Ends.tlsProgress, 1);
      return;
    }
    this.ends.put(row, Ends.tlsProgress, 2 + trace.detail(seq));
    this.ends.put(row, Ends.tlsVersion, trace.a(seq));
  }

  private applyRequest(trace: Trace, seq: number, kind: number): void {
    const request = trace.a(seq);
    // What holds a response back, or which way is taken, does not change how far it has come.
    if (kind > RecordKind.appError) return;
    const status = kind === RecordKind.appError ? 6 : kind - RecordKind.appStart + 1;
    this.requests.put(request, Requests.status, status);
    if (kind === RecordKind.appStart) this.requests.put(request, Requests.startedBy, seq);
    if (trace.connection(seq) !== none)
      this.requests.put(request, Requests.connection, trace.connection(seq) + 1);
    if (kind === RecordKind.httpResponse) this.requests.put(request, Requests.code, trace.b(seq));
    if (kind === RecordKind.httpResponseReceived || kind === RecordKind.appError)
      this.requests.put(request, Requests.endedBy, seq);
  }

  private onLink(direction: number): number[] {
    while (this.inFlight.length <= direction) this.inFlight.push([]);
    return this.inFlight[direction] ?? [];
  }

  private takeOff(trace: Trace, direction: number, packet: number): void {
    const records = this.onLink(direction);
    let at = 0;
    while (at < records.length && trace.packet(records[at] ?? none) !== packet) at += 1;
    if (at === 0) records.shift();
    else if (at < records.length) records.splice(at, 1);
  }

  private remember(seq: number): void {
    this.drops.push(seq);
    if (this.drops.length > rememberedDrops) this.drops.shift();
  }
}

const [closed, synReceived, established] = ['CLOSED', 'SYN-RECEIVED', 'ESTABLISHED'].map((name) =>
  tcpStates.findIndex((state) => state === name),
);

/** Whether a change of state (`a` of `tcp.state`) ends a handshake at the end that was asked. */
function isPassivelyEstablished(row: number, change: number): boolean {
  return (row & 1) === 1 && (change & 255) === synReceived && ((change >>> 8) & 255) === established;
}

/** Whether the lab's own ledger calls a segment a retransmission (SegmentReason). */
export function isRetransmission(reason: number): boolean {
  return reason === 8 || reason === 9 || reason === 17 || (reason >= 14 && reason <= 16);
}

/** Whether a datagram repairs a loss: the same frames again, or a probe (QuicSendReason). */
export function isQuicRepair(reason: number): boolean {
  return reason === 4 || reason === 5;
}

/** FNV-1a over a state's numbers, twice with different bases, as 16 hex digits: equal states, equal hashes. */
export function hashState(state: LabState): string {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  const scratch = new Float64Array(1);
  const words = new Uint32Array(scratch.buffer);
  const take = (value: number) => {
    scratch[0] = value;
    for (const word of words) {
      low = Math.imul(low ^ word, 0x01000193) >>> 0;
      high = Math.imul(high ^ (word >>> 16) ^ low, 0x01000193) >>> 0;
    }
  };
  take(state.next);
  take(state.time);
  for (const table of [state.ends, state.requests, state.directions, state.devices, state.streams.table]) {
    take(table.rows);
    for (const cell of table.used()) take(cell);
  }
  for (const records of [...state.inFlight, state.drops]) {
    take(records.length);
    for (const seq of records) take(seq);
  }
  return low.toString(16).padStart(8, '0') + high.toString(16).padStart(8, '0');
}

/** States along a trace, kept at intervals, so that any one is reached by folding a bounded number of records. */
export class StateSeeker {
  private readonly keyframes: LabState[] = [new LabState()];
  constructor(
    private readonly trace: Trace,
    private readonly spacing = 16384,
  ) {}

  /** The state after the first `records` records: a copy of its own, safe to change. */
  at(records: number): LabState {
    const target = Math.max(0, Math.min(records, this.trace.records.length));
    const start = this.keyframeBefore(target);
    const state = start.copy();
    this.advance(state, target);
    return state;
  }

  /** Takes a state to after `records` records, in place: on from where it is where that is near, else from a keyframe. */
  move(state: LabState, records: number): LabState {
    const target = Math.max(0, Math.min(records, this.trace.records.length));
    const start = this.keyframeBefore(target);
    if (target < state.next || start.next > state.next) state.assign(start);
    this.advance(state, target);
    return state;
  }

  private advance(state: LabState, target: number): void {
    while (state.next < target) {
      state.apply(this.trace);
      const latest = this.keyframes[this.keyframes.length - 1];
      // Keyframes of many connections are large: space them by their size.
      const gap = Math.max(this.spacing, state.ends.rows * 4);
      if (latest && state.next - latest.next >= gap) this.keyframes.push(state.copy());
    }
  }

  private keyframeBefore(records: number): LabState {
    let low = 0;
    let high = this.keyframes.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.keyframes[middle]?.next ?? 0) <= records) low = middle;
      else high = middle;
    }
    return this.keyframes[low] ?? new LabState();
  }
}
