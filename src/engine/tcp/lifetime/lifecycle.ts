import { TcpFlag } from '../../../shared/trace/packet';
import { AppError, DropReason, SegmentReason, none } from '../../../shared/trace/record';
import { noTransition } from '../../kernel/machine-table';
import type { TcpConnection } from '../connection/connection';
import { TcpAction, TcpEvent, TcpState } from '../connection/connection-machine';
import type { ConnectionTable } from '../connection/connection-table';
import type { TcpEnvironment } from '../connection/environment';
import type { Listeners } from '../connection/listeners';
import type { SegmentOutput } from '../sending/segment-output';
import type { Sender } from '../sending/sender';
import type { TimeWaitHost } from './time-wait-host';
import type { Timers } from '../connection/timers';
import { actionsOf, nextState } from '../connection/transitions';

/** A connection's life: lets its machine react to events, and carries out what the transitions say. */
export class Lifecycle {
  constructor(
    private readonly environment: TcpEnvironment,
    private readonly table: ConnectionTable,
    private readonly output: SegmentOutput,
    private readonly sender: Sender,
    private readonly timers: Timers,
    private readonly listeners: Listeners,
    private readonly timeWait: TimeWaitHost,
  ) {}

  /** Lets the connection's machine react; carries out what the transition says. `event`: TcpEvent. */
  react(connection: TcpConnection, event: number): void {
    const { writer, device } = this.environment;
    const from = connection.state;
    const to = nextState(from, event);
    if (to === noTransition) return;
    const actions = actionsOf(from, event);
    const initial =
      actions & (TcpAction.sendSyn | TcpAction.sendSynAck) ? connection.initialSendSequence : none;
    const cause = writer.cause;
    const record = writer.tcpState(device, connection.connection, from, to, event, initial);
    writer.cause = record;
    connection.enteredBy = record;
    if (from === TcpState.synReceived) this.listeners.leaveHalfOpen(connection);
    if (actions & TcpAction.sendReset) this.output.reset(connection, SegmentReason.rst);
    connection.state = to;
    this.carryOut(connection, actions);
    writer.cause = cause;
  }

  /** The peer is taken for gone (RFC 9293 section 3.8.3, R2). */
  giveUp(connection: TcpConnection): void {
    this.react(connection, TcpEvent.userTimeout);
  }

  /** The peer did not close in time. */
  endFinWait2(connection: TcpConnection): void {
    this.react(connection, TcpEvent.finWait2Over);
  }

  /** The SYN's or SYN-ACK's timer fired. */
  retransmitSyn(connection: TcpConnection): void {
    const { parameters } = connection;
    const isSyn = connection.state === TcpState.synSent;
    // Linux repeats a SYN at even distances first, and counts those repetitions besides.
    const linear = isSyn && parameters.synRetries > 0 ? parameters.synLinearTimeouts : 0;
    const retries = isSyn ? parameters.synRetries : parameters.synAckRetries;
    if (connection.synTransmissions > retries + linear) {
      this.giveUp(connection);
      return;
    }
    if (connection.synTransmissions > linear) connection.roundTrip.backoff += 1;
    this.sendSyn(connection, isSyn ? SegmentReason.synRetransmission : SegmentReason.synAckRetransmission);
  }

  /** Answers a repeated SYN with the SYN-ACK again. */
  repeatSynAck(connection: TcpConnection): void {
    this.sendSyn(connection, SegmentReason.synAckRetransmission);
  }

  /** Whether a handshake may be finished: Linux ignores its last ACK, or resets, while the accept queue is full. */
  mayEstablish(connection: TcpConnection, packet: number): boolean {
    if (!connection.passive || this.listeners.hasPlaceFor(connection)) return true;
    const { writer, device, parameters } = this.environment;
    const row = writer.trace.connectionOfPacket(packet);
    writer.ipDrop(device, packet, row, DropReason.acceptQueueFull);
    if (parameters.acceptOverflow === 'reset') this.react(connection, TcpEvent.abort);
    return false;
  }

  /** The host is gone: the machine aborts, but no segment leaves and no application is told. */
  vanish(connection: TcpConnection): void {
    const { writer, device } = this.environment;
    const to = nextState(connection.state, TcpEvent.abort);
    writer.tcpState(device, connection.connection, connection.state, to, TcpEvent.abort, none);
    connection.state = to;
    this.timers.stopAll(connection);
  }

  /** Carries out a transition's actions, in the order of `tcpActions`. */
  private carryOut(connection: TcpConnection, actions: number): void {
    if (actions & TcpAction.sendSyn) this.sendSyn(connection, SegmentReason.syn);
    if (actions & TcpAction.sendSynAck) this.sendSyn(connection, SegmentReason.synAck);
    if (actions & TcpAction.sendAcknowledgement)
      this.output.send(connection, connection.sendNext, 0, 0, SegmentReason.ack);
    if (actions & TcpAction.sendFin) {
      connection.finSequence = connection.writtenEnd;
      this.sender.sendPending(connection);
    }
    if (actions & TcpAction.notifyOpen) {
      this.timers.heardFromPeer(connection);
      if (connection.passive) this.listeners.established(connection);
      else connection.listener.onOpen(connection);
    }
    if (actions & TcpAction.notifyEnd) connection.listener.onEnd(connection);
    if (actions & TcpAction.notifyRefused && !connection.passive)
      connection.listener.onError(connection, AppError.refused);
    if (actions & TcpAction.notifyReset) connection.listener.onError(connection, AppError.reset);
    if (actions & TcpAction.notifyTimedOut) connection.listener.onError(connection, AppError.timedOut);
    if (actions & TcpAction.startFinWait2) this.timers.startFinWait2(connection);
    if (actions & TcpAction.startTimeWait) this.enterTimeWait(connection);
    if (actions & TcpAction.release) this.release(connection);
  }

  /** Sends the SYN, or SYN-ACK, for the first time or again, and starts its timer. */
  private sendSyn(connection: TcpConnection, reason: number): void {
    const { now } = this.environment.writer;
    connection.synTransmissions += 1;
    if (connection.synTransmissions === 1) connection.synSentAt = now;
    const record = this.output.send(connection, 0, 0, TcpFlag.syn, reason);
    connection.sendNext = Math.max(connection.sendNext, 1);
    connection.retransmissionCause = record;
    connection.retransmissionAt = now + connection.roundTrip.timeout;
  }

  private enterTimeWait(connection: TcpConnection): void {
    this.timers.stopAll(connection);
    this.table.moveToTimeWait(connection, this.timeWait.add(connection));
    connection.listener.onClosed(connection);
    this.listeners.gone(connection);
  }

  private release(connection: TcpConnection): void {
    this.timers.stopAll(connection);
    this.table.release(connection);
    connection.listener.onClosed(connection);
    this.listeners.gone(connection);
  }
}
