import type { ConnectionOperations, TcpConnection } from '../connection/connection';
import { TcpEvent, TcpState } from '../connection/connection-machine';
import type { TcpEnvironment } from '../connection/environment';
import type { Lifecycle } from '../lifetime/lifecycle';
import type { Receiver } from './receiver';
import type { Sender } from '../sending/sender';
import type { Timers } from '../connection/timers';

/** What an application does with its connection, and what it is given to read: the calls of RFC 9293 section 3.9.1. */
export class ApplicationCalls implements ConnectionOperations {
  constructor(
    private readonly environment: TcpEnvironment,
    private readonly sender: Sender,
    private readonly receiver: Receiver,
    private readonly timers: Timers,
    private readonly lifecycle: Lifecycle,
  ) {}

  write(connection: TcpConnection, text: string, filler: number, request: number): void {
    if (!this.mayWrite(connection)) return;
    this.append(connection, text.length, text, request);
    this.append(connection, filler, undefined, request);
    this.sendWritten(connection);
  }

  carry(connection: TcpConnection, bytes: number): void {
    if (!this.mayWrite(connection)) return;
    connection.writtenEnd += bytes;
    this.sendWritten(connection);
  }

  close(connection: TcpConnection): void {
    if (connection.unreadBytes > 0) {
      // RFC 2525 section 2.17: data that nobody will read is answered with a reset, as Linux does.
      this.abort(connection);
      return;
    }
    this.lifecycle.react(connection, TcpEvent.close);
    if (connection.state !== TcpState.closed) this.timers.arm(connection);
  }

  abort(connection: TcpConnection): void {
    // In TIME-WAIT there is no connection any more, only the entry.
    if (connection.state === TcpState.timeWait) return;
    this.lifecycle.react(connection, TcpEvent.abort);
  }

  resume(connection: TcpConnection): void {
    if (connection.state === TcpState.closed) return;
    const unread = connection.unreadBytes;
    connection.unreadBytes = 0;
    if (unread > 0) {
      connection.listener.onData(connection, unread, this.readableTotal(connection));
      this.receiver.announceWindow(connection);
    }
  }

  /** `bytes` more have arrived in order. */
  deliver(connection: TcpConnection, packet: number, bytes: number): void {
    const { writer, device } = this.environment;
    const total = this.readableTotal(connection);
    const cause = writer.cause;
    writer.cause = writer.tcpDeliver(device, packet, connection.connection, bytes, (total - bytes) >>> 0);
    if (!connection.readingPaused) connection.listener.onData(connection, bytes, total);
    writer.cause = cause;
  }

  private mayWrite(connection: TcpConnection): boolean {
    return connection.finSequence < 0 && connection.state !== TcpState.closed;
  }

  private append(connection: TcpConnection, bytes: number, text: string | undefined, request: number): void {
    if (bytes === 0) return;
    this.environment.contents.write(connection, connection.written, bytes, text, request);
    connection.writtenEnd += bytes;
  }

  private sendWritten(connection: TcpConnection): void {
    this.sender.sendPending(connection);
    this.timers.arm(connection);
  }

  private readableTotal(connection: TcpConnection): number {
    return connection.receiveNext - 1 - (connection.receivedFin ? 1 : 0);
  }
}
