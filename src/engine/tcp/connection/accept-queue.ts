import type { StreamListener } from '../../transport/byte-stream';
import type { TcpConnection } from './connection';

/**
 * A listening port: connections half open (the SYN backlog), those whose handshake is done and that wait for the
 * application (the accept queue), and those that it serves.
 */
export class AcceptQueue {
  /** Connections in SYN-RECEIVED. */
  halfOpen = 0;
  private serving = 0;
  private readonly waiting: TcpConnection[] = [];

  constructor(
    private readonly accept: () => StreamListener,
    /** Connections that the application serves at once. */
    private readonly ceiling: number,
    private readonly limit: number,
    /** Called when the application takes a connection. */
    private readonly onTaken: (connection: TcpConnection) => void,
  ) {}

  /** Whether a connection whose handshake is done would have no place. */
  get isFull(): boolean {
    return this.serving >= this.ceiling && this.waiting.length >= this.limit;
  }

  get waitingCount(): number {
    return this.waiting.length;
  }

  /** A handshake is done: the application takes the connection, or it waits. */
  enter(connection: TcpConnection): void {
    if (this.serving < this.ceiling) this.serve(connection);
    else {
      // What arrives meanwhile stays in the receive buffer.
      connection.readingPaused = true;
      this.waiting.push(connection);
    }
  }

  /** A connection is gone: whoever waited longest is served. */
  leave(connection: TcpConnection): void {
    if (connection.accepted) {
      connection.accepted = false;
      this.serving -= 1;
    } else {
      const at = this.waiting.indexOf(connection);
      if (at >= 0) this.waiting.splice(at, 1);
    }
    while (this.serving < this.ceiling) {
      const next = this.waiting.shift();
      if (!next) break;
      this.serve(next);
    }
  }

  private serve(connection: TcpConnection): void {
    this.serving += 1;
    connection.accepted = true;
    this.onTaken(connection);
    connection.listener = this.accept();
    connection.listener.onOpen(connection);
    if (connection.readingPaused) connection.resumeReading();
    if (connection.receivedFin) connection.listener.onEnd(connection);
  }
}
