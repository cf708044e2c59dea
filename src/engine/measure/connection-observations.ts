import type { Lab } from '../../shared/lab/lab';
import { quicStates } from '../../shared/trace/quic';
import type { End } from '../../shared/trace/connections';
import { endAt } from '../../shared/trace/ends';
import { isQuicRepair } from '../../shared/trace/kinds/quic';
import { isRetransmission } from '../../shared/trace/kinds/tcp';
import { TcpFlag } from '../../shared/trace/packet';
import { RecordKind, SegmentReason, none, tcpStates } from '../../shared/trace/record';
import { read } from '../../shared/trace/record-reader';
import type { TraceReader } from '../../shared/trace/trace-reader';
import { hasWorkloadTrait } from '../../shared/workloads/workload';
import type { Watch } from './watch';

const closed = tcpStates.indexOf('CLOSED');
const synReceived = tcpStates.indexOf('SYN-RECEIVED');
const established = tcpStates.indexOf('ESTABLISHED');
const timeWait = tcpStates.indexOf('TIME-WAIT');
const quicEstablished = quicStates.indexOf('ESTABLISHED');
const quicClosed = quicStates.indexOf('CLOSED');

function isOver(state: number): boolean {
  return state === closed || state === timeWait;
}

/** What happened on one connection; end 0 opened it. Records by their seq; `none`: it did not happen. */
export class ConnectionObservation {
  /** The request for which it was opened. */
  openedFor = none;
  /** The first SYN, or QUIC's first datagram. */
  firstSyn = none;
  /** Both ends' last states (index of `tcpStates`). */
  readonly states: [number, number] = [closed, closed];
  /** Of a QUIC connection: both ends' last states (index of `quicStates`); -1: it has none. */
  readonly quicStates: [number, number] = [-1, -1];
  /** The record in which each end first came to know of it. */
  readonly known: [number, number] = [none, none];
  readonly establishedBy: [number, number] = [none, none];
  readonly timeWaitEntered: [number, number] = [none, none];
  readonly timeWaitLeft: [number, number] = [none, none];
  /** End that sent the first FIN; -1: nobody did. */
  closedFirstBy: 0 | 1 | -1 = -1;
  segments = 0;
  segmentsBeforeData = 0;
  sawData = false;
  retransmissions = 0;
  synRetransmissions = 0;
  /** The first segment that was sent again. */
  firstRepair = none;
  /** Bytes handed to the application at each end. */
  readonly deliveredBytes: [number, number] = [0, 0];
  /** The last record in which bytes were handed over at each end. */
  readonly lastDelivery: [number, number] = [none, none];
}

/** What a device had open at once as the connections came and went. */
export class DeviceConnections {
  /** Most local ports held at once towards one address and port. */
  portsPeak = 0;
  timeWaitPeak = 0;
  /** Most ends in SYN-RECEIVED at once: the SYN backlog. */
  halfOpenPeak = 0;
  /** Most connections that others had open to it at once. */
  servedPeak = 0;
  private served = 0;
  private halfOpen = 0;
  private timeWaiting = 0;
  private readonly portsByPeer = new Map<string, number>();

  openPort(peer: string): void {
    const ports = (this.portsByPeer.get(peer) ?? 0) + 1;
    this.portsByPeer.set(peer, ports);
    this.portsPeak = Math.max(this.portsPeak, ports);
  }
  releasePort(peer: string): void {
    this.portsByPeer.set(peer, (this.portsByPeer.get(peer) ?? 0) - 1);
  }
  beginService(): void {
    this.served += 1;
    this.servedPeak = Math.max(this.servedPeak, this.served);
  }
  endService(): void {
    this.served -= 1;
  }
  enterHalfOpen(): void {
    this.halfOpen += 1;
    this.halfOpenPeak = Math.max(this.halfOpenPeak, this.halfOpen);
  }
  leaveHalfOpen(): void {
    this.halfOpen -= 1;
  }
  enterTimeWait(): void {
    this.timeWaiting += 1;
    this.timeWaitPeak = Math.max(this.timeWaitPeak, this.timeWaiting);
  }
  leaveTimeWait(): void {
    this.timeWaiting -= 1;
  }
}

/** Follows the `tcp.*` and `quic.*` records of a trace. */
export class ConnectionObservations {
  readonly connections: ConnectionObservation[] = [];
  readonly devices: readonly DeviceConnections[];
  /** Most connections open at once: from the opener's SYN to its CLOSED. */
  openPeak = 0;
  /** Segments sent before the first one with payload, and that one's record. */
  segmentsBeforeData = 0;
  firstData = none;
  private open = 0;

  constructor(
    private readonly trace: TraceReader,
    private readonly lab: Lab,
  ) {
    this.devices = Array.from({ length: lab.devices.length }, () => new DeviceConnections());
  }

  /** A connection by its row in the trace. */
  at(row: number): ConnectionObservation {
    let connection = this.connections[row];
    if (!connection) {
      connection = new ConnectionObservation();
      this.connections[row] = connection;
    }
    return connection;
  }

  /** Ends of QUIC keep CLOSED as their TCP state. */
  readonly watch: Watch = {
    tcpState: this.ofEnd((seq, connection, end) => this.takeState(seq, connection, end)),
    tcpSend: this.ofEnd((seq, connection, end) => this.takeSend(seq, connection, end)),
    tcpDeliver: this.ofEnd((seq, connection, end) => {
      connection.deliveredBytes[end] += read.tcpDeliver.bytes(this.trace, seq);
      connection.lastDelivery[end] = seq;
    }),
    quicState: this.ofEnd((seq, connection, end) => this.takeQuicState(seq, connection, end)),
    quicSend: this.ofEnd((seq, connection, end) => {
      connection.segments += 1;
      if (connection.firstSyn === none && end === 0) connection.firstSyn = seq;
      if (isQuicRepair(read.quicSend.reason(this.trace, seq))) connection.retransmissions += 1;
    }),
    quicDeliver: this.ofEnd((seq, connection, end) => {
      connection.deliveredBytes[end] += read.quicDeliver.bytes(this.trace, seq);
      connection.lastDelivery[end] = seq;
    }),
    // Plain UDP hands over whole datagrams, and has no record of its own for that: what the application took is known.
    mediaReceived: this.ofEnd((seq, connection, end) => {
      if (this.trace.connections[this.trace.connection(seq)]?.protocol !== 'udp') return;
      const workload = this.lab.workloads[read.mediaReceived.workload(this.trace, seq)];
      if (!workload || !hasWorkloadTrait(workload, 'calling')) return;
      connection.deliveredBytes[end] += workload.calling.frameSize;
      connection.lastDelivery[end] = seq;
    }),
  };

  /** Does something with a record for the end of a connection that it is of; nothing, where it is of none. */
  private ofEnd(take: (seq: number, connection: ConnectionObservation, end: End) => void) {
    return (seq: number): void => {
      const row = this.trace.connection(seq);
      if (row !== none) take(seq, this.at(row), endAt(this.trace, row, seq));
    };
  }

  private takeQuicState(seq: number, connection: ConnectionObservation, end: End): void {
    const { trace } = this;
    const from = read.quicState.from(trace, seq);
    const to = read.quicState.to(trace, seq);
    if (connection.known[end] === none) connection.known[end] = seq;
    connection.quicStates[end] = to;
    if (to === quicEstablished && connection.establishedBy[end] === none) connection.establishedBy[end] = seq;
    if (end !== 0) return;
    if (from === 0) {
      connection.openedFor = this.requestBehind(seq);
      this.open += 1;
      this.openPeak = Math.max(this.openPeak, this.open);
    }
    if (to === quicClosed) this.open -= 1;
  }

  private takeState(seq: number, connection: ConnectionObservation, end: End): void {
    const { trace } = this;
    const row = trace.connection(seq);
    const from = read.tcpState.from(trace, seq);
    const to = read.tcpState.to(trace, seq);
    const device = this.devices[trace.place(seq)];
    // A connection made of a SYN cookie was in no backlog: no record brought it to SYN-RECEIVED.
    if (connection.states[end] === synReceived) device?.leaveHalfOpen();
    if (to === synReceived) device?.enterHalfOpen();
    connection.states[end] = to;
    if (connection.known[end] === none) connection.known[end] = seq;
    if (to === established && connection.establishedBy[end] === none) {
      connection.establishedBy[end] = seq;
      if (end === 1) device?.beginService();
    }
    if (end === 1 && isOver(to) && !isOver(from) && connection.establishedBy[1] !== none)
      device?.endService();
    if (end === 0 && from === closed) this.opened(seq, row, connection, device);
    if (end === 0 && to === closed) {
      this.open -= 1;
      device?.releasePort(this.peerOf(row));
    }
    if (to === timeWait && from !== timeWait) {
      connection.timeWaitEntered[end] = seq;
      device?.enterTimeWait();
    } else if (from === timeWait && to !== timeWait) {
      connection.timeWaitLeft[end] = seq;
      device?.leaveTimeWait();
    }
  }

  private opened(
    seq: number,
    row: number,
    connection: ConnectionObservation,
    device?: DeviceConnections,
  ): void {
    connection.openedFor = this.requestBehind(seq);
    this.open += 1;
    this.openPeak = Math.max(this.openPeak, this.open);
    device?.openPort(this.peerOf(row));
  }

  /** A port is free or taken per (own address, other address, other port). */
  private peerOf(row: number): string {
    const connection = this.trace.connections[row];
    return connection
      ? connection.ends.map(({ address }) => address).join(' ') + ` ${connection.ends[1].port}`
      : '';
  }

  /** The request whose start caused a record. */
  private requestBehind(seq: number): number {
    const { trace } = this;
    for (let cause = trace.cause(seq); cause !== none; cause = trace.cause(cause))
      if (trace.kind(cause) === RecordKind.appStart) return trace.a(cause);
    return none;
  }

  private takeSend(seq: number, connection: ConnectionObservation, end: End): void {
    const { trace } = this;
    const packet = trace.packet(seq);
    const reason = read.tcpSend.reason(trace, seq);
    connection.segments += 1;
    if (connection.firstSyn === none && end === 0 && reason === SegmentReason.syn) connection.firstSyn = seq;
    if (trace.payloadBytes(packet) > 0) {
      connection.sawData = true;
      if (this.firstData === none) this.firstData = seq;
    } else if (!connection.sawData) connection.segmentsBeforeData += 1;
    if (this.firstData === none) this.segmentsBeforeData += 1;
    if (connection.closedFirstBy < 0 && trace.flags(packet) & TcpFlag.fin) connection.closedFirstBy = end;
    if (isRetransmission(reason)) {
      connection.retransmissions += 1;
      if (connection.firstRepair === none) connection.firstRepair = seq;
    }
    if (reason === SegmentReason.synRetransmission) connection.synRetransmissions += 1;
  }
}
