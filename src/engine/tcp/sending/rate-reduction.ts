import type { TcpConnection } from '../connection/connection';

/**
 * Proportional rate reduction (RFC 6937; RFC 9937 for its safe-ACK rule): in a recovery the window is what is in flight
 * and what may be added to it, so that sending follows what is delivered.
 */
export function beginReduction(connection: TcpConnection): void {
  connection.reducing = true;
  connection.windowBeforeReduction = connection.congestion.window;
  connection.deliveredInReduction = 0;
  connection.sentInReduction = 0;
}

/** Loss, or an echo of congestion, takes its share of the window; the peer is told with the next new data (RFC 3168 section 6.1.2). */
export function answerCongestion(connection: TcpConnection, now: number): void {
  if (connection.selectiveAcknowledgement) beginReduction(connection);
  connection.congestion.onLoss(connection.outstanding, now);
  connection.congestionReduced = true;
}

/**
 * Sets the window after an ACK that delivered so many bytes. `safe`: it acknowledged new data and showed no new loss. In whole
 * segments, as Linux counts.
 */
export function reduceWindow(connection: TcpConnection, delivered: number, safe: boolean): void {
  const { congestion, maximumSegmentSize: segment } = connection;
  const { threshold } = congestion;
  if (delivered <= 0 || threshold === Infinity) return;
  connection.deliveredInReduction += delivered;
  const missing = threshold - connection.pipe;
  let allowed: number;
  if (missing < 0) {
    // RFC 6937 section 3.1: in proportion to what was delivered.
    const share = (threshold * connection.deliveredInReduction) / connection.windowBeforeReduction;
    allowed = Math.ceil(share / segment) * segment - connection.sentInReduction;
  } else {
    // The reduction bound: packet conservation, or slow start while ACKs are safe.
    allowed = Math.max(connection.deliveredInReduction - connection.sentInReduction, delivered);
    if (safe) allowed += segment;
    allowed = Math.min(missing, allowed);
  }
  // Whatever comes of it, the fast retransmission itself goes out.
  allowed = Math.max(allowed, connection.sentInReduction > 0 ? 0 : segment);
  congestion.window = connection.pipe + allowed;
}

/** The reduction is over: the window is the threshold. */
export function endReduction(connection: TcpConnection): void {
  connection.reducing = false;
  const { congestion } = connection;
  if (congestion.threshold !== Infinity)
    congestion.window = Math.max(congestion.threshold, connection.maximumSegmentSize);
}
