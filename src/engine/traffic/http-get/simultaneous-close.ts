import type { HttpEnvironment } from '../../http/common/environment';
import { MessageReader } from '../../http/http1/message-reader';
import type { ByteStream, StreamListener, StreamTransport } from '../../transport/byte-stream';
import type { ServedStreams } from '../../node/served-streams';

/**
 * Opens streams of which both ends are closed at the same virtual moment, when the client has read its last response:
 * no message could bring that about, so that the lab does (RFC 9293 section 3.6, case 3).
 */
export class SimultaneousClose implements StreamTransport {
  constructor(
    private readonly transport: StreamTransport,
    private readonly environment: HttpEnvironment,
    private readonly served: ServedStreams,
    /** Responses on one stream. */
    private readonly responses: number,
  ) {}

  connect(
    localAddress: number,
    remoteAddress: number,
    remotePort: number,
    listener: StreamListener,
  ): ByteStream | undefined {
    return this.transport.connect(localAddress, remoteAddress, remotePort, this.closing(listener));
  }

  listen(port: number, accept: () => StreamListener, ceiling?: number): void {
    this.transport.listen(port, accept, ceiling);
  }

  private closing(listener: StreamListener): StreamListener {
    const { contents, heads } = this.environment;
    const reader = new MessageReader(contents, heads);
    let left = this.responses;
    return {
      onOpen: (stream) => listener.onOpen(stream),
      onData: (stream, bytes, total) => {
        listener.onData(stream, bytes, total);
        reader.read(stream, total, () => {
          left -= 1;
        });
        if (left === 0) this.closeBoth(stream);
      },
      onEnd: (stream) => listener.onEnd(stream),
      onError: (stream, error) => listener.onError(stream, error),
      onClosed: (stream) => listener.onClosed(stream),
    };
  }

  private closeBoth(stream: ByteStream): void {
    stream.close();
    this.served.find(stream.connection)?.close();
  }
}
