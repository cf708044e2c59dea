import type { Contents } from '../trace/contents';
import type { ByteStream, CarrierStream, StreamListener, StreamTransport } from '../transport/byte-stream';
import { ClientHandshake } from './client-handshake';
import type { HandshakeEnvironment } from './handshake';
import { ServerHandshake } from './server-handshake';
import type { SessionCache } from './session-cache';
import type { TlsClientSettings, TlsServerSettings } from './settings';
import { TlsStream } from './tls-stream';

export interface TlsTransportEnvironment extends HandshakeEnvironment {
  readonly contents: Contents;
  readonly sessions: SessionCache;
}

/** TLS over the streams of a transport: to the application above a transport like any other. */
export class TlsTransport implements StreamTransport {
  constructor(
    private readonly environment: TlsTransportEnvironment,
    private readonly below: StreamTransport<CarrierStream>,
    private readonly client: TlsClientSettings | undefined,
    private readonly server: TlsServerSettings | undefined,
  ) {}

  connect(
    localAddress: number,
    remoteAddress: number,
    remotePort: number,
    listener: StreamListener,
  ): ByteStream | undefined {
    const { environment, client } = this;
    if (!client) throw new TypeError('this transport has no settings for clients');
    const name = `${remoteAddress}:${remotePort}`;
    const stream = new TlsStream(
      environment.ledger,
      environment.contents,
      listener,
      (carrier, connection) =>
        new ClientHandshake(environment, carrier, connection, client, environment.sessions, name),
    );
    const carrier = this.below.connect(localAddress, remoteAddress, remotePort, stream);
    if (!carrier) return undefined;
    stream.attach(carrier);
    return stream;
  }

  listen(port: number, accept: () => StreamListener, ceiling?: number): void {
    const { environment, server } = this;
    if (!server) throw new TypeError('this transport has no settings for servers');
    this.below.listen(
      port,
      () =>
        new TlsStream(
          environment.ledger,
          environment.contents,
          accept(),
          (carrier, connection) => new ServerHandshake(environment, carrier, connection, server),
        ),
      ceiling,
    );
  }
}
