import { PathEvent } from '../../../shared/trace/quic';
import { newController } from '../recovery/congestion';
import type { QuicConnection } from '../connection/connection';
import type { QuicEnvironment } from '../connection/environment';
import { activeConnectionIds } from '../connection/parameters';
import type { Recovery } from '../recovery/recovery';

/** RFC 9000 section 8.2.4: a validation is given up after three probe timeouts; the challenge is repeated in between. */
const attempts = 3;
/** IPv4 and UDP headers. */
const headerBytes = 28;

/** Connection ids, path validation and migration: RFC 9000 sections 5.1, 8.2 and 9. */
export class Paths {
  constructor(
    private readonly environment: QuicEnvironment,
    private readonly recovery: Recovery,
  ) {}

  /** The largest UDP payload from an address of this end towards the peer, bytes. */
  datagramLimit(localAddress: number, remoteAddress: number): number {
    const { parameters } = this.environment;
    const mtu = this.environment.pathMtu(remoteAddress, localAddress);
    return mtu > headerBytes && mtu < 0xffffffff
      ? Math.min(parameters.maximumDatagram, mtu - headerBytes)
      : parameters.maximumDatagram;
  }

  /** Gives the peer spare ids, as many as it may hold (RFC 9000 section 5.1.1). */
  announceIds(connection: QuicConnection): void {
    const most = Math.min(connection.peerActiveConnectionIds, activeConnectionIds);
    while (connection.nextLocalId < most) connection.idsToAnnounce.push(connection.nextLocalId++);
  }

  /** NEW_CONNECTION_ID has arrived. */
  takeNewId(connection: QuicConnection, sequence: number): void {
    if (connection.knownRemoteIds.has(sequence)) return;
    connection.knownRemoteIds.add(sequence);
    connection.spareRemoteIds.push(sequence);
  }

  /** RETIRE_CONNECTION_ID has arrived: the peer gets another. */
  takeRetired(connection: QuicConnection, sequence: number): void {
    if (connection.retiredLocalIds.has(sequence)) return;
    connection.retiredLocalIds.add(sequence);
    connection.idsToAnnounce.push(connection.nextLocalId++);
  }

  /** This end goes on from another of its addresses (RFC 9000 section 9.2). `localPort`: its port there. */
  migrate(connection: QuicConnection, localAddress: number, localPort: number): void {
    connection.localAddress = localAddress;
    connection.localPort = localPort;
    this.takeUnusedId(connection);
    this.beginPath(connection);
    // Something that is no probe tells the peer that this is a move (RFC 9000 section 9.2).
    connection.pingPending = true;
  }

  /** A server has had a packet. `isMove`: whether it says, if it came from elsewhere, that the client is there now. */
  heardFrom(connection: QuicConnection, row: number, isMove: boolean): void {
    const { trace } = this.environment.writer;
    const address = trace.sourceAddress(row);
    const port = trace.sourcePort(row);
    if (!isMove || (address === connection.remoteAddress && port === connection.remotePort)) return;
    connection.previousAddress = connection.remoteAddress;
    connection.previousPort = connection.remotePort;
    connection.remoteAddress = address;
    connection.remotePort = port;
    this.record(connection, PathEvent.peerMoved);
    this.takeUnusedId(connection);
    // RFC 9000 section 9.3: until the address is validated the amplification limit holds again.
    connection.addressValidated = false;
    connection.bytesReceived = trace.payloadBytes(row);
    connection.bytesSent = 0;
    this.beginPath(connection);
  }

  /** PATH_RESPONSE has arrived. */
  takeResponse(connection: QuicConnection, number: number): void {
    if (!connection.challengeOutstanding || number !== connection.challenge) return;
    connection.challengeOutstanding = false;
    connection.challengePending = false;
    connection.pathAt = Infinity;
    connection.addressValidated = true;
    this.record(connection, PathEvent.validated);
  }

  /** The path timer has fired: challenges again, or gives the path up. */
  timerFired(connection: QuicConnection): void {
    connection.pathAt = Infinity;
    if (!connection.challengeOutstanding) return;
    if (connection.pathAttempts < attempts) {
      this.challenge(connection);
      return;
    }
    connection.challengeOutstanding = false;
    this.record(connection, PathEvent.failed);
    if (connection.isClient) return;
    // RFC 9000 section 9.3.2: back to the last address that was validated.
    connection.remoteAddress = connection.previousAddress;
    connection.remotePort = connection.previousPort;
    connection.addressValidated = true;
  }

  /** RFC 9000 section 9.4: a new path has a congestion window and a round trip of its own. */
  private beginPath(connection: QuicConnection): void {
    connection.datagramLimit = this.datagramLimit(connection.localAddress, connection.remoteAddress);
    this.recovery.leavePath(connection);
    connection.congestion = newController(connection.parameters, connection.datagramLimit);
    this.recovery.reportCongestion(connection);
    connection.pathAttempts = 0;
    connection.challenge += 1;
    this.challenge(connection);
  }

  private challenge(connection: QuicConnection): void {
    connection.pathAttempts += 1;
    connection.challengePending = true;
    connection.challengeOutstanding = true;
    this.record(connection, PathEvent.challenged);
    connection.pathAt = this.environment.writer.now + this.recovery.probeTimeout(connection);
  }

  /** RFC 9000 section 9.5: another path gets another id, so that the two cannot be linked by it. */
  private takeUnusedId(connection: QuicConnection): void {
    const next = connection.spareRemoteIds.shift();
    if (next === undefined) return;
    connection.idsToRetire.push(connection.remoteId);
    connection.remoteId = next;
  }

  private record(connection: QuicConnection, event: number): void {
    const { writer, device } = this.environment;
    writer.quicPath(device, connection.connection, connection.remoteAddress, event);
  }
}
