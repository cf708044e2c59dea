import type { QuicParameters } from '../../../shared/trace/tls';
import type { EventQueue } from '../../kernel/event-queue';
import type { RandomStream } from '../../kernel/random-streams';
import type { Handshake, HandshakeCarrier } from '../../tls/handshake';
import type { SessionCache } from '../../tls/session-cache';
import type { TlsClientSettings } from '../../tls/settings';
import type { Contents } from '../../trace/contents';
import type { TraceWriter } from '../../trace/trace-writer';
import type { UdpEndpoint } from '../../udp/endpoint';
import type { QuicHostParameters } from '../../../shared/protocols/protocol-parameters';

/** How a QUIC connection that is being opened speaks TLS. */
export interface QuicClientTls {
  readonly settings: TlsClientSettings;
  readonly sessions: SessionCache;
  /** The name of the server's tickets. */
  readonly server: string;
}

/** A client's handshake as QUIC drives it. */
export interface QuicClientHandshake extends Handshake {
  /** What early data is written in; '' where none may be sent. */
  readonly earlyProtocol: string;
  /** The transport parameters of the session that is being resumed, as its server declared them (RFC 9000 section 7.4.1). */
  readonly remembered: QuicParameters | undefined;
  start(): void;
}

/** Makes the handshakes of a host's QUIC connections, and tells what they said. */
export interface QuicHandshakes {
  client(
    carrier: HandshakeCarrier,
    connection: number,
    tls: QuicClientTls,
    parameters: QuicParameters,
  ): QuicClientHandshake;
  server(carrier: HandshakeCarrier, connection: number, parameters: QuicParameters): Handshake;
  /** The transport parameters that an end of a connection declared; undefined while it has not. */
  declared(connection: number, end: 0 | 1): QuicParameters | undefined;
  /** The connection whose session a ClientHello takes up; NONE: of before the run; undefined: it takes up none. */
  resumedFrom(connection: number): number | undefined;
  /** What a connection's server chose by ALPN; '' while it has not. */
  protocol(connection: number): string;
  /** An end of a connection is done with it. */
  closed(connection: number): void;
}

/** What a QUIC endpoint needs of the host that it runs on. */
export interface QuicEnvironment {
  readonly device: number;
  readonly parameters: QuicHostParameters;
  readonly events: EventQueue;
  readonly writer: TraceWriter;
  readonly contents: Contents;
  readonly random: RandomStream;
  readonly udp: UdpEndpoint;
  readonly handshakes: QuicHandshakes;
  /** The largest IP packet on the way to an address from one of the host's own, bytes; 0: no way. */
  pathMtu(destination: number, source: number): number;
  /** The device that has an address, or NONE. */
  deviceOf(address: number): number;
}
