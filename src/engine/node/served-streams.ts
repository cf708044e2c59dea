import type { ByteStream, StreamListener } from '../transport/byte-stream';

/** The streams that a server has open, by their connection. */
export class ServedStreams {
  private readonly streams = new Map<number, ByteStream>();
  private isTracked = false;

  /** Somebody will ask for them: streams that come from now on are kept. */
  keepTrack(): void {
    this.isTracked = true;
  }

  /** Watches a listener's stream come and go, if anybody will ask. */
  watch(listener: StreamListener): StreamListener {
    if (!this.isTracked) return listener;
    return {
      onOpen: (stream) => {
        this.streams.set(stream.connection, stream);
        listener.onOpen(stream);
      },
      onData: (stream, bytes, total) => listener.onData(stream, bytes, total),
      onEnd: (stream) => listener.onEnd(stream),
      onError: (stream, error) => listener.onError(stream, error),
      onClosed: (stream) => {
        this.streams.delete(stream.connection);
        listener.onClosed(stream);
      },
    };
  }

  /** The server's end of a connection; undefined where it has none, or no longer. */
  find(connection: number): ByteStream | undefined {
    return this.streams.get(connection);
  }
}
