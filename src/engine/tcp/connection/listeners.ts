import type { StreamListener } from '../../transport/byte-stream';
import { AcceptQueue } from './accept-queue';
import type { TcpConnection } from './connection';
import type { TcpEnvironment } from './environment';

/** A host's listening ports: who of their connections is half open, waits to be accepted, or is served. */
export class Listeners {
  private readonly queues = new Map<number, AcceptQueue>();

  constructor(private readonly environment: TcpEnvironment) {}

  listen(port: number, accept: () => StreamListener, ceiling: number): void {
    const { writer, device, parameters } = this.environment;
    const queue = new AcceptQueue(accept, ceiling, parameters.acceptQueue, ({ connection }) =>
      writer.tcpAccept(device, connection, queue.waitingCount),
    );
    this.queues.set(port, queue);
  }

  /** What listens on a port. */
  on(port: number): AcceptQueue | undefined {
    return this.queues.get(port);
  }

  /** Whether a connection whose handshake is done would have a place. */
  hasPlaceFor(connection: TcpConnection): boolean {
    return !this.queues.get(connection.localPort)?.isFull;
  }

  established(connection: TcpConnection): void {
    this.queues.get(connection.localPort)?.enter(connection);
  }

  /** A passively opened connection leaves SYN-RECEIVED. */
  leaveHalfOpen(connection: TcpConnection): void {
    const queue = connection.passive ? this.queues.get(connection.localPort) : undefined;
    if (queue) queue.halfOpen -= 1;
  }

  /** A passively opened connection is gone, or in TIME-WAIT: its application has nothing more to do. */
  gone(connection: TcpConnection): void {
    if (connection.passive) this.queues.get(connection.localPort)?.leave(connection);
  }
}
