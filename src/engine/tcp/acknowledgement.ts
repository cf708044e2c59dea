import { PacketOption } from '../../shared/trace/packet';
import { ReceiveVerdict, RecordKind, SegmentReason } from '../../shared/trace/record';
import { NewRenoController, UnlimitedController } from '../transport/congestion/controller';
import { CubicController } from '../transport/congestion/cubic';
import type { TcpConnection } from './connection';
import type { TcpEnvironment } from './environment';
import { SentFlag } from './sent-segments';
import type { Sender } from './sender';

/** RFC 5681 section 3.2: so many duplicates are taken for a loss. */
const duplicateThreshold = 3;

/** What an incoming acknowledgement does to the send side: scoreboard, round trip, congestion window, loss recovery. */
export class Acknowledgements {
  constructor(
    private readonly environment: TcpEnvironment,
    private readonly sender: Sender,
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
    const newlySacked = this.takeSackBlocks(connection, packet);
    if (acknowledged > connection.sendUnacknowledged) {
      this.takeProgress(connection, packet, acknowledged);
    } else if (this.isDuplicate(connection, acknowledged, payload, windowChanged, newlySacked)) {
      this.takeDuplicate(connection, packet);
    }
    if (newlySacked > 0) this.seekLosses(connection);
    if (connection.outstanding > 0 && newlySacked > 0 && !connection.inRecovery)
      connection.tailLossProbeAt = Infinity;
    this.sender.reportCongestion(connection);
  }

  /** RFC 3168 section 6.1.2: an echo of congestion counts as a loss, once a window. */
  takeCongestionEcho(connection: TcpConnection): void {
    if (connection.inRecovery || connection.inLossRecovery) return;
    if (connection.sendUnacknowledged < connection.congestionReducedUntil) return;
    connection.congestionReducedUntil = connection.sendNext;
    connection.congestionReduced = true;
    connection.congestion.onLoss(connection.outstanding, this.environment.writer.now);
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
    const { environment } = this;
    const bytes = acknowledged - connection.sendUnacknowledged;
    connection.sendUnacknowledged = acknowledged;
    this.measureRoundTrip(connection, packet, acknowledged);
    connection.timeouts = 0;
    connection.probeOutstanding = false;
    if (connection.undoPossible) this.undoIfSpurious(connection, packet);
    if (connection.inRecovery || connection.inLossRecovery) {
      if (acknowledged >= connection.recoveryPoint) this.endRecovery(connection);
      else this.takePartial(connection, bytes);
    } else {
      connection.inflation = 0;
      connection.duplicateAcknowledgements = 0;
    }
    if (!connection.inRecovery) {
      connection.congestion.onAcknowledged(
        bytes,
        environment.writer.now,
        connection.roundTrip.smoothed,
        this.usesWindow(connection),
      );
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
    const { now, trace } = this.environment.writer;
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
    if (measured < 0 && connection.timestamps && trace.options(packet) & PacketOption.timestamps) {
      // RFC 7323 section 4.2: the echo tells which transmission is meant.
      const clock = (connection.timestampOffset + Math.floor(now / 1e6)) >>> 0;
      measured = ((clock - trace.timestampEcho(packet)) >>> 0) * 1e6;
    }
    if (measured >= 0) this.noteRoundTrip(connection, measured);
  }

  /** Takes a round trip in and, once a round trip, notes it in the trace. */
  noteRoundTrip(connection: TcpConnection, measured: number): void {
    const { writer, device } = this.environment;
    connection.roundTrip.measured(measured);
    const { smoothed, base } = connection.roundTrip;
    if (writer.now - connection.lastRoundTripReport < smoothed) return;
    connection.lastRoundTripReport = writer.now;
    writer.record(
      RecordKind.tcpRoundTrip,
      device,
      0xffffffff,
      connection.connection,
      Math.round(smoothed / 1e3),
      Math.round(base / 1e3),
      0,
    );
  }

  private takeDuplicate(connection: TcpConnection, packet: number): void {
    const { writer, device } = this.environment;
    connection.duplicateAcknowledgements += 1;
    writer.record(
      RecordKind.tcpReceive,
      device,
      packet,
      connection.connection,
      connection.duplicateAcknowledgements,
      0,
      ReceiveVerdict.duplicateAck,
    );
    if (!connection.selectiveAcknowledgement)
      // A segment left the network (RFC 3042 for the first two, RFC 6582 section 3.2 step 4 after).
      connection.inflation = Math.min(
        connection.inflation + connection.maximumSegmentSize,
        Math.max(0, connection.outstanding - connection.maximumSegmentSize),
      );
    if (connection.inRecovery || connection.inLossRecovery) return;
    if (connection.duplicateAcknowledgements >= duplicateThreshold) this.enterRecovery(connection);
  }

  /** RFC 6675 section 5, or RFC 6582 section 3.2 without SACK. */
  private enterRecovery(connection: TcpConnection): void {
    this.rememberForUndo(connection);
    connection.inRecovery = true;
    connection.recoveryPoint = connection.sendNext;
    connection.lossesSoughtBelow = connection.sendUnacknowledged;
    connection.retransmittedBelow = connection.sendUnacknowledged;
    connection.congestion.onLoss(connection.outstanding, this.environment.writer.now);
    connection.tailLossProbeAt = Infinity;
    connection.sent.markLost(0);
    this.sender.reportCongestion(connection);
    this.sender.retransmitHead(connection, SegmentReason.fastRetransmission);
    this.sender.restartRetransmission(connection);
  }

  private takePartial(connection: TcpConnection, bytes: number): void {
    if (connection.sent.count === 0) return;
    if (!connection.selectiveAcknowledgement) {
      // RFC 6582 section 3.2 step 3, partial acknowledgement: deflate by what was acknowledged, add one segment back.
      const back = bytes >= connection.maximumSegmentSize ? connection.maximumSegmentSize : 0;
      connection.inflation = Math.max(0, connection.inflation - bytes + back);
    }
    if (connection.inLossRecovery || connection.sent.has(0, SentFlag.everRetransmitted)) return;
    connection.sent.markLost(0);
    connection.retransmittedBelow = Math.min(connection.retransmittedBelow, connection.sent.start(0));
    if (!connection.selectiveAcknowledgement)
      this.sender.retransmitHead(connection, SegmentReason.fastRetransmission);
  }

  private endRecovery(connection: TcpConnection): void {
    if (connection.inRecovery && connection.congestion.threshold !== Infinity)
      connection.congestion.window = Math.max(connection.congestion.threshold, connection.maximumSegmentSize);
    connection.inRecovery = false;
    connection.inLossRecovery = false;
    connection.inflation = 0;
    connection.duplicateAcknowledgements = 0;
    connection.undoPossible = false;
    connection.lossesSoughtBelow = connection.sendUnacknowledged;
    connection.retransmittedBelow = connection.sendUnacknowledged;
  }

  /** The handshake is done and the segment size known: the initial window (RFC 6928; one segment after lost SYNs). */
  beginCongestion(connection: TcpConnection): void {
    const { parameters, maximumSegmentSize } = connection;
    const segments = connection.synTransmissions > 2 ? 1 : parameters.initialWindow;
    if (parameters.congestionControl === 'none')
      connection.congestion = new UnlimitedController(maximumSegmentSize);
    else if (parameters.congestionControl === 'cubic')
      connection.congestion = new CubicController(maximumSegmentSize, segments);
    else connection.congestion = new NewRenoController(maximumSegmentSize, segments);
    this.sender.reportCongestion(connection);
  }

  /** Keeps what a loss is about to take, in case the loss proves to be none. Called before the window is cut. */
  rememberForUndo(connection: TcpConnection): void {
    connection.undoWindow = connection.congestion.window;
    connection.undoThreshold = connection.congestion.threshold;
    connection.undoTimestamp =
      (connection.timestampOffset + Math.floor(this.environment.writer.now / 1e6)) >>> 0;
    connection.undoPossible = connection.timestamps;
  }

  /** RFC 3522: the acknowledgement echoes a time before the retransmission, so the original had arrived. */
  private undoIfSpurious(connection: TcpConnection, packet: number): void {
    const { trace } = this.environment.writer;
    if (!(trace.options(packet) & PacketOption.timestamps)) return;
    const before = (trace.timestampEcho(packet) - connection.undoTimestamp) | 0;
    connection.undoPossible = false;
    if (before >= 0) return;
    connection.sent.forgetLosses();
    // RFC 4015 section 3.2: carry on as if nothing had been lost.
    connection.congestion.restore(connection.undoWindow, connection.undoThreshold);
    connection.inRecovery = false;
    connection.inLossRecovery = false;
    connection.inflation = 0;
    connection.duplicateAcknowledgements = 0;
  }

  /** Marks what SACK blocks report (RFC 2018 section 5); returns the bytes that were news. */
  private takeSackBlocks(connection: TcpConnection, packet: number): number {
    const { trace } = this.environment.writer;
    const blocks = connection.selectiveAcknowledgement ? trace.sackBlockCount(packet) : 0;
    if (blocks === 0) return 0;
    const before = connection.sent.sackedBytes;
    const first = trace.firstSackBlock(packet);
    for (let block = 0; block < blocks; block++) {
      const left = this.relative(connection, trace.sackEdge(first + block, 0));
      const right = this.relative(connection, trace.sackEdge(first + block, 1));
      if (left >= right || right > connection.sendNext || left < connection.sendUnacknowledged) continue;
      connection.sent.markSackedBlock(left, right);
    }
    return connection.sent.sackedBytes - before;
  }

  private relative(connection: TcpConnection, edge: number): number {
    const expected = (connection.initialSendSequence + connection.sendNext) >>> 0;
    return connection.sendNext + ((edge - expected) | 0);
  }

  /** RFC 6675 section 4, IsLost: enough was acknowledged above. Opens the recovery where that is news. */
  private seekLosses(connection: TcpConnection): void {
    const { sent } = connection;
    let sackedSegments = 0;
    let index = Math.min(sent.firstFrom(sent.highestSacked), sent.count - 1);
    for (; index >= 0 && sackedSegments < duplicateThreshold; index--)
      if (sent.has(index, SentFlag.sacked)) sackedSegments += 1;
    if (sackedSegments < duplicateThreshold) return;
    if (!connection.inRecovery && !connection.inLossRecovery) {
      let anyLost = false;
      for (let below = 0; below <= index && !anyLost; below++) anyLost = !sent.has(below, SentFlag.sacked);
      if (!anyLost) return;
      this.enterRecovery(connection);
    }
    const from = sent.firstFrom(connection.lossesSoughtBelow);
    for (let below = from; below <= index; below++) {
      if (sent.has(below, SentFlag.sacked | SentFlag.lost | SentFlag.everRetransmitted)) continue;
      sent.markLost(below);
      connection.retransmittedBelow = Math.min(connection.retransmittedBelow, sent.start(below));
    }
    if (index >= 0)
      connection.lossesSoughtBelow = Math.max(connection.lossesSoughtBelow, sent.start(index) + 1);
  }
}
