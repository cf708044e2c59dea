import { none } from '../../../shared/trace/record';
import { CongestionPhase } from '../../../shared/trace/kinds/congestion';
import type { QuicConnection } from '../connection/connection';
import type { QuicEnvironment } from '../connection/environment';
import { granularity } from '../connection/round-trip';

/** RFC 9002 section 7.6.1. */
const persistentCongestionThreshold = 3;
/** RFC 9002 section 7.2: the smallest congestion window, in datagrams. */
const minimumWindow = 2;

/** What acknowledgements and losses do to the congestion window: RFC 9002 section 7 and appendix B, over a controller. */
export class CongestionResponse {
  constructor(private readonly environment: QuicEnvironment) {}

  /** RFC 9002 section 7.3.2: the window is reduced once for what was sent before. */
  beginRecovery(connection: QuicConnection): void {
    const { congestion } = connection;
    // RFC 9002 appendix B.6 halves the window itself, not what is in flight.
    congestion.onLoss(congestion.window, this.environment.writer.now);
    for (const space of connection.spaces) space.recoveryFrom = space.sent.next;
    connection.inRecovery = true;
    connection.recoveryPacketAllowed = true;
  }

  /** RFC 9002 section 7.6: the smallest window where nothing came through for long. `span`: of the losses, ns. */
  judgePersistence(connection: QuicConnection, span: number): void {
    const { congestion, roundTrip } = connection;
    const allowance = roundTrip.smoothed + Math.max(4 * roundTrip.variance, granularity);
    const duration = (allowance + connection.peerMaximumAckDelay) * persistentCongestionThreshold;
    if (span <= duration) return;
    congestion.onTimeout(congestion.window, this.environment.writer.now, false);
    congestion.window = Math.max(congestion.window, minimumWindow * connection.datagramLimit);
    connection.inRecovery = false;
  }

  /** Acknowledged bytes that count let the window grow. `inFlightBefore`: bytes in flight when the ACK came. */
  grow(connection: QuicConnection, bytes: number, inFlightBefore: number): void {
    const { congestion } = connection;
    connection.inRecovery = false;
    // RFC 9002 section 7.8: a window that is not used does not grow.
    const isUsed =
      connection.windowLimited || (congestion.inSlowStart && inFlightBefore > congestion.window / 2);
    congestion.onAcknowledged(bytes, this.environment.writer.now, connection.roundTrip.smoothed, isUsed);
  }

  /** Notes the congestion state in the trace when it has changed by a datagram, or in kind. */
  report(connection: QuicConnection): void {
    const { congestion } = connection;
    const { writer, device } = this.environment;
    const datagrams = Math.floor(congestion.window / connection.datagramLimit);
    const phase = connection.inRecovery
      ? CongestionPhase.fastRecovery
      : congestion.inSlowStart
        ? CongestionPhase.slowStart
        : CongestionPhase.congestionAvoidance;
    if (
      datagrams === connection.lastReportedWindow &&
      phase === connection.lastReportedPhase &&
      congestion.threshold === connection.lastReportedThreshold
    )
      return;
    connection.lastReportedWindow = datagrams;
    connection.lastReportedPhase = phase;
    connection.lastReportedThreshold = congestion.threshold;
    writer.quicCongestion(
      device,
      connection.connection,
      Math.min(Math.floor(congestion.window), none - 1),
      congestion.threshold === Infinity ? none : Math.floor(congestion.threshold),
      phase,
    );
  }
}
