import type { TcpConnection } from '../connection/connection';
import { SentFlag } from '../connection/sent-segments';

/** RFC 8985 section 6.2, step 4: so many selectively acknowledged segments prove a loss as three duplicate ACKs do. */
const duplicateThreshold = 3;
/** Two ticks of Linux's timer wheel, the least that its timers wait. */
const leastWait = 2e6;

/**
 * RACK (RFC 8985 section 6.2, step 5): what was sent sufficiently before something that has arrived is lost. Says whether any loss
 * is news; sets the reordering timer for what is only late so far.
 */
export function detectLosses(connection: TcpConnection, now: number): boolean {
  const { sent } = connection;
  connection.reorderingAt = Infinity;
  if (sent.delivery.sentAt < 0 || sent.count === 0) return false;
  const patience = sent.delivery.roundTrip + reorderingWindow(connection);
  const found = new Findings();
  seekAmongFirst(connection, now - patience, found);
  seekAmongResent(connection, now - patience, found);
  if (found.waits > 0) connection.reorderingAt = now + found.waits + leastWait;
  return found.any;
}

class Findings {
  any = false;
  /** How long until the last of what is late counts as lost. */
  waits = 0;
}

/** Segments sent once, in their order. `horizon`: what was sent by then has had its time. */
function seekAmongFirst(connection: TcpConnection, horizon: number, found: Findings): void {
  const { sent } = connection;
  let undecided = -1;
  let index = sent.firstFrom(connection.lossesSoughtBelow);
  for (; index < sent.count; index++) {
    if (sent.has(index, SentFlag.sacked | SentFlag.lost | SentFlag.everRetransmitted)) continue;
    const sentAt = sent.sentAt(index);
    if (!sent.delivery.isAfter(sentAt, sent.end(index))) break;
    if (sentAt <= horizon) {
      lose(connection, index);
      found.any = true;
    } else {
      if (undecided < 0) undecided = sent.start(index);
      found.waits = Math.max(found.waits, sentAt - horizon);
    }
  }
  if (undecided < 0) undecided = index < sent.count ? sent.start(index) : connection.sendNext;
  connection.lossesSoughtBelow = undecided;
}

/** Retransmissions, in the order in which they left. */
function seekAmongResent(connection: TcpConnection, horizon: number, found: Findings): void {
  const { sent } = connection;
  for (let index = sent.oldestResent(); index >= 0; index = sent.oldestResent()) {
    const sentAt = sent.sentAt(index);
    if (!sent.delivery.isAfter(sentAt, sent.end(index))) return;
    if (sentAt > horizon) {
      found.waits = Math.max(found.waits, sentAt - horizon);
      return;
    }
    lose(connection, index);
    found.any = true;
  }
}

function lose(connection: TcpConnection, index: number): void {
  const { sent } = connection;
  sent.markLost(index);
  connection.retransmittedBelow = Math.min(connection.retransmittedBelow, sent.start(index));
}

/** RFC 8985 section 6.2, step 4: how much later than its successors a segment may arrive. */
function reorderingWindow(connection: TcpConnection): number {
  const { delivery, sackedSegments } = connection.sent;
  if (!delivery.reorderingSeen) {
    if (connection.inRecovery || connection.inLossRecovery) return 0;
    if (sackedSegments >= duplicateThreshold) return 0;
  }
  const { least, smoothed } = connection.roundTrip;
  if (least === Infinity) return 0;
  return Math.min(Math.floor(least / 4) * delivery.steps, smoothed);
}

/**
 * RFC 8985 section 6.3: when the retransmission timer fires, the first segment is lost, and each that has had its time; what was
 * sent since may still arrive.
 */
export function loseTimedOut(connection: TcpConnection, now: number): void {
  const { sent } = connection;
  // RFC 2018 section 8: the first segment acknowledged only selectively, at a timeout: the peer has dropped it.
  if (sent.count > 0 && sent.has(0, SentFlag.sacked)) sent.forgetSacked();
  const usesRack = connection.selectiveAcknowledgement && sent.delivery.sentAt >= 0;
  const horizon = usesRack ? now - sent.delivery.roundTrip - reorderingWindow(connection) : now;
  for (let index = 0; index < sent.count; index++)
    if (index === 0 || sent.sentAt(index) <= horizon) sent.markLost(index);
}
