import { EventKind } from '../../kernel/event-kinds';
import type { TcpConnection } from './connection';
import type { TcpEnvironment } from './environment';

/** Linux's tcp_fin_timeout. */
const longestFinWait2 = 60e9;

/**
 * A connection's timers. They are only times in the connection; one event in the queue stands for the earliest, and
 * one that comes too early just sets the next. Putting a timer off costs nothing. What a timer does when it fires
 * stands in `timer-events.ts`.
 */
export class Timers {
  constructor(private readonly environment: TcpEnvironment) {}

  /** Makes sure that an event comes no later than the earliest timer. */
  arm(connection: TcpConnection): void {
    const due = earliest(connection);
    if (due >= connection.armedAt) return;
    connection.armedAt = due;
    this.environment.events.push(due, EventKind.tcpTimer, this.environment.device, connection.slot);
  }

  stopAll(connection: TcpConnection): void {
    connection.retransmissionAt = Infinity;
    connection.delayedAcknowledgementAt = Infinity;
    connection.persistAt = Infinity;
    connection.keepAliveAt = Infinity;
    connection.tailLossProbeAt = Infinity;
    connection.reorderingAt = Infinity;
    connection.finWait2At = Infinity;
  }

  /** The peer has this long to close too; data of its own gives it as long again. */
  startFinWait2(connection: TcpConnection): void {
    connection.finWait2At = this.environment.writer.now + longestFinWait2;
  }

  /** Starts the keep-alive timer afresh: something was heard from the peer. */
  heardFromPeer(connection: TcpConnection): void {
    const { keepAlive } = connection.parameters;
    if (!keepAlive) return;
    connection.keepAliveProbes = 0;
    connection.keepAliveAt = this.environment.writer.now + keepAlive.idle;
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
    connection.finWait2At,
  );
}
