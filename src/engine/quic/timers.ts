import { QuicTimer } from '../../shared/trace/quic';
import { EventKind } from '../kernel/event-kinds';
import type { QuicConnection } from './connection/connection';
import { QuicEvent } from './connection/connection-machine';
import type { QuicEnvironment } from './connection/environment';
import type { Paths } from './paths/paths';
import type { Recovery } from './recovery/recovery';

/** What timers do to a connection as a whole; implemented by the endpoint. */
export interface TimerOwner {
  react(connection: QuicConnection, event: number): void;
  /** The idle timer has run out. */
  idle(connection: QuicConnection): void;
}

/**
 * A connection's timers. They are only times in the connection; one event in the queue stands for the earliest, and
 * one that comes too early just sets the next. Putting a timer off costs nothing.
 */
export class Timers {
  constructor(
    private readonly environment: QuicEnvironment,
    private readonly recovery: Recovery,
    private readonly paths: Paths,
    private readonly owner: TimerOwner,
  ) {}

  /** Makes sure that an event comes no later than the earliest timer. */
  arm(connection: QuicConnection): void {
    const due = earliest(connection);
    if (due >= connection.armedAt) return;
    connection.armedAt = due;
    this.environment.events.push(due, EventKind.quicTimer, this.environment.device, connection.slot);
  }

  /** The connection's event has come: runs what is due. Says whether it was the event that is waited for. */
  fire(connection: QuicConnection): boolean {
    const { writer } = this.environment;
    const { now } = writer;
    if (now !== connection.armedAt) return false;
    connection.armedAt = Infinity;
    if (connection.flushAt <= now) {
      connection.flushAt = Infinity;
      writer.cause = connection.flushCause;
    }
    if (connection.closingAt <= now) {
      connection.closingAt = Infinity;
      this.note(connection, QuicTimer.closing);
      this.owner.react(connection, QuicEvent.closeTimeout);
    }
    if (!connection.isLive) return true;
    if (connection.idleAt <= now) {
      connection.idleAt = Infinity;
      this.note(connection, QuicTimer.idle);
      this.owner.idle(connection);
      return true;
    }
    this.acknowledgements(connection);
    if (connection.pathAt <= now) {
      this.note(connection, QuicTimer.path);
      this.paths.timerFired(connection);
    }
    if (connection.recoveryAt <= now) {
      connection.recoveryAt = Infinity;
      this.recovery.timerFired(connection);
    }
    return true;
  }

  stopAll(connection: QuicConnection): void {
    connection.flushAt = Infinity;
    connection.recoveryAt = Infinity;
    connection.idleAt = Infinity;
    connection.pathAt = Infinity;
    connection.closingAt = Infinity;
    for (const { received } of connection.spaces) received.acknowledged();
  }

  private acknowledgements(connection: QuicConnection): void {
    for (const { received } of connection.spaces) {
      if (received.dueAt > this.environment.writer.now) continue;
      this.note(connection, QuicTimer.acknowledgement);
      received.dueAt = Infinity;
      received.isDue = true;
    }
  }

  private note(connection: QuicConnection, timer: number): void {
    const { writer, device } = this.environment;
    writer.cause = writer.quicTimer(device, connection.connection, timer, connection.enteredBy);
  }
}

/** A connection that is closing waits for nothing but its end (RFC 9000 section 10.2). */
function earliest(connection: QuicConnection): number {
  if (!connection.isLive) return Math.min(connection.flushAt, connection.closingAt);
  const [initial, handshake, application] = connection.spaces;
  return Math.min(
    connection.flushAt,
    connection.recoveryAt,
    connection.idleAt,
    connection.closingAt,
    connection.pathAt,
    initial.received.dueAt,
    handshake.received.dueAt,
    application.received.dueAt,
  );
}
