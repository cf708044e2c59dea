import { QuicFrame, QuicPacketItem, QuicSendReason, QuicSpace } from '../../../shared/trace/quic';
import { none } from '../../../shared/trace/record';
import { DatagramFields } from '../../trace/trace-writer';
import type { QuicConnection } from '../connection/connection';
import { TransportError } from '../connection/transport-error';
import { Carries, DatagramBuilder } from './datagram-builder';
import type { QuicEnvironment } from '../connection/environment';
import { FrameFiller } from './frame-filler';
import { connectionCloseFrameBytes } from '../../../wire/quic/lengths';
import type { PacketSpace } from '../spaces/packet-space';
import type { Streams } from '../streams/streams';

/** RFC 9000 section 14.1: a datagram with an Initial packet is padded to this, and no larger is risked before. */
export const initialDatagramBytes = 1200;
/** RFC 9000 section 8.1: what a server may send to an address that is not validated. */
const amplification = 3;
/** A packet with less room for frames is not begun. */
const leastRoom = 32;

/** What sending does to a connection besides; implemented by the endpoint. */
export interface SendingOwner {
  /** RFC 9001 section 4.9.1: a client drops the Initial keys with its first Handshake packet. */
  discard(connection: QuicConnection, space: PacketSpace): void;
  /** Restarts the idle timer (RFC 9000 section 10.1). */
  restartIdle(connection: QuicConnection): void;
}

/** Puts all that a connection has to send, and may, into datagrams. */
export class DatagramOutput {
  private readonly builder = new DatagramBuilder();
  private readonly fields = new DatagramFields();
  private readonly filler: FrameFiller;

  constructor(
    private readonly environment: QuicEnvironment,
    streams: Streams,
    private readonly owner: SendingOwner,
  ) {
    this.filler = new FrameFiller(environment, this.builder, streams);
  }

  /** Sends all that may be sent now. */
  sendAll(connection: QuicConnection): void {
    connection.windowLimited = false;
    connection.amplificationBlocked = false;
    while (this.sendOne(connection)) {
      // One datagram a turn.
    }
    connection.probes = 0;
    connection.recoveryPacketAllowed = false;
  }

  /** RFC 9000 section 10.2: CONNECTION_CLOSE with every key that the peer may have. */
  sendClose(connection: QuicConnection): void {
    const { builder } = this;
    const limit = this.limit(connection, false);
    builder.begin(limit, connection.tokenBytes);
    for (const space of connection.spaces) {
      if (!space.isOpen || !builder.openPacket(packetType(space.index), space, leastRoom)) continue;
      const isApplications = connection.closeIsApplications && space.index === QuicSpace.application;
      // RFC 9000 section 10.2.3: before 1-RTT the application's error is not told.
      const error =
        connection.closeIsApplications && !isApplications
          ? TransportError.application
          : connection.closeError;
      const type = isApplications ? QuicFrame.connectionCloseApplication : QuicFrame.connectionCloseTransport;
      const length = connectionCloseFrameBytes(error, isApplications ? undefined : 0, 0);
      builder.add(type, 0, 0, error, 0, none, length);
      builder.closePacket();
    }
    if (builder.packets === 0) return;
    builder.carries |= Carries.close;
    this.finish(connection);
  }

  private sendOne(connection: QuicConnection): boolean {
    const { builder } = this;
    const [initial] = connection.spaces;
    const withInitial = initial.isOpen && owesPacket(initial);
    const limit = this.limit(connection, withInitial);
    if (limit < (withInitial ? initialDatagramBytes : leastRoom)) {
      connection.amplificationBlocked = true;
      return false;
    }
    builder.begin(limit, connection.tokenBytes);
    const mayElicit = this.mayElicit(connection);
    for (const space of connection.spaces) this.fillSpace(connection, space, mayElicit);
    if (builder.packets === 0) {
      if (!mayElicit && this.hasSomething(connection)) connection.windowLimited = true;
      return false;
    }
    this.finish(connection);
    return true;
  }

  /** The largest datagram that may go now, bytes. */
  private limit(connection: QuicConnection, withInitial: boolean): number {
    const most = withInitial ? initialDatagramBytes : connection.datagramLimit;
    if (connection.addressValidated) return most;
    return Math.min(most, amplification * connection.bytesReceived - connection.bytesSent);
  }

  /** RFC 9002 section 7: whether the congestion window has room for a datagram, or a probe may go without. */
  private mayElicit(connection: QuicConnection): boolean {
    if (connection.probes > 0 || connection.recoveryPacketAllowed || connection.bytesInFlight === 0)
      return true;
    return connection.bytesInFlight + connection.datagramLimit <= connection.congestion.window;
  }

  private hasSomething(connection: QuicConnection): boolean {
    if (connection.sendQueue.length > 0 || connection.controlQueue.length > 0) return true;
    return connection.spaces.some(
      ({ isOpen, crypto }) => isOpen && (crypto.unsent > 0 || !crypto.lost.isEmpty),
    );
  }

  private fillSpace(connection: QuicConnection, space: PacketSpace, mayElicit: boolean): void {
    const { builder, filler } = this;
    const isApplication = space.index === QuicSpace.application;
    const isEarly = isApplication && !space.canWrite && connection.canWriteEarly;
    if (!space.isOpen && !isEarly) return;
    const type = isEarly ? QuicPacketItem.zeroRtt : packetType(space.index);
    if (!builder.openPacket(type, space, leastRoom)) return;
    if (!isEarly && space.received.unacknowledged > 0) filler.acknowledge(connection, space);
    if (mayElicit) {
      if (!isEarly) filler.crypto(space);
      if (isApplication) this.fillApplication(connection, isEarly);
      if (space.probeOwed && !builder.elicits) filler.ping();
    }
    if (!builder.elicits && !(space.received.isDue && builder.hasFrames)) {
      builder.dropPacket();
      return;
    }
    if (isApplication && !builder.elicits) filler.pingNowAndThen(connection, space);
    if (!isEarly && space.received.unacknowledged > 0) space.received.acknowledged();
    if (builder.elicits) {
      space.probeOwed = false;
      if (isApplication) connection.acknowledgementsAlone = 0;
    }
    builder.closePacket();
  }

  private fillApplication(connection: QuicConnection, isEarly: boolean): void {
    const { filler } = this;
    if (isEarly) filler.flowControl(connection);
    else filler.control(connection);
    filler.streamData(connection);
    // What was found to be held back by flow control is told in the same packet.
    if (connection.controlQueue.length > 0 || connection.dataBlockedPending) filler.flowControl(connection);
  }

  /** Pads the datagram where it must be, writes it into the trace and hands it over. */
  private finish(connection: QuicConnection): void {
    const { builder, environment } = this;
    const { writer } = environment;
    const hasInitial = builder.hasPacketOf(QuicPacketItem.initial);
    if (hasInitial && (connection.isClient || builder.elicitsIn(QuicPacketItem.initial)))
      builder.pad(initialDatagramBytes);
    if (builder.carries & Carries.path && !hasInitial)
      // RFC 9000 section 8.2.1: a path is probed with a datagram of full size, as far as it is allowed.
      builder.pad(Math.min(initialDatagramBytes, this.limit(connection, false)));
    connection.bytesInFlight += builder.bytesToFly;
    const row = this.writeRow(connection);
    const isProbe = builder.elicitsAnywhere && connection.probes > 0;
    const isForLoss = !isProbe && (builder.carries & Carries.retransmission) !== 0;
    const record = writer.quicSend(
      environment.device,
      row,
      connection.connection,
      reasonOf(builder.carries, isProbe),
      connection.bytesInFlight,
      isForLoss && connection.lossRecord !== none ? connection.lossRecord : writer.cause,
    );
    builder.noteSent(writer, row);
    connection.bytesSent += builder.size;
    if (builder.elicitsAnywhere) this.noteEliciting(connection, record);
    environment.udp.transmit(row, connection.remoteAddress, builder.size, record);
    const [initial] = connection.spaces;
    if (connection.isClient && !initial.isDiscarded && builder.hasPacketOf(QuicPacketItem.handshake))
      this.owner.discard(connection, initial);
  }

  private noteEliciting(connection: QuicConnection, record: number): void {
    if (connection.probes > 0) connection.probes -= 1;
    connection.recoveryPacketAllowed = false;
    connection.recoveryCause = record;
    if (!connection.idleRestartsOnSending) return;
    connection.idleRestartsOnSending = false;
    this.owner.restartIdle(connection);
  }

  private writeRow(connection: QuicConnection): number {
    const { builder, fields, environment } = this;
    fields.sourceAddress = connection.localAddress;
    fields.destinationAddress = connection.remoteAddress;
    fields.sourcePort = connection.localPort;
    fields.destinationPort = connection.remotePort;
    fields.connection = connection.connection;
    fields.payload = builder.size;
    connection.identification = (connection.identification + 1) & 0xffff;
    fields.identification = connection.identification;
    fields.firstItem = builder.write(connection, environment.writer);
    fields.items = builder.items;
    return environment.writer.datagram(fields);
  }
}

/** Whether the handshake's own spaces have something to send. */
function owesPacket({ crypto, received, probeOwed }: PacketSpace): boolean {
  return crypto.unsent > 0 || !crypto.lost.isEmpty || received.isDue || probeOwed;
}

function packetType(space: number): number {
  if (space === QuicSpace.initial) return QuicPacketItem.initial;
  return space === QuicSpace.handshake ? QuicPacketItem.handshake : QuicPacketItem.oneRtt;
}

function reasonOf(carries: number, isProbe: boolean): number {
  if (carries & Carries.close) return QuicSendReason.close;
  if (isProbe) return QuicSendReason.probe;
  if (carries & Carries.path) return QuicSendReason.path;
  if (carries & Carries.retransmission) return QuicSendReason.retransmission;
  if (carries & Carries.handshake) return QuicSendReason.handshake;
  if (carries & Carries.data) return QuicSendReason.data;
  return carries & Carries.control ? QuicSendReason.flowControl : QuicSendReason.acknowledgement;
}
