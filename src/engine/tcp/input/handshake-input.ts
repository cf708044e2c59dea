import { PacketOption, TcpFlag } from '../../../shared/trace/packet';
import { SegmentReason } from '../../../shared/trace/record';
import type { Acknowledgements } from '../sending/acknowledgement';
import type { TcpConnection } from '../connection/connection';
import { TcpEvent } from '../connection/connection-machine';
import type { TcpEnvironment } from '../connection/environment';
import type { Lifecycle } from '../lifetime/lifecycle';
import type { SegmentOutput } from '../sending/segment-output';
import type { Sender } from '../sending/sender';
import { relativeAcknowledgement } from '../connection/sequence-numbers';

/** Two ticks of Linux's clock, TCP_TIMEOUT_MIN. */
const soonestRetransmission = 2e6;

/** The opening handshake: what a SYN says, and what SYN-SENT makes of a segment. */
export class HandshakeInput {
  constructor(
    private readonly environment: TcpEnvironment,
    private readonly output: SegmentOutput,
    private readonly sender: Sender,
    private readonly acknowledgements: Acknowledgements,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** Reads a SYN's options and its sequence number into a connection. */
  takeSyn(connection: TcpConnection, packet: number): void {
    const { trace } = this.environment.writer;
    const { parameters } = connection;
    const options = trace.options(packet);
    connection.initialReceiveSequence = trace.sequence(packet);
    connection.receiveNext = 1;
    connection.receiveEdge = 1;
    connection.lastAcknowledged = 0;
    connection.timestamps = parameters.timestamps && (options & PacketOption.timestamps) !== 0;
    if (connection.timestamps) connection.timestampRecent = trace.timestampValue(packet);
    connection.timestampRecentAt = this.environment.writer.now;
    connection.selectiveAcknowledgement =
      parameters.selectiveAcknowledgement && (options & PacketOption.sackPermitted) !== 0;
    connection.windowScaling = parameters.windowScale >= 0 && (options & PacketOption.windowScale) !== 0;
    if (connection.windowScaling) {
      // RFC 7323 section 2.3: a shift above 14 counts as 14.
      connection.sendWindowShift = Math.min(14, trace.windowScaleOption(packet));
      connection.receiveWindowShift = Math.max(0, parameters.windowScale);
    }
    const flags = trace.flags(packet);
    const wantsEcn = flags & TcpFlag.ack ? TcpFlag.ece : TcpFlag.ece | TcpFlag.cwr;
    connection.congestionNotification =
      parameters.explicitCongestionNotification &&
      connection.synTransmissions <= 1 &&
      (flags & (TcpFlag.ece | TcpFlag.cwr)) === wantsEcn;
    this.agreeSegmentSize(connection, options & PacketOption.mss ? trace.mssOption(packet) : 536);
    connection.sendWindow = trace.window(packet);
    connection.largestSendWindow = connection.sendWindow;
    connection.windowUpdateSequence = 0;
  }

  /** The size of a segment towards a peer that announced an MSS; our way's MTU and setting count too (RFC 9293 section 3.7.1). */
  segmentSizeTowards(localAddress: number, remoteAddress: number, announced: number): number {
    const { parameters } = this.environment;
    const mtu = this.environment.pathMtu(remoteAddress, localAddress);
    const own = parameters.maximumSegmentSize;
    const fitting = mtu > 40 && mtu < 0xffffffff ? mtu - 40 : 1460;
    return Math.min(announced, fitting, own > 0 ? own : 65535);
  }

  /** RFC 6691: less the options in every segment. */
  agreeSegmentSize(connection: TcpConnection, announced: number): void {
    const size = this.segmentSizeTowards(connection.localAddress, connection.remoteAddress, announced);
    connection.maximumSegmentSize = Math.max(1, size - (connection.timestamps ? 12 : 0));
    connection.largestSegmentReceived = Math.min(536, connection.maximumSegmentSize);
  }

  /** RFC 9293 section 3.10.7.3. */
  takeInSynSent(connection: TcpConnection, packet: number): void {
    const { trace } = this.environment.writer;
    const flags = trace.flags(packet);
    const acknowledges = (flags & TcpFlag.ack) !== 0;
    const acknowledged = acknowledges ? relativeAcknowledgement(connection, trace, packet) : 0;
    if (acknowledges && (acknowledged <= 0 || acknowledged > connection.sendNext)) {
      if (!(flags & TcpFlag.rst)) this.output.refuse(packet, SegmentReason.rst);
      // As in Linux: the peer held an old connection, which the reset ends; the SYN goes again at once, but only once.
      if (connection.synTransmissions === 1)
        connection.retransmissionAt = this.environment.writer.now + soonestRetransmission;
      return;
    }
    if (flags & TcpFlag.rst) {
      if (acknowledges) this.lifecycle.react(connection, TcpEvent.rst);
      return;
    }
    if (!(flags & TcpFlag.syn)) return;
    this.takeSyn(connection, packet);
    if (!acknowledges) {
      this.lifecycle.react(connection, TcpEvent.syn);
      return;
    }
    connection.windowUpdateAcknowledgement = acknowledged;
    this.synAcknowledged(connection, packet, acknowledged);
    this.lifecycle.react(connection, TcpEvent.synAck);
    this.sender.sendPending(connection);
  }

  /** Our SYN arrived: its round trip is the first measurement; where it went out twice only timestamps can tell (Karn). */
  synAcknowledged(connection: TcpConnection, packet: number, acknowledged: number): void {
    const { writer } = this.environment;
    connection.sendUnacknowledged = acknowledged;
    connection.retransmissionAt = Infinity;
    connection.timeouts = 0;
    const measured =
      connection.synTransmissions === 1
        ? writer.now - connection.synSentAt
        : this.acknowledgements.echoedRoundTrip(connection, packet);
    if (measured >= 0) this.acknowledgements.noteRoundTrip(connection, measured);
    else connection.roundTrip.measuredNothing();
    this.acknowledgements.beginCongestion(connection);
  }
}
