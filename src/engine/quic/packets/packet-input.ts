import { QuicFrame, QuicPacketItem, QuicSpace, originalConnectionId } from '../../../shared/trace/quic';
import { TlsEpoch } from '../../../shared/trace/tls';
import type { QuicConnection } from '../connection/connection';
import { QuicEvent, QuicState } from '../connection/connection-machine';
import { isAckEliciting } from './datagram-builder';
import type { QuicEnvironment } from '../connection/environment';
import type { PacketSpace } from '../spaces/packet-space';
import { acknowledgeEvery } from '../connection/parameters';
import type { Paths } from '../paths/paths';
import type { Recovery } from '../recovery/recovery';
import type { Streams } from '../streams/streams';

/** The epoch of the handshake bytes that a packet number space carries (RFC 9001 section 2.1). */
const epochOfSpace = [TlsEpoch.plaintext, TlsEpoch.handshake, TlsEpoch.application] as const;
/** RFC 9001 section 5.7: packets that came ahead of their keys are kept, but not without end. */
const mostUndecryptable = 16;

/** What arriving frames do to a connection as a whole; implemented by the endpoint. */
export interface ReceivingOwner {
  react(connection: QuicConnection, event: number): void;
  discard(connection: QuicConnection, space: PacketSpace): void;
  /** NEW_TOKEN has arrived. */
  takeToken(connection: QuicConnection): void;
  /** Tells the application that streams can be opened, if it has not been told. */
  announceOpen(connection: QuicConnection): void;
  restartIdle(connection: QuicConnection): void;
  /** Tells the peer again that this end has closed. */
  repeatClose(connection: QuicConnection): void;
  /** The peer has closed. `error`: its code. */
  peerClosed(connection: QuicConnection, error: number, isApplications: boolean): void;
}

/** Takes datagrams apart into QUIC packets and frames, and has each do what it is for. */
export class PacketInput {
  constructor(
    private readonly environment: QuicEnvironment,
    private readonly streams: Streams,
    private readonly recovery: Recovery,
    private readonly paths: Paths,
    private readonly owner: ReceivingOwner,
  ) {}

  /** A datagram has arrived. `row`: its packet row. */
  takeDatagram(connection: QuicConnection, row: number): void {
    const { trace } = this.environment.writer;
    connection.bytesReceived += trace.payloadBytes(row);
    // RFC 9000 section 8.1: what has come lets more go.
    connection.amplificationBlocked = false;
    const first = trace.firstQuicItem(row);
    const limit = first + trace.quicItemCount(row);
    for (let item = first; item < limit; item++)
      if (trace.quicItemType(item) >= QuicPacketItem.initial) this.takePacket(connection, row, item, limit);
  }

  /** Keys have come: takes what has waited for them. */
  retryUndecryptable(connection: QuicConnection): void {
    const { writer } = this.environment;
    const waiting = connection.undecryptable.splice(0);
    const { cause } = writer;
    for (let at = 0; at < waiting.length; at += 3) {
      const row = waiting[at] as number;
      writer.cause = waiting[at + 2] as number;
      const limit = writer.trace.firstQuicItem(row) + writer.trace.quicItemCount(row);
      this.takePacket(connection, row, waiting[at + 1] as number, limit);
    }
    writer.cause = cause;
  }

  /** Takes the QUIC packet whose header is `header`; its frames follow up to the next header, or `limit`. */
  private takePacket(connection: QuicConnection, row: number, header: number, limit: number): void {
    const { trace, now } = this.environment.writer;
    const type = trace.quicItemType(header);
    const space = connection.spaces[trace.quicItemSpace(header) as 0 | 1 | 2];
    if (!this.isReadable(connection, space, type)) {
      this.keepForLater(connection, space, type, row, header);
      return;
    }
    const number = trace.quicItemOffset(header);
    // RFC 9000 section 12.3: a packet number is taken once.
    if (space.received.has(number)) return;
    if (!connection.isLive) {
      this.takeWhileClosing(connection, header, limit);
      return;
    }
    // Early data may lie in the same datagram as the ClientHello: its streams come after the connection.
    if (connection.openPending) this.owner.announceOpen(connection);
    this.noteHeard(connection, type);
    const isLatest = number > space.received.largest;
    let elicits = false;
    let isProbing = true;
    for (let item = header + 1; item < limit; item++) {
      const frame = trace.quicItemType(item);
      if (frame >= QuicPacketItem.initial) break;
      if (isAckEliciting(frame)) elicits = true;
      if (!probing.has(frame)) isProbing = false;
      this.takeFrame(connection, space, item, frame, row);
      if (hasEnded(connection)) return;
    }
    const delay = space.index === QuicSpace.application ? connection.parameters.maximumAckDelay : 0;
    space.received.take(number, now, elicits, delay, acknowledgeEvery);
    if (space.index === QuicSpace.application && !connection.isClient)
      this.paths.heardFrom(connection, row, isLatest && !isProbing);
  }

  private isReadable(connection: QuicConnection, space: PacketSpace, type: number): boolean {
    if (space.isDiscarded) return false;
    return type === QuicPacketItem.zeroRtt ? connection.canReadEarly : space.canRead;
  }

  private keepForLater(
    connection: QuicConnection,
    space: PacketSpace,
    type: number,
    row: number,
    item: number,
  ) {
    const isRefused = type === QuicPacketItem.zeroRtt && connection.earlyDataRefused;
    if (space.isDiscarded || isRefused || !connection.isLive) return;
    if (connection.undecryptable.length >= 3 * mostUndecryptable) return;
    connection.undecryptable.push(row, item, this.environment.writer.cause);
  }

  private noteHeard(connection: QuicConnection, type: number): void {
    connection.idleRestartsOnSending = true;
    this.owner.restartIdle(connection);
    // RFC 9000 section 7.2: from the first answer on, the client uses the id that the server chose.
    if (connection.isClient && connection.remoteId === originalConnectionId) connection.remoteId = 0;
    if (type !== QuicPacketItem.handshake || connection.isClient) return;
    // RFC 9000 section 8.1: who can answer a Handshake packet has the address that it claims.
    connection.addressValidated = true;
    // RFC 9001 section 4.9.1.
    const [initial] = connection.spaces;
    if (!initial.isDiscarded) this.owner.discard(connection, initial);
  }

  private takeFrame(connection: QuicConnection, space: PacketSpace, item: number, type: number, row: number) {
    const { trace } = this.environment.writer;
    const offset = trace.quicItemOffset(item);
    const a = trace.quicItemWord(item, 0);
    const b = trace.quicItemWord(item, 1);
    switch (type) {
      case QuicFrame.ack:
        this.recovery.takeAcknowledgement(connection, space, item);
        break;
      case QuicFrame.crypto:
        this.takeCrypto(connection, space, offset, b);
        break;
      case QuicFrame.newToken:
        this.owner.takeToken(connection);
        break;
      case QuicFrame.stream: {
        const stream = this.streams.find(connection, a);
        if (stream) this.streams.takeData(stream, offset, b, trace.quicItemFlags(item), row);
        break;
      }
      case QuicFrame.resetStream: {
        const stream = this.streams.find(connection, a);
        if (stream) this.streams.takeReset(stream, offset);
        break;
      }
      case QuicFrame.stopSending: {
        const stream = this.streams.find(connection, a);
        if (stream) this.streams.takeStop(stream, b);
        break;
      }
      case QuicFrame.maxData:
        connection.dataLimit = Math.max(connection.dataLimit, offset);
        break;
      case QuicFrame.maxStreamData: {
        const stream = this.streams.find(connection, a);
        if (stream) this.streams.takeStreamLimit(stream, offset);
        break;
      }
      case QuicFrame.maxStreamsBidirectional:
        this.streams.takeStreamsLimit(connection, 0, offset);
        break;
      case QuicFrame.maxStreamsUnidirectional:
        this.streams.takeStreamsLimit(connection, 1, offset);
        break;
      case QuicFrame.newConnectionId:
        this.paths.takeNewId(connection, a);
        break;
      case QuicFrame.retireConnectionId:
        this.paths.takeRetired(connection, a);
        break;
      case QuicFrame.pathChallenge:
        connection.responses.push(a);
        break;
      case QuicFrame.pathResponse:
        this.paths.takeResponse(connection, a);
        break;
      case QuicFrame.handshakeDone:
        this.owner.react(connection, QuicEvent.handshakeConfirmed);
        break;
      case QuicFrame.connectionCloseTransport:
      case QuicFrame.connectionCloseApplication:
        this.owner.peerClosed(connection, a, type === QuicFrame.connectionCloseApplication);
        break;
    }
  }

  private takeCrypto(connection: QuicConnection, space: PacketSpace, offset: number, length: number): void {
    space.cryptoArrived.add(offset, offset + length);
    const isRepeated = offset + length <= space.cryptoReceived;
    if (isRepeated && !connection.isClient && space.index === QuicSpace.initial)
      this.recovery.repeatHandshake(connection);
    const reached = space.cryptoArrived.takeFrom(space.cryptoReceived);
    if (reached === space.cryptoReceived) return;
    space.cryptoReceived = reached;
    connection.handshake?.receive(epochOfSpace[space.index as 0 | 1 | 2], reached);
  }

  /** RFC 9000 section 10.2.1: what comes while closing is answered with the close again, ever more rarely. */
  private takeWhileClosing(connection: QuicConnection, header: number, limit: number): void {
    const { trace } = this.environment.writer;
    for (let item = header + 1; item < limit; item++) {
      const frame = trace.quicItemType(item);
      if (frame >= QuicPacketItem.initial) break;
      if (frame === QuicFrame.connectionCloseTransport || frame === QuicFrame.connectionCloseApplication)
        this.owner.react(connection, QuicEvent.peerClose);
    }
    if (connection.state !== QuicState.closing) return;
    connection.packetsWhileClosing += 1;
    // After 1, 2, 4, 8, ... packets.
    if ((connection.packetsWhileClosing & (connection.packetsWhileClosing - 1)) === 0)
      this.owner.repeatClose(connection);
  }
}

/** Whether a frame was the connection's last: the peer's close, or a breach of a rule. What follows it means nothing. */
function hasEnded(connection: QuicConnection): boolean {
  return !connection.isLive;
}

/** Probing frames, RFC 9000 section 9.1: a packet with nothing else does not say that the peer has moved. */
const probing = new Set<number>([
  QuicFrame.padding,
  QuicFrame.pathChallenge,
  QuicFrame.pathResponse,
  QuicFrame.newConnectionId,
]);
