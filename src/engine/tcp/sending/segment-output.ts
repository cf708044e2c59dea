import { relativeAcknowledgement } from '../../../shared/trace/relative-acknowledgement';
import { PacketOption, TcpFlag } from '../../../shared/trace/packet';
import { none } from '../../../shared/trace/record';
import { SegmentFields, frameBytesOf } from '../../trace/trace-writer';
import type { TcpConnection } from '../connection/connection';
import { TcpState } from '../connection/connection-machine';
import type { TcpEnvironment } from '../connection/environment';
import { offerInSyn, offerWindow } from '../connection/receive-window';

/** IPv4 and TCP header without options. */
const headerBytes = 40;

/** Turns "send this part of the sequence space" into a segment with all its fields, and hands it to IP. */
export class SegmentOutput {
  private readonly fields = new SegmentFields();
  constructor(private readonly environment: TcpEnvironment) {}

  /**
   * Sends `length` bytes from relative sequence number `sequence` with the flags given (ACK is added where it belongs)
   * and returns the tcp.send record. `reason`: SegmentReason.
   */
  send(connection: TcpConnection, sequence: number, length: number, flags: number, reason: number): number {
    const { fields } = this;
    const isSyn = (flags & TcpFlag.syn) !== 0;
    const acknowledges = connection.state !== TcpState.synSent && connection.state !== TcpState.closed;
    this.address(connection);
    fields.relativeSequence = sequence;
    fields.sequence = (connection.initialSendSequence + sequence) >>> 0;
    fields.payload = length;
    fields.flags = acknowledges ? flags | TcpFlag.ack : flags;
    fields.relativeAcknowledgement = acknowledges ? connection.receiveNext >>> 0 : 0;
    fields.acknowledgement = acknowledges
      ? (connection.initialReceiveSequence + connection.receiveNext) >>> 0
      : 0;
    fields.window = isSyn ? offerInSyn(connection) : offerWindow(connection);
    if (isSyn) this.synOptions(connection, acknowledges);
    else this.options(connection, acknowledges);
    fields.trafficClass = 0;
    if (connection.congestionNotification && !isSyn)
      this.tellCongestion(connection, length > 0 && sequence >= connection.sendNext);
    return this.hand(connection, reason);
  }

  /** RST for a connection we hold (RFC 9293 section 3.10.5): at SND.NXT, with an ACK. */
  reset(connection: TcpConnection, reason: number): number {
    return this.send(connection, connection.sendNext, 0, TcpFlag.rst, reason);
  }

  /** RST for a segment that no connection wants (RFC 9293 section 3.10.7.1). */
  refuse(packet: number, reason: number): void {
    const { fields, environment } = this;
    const { trace } = environment.writer;
    const flags = trace.flags(packet);
    const length = trace.payloadBytes(packet) + (flags & TcpFlag.syn ? 1 : 0) + (flags & TcpFlag.fin ? 1 : 0);
    fields.sourceAddress = trace.destinationAddress(packet);
    fields.destinationAddress = trace.sourceAddress(packet);
    fields.sourcePort = trace.destinationPort(packet);
    fields.destinationPort = trace.sourcePort(packet);
    fields.connection = trace.connectionOfPacket(packet);
    fields.payload = 0;
    fields.window = 0;
    fields.options = 0;
    fields.sackBlocks = 0;
    fields.identification = 0;
    fields.trafficClass = 0;
    if (flags & TcpFlag.ack) {
      fields.flags = TcpFlag.rst;
      fields.sequence = trace.acknowledgement(packet);
      fields.relativeSequence = relativeAcknowledgement(trace, packet);
      fields.acknowledgement = 0;
      fields.relativeAcknowledgement = 0;
    } else {
      fields.flags = TcpFlag.rst | TcpFlag.ack;
      fields.sequence = 0;
      fields.relativeSequence = 0;
      fields.acknowledgement = (trace.sequence(packet) + length) >>> 0;
      fields.relativeAcknowledgement = (trace.relativeSequence(packet) + length) >>> 0;
    }
    this.handOver(0, 0, reason, fields.connection);
  }

  /** The last acknowledgement again, for a TIME-WAIT entry that keeps no connection. `fields` are filled by the caller. */
  sendFields(fill: (fields: SegmentFields) => void, reason: number): number {
    const { fields } = this;
    fields.payload = 0;
    fields.options = 0;
    fields.sackBlocks = 0;
    fields.trafficClass = 0;
    fields.identification = 0;
    fill(fields);
    return this.handOver(0, 0, reason, fields.connection);
  }

  private address(connection: TcpConnection): void {
    const { fields } = this;
    fields.sourceAddress = connection.localAddress;
    fields.destinationAddress = connection.remoteAddress;
    fields.sourcePort = connection.localPort;
    fields.destinationPort = connection.remotePort;
    fields.connection = connection.connection;
    connection.identification = (connection.identification + 1) & 0xffff;
    fields.identification = connection.identification;
  }

  private synOptions(connection: TcpConnection, answers: boolean): void {
    const { fields, environment } = this;
    const { parameters } = connection;
    fields.options = PacketOption.mss;
    fields.maximumSegmentSize = this.announcedSegmentSize(connection.localAddress, connection.remoteAddress);
    fields.sackBlocks = 0;
    // RFC 7323 section 1.3 and RFC 2018 section 2: an answer offers only what was asked for.
    if (answers ? connection.timestamps : parameters.timestamps) fields.options |= PacketOption.timestamps;
    if (answers ? connection.selectiveAcknowledgement : parameters.selectiveAcknowledgement)
      fields.options |= PacketOption.sackPermitted;
    if (answers ? connection.windowScaling : parameters.windowScale >= 0) {
      fields.options |= PacketOption.windowScale;
      fields.windowScale = Math.max(0, parameters.windowScale);
    }
    fields.timestampValue = this.timestampNow(connection, environment.writer.now);
    fields.timestampEcho = answers ? connection.timestampRecent : 0;
    // RFC 3168 section 6.1.1; a SYN that was lost goes again without, in case that was why (section 6.1.1.1).
    const asks = parameters.explicitCongestionNotification && connection.synTransmissions <= 1;
    if (answers ? connection.congestionNotification : asks)
      fields.flags |= answers ? TcpFlag.ece : TcpFlag.ece | TcpFlag.cwr;
  }

  /** The MSS to announce towards an address (RFC 9293 section 3.7.1): what is set, else what the way takes. */
  announcedSegmentSize(localAddress: number, remoteAddress: number): number {
    const configured = this.environment.parameters.maximumSegmentSize;
    const mtu = this.environment.pathMtu(remoteAddress, localAddress);
    const fitting = mtu > headerBytes && mtu < 0xffffffff ? mtu - headerBytes : 1460;
    return Math.min(configured > 0 ? configured : fitting, 65535);
  }

  private options(connection: TcpConnection, acknowledges: boolean): void {
    const { fields } = this;
    fields.options = 0;
    fields.sackBlocks = 0;
    if (connection.timestamps) {
      fields.options |= PacketOption.timestamps;
      fields.timestampValue = this.timestampNow(connection, this.environment.writer.now);
      fields.timestampEcho = connection.timestampRecent;
    }
    if (!acknowledges || !connection.selectiveAcknowledgement) return;
    if (connection.repeatedEnd === 0 && connection.reassembly.isEmpty) return;
    // RFC 6691 section 2: options take their room from the data. Blocks that find none beside it go with the next acknowledgement.
    const room = Math.floor((connection.maximumSegmentSize - fields.payload - 4) / 8);
    if (room > 0) this.sackBlocks(connection, Math.min(connection.timestamps ? 3 : 4, room));
  }

  /** RFC 2018 section 3: with timestamps three blocks fit. RFC 2883 section 4: first, and once, what arrived twice. */
  private sackBlocks(connection: TcpConnection, most: number): void {
    const { fields } = this;
    const { initialReceiveSequence: base, reassembly } = connection;
    fields.options |= PacketOption.sack;
    let blocks = 0;
    if (connection.repeatedEnd > 0) {
      fields.sackEdges[0] = (base + connection.repeatedStart) >>> 0;
      fields.sackEdges[1] = (base + connection.repeatedEnd) >>> 0;
      connection.repeatedEnd = 0;
      blocks = 1;
    }
    fields.sackBlocks = reassembly.writeLatest(most, base, fields.sackEdges, blocks);
  }

  /** RFC 7323 section 5.4: a clock of 1 ms, begun somewhere. */
  timestampNow(connection: TcpConnection, now: number): number {
    return (connection.timestampOffset + Math.floor(now / 1e6)) >>> 0;
  }

  /** RFC 3168 sections 6.1.2 to 6.1.6: only new data is ECT(0), and tells of a reduction; ACKs, retransmissions and probes are not. */
  private tellCongestion(connection: TcpConnection, isNewData: boolean): void {
    const { fields } = this;
    if (connection.echoCongestion) fields.flags |= TcpFlag.ece;
    if (!isNewData) return;
    fields.trafficClass = 2;
    if (!connection.congestionReduced) return;
    fields.flags |= TcpFlag.cwr;
    connection.congestionReduced = false;
  }

  private hand(connection: TcpConnection, reason: number): number {
    connection.lastAcknowledged = connection.receiveNext;
    connection.acknowledgementPending = false;
    connection.delayedAcknowledgementAt = Infinity;
    if (connection.quickAcknowledgements > 0) connection.quickAcknowledgements -= 1;
    const inFlight = Math.max(
      connection.outstanding,
      this.fields.relativeSequence + this.fields.payload - connection.sendUnacknowledged,
    );
    return this.handOver(inFlight, connection.sendWindow, reason, connection.connection);
  }

  private handOver(inFlight: number, sendWindow: number, reason: number, connection: number): number {
    const { environment, fields } = this;
    const { writer } = environment;
    const packet = writer.packet(fields);
    const record = writer.tcpSend(
      environment.device,
      packet,
      connection,
      reason,
      inFlight >>> 0,
      Math.min(sendWindow, none - 1),
    );
    environment.transmit(packet, fields.destinationAddress, frameBytesOf(fields), record);
    return record;
  }
}
