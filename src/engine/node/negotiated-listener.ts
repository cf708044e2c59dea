import type { ByteStream, StreamListener } from '../transport/byte-stream';

/** Hands a stream to the application of the protocol that was agreed on, once that is known (ALPN, RFC 7301). */
export class NegotiatedListener implements StreamListener {
  private chosen: StreamListener | undefined;

  /** `choose`: the application of a protocol. */
  constructor(private readonly choose: (applicationProtocol: string) => StreamListener) {}

  onOpen(stream: ByteStream): void {
    this.chosen = this.choose(stream.applicationProtocol);
    this.chosen.onOpen(stream);
  }
  onData(stream: ByteStream, bytes: number, total: number): void {
    this.chosen?.onData(stream, bytes, total);
  }
  onEnd(stream: ByteStream): void {
    if (this.chosen) this.chosen.onEnd(stream);
    else stream.close();
  }
  onError(stream: ByteStream, error: number): void {
    this.chosen?.onError(stream, error);
  }
  onClosed(stream: ByteStream): void {
    this.chosen?.onClosed(stream);
  }
  onRoom(stream: ByteStream): void {
    this.chosen?.onRoom?.(stream);
  }
}
