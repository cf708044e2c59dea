/**
 * Transport. It knows the contracts between applications and transports: byte streams, connections of many streams,
 * datagrams, ports. It never sees any one transport, or an application. Not here: behaviour: TCP, UDP and QUIC fulfil
 * the contracts, each in a folder of its own.
 */

/** What applications see of a connection, or of a stream of one, whatever carries it. */
export interface ByteStream {
  /** The connection's row in the trace. */
  readonly connection: number;
  /** Which end of it this is: 0 opened it. */
  readonly end: 0 | 1;
  /** Its number where a connection carries several; 0 where it carries one. */
  readonly stream: number;
  /** The protocol that both ends agreed on (ALPN, RFC 7301); '' where nobody asked. */
  readonly applicationProtocol: string;
  /** Bytes written and not yet sent for the first time, those among them that the send buffer has no room for yet. */
  readonly unsent: number;
  /**
   * Appends a text (ISO 8859-1), then `filler` bytes of filling, as one write. `request`: whose bytes they are. It costs the same whatever the filling: what
   * the transport's send buffer has no room for is a write that goes on as it makes room. Whoever works by the byte asks `awaitRoom` before each part.
   */
  write(text: string, filler?: number, request?: number): void;
  /** Asks for one call of the listener's `onRoom`, once fewer than `unsent` bytes are unsent. */
  awaitRoom(unsent: number): void;
  /** No more will be written: the direction is closed once all is sent. */
  close(): void;
  /** Gives the connection up at once; the peer is told with a reset. */
  abort(): void;
  /** Reading stops: what arrives stays in the receive buffer and closes the window. */
  pauseReading(): void;
  resumeReading(): void;
}

/** A stream below another protocol that keeps its own account of what it writes, as TLS does. */
export interface CarrierStream extends ByteStream {
  /** Appends bytes whose contents the trace tells elsewhere (`trace.tls.records`). */
  carry(bytes: number): void;
  /** Small writes leave at once (TCP_NODELAY). */
  sendWithoutDelay(): void;
  /** Stream offset at which the next byte will be written. */
  readonly written: number;
}

/** What an application is told. All calls come from within an event, at the present virtual time. */
export interface StreamListener<Stream extends ByteStream = ByteStream> {
  /** What it speaks on a stream that it opens, by its name in `wire/applications/list.ts`; HTTP where it does not say. */
  readonly application?: string;
  onOpen(stream: Stream): void;
  /** `bytes` more can be read; `total`: bytes of the stream so far. */
  onData(stream: Stream, bytes: number, total: number): void;
  /** The peer will write no more. */
  onEnd(stream: Stream): void;
  /** The connection is gone without a proper end. `error`: AppError. */
  onError(stream: Stream, error: number): void;
  /** The connection no longer needs its application. */
  onClosed(stream: Stream): void;
  /** What `awaitRoom` asked for has come true. */
  onRoom?(stream: Stream): void;
}

/** Where applications open and await streams. */
export interface StreamTransport<Stream extends ByteStream = ByteStream> {
  /** Opens a stream; failures before the first segment come through `onError` at once, with no stream made (undefined). */
  connect(
    localAddress: number,
    remoteAddress: number,
    remotePort: number,
    listener: StreamListener<Stream>,
  ): Stream | undefined;
  /** Accepts streams on a port; `accept` makes the listener of each. `ceiling`: how many are served at once. */
  listen(port: number, accept: () => StreamListener<Stream>, ceiling?: number): void;
}
