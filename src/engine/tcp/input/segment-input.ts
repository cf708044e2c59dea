import { TcpFlag } from '../../../shared/trace/packet';
import { SegmentReason } from '../../../shared/trace/record';
import type { Acknowledgements } from '../sending/acknowledgement';
import type { ApplicationCalls } from './application-calls';
import type { TcpConnection } from '../connection/connection';
import { TcpEvent, TcpState } from '../connection/connection-machine';
import type { TcpEnvironment } from '../connection/environment';
import type { HandshakeInput } from './handshake-input';
import type { Lifecycle } from '../lifetime/lifecycle';
import type { Receiver } from './receiver';
import type { Sender } from '../sending/sender';
import type { SegmentAcceptance } from './segment-acceptance';
import type { SegmentOutput } from '../sending/segment-output';
import { relativeAcknowledgement, relativeSequence } from '../connection/sequence-numbers';
import type { Timers } from '../connection/timers';

/** What processing a segment needs of the endpoint. */
export interface SegmentProcessors {
  readonly output: SegmentOutput;
  readonly sender: Sender;
  readonly receiver: Receiver;
  readonly acknowledgements: Acknowledgements;
  readonly timers: Timers;
  readonly lifecycle: Lifecycle;
  readonly calls: ApplicationCalls;
  readonly handshake: HandshakeInput;
  readonly acceptance: SegmentAcceptance;
}

/** Event processing for segments that arrive, RFC 9293 section 3.10.7, in the order of its steps. */
export class SegmentInput {
  private readonly output: SegmentOutput;
  private readonly sender: Sender;
  private readonly receiver: Receiver;
  private readonly acknowledgements: Acknowledgements;
  private readonly timers: Timers;
  private readonly lifecycle: Lifecycle;
  private readonly calls: ApplicationCalls;
  private readonly handshake: HandshakeInput;
  private readonly acceptance: SegmentAcceptance;

  constructor(
    private readonly environment: TcpEnvironment,
    processors: SegmentProcessors,
  ) {
    this.output = processors.output;
    this.sender = processors.sender;
    this.receiver = processors.receiver;
    this.acknowledgements = processors.acknowledgements;
    this.timers = processors.timers;
    this.lifecycle = processors.lifecycle;
    this.calls = processors.calls;
    this.handshake = processors.handshake;
    this.acceptance = processors.acceptance;
  }

  /** A segment for a connection that is not in TIME-WAIT. */
  take(connection: TcpConnection, packet: number): void {
    if (connection.state === TcpState.synSent) this.handshake.takeInSynSent(connection, packet);
    else this.takeSynchronized(connection, packet);
    if (connection.state !== TcpState.closed) this.timers.arm(connection);
  }

  /** RFC 9293 section 3.10.7.4. */
  private takeSynchronized(connection: TcpConnection, packet: number): void {
    const { trace } = this.environment.writer;
    const flags = trace.flags(packet);
    const payload = trace.payloadBytes(packet);
    const sequence = relativeSequence(connection, trace, packet);
    const length = payload + (flags & TcpFlag.fin ? 1 : 0) + (flags & TcpFlag.syn ? 1 : 0);
    if (!this.acceptance.passesChecks(connection, packet, sequence, length)) return;
    if (flags & TcpFlag.rst) {
      // RFC 5961 section 3.2: only the exact number resets, anything else in the window is challenged.
      if (sequence === connection.receiveNext) this.lifecycle.react(connection, TcpEvent.rst);
      else this.acceptance.challenge(connection);
      return;
    }
    // The SYN-ACK of a simultaneous open repeats the SYN that we have.
    const simultaneous = this.acceptance.completesSimultaneousOpen(connection, flags, sequence);
    if (flags & TcpFlag.syn && !simultaneous) {
      this.takeUnexpectedSyn(connection, packet);
      return;
    }
    if (!(flags & TcpFlag.ack)) return;
    const finAcknowledged = this.takeAcknowledgement(connection, packet, payload > 0);
    if (finAcknowledged === undefined || connection.state === TcpState.closed) return;
    this.timers.heardFromPeer(connection);
    if (length > 0 && sequence + length <= connection.receiveNext && !simultaneous)
      this.takeOldContent(connection, packet, sequence, length, finAcknowledged);
    else this.takeContent(connection, packet, sequence, payload, finAcknowledged);
  }

  /** RFC 5961 section 4.2; before a handshake is done Linux refuses the SYN and forgets the connection (RFC 9293 would only do the latter). */
  private takeUnexpectedSyn(connection: TcpConnection, packet: number): void {
    if (connection.state !== TcpState.synReceived || !connection.passive) {
      this.acceptance.challenge(connection);
      return;
    }
    this.output.refuse(packet, SegmentReason.rst);
    this.lifecycle.react(connection, TcpEvent.syn);
  }

  /** RFC 3168 section 6.1.2 and 6.1.3: what a router marked is echoed until the sender says that it has reduced. */
  private takeCongestionMarks(connection: TcpConnection, packet: number, payload: boolean): void {
    const { trace } = this.environment.writer;
    const flags = trace.flags(packet);
    if (flags & TcpFlag.cwr) {
      connection.echoCongestion = false;
      // As in Linux: whoever has reduced may have one segment out, and waits for its ACK.
      if (payload) this.receiver.beQuick(connection, 1);
    }
    if ((trace.trafficClass(packet) & 3) === 3) {
      if (!connection.echoCongestion) this.receiver.beQuick(connection, 2);
      connection.echoCongestion = true;
    }
    if (flags & TcpFlag.ece) this.acknowledgements.takeCongestionEcho(connection);
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
    const { trace } = this.environment.writer;
    const acknowledged = relativeAcknowledgement(connection, trace, packet);
    if (connection.state === TcpState.synReceived) {
      if (acknowledged <= connection.sendUnacknowledged || acknowledged > connection.sendNext) {
        this.output.refuse(packet, SegmentReason.rst);
        return undefined;
      }
      if (!this.lifecycle.mayEstablish(connection, packet)) return undefined;
      this.updateWindow(connection, packet, acknowledged, true);
      this.handshake.synAcknowledged(connection, packet, Math.min(acknowledged, 1));
      this.lifecycle.react(connection, TcpEvent.ackOfSyn);
    }
    if (this.isImpossible(connection, acknowledged)) {
      this.acceptance.challenge(connection);
      return undefined;
    }
    this.acceptance.rememberTimestamp(connection, packet);
    if (connection.congestionNotification) this.takeCongestionMarks(connection, packet, payload);
    // RFC 9293 section 3.8.6.1: a peer that answers may keep its window closed for as long as it likes.
    connection.probesSent = 0;
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

  /**
   * RFC 9293 section 3.10.7.4 and RFC 5961 section 5.2: nobody acknowledges what was never sent, nor less than a window ago; where less than a
   * window was ever sent, nothing before the first byte, as Linux has it.
   */
  private isImpossible(connection: TcpConnection, acknowledged: number): boolean {
    const oldest = Math.max(1, connection.sendUnacknowledged - connection.largestSendWindow);
    return acknowledged > connection.sendNext || acknowledged < oldest;
  }

  /** RFC 9293 section 3.10.7.4: SND.WND, SND.WL1, SND.WL2. */
  private updateWindow(
    connection: TcpConnection,
    packet: number,
    acknowledged: number,
    first: boolean,
  ): void {
    const { trace } = this.environment.writer;
    const sequence = relativeSequence(connection, trace, packet);
    const newer =
      first ||
      connection.windowUpdateSequence < sequence ||
      (connection.windowUpdateSequence === sequence &&
        connection.windowUpdateAcknowledgement <= acknowledged) ||
      acknowledged > connection.sendUnacknowledged;
    if (!newer) return;
    const shift = trace.flags(packet) & TcpFlag.syn ? 0 : connection.sendWindowShift;
    connection.sendWindow = trace.window(packet) << shift;
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
    if (readable > 0) this.calls.deliver(connection, packet, readable);
    if (readable > 0 && connection.state === TcpState.finWait2) this.timers.startFinWait2(connection);
    if (connection.state === TcpState.closed) return;
    this.tellMachine(connection, finArrived, finAcknowledged);
    if (connection.state === TcpState.closed) return;
    this.sender.sendPending(connection);
  }

  /** What a segment carries had all arrived; its acknowledgement counts. */
  private takeOldContent(
    connection: TcpConnection,
    packet: number,
    sequence: number,
    length: number,
    finAcknowledged: boolean,
  ): void {
    this.tellMachine(connection, false, finAcknowledged);
    if (connection.state === TcpState.closed || connection.state === TcpState.timeWait) return;
    this.receiver.takeRepeated(connection, packet, sequence, length);
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
    // As in Linux: the application is likely to answer with its own FIN, which then carries the acknowledgement.
    if (connection.state === TcpState.established) connection.interactive = true;
    return true;
  }

  private tellMachine(connection: TcpConnection, finArrived: boolean, finAcknowledged: boolean): void {
    const waitsForAck =
      connection.state === TcpState.finWait1 ||
      connection.state === TcpState.closing ||
      connection.state === TcpState.lastAck;
    if (finAcknowledged && waitsForAck) {
      const both = finArrived && connection.state === TcpState.finWait1;
      this.lifecycle.react(connection, both ? TcpEvent.finAndAckOfFin : TcpEvent.ackOfFin);
      if (both) return;
    }
    if (finArrived && connection.state !== TcpState.closed) this.lifecycle.react(connection, TcpEvent.fin);
  }
}
