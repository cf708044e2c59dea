import type { AskingParameters } from '../../../shared/workloads/traits/asking';
import { applicationProtocols } from '../../../shared/protocols/protocol-parameters';
import type { QuicParameters } from '../../../shared/trace/tls';
import type { HttpEnvironment } from '../../http/common/environment';
import type { HttpConnection, HttpConnectionListener } from '../../http/common/http-connection';
import type { HttpTarget } from '../../http/common/http-target';
import { Http1ClientConnection, type Http1Options } from '../../http/http1/client';
import { Http2ClientConnection } from '../../http/http2/client';
import { Http3ClientConnection } from '../../http/http3/client';
import { transportParameters } from '../../quic/connection/parameters';
import { SessionCache } from '../../tls/session-cache';
import type { TlsClientSettings } from '../../tls/settings';
import { TlsTransport } from '../../tls/tls-transport';
import type { StreamTransport } from '../../transport/byte-stream';
import type { Host } from '../../node/host';
import type { DriverSite } from '../driver/driver-site';

/** What opens the connections of those who ask at a site. */
export function connectorAt(site: DriverSite, asking: AskingParameters): ClientConnector {
  const { client, server, localAddress, remoteAddress } = site;
  const { listenPort, securePort } = server.serving;
  const remotePort = asking.tls === 0 ? listenPort : securePort;
  const target = { localAddress, remoteAddress, remotePort, authority: server.id };
  return new ClientConnector(
    asking,
    site.http,
    site.clientHost,
    target,
    client.opening.handshakeTime,
    transportParameters(server.host.quic),
  );
}

/** TLS 1.3 and 1.2. */
const newestVersion = 0x0304;
const olderVersion = 0x0303;

/**
 * Opens HTTP connections as those who ask want them: the version, the security below it, and what is remembered of
 * earlier visits.
 */
export class ClientConnector {
  private readonly sessions = new SessionCache();

  constructor(
    private readonly asking: AskingParameters,
    private readonly environment: HttpEnvironment,
    private readonly host: Host,
    private readonly target: HttpTarget,
    /** Processor time of a handshake at the client, nanoseconds. */
    private readonly handshakeTime: number,
    /** What the server declares over QUIC: who was there before remembers it. */
    private readonly serverParameters: QuicParameters,
  ) {
    this.rememberVisits();
  }

  /** Opens a connection in their version. `below`: what plain HTTP/1.1 goes over, if not the host's TCP. */
  open(listener: HttpConnectionListener, options?: Http1Options, below?: StreamTransport): HttpConnection {
    const { http, tls } = this.asking;
    if (http === '3') return this.openHttp3(listener);
    if (http === '2') return this.openHttp2(listener);
    return this.openHttp1(listener, tls === 0 ? (below ?? this.host) : this.secure('1.1'), options);
  }

  /** Opens HTTP/2 over TLS over TCP: what HTTP/3 is raced against. */
  openHttp2(listener: HttpConnectionListener): HttpConnection {
    const connection = new Http2ClientConnection(this.environment, this.target, listener);
    connection.connect(this.secure('2'));
    return connection;
  }

  private openHttp1(
    listener: HttpConnectionListener,
    transport: StreamTransport,
    options?: Http1Options,
  ): HttpConnection {
    const connection = new Http1ClientConnection(this.environment, this.target, listener, options);
    connection.connect(transport);
    return connection;
  }

  private openHttp3(listener: HttpConnectionListener): HttpConnection {
    const { remoteAddress, remotePort } = this.target;
    const tls = {
      settings: this.tlsSettings('3'),
      sessions: this.sessions,
      server: `${remoteAddress}:${remotePort}`,
    };
    const connection = new Http3ClientConnection(this.environment, this.target, listener);
    connection.connect(this.host.quic(tls));
    return connection;
  }

  /** TLS over the host's TCP. */
  private secure(version: '1.1' | '2'): StreamTransport {
    const { host, sessions, environment } = this;
    const tls = { ...host.stack.tls, contents: environment.contents, sessions };
    return new TlsTransport(tls, host, this.tlsSettings(version), undefined);
  }

  private tlsSettings(version: '1.1' | '2' | '3'): TlsClientSettings {
    const { tls, resumption } = this.asking;
    return {
      versions:
        version === '3'
          ? [newestVersion]
          : tls === olderVersion
            ? [olderVersion]
            : [newestVersion, olderVersion],
      protocols: [applicationProtocols[version]],
      serverName: this.target.authority,
      resumes: resumption !== 'none',
      earlyData: resumption === 'early-data',
      processing: this.handshakeTime,
    };
  }

  /** Tickets of before the run. */
  private rememberVisits(): void {
    const { ticketsKept, users, http, tls } = this.asking;
    const { remoteAddress, remotePort } = this.target;
    const remembered = http === '3' ? this.serverParameters : undefined;
    for (let visit = 0; visit < users * ticketsKept; visit += 1)
      this.sessions.rememberVisit(
        `${remoteAddress}:${remotePort}`,
        tls,
        applicationProtocols[http],
        remembered,
      );
  }
}
