import { PacketOption, TcpFlag } from '../../shared/trace/packet';
import { ReceiveVerdict, RecordKind, SegmentReason } from '../../shared/trace/record';
import type { Acknowledgements } from './acknowledgement';
import type { TcpConnection } from './connection';
import { TcpEvent, TcpState } from './connection-machine';
import type { TcpEnvironment } from './environment';
import type { Receiver } from './receiver';
import type { Sender } from './sender';
import type { SegmentOutput } from './segment-output';
import type { Timers } from './timers';

/** What processing a segment needs of the stack. */
export interface SegmentOwner {
  /** Lets the connection's machine react; carries out what the transition says. */
  react(connection: TcpConnection, event: number): void;
  deliver(connection: TcpConnection, packet: number, bytes: number): void;
  /** Whether a handshake may be finished now: not while the accept queue is full. */
  mayEstablish(connection: TcpConnection, packet: number): boolean;
  /** Answers a repeated SYN with the SYN-ACK again. */
  repeatSynAck(connection: TcpConnection): void;
}

/** Event processing for segments that arrive, RFC 9293 section 3.10.7, in the order of its steps. */
export class SegmentInput {
  constructor(
    private readonly environment: TcpEnvironment,
    private readonly output: SegmentOutput,
    private readonly sender: Sender,
    private readonly receiver: Receiver,
    private readonly acknowledgements: Acknowledgements,
    private readonly timers: Timers,
    private readonly owner: SegmentOwner,
  ) {}

  /** A segment for a connection that is not in TIME-WAIT. */
  take(connection: TcpConnection, packet: number): void {
    if (connection.state === TcpState.synSent) this.takeInSynSent(connection, packet);
    else this.takeSynchronized(connection, packet);
    if (connection.state !== TcpState.closed) this.timers.arm(connection);
  }

  /** Reads a SYN's options and its sequence number into a connection. */
  takeSyn(connection: TcpConnection, packet: number): void {
    const { trace } = this.environment.writer;
    const { parameters } = connection;
    const options = trace.options(packet);
    connection.initialReceiveSequence = trace.sequence(packet);
    connection.receiveNext = 1;
    connection.receiveEdge = 1;
    connection.lastAcknowledged = 0;
    connection.timestamps = parameters.timestamps && (options & PacketOption.timestamps) !== 0;
    if (connection.timestamps) connection.timestampRecent = trace.timestampValue(packet);
    connection.selectiveAcknowledgement =
      parameters.selectiveAcknowledgement && (options & PacketOption.sackPermitted) !== 0;
    connection.windowScaling = parameters.windowScale >= 0 && (options & PacketOption.windowScale) !== 0;
    if (connection.windowScaling) {
      // RFC 7323 section 2.3: a shift above 14 counts as 14.
      connection.sendWindowShift = Math.min(14, trace.windowScaleOption(packet));
      connection.receiveWindowShift = Math.max(0, parameters.windowScale);
    }
    const flags = trace.flags(packet);
    const wantsEcn = flags & TcpFlag.ack ? TcpFlag.ece : TcpFlag.ece | TcpFlag.cwr;
    connection.congestionNotification =
      parameters.explicitCongestionNotification && (flags & (TcpFlag.ece | TcpFlag.cwr)) === wantsEcn;
    this.agreeSegmentSize(connection, options & PacketOption.mss ? trace.mssOption(packet) : 536);
    connection.sendWindow = trace.window(packet);
    connection.largestSendWindow = connection.sendWindow;
    connection.windowUpdateSequence = 0;
  }

  /** RFC 9293 section 3.7.1 and RFC 6691: the peer's MSS, our way's MTU, less the options in every segment. */
  private agreeSegmentSize(connection: TcpConnection, announced: number): void {
    const mtu = this.environment.pathMtu(connection.remoteAddress);
    const own = connection.parameters.maximumSegmentSize;
    const fitting = mtu > 40 && mtu < 0xffffffff ? mtu - 40 : 1460;
    const size = Math.min(announced, fitting, own > 0 ? own : 65535);
    connection.maximumSegmentSize = Math.max(1, size - (connection.timestamps ? 12 : 0));
    connection.largestSegmentReceived = Math.min(536, connection.maximumSegmentSize);
  }

  /** RFC 9293 section 3.10.7.3. */
  private takeInSynSent(connection: TcpConnection, packet: number): void {
    const { trace } = this.environment.writer;
    const flags = trace.flags(packet);
    const acknowledges = (flags & TcpFlag.ack) !== 0;
    const acknowledged = acknowledges ? this.relativeAcknowledgement(connection, packet) : 0;
    if (acknowledges && (acknowledged <= 0 || acknowledged > connection.sendNext)) {
      if (!(flags & TcpFlag.rst)) this.output.refuse(packet, SegmentReason.rst);
      return;
    }
    if (flags & TcpFlag.rst) {
      if (acknowledges) this.owner.react(connection, TcpEvent.rst);
      return;
    }
    if (!(flags & TcpFlag.syn)) return;
    this.takeSyn(connection, packet);
    if (!acknowledges) {
      this.owner.react(connection, TcpEvent.syn);
      return;
    }
    connection.windowUpdateAcknowledgement = acknowledged;
    this.synAcknowledged(connection, acknowledged);
    this.owner.react(connection, TcpEvent.synAck);
    this.sender.sendPending(connection);
  }

  /** Our SYN arrived: its round trip is the first measurement, unless it went out twice (Karn). */
  private synAcknowledged(connection: TcpConnection, acknowledged: number): void {
    const { writer } = this.environment;
    connection.sendUnacknowledged = acknowledged;
    connection.retransmissionAt = Infinity;
    connection.timeouts = 0;
    if (connection.synTransmissions === 1)
      this.acknowledgements.noteRoundTrip(connection, writer.now - connection.synSentAt);
    else connection.roundTrip.backoff = 0;
    this.acknowledgements.beginCongestion(connection);
  }

  /** RFC 9293 section 3.10.7.4. */
  private takeSynchronized(connection: TcpConnection, packet: number): void {
    const { trace } = this.environment.writer;
    const flags = trace.flags(packet);
    const payload = trace.payloadBytes(packet);
    const sequence = this.relativeSequence(connection, packet);
    const length = payload + (flags & TcpFlag.fin ? 1 : 0) + (flags & TcpFlag.syn ? 1 : 0);
    if (!this.passesChecks(connection, packet, sequence, length)) return;
    if (flags & TcpFlag.rst) {
      // RFC 5961 section 3.2: only the exact number resets, anything else in the window is challenged.
      if (sequence === connection.receiveNext) this.owner.react(connection, TcpEvent.rst);
      else this.challenge(connection);
      return;
    }
    // The SYN-ACK of a simultaneous open repeats the SYN that we have.
    const simultaneous = connection.state === TcpState.synReceived && sequence === 0 && flags & TcpFlag.ack;
    if (flags & TcpFlag.syn && !simultaneous) {
      // RFC 5961 section 4.2.
      this.challenge(connection);
      return;
    }
    if (!(flags & TcpFlag.ack)) return;
    if (connection.congestionNotification) this.takeCongestionMarks(connection, packet);
    const finsAcknowledged = this.takeAcknowledgement(connection, packet, payload > 0);
    if (finsAcknowledged === undefined || connection.state === TcpState.closed) return;
    this.timers.heardFromPeer(connection);
    this.takeContent(connection, packet, sequence, payload, finsAcknowledged);
  }

  /** The acceptability test and PAWS; answers what fails with an ACK unless it is a reset. */
  private passesChecks(connection: TcpConnection, packet: number, sequence: number, length: number): boolean {
    const { trace } = this.environment.writer;
    const flags = trace.flags(packet);
    if (connection.state === TcpState.synReceived && sequence === 0 && flags & TcpFlag.syn) {
      if (flags & TcpFlag.ack) return true;
      this.owner.repeatSynAck(connection);
      return false;
    }
    const old = this.isOldTimestamp(connection, packet);
    if (old && length === 0 && sequence === connection.receiveNext && flags & TcpFlag.ack) {
      // An ACK that was overtaken, as on any path that reorders: Linux answers none of them, and heeds a duplicate that is not too old.
      return this.isRecentDuplicate(connection, packet);
    }
    if (!old && this.receiver.isAcceptable(connection, sequence, length)) return true;
    if (flags & TcpFlag.rst) return false;
    // Below the window: a keep-alive or window probe, or something retransmitted that had arrived.
    if (length > 0 && sequence < connection.receiveNext)
      this.receiver.reportRepeated(connection, sequence, Math.min(sequence + length, connection.receiveNext));
    this.note(connection, packet, length > 0 ? ReceiveVerdict.duplicate : ReceiveVerdict.outsideWindow);
    this.receiver.answerAtOnce(connection);
    return false;
  }

  private isRecentDuplicate(connection: TcpConnection, packet: number): boolean {
    const { trace } = this.environment.writer;
    const age = (connection.timestampRecent - trace.timestampValue(packet)) | 0;
    return (
      this.relativeAcknowledgement(connection, packet) === connection.sendUnacknowledged &&
      trace.window(packet) * 2 ** connection.sendWindowShift === connection.sendWindow &&
      age * 1e6 <= connection.roundTrip.timeout
    );
  }

  /** RFC 7323 section 5.3, R1, with the one tick of tolerance that Linux has. */
  private isOldTimestamp(connection: TcpConnection, packet: number): boolean {
    const { trace } = this.environment.writer;
    if (!connection.timestamps || !(trace.options(packet) & PacketOption.timestamps)) return false;
    if (trace.flags(packet) & TcpFlag.rst) return false;
    return ((trace.timestampValue(packet) - connection.timestampRecent) | 0) < -1;
  }

  /** RFC 7323 section 4.3. */
  private rememberTimestamp(connection: TcpConnection, packet: number): void {
    const { trace } = this.environment.writer;
    if (!connection.timestamps || !(trace.options(packet) & PacketOption.timestamps)) return;
    const value = trace.timestampValue(packet);
    const sequence = this.relativeSequence(connection, packet);
    if (((value - connection.timestampRecent) | 0) >= 0 && sequence <= connection.lastAcknowledged)
      connection.timestampRecent = value;
  }

  /** RFC 3168 section 6.1.2 and 6.1.3: what a router marked is echoed until the sender says that it has reduced. */
  private takeCongestionMarks(connection: TcpConnection, packet: number): void {
    const { trace } = this.environment.writer;
    const flags = trace.flags(packet);
    if (flags & TcpFlag.cwr) connection.echoCongestion = false;
    if ((trace.trafficClass(packet) & 3) === 3) connection.echoCongestion = true;
    if (flags & TcpFlag.ece) this.acknowledgements.takeCongestionEcho(connection);
  }

  /** RFC 5961 sections 3.2 and 4.2. */
  private challenge(connection: TcpConnection): void {
    this.output.send(connection, connection.sendNext, 0, 0, SegmentReason.challengeAck);
  }

  /**
   * Step 5. Returns whether the segment acknowledges our FIN and the machine has not been told yet (it is told together with the
   * peer's FIN where that comes in the same segment); undefined when the segment is to be dropped.
   */
  private takeAcknowledgement(
    connection: TcpConnection,
    packet: number,
    payload: boolean,
  ): boolean | undefined {
    const acknowledged = this.relativeAcknowledgement(connection, packet);
    if (connection.state === TcpState.synReceived) {
      if (acknowledged <= connection.sendUnacknowledged || acknowledged > connection.sendNext) {
        this.output.refuse(packet, SegmentReason.rst);
        return undefined;
      }
      if (!this.owner.mayEstablish(connection, packet)) return undefined;
      this.updateWindow(connection, packet, acknowledged, true);
      this.synAcknowledged(connection, Math.min(acknowledged, 1));
      this.owner.react(connection, TcpEvent.ackOfSyn);
    }
    // RFC 5961 section 5.1 answers an ACK of what was never sent; Linux, followed here, drops it in silence.
    if (acknowledged > connection.sendNext) return undefined;
    this.rememberTimestamp(connection, packet);
    // RFC 9293 section 3.8.6.1: a peer that answers may keep its window closed for as long as it likes.
    connection.probesSent = 0;
    // RFC 5961 section 5.2 would also drop very old ones; here they change nothing.
    const windowBefore = connection.sendWindow;
    if (acknowledged >= connection.sendUnacknowledged)
      this.updateWindow(connection, packet, acknowledged, false);
    this.acknowledgements.take(
      connection,
      packet,
      acknowledged,
      payload,
      windowBefore !== connection.sendWindow,
    );
    return connection.finSequence >= 0 && connection.sendUnacknowledged > connection.finSequence;
  }

  /** RFC 9293 section 3.10.7.4: SND.WND, SND.WL1, SND.WL2. */
  private updateWindow(
    connection: TcpConnection,
    packet: number,
    acknowledged: number,
    first: boolean,
  ): void {
    const { trace } = this.environment.writer;
    const sequence = this.relativeSequence(connection, packet);
    const newer =
      first ||
      connection.windowUpdateSequence < sequence ||
      (connection.windowUpdateSequence === sequence &&
        connection.windowUpdateAcknowledgement <= acknowledged) ||
      acknowledged > connection.sendUnacknowledged;
    if (!newer) return;
    const shift = trace.flags(packet) & TcpFlag.syn ? 0 : connection.sendWindowShift;
    connection.sendWindow = trace.window(packet) * 2 ** shift;
    connection.largestSendWindow = Math.max(connection.largestSendWindow, connection.sendWindow);
    connection.windowUpdateSequence = sequence;
    connection.windowUpdateAcknowledgement = acknowledged;
    if (connection.sendWindow > 0) {
      connection.persistAt = Infinity;
    }
  }

  /** Steps 7 and 8: data and FIN, then what is owed to the peer, then the application. */
  private takeContent(
    connection: TcpConnection,
    packet: number,
    sequence: number,
    payload: number,
    finAcknowledged: boolean,
  ): void {
    const { trace } = this.environment.writer;
    const hadGap = !connection.reassembly.isEmpty;
    const mayReceive =
      connection.state === TcpState.established ||
      connection.state === TcpState.finWait1 ||
      connection.state === TcpState.finWait2;
    let readable = 0;
    if (mayReceive && trace.flags(packet) & TcpFlag.fin) this.noteFin(connection, packet, sequence, payload);
    if (mayReceive && payload > 0) readable = this.receiver.takeData(connection, packet, sequence, payload);
    const finArrived = mayReceive && this.takeFin(connection);
    if (!(finArrived && connection.state !== TcpState.established)) {
      this.sender.sendPending(connection);
      this.receiver.acknowledge(connection, hadGap && readable > 0);
    }
    if (readable > 0) this.owner.deliver(connection, packet, readable);
    if (connection.state === TcpState.closed) return;
    this.tellMachine(connection, finArrived, finAcknowledged);
    if (connection.state === TcpState.closed) return;
    this.sender.sendPending(connection);
  }

  private noteFin(connection: TcpConnection, packet: number, sequence: number, payload: number): void {
    if (sequence + payload < connection.receiveNext) return;
    connection.receivedFinSequence = sequence + payload;
    if (payload === 0 && sequence > connection.receiveNext) this.receiver.takeEarly(connection, packet);
  }

  /** Whether everything before the peer's FIN has arrived, and so the FIN counts now. */
  private takeFin(connection: TcpConnection): boolean {
    if (connection.receivedFinSequence < 0 || connection.receiveNext !== connection.receivedFinSequence)
      return false;
    connection.receiveNext += 1;
    connection.receiveEdge = Math.max(connection.receiveEdge, connection.receiveNext);
    connection.acknowledgementPending = true;
    return true;
  }

  private tellMachine(connection: TcpConnection, finArrived: boolean, finAcknowledged: boolean): void {
    const waitsForAck =
      connection.state === TcpState.finWait1 ||
      connection.state === TcpState.closing ||
      connection.state === TcpState.lastAck;
    if (finAcknowledged && waitsForAck) {
      const both = finArrived && connection.state === TcpState.finWait1;
      this.owner.react(connection, both ? TcpEvent.finAndAckOfFin : TcpEvent.ackOfFin);
      if (both) return;
    }
    if (finArrived && connection.state !== TcpState.closed) this.owner.react(connection, TcpEvent.fin);
  }

  /** A wire sequence number as a relative one that never wraps: the one nearest to what is expected next. */
  private relativeSequence(connection: TcpConnection, packet: number): number {
    const expected = (connection.initialReceiveSequence + connection.receiveNext) >>> 0;
    const distance = (this.environment.writer.trace.sequence(packet) - expected) | 0;
    return connection.receiveNext + distance;
  }

  private relativeAcknowledgement(connection: TcpConnection, packet: number): number {
    const expected = (connection.initialSendSequence + connection.sendNext) >>> 0;
    const distance = (this.environment.writer.trace.acknowledgement(packet) - expected) | 0;
    return connection.sendNext + distance;
  }

  private note(connection: TcpConnection, packet: number, verdict: number): void {
    const { writer, device } = this.environment;
    writer.record(RecordKind.tcpReceive, device, packet, connection.connection, 0, 0, verdict);
  }
}
