import type { ByteStream, StreamListener } from './byte-stream';

/** A stream of a connection that carries many: ends and fails on its own. */
export interface MultiplexedStream extends ByteStream {
  /** When its data goes, next to that of others: RFC 9218. `urgency`: 0 to 7, 0 first; `incremental`: in turns with its equals. */
  prioritise(urgency: number, incremental: boolean): void;
  /** Gives the sending direction up; `error`: the application's code. */
  reset(error: number): void;
  /** Asks the peer to give its sending direction up. */
  stopSending(error: number): void;
}

export type StreamDirection = 'bidirectional' | 'unidirectional';

/** What applications see of a connection that carries many streams, as QUIC does. */
export interface MultiplexedConnection {
  readonly connection: number;
  readonly end: 0 | 1;
  readonly applicationProtocol: string;
  /** Whether the handshake is complete; before that, what is sent is early data. */
  readonly isEstablished: boolean;
  /** Opens a stream; undefined while the peer allows no more (`onStreamsAllowed` tells when it does). */
  open(direction: StreamDirection, listener: StreamListener): MultiplexedStream | undefined;
  /** Closes the connection with all its streams; `error`: the application's code. */
  close(error: number): void;
}

/** What an application is told about such a connection. Its streams have listeners of their own. */
export interface ConnectionListener {
  /**
   * Streams can be opened: by a client when the handshake is complete or, with early data, has begun; by a server with its
   * first flight (RFC 8446 section 2, 0.5-RTT data).
   */
  onOpen(connection: MultiplexedConnection): void;
  /** The handshake is complete at this end (after `onOpen`, at once where there is no early data). */
  onEstablished(connection: MultiplexedConnection): void;
  /** The peer opened a stream; returns who listens to it. */
  onStream(connection: MultiplexedConnection, stream: MultiplexedStream): StreamListener;
  onStreamsAllowed(connection: MultiplexedConnection): void;
  /** The connection failed. `error`: AppError. */
  onError(connection: MultiplexedConnection, error: number): void;
  onClosed(connection: MultiplexedConnection): void;
}

/** Where applications open such connections. */
export type OpensMultiplexed = Pick<MultiplexedTransport, 'connect'>;

/** Where applications open and await such connections. */
export interface MultiplexedTransport {
  connect(
    localAddress: number,
    remoteAddress: number,
    remotePort: number,
    listener: ConnectionListener,
  ): MultiplexedConnection | undefined;
  listen(port: number, accept: () => ConnectionListener): void;
}
