import type { QuicParameters } from '../../../shared/trace/tls';
import { ClientHandshake } from '../../tls/client-handshake';
import type { Handshake, HandshakeCarrier, HandshakeEnvironment } from '../../tls/handshake';
import { ServerHandshake } from '../../tls/server-handshake';
import type { TlsServerSettings } from '../../tls/settings';
import type { QuicClientHandshake, QuicClientTls, QuicHandshakes } from '../connection/environment';

/** A host's TLS as its QUIC uses it. */
export interface TlsOfHost {
  readonly environment: HandshakeEnvironment;
  /** How this host answers as a server. */
  readonly server: TlsServerSettings;
}

/** TLS 1.3 inside QUIC (RFC 9001), over the host's own handshakes. */
export class TlsHandshakes implements QuicHandshakes {
  constructor(private readonly tls: TlsOfHost) {}

  client(
    carrier: HandshakeCarrier,
    connection: number,
    { settings, sessions, server }: QuicClientTls,
    parameters: QuicParameters,
  ): QuicClientHandshake {
    return new ClientHandshake(
      this.tls.environment,
      carrier,
      connection,
      settings,
      sessions,
      server,
      parameters,
    );
  }

  server(carrier: HandshakeCarrier, connection: number, parameters: QuicParameters): Handshake {
    return new ServerHandshake(this.tls.environment, carrier, connection, this.tls.server, parameters);
  }

  declared(connection: number, end: 0 | 1): QuicParameters | undefined {
    const { ledger } = this.tls.environment;
    return end === 0 ? ledger.offerOf(connection).quic : ledger.answerOf(connection)?.quic;
  }

  resumedFrom(connection: number): number | undefined {
    return this.tls.environment.ledger.offerOf(connection).resumption?.from;
  }

  protocol(connection: number): string {
    return this.tls.environment.ledger.answerOf(connection)?.protocol ?? '';
  }

  closed(connection: number): void {
    this.tls.environment.ledger.closed(connection);
  }
}
