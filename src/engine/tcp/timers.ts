import { RecordKind, SegmentReason, TcpTimer, none } from '../../shared/trace/record';
import { EventKind } from '../kernel/event-kinds';
import type { TcpConnection } from './connection';
import { TcpState } from './connection-machine';
import type { TcpEnvironment } from './environment';
import type { Recovery } from './recovery';
import type { SegmentOutput } from './segment-output';
import type { Sender } from './sender';

/** What the timers do to a connection as a whole; implemented by the stack. */
export interface TimerOwner {
  /** The peer is taken for gone (RFC 9293 section 3.8.3, R2). */
  giveUp(connection: TcpConnection): void;
  retransmitSyn(connection: TcpConnection): void;
}

/**
 * A connection's timers. They are only times in the connection; one event in the queue stands for the earliest, and
 * one that comes too early just sets the next. Putting a timer off costs nothing.
 */
export class Timers {
  constructor(
    private readonly environment: TcpEnvironment,
    private readonly output: SegmentOutput,
    private readonly sender: Sender,
    private readonly recovery: Recovery,
    private readonly owner: TimerOwner,
  ) {}

  /** Makes sure that an event comes no later than the earliest timer. */
  arm(connection: TcpConnection): void {
    const due = earliest(connection);
    if (due >= connection.armedAt) return;
    connection.armedAt = due;
    this.environment.events.push(due, EventKind.tcpTimer, this.environment.device, connection.slot);
  }

  /** The connection's event has come: runs what is due. */
  fire(connection: TcpConnection): void {
    const { now } = this.environment.writer;
    if (now !== connection.armedAt) return;
    connection.armedAt = Infinity;
    if (connection.delayedAcknowledgementAt <= now) this.delayedAcknowledgement(connection);
    if (connection.reorderingAt <= now) this.reordering(connection);
    if (connection.tailLossProbeAt <= now) this.tailLossProbe(connection);
    if (connection.retransmissionAt <= now) this.retransmission(connection);
    if (connection.persistAt <= now) this.persist(connection);
    if (connection.keepAliveAt <= now) this.keepAlive(connection);
    if (connection.userTimeoutAt <= now) this.userTimeout(connection);
  }

  stopAll(connection: TcpConnection): void {
    connection.retransmissionAt = Infinity;
    connection.delayedAcknowledgementAt = Infinity;
    connection.persistAt = Infinity;
    connection.keepAliveAt = Infinity;
    connection.tailLossProbeAt = Infinity;
    connection.reorderingAt = Infinity;
    connection.userTimeoutAt = Infinity;
  }

  /** Starts the keep-alive timer afresh: something was heard from the peer. */
  heardFromPeer(connection: TcpConnection): void {
    const { keepAlive } = connection.parameters;
    if (!keepAlive) return;
    connection.keepAliveProbes = 0;
    connection.keepAliveAt = this.environment.writer.now + keepAlive.idle;
  }

  private note(connection: TcpConnection, timer: number, cause: number): void {
    const { writer, device } = this.environment;
    writer.cause = writer.recordCausedBy(
      cause,
      RecordKind.tcpTimer,
      device,
      none,
      connection.connection,
      0,
      0,
      timer,
    );
  }

  private delayedAcknowledgement(connection: TcpConnection): void {
    connection.delayedAcknowledgementAt = Infinity;
    if (!connection.acknowledgementPending) return;
    this.note(connection, TcpTimer.delayedAck, connection.enteredBy);
    this.output.send(connection, connection.sendNext, 0, 0, SegmentReason.delayedAck);
  }

  private tailLossProbe(connection: TcpConnection): void {
    connection.tailLossProbeAt = Infinity;
    if (connection.sent.count === 0) return;
    this.note(connection, TcpTimer.tailLossProbe, connection.retransmissionCause);
    this.sender.sendTailLossProbe(connection);
  }

  /** RFC 6298 section 5.4 to 5.7. */
  private retransmission(connection: TcpConnection): void {
    connection.retransmissionAt = Infinity;
    this.note(connection, TcpTimer.retransmission, connection.retransmissionCause);
    if (connection.state === TcpState.synSent || connection.state === TcpState.synReceived) {
      this.owner.retransmitSyn(connection);
      return;
    }
    if (connection.sent.count === 0) return;
    if (connection.timeouts >= connection.parameters.retries) {
      this.owner.giveUp(connection);
      return;
    }
    this.recovery.timeOut(connection);
  }

  private reordering(connection: TcpConnection): void {
    connection.reorderingAt = Infinity;
    if (connection.sent.count === 0) return;
    this.note(connection, TcpTimer.reordering, connection.retransmissionCause);
    this.recovery.takeLate(connection);
  }

  /** RFC 9293 section 3.8.6.1. */
  private persist(connection: TcpConnection): void {
    connection.persistAt = Infinity;
    this.note(connection, TcpTimer.persist, connection.enteredBy);
    if (connection.probesSent >= connection.parameters.retries) {
      this.owner.giveUp(connection);
      return;
    }
    connection.probesSent += 1;
    connection.probeBackoff += 1;
    this.sender.probeWindow(connection);
    const { roundTrip, parameters } = connection;
    connection.persistAt =
      this.environment.writer.now +
      Math.min(roundTrip.base * 2 ** connection.probeBackoff, parameters.maximumRetransmissionTimeout);
  }

  /** RFC 9293 section 3.8.4. */
  private keepAlive(connection: TcpConnection): void {
    connection.keepAliveAt = Infinity;
    const settings = connection.parameters.keepAlive;
    if (!settings || connection.sent.count > 0) return;
    this.note(connection, TcpTimer.keepAlive, connection.enteredBy);
    if (connection.keepAliveProbes >= settings.probes) {
      this.owner.giveUp(connection);
      return;
    }
    connection.keepAliveProbes += 1;
    this.output.send(connection, connection.sendNext - 1, 0, 0, SegmentReason.keepAlive);
    connection.keepAliveAt = this.environment.writer.now + settings.interval;
  }

  private userTimeout(connection: TcpConnection): void {
    connection.userTimeoutAt = Infinity;
    this.note(connection, TcpTimer.user, connection.enteredBy);
    this.owner.giveUp(connection);
  }
}

function earliest(connection: TcpConnection): number {
  return Math.min(
    connection.retransmissionAt,
    connection.delayedAcknowledgementAt,
    connection.persistAt,
    connection.keepAliveAt,
    connection.tailLossProbeAt,
    connection.reorderingAt,
    connection.userTimeoutAt,
  );
}
