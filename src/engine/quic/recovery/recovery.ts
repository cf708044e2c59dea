import { QuicLossReason, QuicSpace, QuicTimer } from '../../../shared/trace/quic';
import { CongestionResponse } from './congestion-response';
import type { QuicConnection } from '../connection/connection';
import { QuicState } from '../connection/connection-machine';
import type { QuicEnvironment } from '../connection/environment';
import { FrameFates } from './frame-fates';
import type { PacketSpace } from '../spaces/packet-space';
import { SentPacketFlag } from '../spaces/sent-packets';
import type { Streams } from '../streams/streams';

/** RFC 9002 section 6.1.1. */
const packetThreshold = 3;
/** RFC 9002 section 6.2.4: datagrams that a probe timeout may send. */
const probeDatagrams = 2;

/** Acknowledgement processing, loss detection and probes: RFC 9002 section 6 and appendix A. */
export class Recovery {
  private readonly frames: FrameFates;
  private readonly response: CongestionResponse;

  constructor(
    private readonly environment: QuicEnvironment,
    streams: Streams,
  ) {
    this.frames = new FrameFates(streams);
    this.response = new CongestionResponse(environment);
  }

  /** An ACK frame has arrived. `item`: its row in the trace's QUIC items. */
  takeAcknowledgement(connection: QuicConnection, space: PacketSpace, item: number): void {
    const { trace } = this.environment.writer;
    const { sent } = space;
    const largest = trace.quicItemOffset(item);
    if (largest >= sent.next) return;
    const firstRange = trace.quicItemWord(item, 1);
    const ranges = trace.quicItemWord(item, 2);
    const inFlightBefore = connection.bytesInFlight;
    let newlyAcknowledged = 0;
    let isEliciting = false;
    let grown = 0;
    const largestIsNew =
      largest >= sent.first &&
      !sent.has(largest, SentPacketFlag.acknowledged) &&
      largest > sent.largestAcknowledged;
    const largestOnPath = largestIsNew && !sent.has(largest, SentPacketFlag.otherPath);
    for (let range = firstRange; range < firstRange + ranges; range++) {
      const smallest = Math.max(trace.sackEdge(range, 0), sent.first);
      const last = trace.sackEdge(range, 1);
      if (last < sent.first) break;
      for (let number = smallest; number <= last; number++) {
        if (sent.has(number, SentPacketFlag.settled)) continue;
        newlyAcknowledged += 1;
        isEliciting = true;
        grown += this.acknowledge(connection, space, number);
      }
    }
    sent.largestAcknowledged = Math.max(sent.largestAcknowledged, largest);
    if (newlyAcknowledged === 0) return;
    restartTimer(connection);
    // RFC 9002 section 5.1: a sample needs the largest to be new, and one of the new ones to be ack-eliciting.
    if (largestIsNew && isEliciting && largestOnPath)
      this.sample(connection, space, largest, trace.quicItemWord(item, 0) * 1e3);
    const isCongestion = this.detectLost(connection, space);
    // RFC 9002 appendix B.5: what was sent before a recovery began lets nothing grow.
    if (grown > 0 && !isCongestion) this.response.grow(connection, grown, inFlightBefore);
    sent.trim();
    // RFC 9002 section 6.2.1: a client does not trust the server's Initial ACKs to have validated its address.
    if (!connection.isClient || this.peerValidatedAddress(connection)) connection.probeCount = 0;
    this.response.report(connection);
  }

  /** RFC 9002 appendix A.9: the timer for losses and probes has fired; what is to be sent is in line afterwards. */
  timerFired(connection: QuicConnection): void {
    const { now } = this.environment.writer;
    const losing = earliestLoss(connection);
    if (losing && losing.lossAt <= now) {
      this.note(connection, QuicTimer.lossDetection);
      this.detectLost(connection, losing);
      losing.sent.trim();
      this.response.report(connection);
      return;
    }
    this.note(connection, QuicTimer.probe);
    connection.probeCount += 1;
    connection.probes = probeDatagrams;
    const due = probeSpace(connection);
    if (due) due.probeOwed = true;
    else this.keepServerGoing(connection);
    for (const space of connection.spaces) {
      const isEarly = space.index === QuicSpace.application && connection.canWriteEarly;
      if (space.isOpen || isEarly) this.probe(connection, space, space === due);
    }
  }

  /** RFC 9002 appendix A.8: when the timer is due now; Infinity: it does not run. */
  timerDue(connection: QuicConnection): number {
    const { now } = this.environment.writer;
    const losing = earliestLoss(connection);
    if (losing) return Math.max(losing.lossAt, now);
    if (connection.amplificationBlocked && !connection.addressValidated) return Infinity;
    const backoff = 2 ** connection.probeCount;
    const timeout = connection.roundTrip.probeTimeout * backoff;
    const space = probeSpace(connection);
    if (space) {
      const isApplication = space.index === QuicSpace.application;
      const delay = isApplication ? connection.peerMaximumAckDelay * backoff : 0;
      // What came due while the amplification limit held is due now (RFC 9002 section 6.2.2.1).
      return Math.max(space.sent.lastAckElicitingAt + timeout + delay, now);
    }
    if (!connection.isClient || this.peerValidatedAddress(connection)) return Infinity;
    // RFC 9002 section 6.2.2.1: a client with nothing in flight probes too; what only arrives does not put that off.
    const isRunning = connection.recoveryAt > now && connection.recoveryAt < Infinity;
    return isRunning ? connection.recoveryAt : now + timeout;
  }

  /** RFC 9002 section 6.2.3: the client repeats itself, so it has not had the server's flight, which goes again at once. */
  repeatHandshake(connection: QuicConnection): void {
    const [initial, handshake] = connection.spaces;
    for (const space of [initial, handshake]) {
      if (!space.isOpen) continue;
      for (let number = space.sent.first; number < space.sent.next; number++)
        if (!space.sent.has(number, SentPacketFlag.settled)) this.frames.sendAgain(connection, space, number);
    }
  }

  /** RFC 9002 section 6.4: a space's keys are gone, and its packets are of no account. */
  discard(connection: QuicConnection, space: PacketSpace): void {
    const { sent } = space;
    for (let number = sent.first; number < sent.next; number++) {
      if (sent.has(number, SentPacketFlag.settled)) continue;
      this.leaveFlight(connection, space, number);
      sent.settle(number, 0);
    }
    sent.trim();
    space.isDiscarded = true;
    space.lossAt = Infinity;
    space.probeOwed = false;
    space.received.acknowledged();
    space.crypto.giveUp();
    connection.probeCount = 0;
    restartTimer(connection);
  }

  /** RFC 9001 section 4.6.2: early data was refused: all of it is sent again, as 1-RTT data. */
  requeueEarlyData(connection: QuicConnection): void {
    const space = connection.spaces[QuicSpace.application];
    const { sent } = space;
    for (let number = sent.first; number < sent.next; number++) {
      if (sent.has(number, SentPacketFlag.settled) || !sent.has(number, SentPacketFlag.zeroRtt)) continue;
      this.leaveFlight(connection, space, number);
      this.frames.sendAgain(connection, space, number);
      sent.settle(number, 0);
    }
    sent.trim();
  }

  /** RFC 9000 section 9.4: what was sent on the old path counts no more. */
  leavePath(connection: QuicConnection): void {
    for (const space of connection.spaces) {
      const { sent } = space;
      for (let number = sent.first; number < sent.next; number++) {
        if (sent.has(number, SentPacketFlag.settled | SentPacketFlag.otherPath)) continue;
        connection.bytesInFlight -= sent.bytes(number);
        sent.mark(number, SentPacketFlag.otherPath);
      }
    }
    connection.roundTrip.reset();
    connection.firstSampleAt = Infinity;
    connection.inRecovery = false;
    connection.probeCount = 0;
  }

  /** Notes the congestion state in the trace where it has changed. */
  reportCongestion(connection: QuicConnection): void {
    this.response.report(connection);
  }

  /** RFC 9002 section 6.2.1: three of these are how long a closed connection stays (RFC 9000 section 10.2). */
  probeTimeout(connection: QuicConnection): number {
    return connection.roundTrip.probeTimeout + connection.peerMaximumAckDelay;
  }

  /** Takes one packet for acknowledged; returns the bytes by which the window may grow. */
  private acknowledge(connection: QuicConnection, space: PacketSpace, number: number): number {
    const { sent } = space;
    this.frames.acknowledged(connection, space, number);
    this.leaveFlight(connection, space, number);
    const counts = !sent.has(number, SentPacketFlag.otherPath) && number >= space.recoveryFrom;
    sent.settle(number, SentPacketFlag.acknowledged);
    return counts ? sent.bytes(number) : 0;
  }

  /** Takes the round trip of a packet that was acknowledged just now. `told`: how long the peer says that it waited, ns. */
  private sample(connection: QuicConnection, space: PacketSpace, number: number, told: number): void {
    const { writer, device } = this.environment;
    const { roundTrip } = connection;
    // RFC 9002 section 5.3: Initial acknowledgements are never delayed on purpose; later ones no longer than promised.
    const delay =
      space.index !== QuicSpace.application
        ? 0
        : connection.state === QuicState.confirmed
          ? Math.min(told, connection.peerMaximumAckDelay)
          : told;
    roundTrip.measured(writer.now - space.sent.sentAt(number), delay);
    if (connection.firstSampleAt === Infinity) connection.firstSampleAt = writer.now;
    writer.quicRoundTrip(
      device,
      space.sent.row(number),
      connection.connection,
      Math.round(roundTrip.smoothed / 1e3),
      Math.round(this.probeTimeout(connection) / 1e3),
    );
  }

  /** RFC 9002 appendix A.10. Says whether a recovery period began. */
  private detectLost(connection: QuicConnection, space: PacketSpace): boolean {
    const { now } = this.environment.writer;
    const { sent } = space;
    const delay = connection.roundTrip.lossDelay;
    space.lossAt = Infinity;
    let lastLost = -1;
    // Persistent congestion: the span of losses with no acknowledged packet between them.
    let spanFrom = Infinity;
    let longestSpan = 0;
    for (let number = sent.first; number <= sent.largestAcknowledged; number++) {
      if (sent.has(number, SentPacketFlag.settled)) {
        if (sent.has(number, SentPacketFlag.acknowledged)) spanFrom = Infinity;
        continue;
      }
      const sentAt = sent.sentAt(number);
      const byNumber = sent.largestAcknowledged >= number + packetThreshold;
      if (!byNumber && sentAt > now - delay) {
        space.lossAt = Math.min(space.lossAt, sentAt + delay);
        continue;
      }
      this.lose(
        connection,
        space,
        number,
        byNumber ? QuicLossReason.packetThreshold : QuicLossReason.timeThreshold,
      );
      if (sent.has(number, SentPacketFlag.otherPath)) continue;
      lastLost = number;
      if (sentAt < connection.firstSampleAt) continue;
      spanFrom = Math.min(spanFrom, sentAt);
      longestSpan = Math.max(longestSpan, sentAt - spanFrom);
    }
    if (lastLost < 0) return false;
    const begins = lastLost >= space.recoveryFrom;
    if (begins) this.response.beginRecovery(connection);
    this.response.judgePersistence(connection, longestSpan);
    return begins;
  }

  private lose(connection: QuicConnection, space: PacketSpace, number: number, reason: number): void {
    const { writer, device } = this.environment;
    const { sent } = space;
    connection.lossRecord = writer.quicLost(
      device,
      sent.row(number),
      connection.connection,
      number,
      space.index,
      reason,
    );
    this.leaveFlight(connection, space, number);
    this.frames.sendAgain(connection, space, number);
    sent.settle(number, 0);
  }

  private leaveFlight(connection: QuicConnection, { sent }: PacketSpace, number: number): void {
    if (!sent.has(number, SentPacketFlag.otherPath)) connection.bytesInFlight -= sent.bytes(number);
  }

  /** RFC 9002 section 6.2.4: a probe carries new data, or else what has been out longest. */
  private probe(connection: QuicConnection, space: PacketSpace, isDue: boolean): void {
    const { sent } = space;
    if (space.index === QuicSpace.application && isDue && hasNewData(connection)) return;
    let again = 0;
    for (let number = sent.first; number < sent.next && again < probeDatagrams; number++) {
      if (sent.has(number, SentPacketFlag.settled)) continue;
      this.frames.sendAgain(connection, space, number);
      again += 1;
    }
  }

  /** RFC 9002 section 6.2.2.1: a client keeps a server from being stuck at its amplification limit. */
  private keepServerGoing(connection: QuicConnection): void {
    const [initial, handshake] = connection.spaces;
    (handshake.isOpen ? handshake : initial).probeOwed = true;
    connection.probes = 1;
  }

  private peerValidatedAddress(connection: QuicConnection): boolean {
    return (
      connection.spaces[QuicSpace.handshake].sent.largestAcknowledged >= 0 ||
      connection.state === QuicState.confirmed
    );
  }

  private note(connection: QuicConnection, timer: number): void {
    const { writer, device } = this.environment;
    const cause = connection.recoveryCause;
    writer.cause = writer.quicTimer(device, connection.connection, timer, cause);
  }
}

/** RFC 9002 appendix A.7 and A.11: acknowledgements and discarded keys set the timer anew, with what is known of the round trip now. */
function restartTimer(connection: QuicConnection): void {
  connection.recoveryAt = Infinity;
}

function earliestLoss(connection: QuicConnection): PacketSpace | undefined {
  let found: PacketSpace | undefined;
  for (const space of connection.spaces) if (space.lossAt < (found?.lossAt ?? Infinity)) found = space;
  return found;
}

/** The space that the probe timer stands for; undefined: none has anything to probe for. */
function probeSpace(connection: QuicConnection): PacketSpace | undefined {
  let found: PacketSpace | undefined;
  for (const space of connection.spaces) {
    if (space.isDiscarded || space.sent.ackElicitingInFlight === 0) continue;
    // RFC 9002 section 6.2.1: application data waits for the handshake to be confirmed.
    if (space.index === QuicSpace.application && connection.state !== QuicState.confirmed) continue;
    if (!found || space.sent.lastAckElicitingAt < found.sent.lastAckElicitingAt) found = space;
  }
  return found;
}

function hasNewData(connection: QuicConnection): boolean {
  return (
    connection.dataSent < connection.dataLimit &&
    connection.sendQueue.some(({ unsent, sendLimit, sending }) => unsent > 0 && sending.sent < sendLimit)
  );
}
