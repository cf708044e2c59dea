/** What applications see of a connection, whatever carries it. */
export interface ByteStream {
  /** The connection's row in the trace. */
  readonly connection: number;
  /** Which end of it this is: 0 opened it. */
  readonly end: 0 | 1;
  /** Appends a text (ISO 8859-1), then `filler` bytes of filling, as one write. */
  write(text: string, filler?: number): void;
  /** No more will be written: the direction is closed once all is sent. */
  close(): void;
  /** Gives the connection up at once; the peer is told with a reset. */
  abort(): void;
  /** Reading stops: what arrives stays in the receive buffer and closes the window. */
  pauseReading(): void;
  resumeReading(): void;
}

/** What an application is told. All calls come from within an event, at the present virtual time. */
export interface StreamListener {
  onOpen(stream: ByteStream): void;
  /** `bytes` more can be read; `total`: bytes of the stream so far. */
  onData(stream: ByteStream, bytes: number, total: number): void;
  /** The peer will write no more. */
  onEnd(stream: ByteStream): void;
  /** The connection is gone without a proper end. `error`: AppError. */
  onError(stream: ByteStream, error: number): void;
  /** The connection no longer needs its application. */
  onClosed(stream: ByteStream): void;
}

/** Where applications open and await streams. */
export interface StreamTransport {
  /** Opens a stream; failures before the first segment come through `onError` at once, with no stream made (undefined). */
  connect(
    localAddress: number,
    remoteAddress: number,
    remotePort: number,
    listener: StreamListener,
  ): ByteStream | undefined;
  /** Accepts streams on a port; `accept` makes the listener of each. `ceiling`: how many are served at once. */
  listen(port: number, accept: () => StreamListener, ceiling?: number): void;
}
