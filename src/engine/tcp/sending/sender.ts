import { TcpFlag } from '../../../shared/trace/packet';
import { SegmentReason, none } from '../../../shared/trace/record';
import { CongestionPhase } from '../../../shared/trace/kinds/congestion';
import type { TcpConnection } from '../connection/connection';
import { TcpState } from '../connection/connection-machine';
import type { TcpEnvironment } from '../connection/environment';
import { SentFlag } from '../connection/sent-segments';
import type { SegmentOutput } from './segment-output';

/** States in which data, or a FIN, may be sent. */
const sendingStates = new Set<number>([
  TcpState.established,
  TcpState.closeWait,
  TcpState.finWait1,
  TcpState.closing,
  TcpState.lastAck,
]);

/** Decides what to send when: retransmissions first, then new data as far as both windows and Nagle allow. */
export class Sender {
  constructor(
    private readonly environment: TcpEnvironment,
    private readonly output: SegmentOutput,
  ) {}

  /** Sends all that may be sent now. */
  sendPending(connection: TcpConnection): void {
    if (!sendingStates.has(connection.state)) return;
    if (connection.sent.lostBytes > 0) this.retransmitLost(connection);
    connection.windowLimited = false;
    while (this.sendNew(connection)) {
      // One segment a turn.
    }
    this.watchClosedWindow(connection);
    if (connection.unsent < connection.roomBelow) {
      connection.roomBelow = 0;
      connection.listener.onRoom?.(connection);
    }
  }

  /** Retransmits the oldest unacknowledged segment at once, whatever the windows say. */
  retransmitHead(connection: TcpConnection, reason: number): void {
    if (connection.sent.count > 0) this.retransmit(connection, 0, reason);
  }

  /** RFC 8985 section 7.3: something new if there is, else the last segment again. */
  sendTailLossProbe(connection: TcpConnection): void {
    const { sent } = connection;
    const room = connection.sendUnacknowledged + connection.sendWindow - connection.sendNext;
    const fresh = Math.min(this.payloadLimit(connection), connection.bufferedEnd - connection.sendNext, room);
    connection.probeIsRetransmission = fresh <= 0;
    if (fresh > 0) this.sendSegment(connection, fresh, false);
    else this.retransmit(connection, sent.count - 1, SegmentReason.tailLossProbe);
    connection.probeEnd = connection.sendNext;
    this.restartRetransmission(connection);
  }

  /**
   * RFC 9293 section 3.8.6.1: what fits in a window that is too narrow; else nothing, one below the next sequence number, as Linux
   * sends it.
   */
  probeWindow(connection: TcpConnection): void {
    const room = connection.sendUnacknowledged + connection.sendWindow - connection.sendNext;
    const length = Math.min(
      room,
      this.payloadLimit(connection),
      connection.bufferedEnd - connection.sendNext,
    );
    if (length > 0) this.sendSegment(connection, length, false);
    else this.output.send(connection, connection.sendNext - 1, 0, 0, SegmentReason.windowProbe);
  }

  /** RFC 6298 section 5.1 and 5.3: (re)starts the timer, and the probe's before it. */
  restartRetransmission(connection: TcpConnection): void {
    const { now } = this.environment.writer;
    connection.tailLossProbeAt = Infinity;
    if (connection.sent.count === 0) {
      connection.retransmissionAt = Infinity;
      return;
    }
    connection.retransmissionAt = now + connection.roundTrip.timeout;
    connection.retransmissionCause = connection.sent.record(0);
    if (this.mayProbe(connection)) {
      // RFC 8985 section 7.2: no later than the retransmission timer, in whose place it then fires.
      connection.tailLossProbeAt = Math.min(now + this.probeTimeout(connection), connection.retransmissionAt);
    }
  }

  /** Largest payload of a segment now: the MSS less the SACK blocks that ride along (RFC 6691). */
  private payloadLimit(connection: TcpConnection): number {
    const repeated = connection.repeatedEnd > 0 ? 1 : 0;
    if (!connection.selectiveAcknowledgement || (repeated === 0 && connection.reassembly.isEmpty))
      return connection.maximumSegmentSize;
    const blocks = Math.min(connection.reassembly.count + repeated, connection.timestamps ? 3 : 4);
    return Math.max(1, connection.maximumSegmentSize - 4 - 8 * blocks);
  }

  /** Sends the next segment of new data if it may go; says whether it did. */
  private sendNew(connection: TcpConnection): boolean {
    if (!connection.hasUnsent) return false;
    const limit = this.payloadLimit(connection);
    const left = connection.bufferedEnd - connection.sendNext;
    const room = connection.sendUnacknowledged + connection.sendWindow - connection.sendNext;
    const length = Math.min(limit, left, Math.max(0, room));
    const withFin =
      connection.finSequence >= 0 && connection.sendNext + length === connection.finSequence && room > length;
    if (length <= 0 && !withFin) return false;
    if (connection.outstanding === 0) this.restartAfterIdle(connection);
    const inFlight = connection.pipe - connection.inflation;
    if (inFlight > 0 && inFlight + length > connection.congestion.window) {
      connection.windowLimited = true;
      return false;
    }
    if (length < limit && !withFin && this.holdBack(connection, length, left)) return false;
    this.sendSegment(connection, length, withFin);
    if (connection.retransmissionAt === Infinity || this.mayProbe(connection))
      this.restartRetransmissionForNewData(connection);
    return true;
  }

  /**
   * RFC 5681 section 4.1 with RFC 2861's decay, as Linux has it: a window that was not used for longer than the timeout is halved for
   * each timeout that went by, not below the initial one.
   */
  private restartAfterIdle(connection: TcpConnection): void {
    const { congestion, parameters, roundTrip, maximumSegmentSize: segment } = connection;
    const idle = this.environment.writer.now - connection.lastDataSentAt;
    if (
      idle === Infinity ||
      idle <= roundTrip.timeout ||
      this.environment.parameters.slowStartAfterIdle === false
    )
      return;
    const least = Math.min(parameters.initialWindow * segment, congestion.window);
    const timeouts = Math.ceil(idle / roundTrip.timeout) - 1;
    const window = Math.max(Math.floor(congestion.window / 2 ** timeouts / segment) * segment, least);
    if (window >= congestion.window) return;
    if (congestion.threshold !== Infinity)
      congestion.threshold = Math.max(congestion.threshold, 0.75 * congestion.window);
    congestion.window = window;
    this.reportCongestion(connection);
  }

  /** Whether a segment that is not full has to wait (RFC 9293 section 3.8.6.2.1 and 3.7.4). */
  private holdBack(connection: TcpConnection, length: number, left: number): boolean {
    if (length < left) return length < connection.largestSendWindow / 2;
    // As in Linux: where the application cannot write on, what is there is pushed.
    if (connection.bufferedEnd < connection.writtenEnd) return false;
    // Minshall's reading of Nagle, which Linux follows: one small segment may be out, so the tail of a long write goes at once.
    return connection.nagle && connection.smallSegmentEnd > connection.sendUnacknowledged;
  }

  private sendSegment(connection: TcpConnection, length: number, withFin: boolean): void {
    const { now } = this.environment.writer;
    const start = connection.sendNext;
    let flags = 0;
    if (length > 0 && start + length === connection.bufferedEnd) flags |= TcpFlag.psh;
    if (withFin) flags |= TcpFlag.fin;
    if (length > 0 && now - connection.lastDataReceivedAt < connection.parameters.delayedAcknowledgement)
      connection.interactive = true;
    const record = this.output.send(
      connection,
      start,
      length,
      flags,
      length > 0 ? SegmentReason.data : SegmentReason.fin,
    );
    connection.sendNext = start + length + (withFin ? 1 : 0);
    if (length < connection.maximumSegmentSize) connection.smallSegmentEnd = connection.sendNext;
    connection.lastDataSentAt = now;
    connection.sent.add(start, connection.sendNext, now, record);
    if (connection.reducing) connection.sentInReduction += length;
    this.noteUse(connection);
  }

  /** How much of the window was used at most, over the last window's worth of data (RFC 7661 calls it pipeACK). */
  private noteUse(connection: TcpConnection): void {
    if (
      connection.sendUnacknowledged >= connection.largestFlightUntil ||
      connection.outstanding > connection.largestFlight
    ) {
      connection.largestFlight = connection.outstanding;
      connection.largestFlightUntil = connection.sendNext;
    }
  }

  private restartRetransmissionForNewData(connection: TcpConnection): void {
    const running = connection.retransmissionAt;
    this.restartRetransmission(connection);
    // Only acknowledgements may put an already running timer off (RFC 6298 section 5.1).
    if (running !== Infinity) connection.retransmissionAt = running;
  }

  private retransmitLost(connection: TcpConnection): void {
    const { sent } = connection;
    const reason = connection.inLossRecovery
      ? SegmentReason.retransmission
      : SegmentReason.fastRetransmission;
    for (let index = sent.firstFrom(connection.retransmittedBelow); index < sent.count; index++) {
      if (!sent.has(index, SentFlag.lost) || sent.has(index, SentFlag.retransmitted)) continue;
      const inFlight = connection.pipe - connection.inflation;
      const length = sent.end(index) - sent.start(index);
      if (inFlight > 0 && inFlight + length > connection.congestion.window) return;
      connection.retransmittedBelow = sent.start(index) + 1;
      this.retransmit(connection, index, reason);
    }
    connection.retransmittedBelow = connection.sendNext;
  }

  private retransmit(connection: TcpConnection, index: number, reason: number): void {
    const { sent } = connection;
    const start = sent.start(index);
    const end = sent.end(index);
    const withFin = connection.finSequence >= 0 && end > connection.finSequence;
    const length = end - start - (withFin ? 1 : 0);
    let flags = end - (withFin ? 1 : 0) === connection.writtenEnd && length > 0 ? TcpFlag.psh : 0;
    if (withFin) flags |= TcpFlag.fin;
    const record = this.output.send(
      connection,
      start,
      length,
      flags,
      length === 0 && reason === SegmentReason.retransmission ? SegmentReason.finRetransmission : reason,
    );
    sent.markRetransmitted(index, this.environment.writer.now, record);
    connection.undoRetransmissions += 1;
    if (connection.reducing) connection.sentInReduction += length;
    if (connection.retransmissionAt === Infinity) this.restartRetransmission(connection);
  }

  private mayProbe(connection: TcpConnection): boolean {
    return (
      connection.parameters.tailLossProbe &&
      connection.selectiveAcknowledgement &&
      !connection.inRecovery &&
      !connection.inLossRecovery &&
      connection.probeEnd === 0 &&
      connection.roundTrip.smoothed > 0 &&
      connection.sent.sackedBytes === 0
    );
  }

  /** RFC 8985 section 7.2: two round trips, and the peer's delayed ACK when one segment is out. */
  private probeTimeout(connection: TcpConnection): number {
    const delayedAcknowledgement = 200e6;
    // Two ticks of Linux's timer wheel, so that a very short round trip leaves the peer time to answer.
    const least = 2e6;
    return 2 * connection.roundTrip.smoothed + (connection.sent.count === 1 ? delayedAcknowledgement : least);
  }

  /** RFC 9293 section 3.8.6.1: probes while the peer's window is closed and nothing else is out. */
  private watchClosedWindow(connection: TcpConnection): void {
    const waiting = connection.hasUnsent;
    // Too narrow for a segment worth sending counts as closed (RFC 9293 section 3.8.6.2.1, the override timeout).
    const room = connection.sendUnacknowledged + connection.sendWindow - connection.sendNext;
    const closed =
      room <
        Math.min(
          this.payloadLimit(connection),
          connection.bufferedEnd - connection.sendNext,
          connection.largestSendWindow / 2,
        ) || room <= 0;
    if (!waiting || !closed || connection.sent.count > 0) {
      if (!waiting || !closed) connection.persistAt = Infinity;
      return;
    }
    if (connection.persistAt === Infinity) {
      connection.probesSent = 0;
      connection.probeBackoff = 0;
      connection.persistAt = this.environment.writer.now + connection.roundTrip.base;
    }
  }

  /** Notes the congestion state in the trace when it has changed by a segment, or in kind. */
  reportCongestion(connection: TcpConnection): void {
    const { congestion } = connection;
    const segments = Math.floor(congestion.window / connection.maximumSegmentSize);
    const phase = connection.inLossRecovery
      ? CongestionPhase.lossRecovery
      : connection.inRecovery
        ? CongestionPhase.fastRecovery
        : congestion.inSlowStart
          ? CongestionPhase.slowStart
          : CongestionPhase.congestionAvoidance;
    if (
      segments === connection.lastReportedWindow &&
      phase === connection.lastReportedPhase &&
      congestion.threshold === connection.lastReportedThreshold
    )
      return;
    connection.lastReportedWindow = segments;
    connection.lastReportedPhase = phase;
    connection.lastReportedThreshold = congestion.threshold;
    this.environment.writer.tcpCongestion(
      this.environment.device,
      connection.connection,
      Math.min(Math.floor(congestion.window), none - 1),
      congestion.threshold === Infinity ? none : Math.floor(congestion.threshold),
      phase,
    );
  }
}
