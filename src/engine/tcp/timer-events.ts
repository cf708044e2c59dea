import { SegmentReason, TcpTimer } from '../../shared/trace/record';
import type { TcpConnection } from './connection/connection';
import { TcpState } from './connection/connection-machine';
import type { TcpEnvironment } from './connection/environment';
import type { Lifecycle } from './lifetime/lifecycle';
import type { Recovery } from './sending/recovery';
import type { SegmentOutput } from './sending/segment-output';
import type { Sender } from './sending/sender';

/** What a connection's timers do when they fire. */
export class TimerEvents {
  constructor(
    private readonly environment: TcpEnvironment,
    private readonly output: SegmentOutput,
    private readonly sender: Sender,
    private readonly recovery: Recovery,
    private readonly lifecycle: Lifecycle,
  ) {}

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
    if (connection.finWait2At <= now) this.finWait2(connection);
  }

  private note(connection: TcpConnection, timer: number, cause: number): void {
    const { writer, device } = this.environment;
    writer.cause = writer.tcpTimer(device, connection.connection, timer, cause);
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
      this.lifecycle.retransmitSyn(connection);
      return;
    }
    if (connection.sent.count === 0) return;
    if (connection.timeouts >= connection.parameters.retries) {
      this.lifecycle.giveUp(connection);
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
      this.lifecycle.giveUp(connection);
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
      this.lifecycle.giveUp(connection);
      return;
    }
    connection.keepAliveProbes += 1;
    this.output.send(connection, connection.sendNext - 1, 0, 0, SegmentReason.keepAlive);
    connection.keepAliveAt = this.environment.writer.now + settings.interval;
  }

  private finWait2(connection: TcpConnection): void {
    connection.finWait2At = Infinity;
    this.note(connection, TcpTimer.finWait2, connection.enteredBy);
    this.lifecycle.endFinWait2(connection);
  }
}
