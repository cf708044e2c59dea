import { congestionControls } from '../../../shared/policies/congestion/list';
import { PacketOption } from '../../../shared/trace/packet';
import { ReceiveVerdict } from '../../../shared/trace/record';
import type { TcpConnection } from '../connection/connection';
import type { TcpEnvironment } from '../connection/environment';
import { answerCongestion, endReduction, reduceWindow } from './rate-reduction';
import type { Recovery } from './recovery';
import { takeSackBlocks } from './selective-acknowledgement';
import { SentFlag } from '../connection/sent-segments';
import type { Sender } from './sender';

/** RFC 5681 section 3.2: so many duplicates are taken for a loss. */
const duplicateThreshold = 3;

/** What an incoming acknowledgement does to the send side: scoreboard, round trip, congestion window, loss recovery. */
export class Acknowledgements {
  constructor(
    private readonly environment: TcpEnvironment,
    private readonly sender: Sender,
    private readonly recovery: Recovery,
  ) {}

  /**
   * Takes in an acceptable ACK: `acknowledged` is its relative number, `payload` whether the segment carries sequence
   * space of its own, `windowChanged` whether it moved the send window.
   */
  take(
    connection: TcpConnection,
    packet: number,
    acknowledged: number,
    payload: boolean,
    windowChanged: boolean,
  ): void {
    const { sent } = connection;
    const { trace, now } = this.environment.writer;
    const sackedBefore = sent.sackedBytes;
    sent.beginAcknowledgement(now, connection.roundTrip.least);
    const repeated = takeSackBlocks(connection, trace, packet, acknowledged);
    const newlySacked = sent.sackedBytes - sackedBefore;
    const duplicate = this.isDuplicate(connection, acknowledged, payload, windowChanged, newlySacked);
    const advanced = Math.max(0, acknowledged - connection.sendUnacknowledged);
    const taken = this.delivered(connection, advanced, duplicate);
    if (advanced > 0) this.takeProgress(connection, packet, acknowledged);
    const delivered = connection.selectiveAcknowledgement
      ? advanced + sent.sackedBytes - sackedBefore
      : taken;
    if (repeated) this.recovery.takeDuplicateReport(connection);
    if (connection.probeEnd > 0)
      this.recovery.settleProbe(
        connection,
        acknowledged,
        repeated,
        advanced === 0 && newlySacked === 0 && !payload,
      );
    if (advanced > 0 && (connection.inRecovery || connection.inLossRecovery))
      this.recovery.takeProgress(connection, advanced);
    if (duplicate) this.takeDuplicate(connection, packet);
    const lost = connection.selectiveAcknowledgement && this.recovery.seekLosses(connection);
    this.adjustWindow(connection, advanced, delivered, lost);
    if (advanced === 0 && sent.firstSackedSentAt >= 0)
      this.noteRoundTrip(connection, now - sent.firstSackedSentAt);
    if (newlySacked > 0 && !connection.inRecovery) connection.tailLossProbeAt = Infinity;
    this.sender.reportCongestion(connection);
  }

  /** Without SACK, each duplicate stands for one segment delivered, and what is acknowledged later was so in part before. */
  private delivered(connection: TcpConnection, advanced: number, duplicate: boolean): number {
    const segment = connection.maximumSegmentSize;
    if (advanced > 0) return Math.max(advanced - connection.inflation, Math.min(advanced, segment));
    return duplicate ? segment : 0;
  }

  private adjustWindow(connection: TcpConnection, advanced: number, delivered: number, lost: boolean): void {
    if (connection.reducing) {
      const echoOver =
        !connection.inRecovery && connection.sendUnacknowledged >= connection.congestionReducedUntil;
      if (echoOver) endReduction(connection);
      else reduceWindow(connection, delivered, advanced > 0 && !lost);
    } else if (!connection.inRecovery && this.mayGrow(connection, advanced, delivered)) {
      connection.congestion.onAcknowledged(
        delivered,
        this.environment.writer.now,
        connection.roundTrip.smoothed,
        this.usesWindow(connection),
      );
    }
  }

  /** In-order progress lets the window grow; where the path reorders, any delivery does, as Linux has it. */
  private mayGrow(connection: TcpConnection, advanced: number, delivered: number): boolean {
    return advanced > 0 || (delivered > 0 && connection.sent.delivery.reorderingSeen);
  }

  /** RFC 3168 section 6.1.2: an echo of congestion counts as a loss, once a window. */
  takeCongestionEcho(connection: TcpConnection): void {
    if (connection.inRecovery || connection.inLossRecovery) return;
    if (connection.sendUnacknowledged < connection.congestionReducedUntil) return;
    connection.congestionReducedUntil = connection.sendNext;
    answerCongestion(connection, this.environment.writer.now);
    this.sender.reportCongestion(connection);
  }

  /** RFC 5681 section 2, the definition of a duplicate acknowledgement; RFC 6675 section 2 with SACK. */
  private isDuplicate(
    connection: TcpConnection,
    acknowledged: number,
    payload: boolean,
    windowChanged: boolean,
    newlySacked: number,
  ): boolean {
    if (acknowledged !== connection.sendUnacknowledged || connection.outstanding === 0) return false;
    if (connection.selectiveAcknowledgement) return newlySacked > 0;
    return !payload && !windowChanged;
  }

  private takeProgress(connection: TcpConnection, packet: number, acknowledged: number): void {
    connection.sendUnacknowledged = acknowledged;
    this.measureRoundTrip(connection, packet, acknowledged);
    connection.timeouts = 0;
    if (connection.undoPossible) this.recovery.undoIfOriginalArrived(connection, packet);
    if (!connection.inRecovery && !connection.inLossRecovery) {
      connection.inflation = 0;
      connection.duplicateAcknowledgements = 0;
    }
    this.sender.restartRetransmission(connection);
  }

  /** RFC 5681 section 3.1 lets the window grow only where it limits: in slow start, half of it in use is enough (RFC 7661). */
  private usesWindow(connection: TcpConnection): boolean {
    const { congestion } = connection;
    return (
      connection.windowLimited ||
      connection.inLossRecovery ||
      (congestion.inSlowStart && congestion.window < 2 * connection.largestFlight)
    );
  }

  private measureRoundTrip(connection: TcpConnection, packet: number, acknowledged: number): void {
    const { sent } = connection;
    const { now } = this.environment.writer;
    let measured = -1;
    let ambiguous = false;
    while (sent.count > 0 && sent.start(0) < acknowledged) {
      // Karn's rule (RFC 6298 section 3): nothing is learnt where something sent twice is among what is acknowledged;
      // what had waited behind it would count its wait as a round trip.
      ambiguous ||= sent.has(0, SentFlag.everRetransmitted);
      if (measured < 0 && !sent.has(0, SentFlag.sacked)) measured = now - sent.sentAt(0);
      sent.acknowledgeHead(acknowledged);
    }
    if (ambiguous) measured = -1;
    if (measured < 0 && sent.firstSackedSentAt >= 0) measured = now - sent.firstSackedSentAt;
    if (measured < 0) measured = this.echoedRoundTrip(connection, packet);
    if (measured >= 0) this.noteRoundTrip(connection, measured);
  }

  /** RFC 7323 section 4.2: the echoed timestamp tells which transmission is meant; -1: there is none. */
  echoedRoundTrip(connection: TcpConnection, packet: number): number {
    const { now, trace } = this.environment.writer;
    if (!connection.timestamps || !(trace.options(packet) & PacketOption.timestamps)) return -1;
    const clock = (connection.timestampOffset + Math.floor(now / 1e6)) >>> 0;
    return ((clock - trace.timestampEcho(packet)) >>> 0) * 1e6;
  }

  /** Takes a round trip in and, once a round trip, notes it in the trace. */
  noteRoundTrip(connection: TcpConnection, measured: number): void {
    const { writer, device } = this.environment;
    connection.roundTrip.measured(measured, connection.sendUnacknowledged, connection.sendNext);
    const { smoothed, base } = connection.roundTrip;
    if (writer.now - connection.lastRoundTripReport < smoothed) return;
    connection.lastRoundTripReport = writer.now;
    writer.tcpRoundTrip(device, connection.connection, Math.round(smoothed / 1e3), Math.round(base / 1e3));
  }

  private takeDuplicate(connection: TcpConnection, packet: number): void {
    const { writer, device } = this.environment;
    connection.duplicateAcknowledgements += 1;
    writer.tcpReceive(
      device,
      packet,
      connection.connection,
      ReceiveVerdict.duplicateAck,
      connection.duplicateAcknowledgements,
    );
    if (!connection.selectiveAcknowledgement)
      // A segment left the network (RFC 3042 for the first two, RFC 6582 section 3.2 step 4 after).
      connection.inflation = Math.min(
        connection.inflation + connection.maximumSegmentSize,
        Math.max(0, connection.outstanding - connection.maximumSegmentSize),
      );
    if (connection.selectiveAcknowledgement || connection.inRecovery || connection.inLossRecovery) return;
    // RFC 6582 section 3.2 step 2: not for what was outstanding when the last recovery began.
    if (connection.sendUnacknowledged < connection.recoveryPoint) return;
    if (connection.duplicateAcknowledgements >= duplicateThreshold) this.recovery.enter(connection);
  }

  /** The handshake is done and the segment size known: the initial window (RFC 6928; one segment after lost SYNs). */
  beginCongestion(connection: TcpConnection): void {
    const { parameters, maximumSegmentSize } = connection;
    const segments = connection.synTransmissions > 2 ? 1 : parameters.initialWindow;
    const control = congestionControls.find(parameters.congestionControl);
    connection.congestion = control.create(maximumSegmentSize, segments);
    this.sender.reportCongestion(connection);
  }
}
