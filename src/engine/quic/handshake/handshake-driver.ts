import { TlsEpoch, type QuicParameters } from '../../../shared/trace/tls';
import type { HandshakeCarrier } from '../../tls/handshake';
import type { AddressTokens } from '../paths/address-tokens';
import type { QuicConnection } from '../connection/connection';
import { QuicEvent } from '../connection/connection-machine';
import type { QuicClientHandshake, QuicEnvironment } from '../connection/environment';
import type { PacketSpace } from '../spaces/packet-space';
import { transportParameters } from '../connection/parameters';
import type { Recovery } from '../recovery/recovery';
import type { Streams } from '../streams/streams';

/** RFC 9001 section 4.8: 0x100 and the alert; 120 is no_application_protocol (RFC 7301). */
const noApplicationProtocol = 0x178;

/** What the handshake does to a connection as a whole; implemented by the endpoint. */
export interface HandshakeOwner {
  react(connection: QuicConnection, event: number): void;
  requestFlush(connection: QuicConnection): void;
}

/** Lets TLS run inside QUIC (RFC 9001): CRYPTO bytes to send, keys as they come, and the peer's transport parameters. */
export class HandshakeDriver {
  private readonly declared: QuicParameters;

  constructor(
    private readonly environment: QuicEnvironment,
    private readonly recovery: Recovery,
    private readonly streams: Streams,
    private readonly tokens: AddressTokens,
    private readonly owner: HandshakeOwner,
  ) {
    this.declared = transportParameters(environment.parameters);
  }

  /** Begins the handshake of a connection that was opened or accepted. */
  start(connection: QuicConnection): void {
    const { handshakes } = this.environment;
    const carrier = this.carrier(connection);
    const { clientTls } = connection;
    if (!clientTls) {
      connection.handshake = handshakes.server(carrier, connection.connection, this.declared);
      return;
    }
    const handshake: QuicClientHandshake = handshakes.client(
      carrier,
      connection.connection,
      clientTls,
      this.declared,
    );
    connection.handshake = handshake;
    connection.earlyProtocol = handshake.earlyProtocol;
    connection.remembered = handshake.remembered;
    handshake.start();
    this.tokens.use(connection);
  }

  /** What the handshake does to its connection (RFC 9001 section 4.1). */
  private carrier(connection: QuicConnection): HandshakeCarrier {
    return {
      send: (epoch, length) => {
        const space = spaceOfEpoch(connection, epoch);
        if (!space.isDiscarded) space.crypto.written += length;
        this.owner.requestFlush(connection);
      },
      flush: () => this.owner.requestFlush(connection),
      keysReady: (epoch, use) => this.keysReady(connection, epoch, use),
      established: (protocol) => {
        connection.applicationProtocol = protocol;
        this.owner.react(connection, QuicEvent.handshakeComplete);
        this.owner.requestFlush(connection);
      },
      ready: () => undefined,
      earlyDataRejected: () => this.recovery.requeueEarlyData(connection),
      failed: (error) => {
        connection.error = error;
        connection.closeError = noApplicationProtocol;
        this.owner.react(connection, QuicEvent.close);
        this.owner.requestFlush(connection);
      },
    };
  }

  private keysReady(connection: QuicConnection, epoch: number, use: 'read' | 'write'): void {
    const { handshakes } = this.environment;
    const peer = connection.isClient ? 1 : 0;
    if (epoch === TlsEpoch.earlyData && connection.isClient) {
      if (connection.remembered) this.takeLimits(connection, connection.remembered);
      connection.canWriteEarly = true;
      connection.applicationProtocol = connection.earlyProtocol;
      connection.openPending = true;
      this.owner.requestFlush(connection);
      return;
    }
    const declared = handshakes.declared(connection.connection, peer);
    // A server has the client's parameters with the ClientHello, a client the server's with its Finished.
    if (declared && (!connection.isClient || epoch === TlsEpoch.application))
      this.takeParameters(connection, declared);
    if (epoch === TlsEpoch.earlyData) {
      connection.canReadEarly = true;
      this.openServer(connection);
    } else {
      const space = spaceOfEpoch(connection, epoch);
      if (use === 'read') space.canRead = true;
      else space.canWrite = true;
      if (epoch === TlsEpoch.application && use === 'write') {
        connection.canWriteEarly = false;
        connection.earlyDataRefused = !connection.canReadEarly;
        this.openServer(connection);
      }
    }
    if (connection.undecryptable.length > 0) connection.retryPending = true;
    this.owner.requestFlush(connection);
  }

  /** A server's application may write with its first flight, before the handshake is complete (RFC 9114 section 7.2.4.2). */
  private openServer(connection: QuicConnection): void {
    if (connection.isClient) return;
    connection.applicationProtocol = this.environment.handshakes.protocol(connection.connection);
    connection.openPending = true;
  }

  /** The peer's transport parameters (RFC 9000 section 7.4). */
  private takeParameters(connection: QuicConnection, peer: QuicParameters): void {
    connection.peerMaximumAckDelay = peer.maximumAckDelay * 1e6;
    this.takeLimits(connection, peer);
  }

  /** What a client may also remember of an earlier connection (RFC 9000 section 7.4.1); the peer's ACK delay is not among it. */
  private takeLimits(connection: QuicConnection, peer: QuicParameters): void {
    connection.peerActiveConnectionIds = peer.activeConnectionIds;
    // RFC 9000 section 10.1: the smaller of both; 0 means none.
    const timeouts = [connection.parameters.idleTimeout, peer.idleTimeout * 1e6].filter((time) => time > 0);
    connection.idleTimeout = Math.min(...timeouts, Infinity);
    this.streams.takeFirstLimits(connection, peer);
  }
}

function spaceOfEpoch(connection: QuicConnection, epoch: number): PacketSpace {
  if (epoch === TlsEpoch.plaintext) return connection.spaces[0];
  return epoch === TlsEpoch.handshake ? connection.spaces[1] : connection.spaces[2];
}
