import { ReceiveVerdict, SegmentReason } from '../../../shared/trace/record';
import type { TcpConnection } from '../connection/connection';
import type { TcpEnvironment } from '../connection/environment';
import { isWorthAnnouncing } from '../connection/receive-window';
import type { SegmentOutput } from '../sending/segment-output';

/** What incoming sequence space does to the receive side: reassembly, and when to acknowledge. */
export class Receiver {
  constructor(
    private readonly environment: TcpEnvironment,
    private readonly output: SegmentOutput,
  ) {}

  /**
   * The acceptability test of RFC 9293 section 3.10.7.4, `length` counting SYN and FIN, with the allowances that Linux makes: the acknowledgement counts
   * in what ends where we last acknowledged, and in what begins where the window does end (the RFC asks for that of a closed one).
   */
  isAcceptable(connection: TcpConnection, sequence: number, length: number): boolean {
    return sequence + length >= connection.lastAcknowledged && sequence <= connection.receiveEdge;
  }

  /**
   * Takes a segment's payload [sequence, sequence + length). Returns how many bytes became readable in order.
   * Marks the acknowledgement that is owed, and sends the one that cannot wait.
   */
  takeData(connection: TcpConnection, packet: number, sequence: number, length: number): number {
    const { writer } = this.environment;
    connection.largestSegmentReceived = Math.max(connection.largestSegmentReceived, length);
    this.beginQuickAcknowledgements(connection);
    const end = Math.min(sequence + length, connection.receiveEdge);
    connection.lastDataReceivedAt = writer.now;
    if (sequence >= connection.receiveEdge) {
      this.note(connection, packet, ReceiveVerdict.outsideWindow);
      this.answerAtOnce(connection);
      return 0;
    }
    if (sequence > connection.receiveNext) {
      const known = connection.reassembly.overlap(sequence, end);
      if (known) this.reportRepeated(connection, known[0], known[1]);
      connection.reassembly.add(sequence, end);
      this.takeEarly(connection, packet);
      return 0;
    }
    const before = connection.receiveNext;
    if (sequence < before) this.reportRepeated(connection, sequence, before);
    else if (!connection.reassembly.isEmpty) {
      const known = connection.reassembly.overlap(sequence, end);
      if (known) this.reportRepeated(connection, known[0], known[1]);
    }
    const filledGap = !connection.reassembly.isEmpty;
    connection.receiveNext = filledGap ? connection.reassembly.takeFrom(end) : end;
    connection.acknowledgementPending = true;
    if (connection.readingPaused) connection.unreadBytes += connection.receiveNext - before;
    if (filledGap) connection.quickAcknowledgements = Math.max(1, connection.quickAcknowledgements);
    return connection.receiveNext - before;
  }

  /** RFC 5681 section 4.2: an out-of-order segment is acknowledged at once. */
  takeEarly(connection: TcpConnection, packet: number): void {
    this.note(connection, packet, ReceiveVerdict.outOfOrder);
    this.answerAtOnce(connection);
  }

  /** An ACK that may not wait: a duplicate one, unless it acknowledges something new. */
  answerAtOnce(connection: TcpConnection): void {
    const news = connection.receiveNext > connection.lastAcknowledged;
    const reason = news ? SegmentReason.ack : SegmentReason.duplicateAck;
    this.output.send(connection, connection.sendNext, 0, 0, reason);
  }

  /** What came lies wholly below the window: tells the peer where we are (RFC 9293 section 3.10.7.4), and that it came twice. */
  takeRepeated(connection: TcpConnection, packet: number, sequence: number, length: number): void {
    const end = Math.min(sequence + length, connection.receiveNext);
    this.reportRepeated(connection, sequence, end);
    this.note(connection, packet, ReceiveVerdict.duplicate);
    this.beQuick(connection, connection.parameters.quickAcknowledgements);
    this.answerAtOnce(connection);
  }

  /** The next so many segments are acknowledged at once, as Linux does where the peer may be short of ACKs. */
  beQuick(connection: TcpConnection, segments: number): void {
    connection.quickAcknowledgements = Math.max(connection.quickAcknowledgements, segments);
    connection.interactive = false;
  }

  /** RFC 2883 section 4: the next ACK says which bytes arrived twice. */
  reportRepeated(connection: TcpConnection, start: number, end: number): void {
    if (!connection.selectiveAcknowledgement || start >= end) return;
    connection.repeatedStart = start;
    connection.repeatedEnd = end;
  }

  /**
   * Sends the acknowledgement that is owed if it may not wait, else starts its timer. RFC 9293 section 3.8.6.3:
   * every second full segment at once, and none later than the delay.
   */
  acknowledge(connection: TcpConnection, filledGap: boolean): void {
    if (!connection.acknowledgementPending) return;
    const { parameters } = connection;
    const unacknowledged = connection.receiveNext - connection.lastAcknowledged;
    const quick = connection.quickAcknowledgements > 0 && !connection.interactive;
    if (
      unacknowledged > connection.largestSegmentReceived ||
      quick ||
      filledGap ||
      !connection.reassembly.isEmpty ||
      parameters.delayedAcknowledgement === 0
    ) {
      this.output.send(connection, connection.sendNext, 0, 0, SegmentReason.ack);
    } else if (connection.delayedAcknowledgementAt === Infinity) {
      // Linux's delay is an estimate of how often data comes, which is 0 while none has come yet.
      const delay = connection.receivedAnyData ? parameters.delayedAcknowledgement : 0;
      connection.delayedAcknowledgementAt = this.environment.writer.now + delay;
    }
  }

  /** Tells the peer that the window has opened, once that is worth a segment. */
  announceWindow(connection: TcpConnection): void {
    if (isWorthAnnouncing(connection))
      this.output.send(connection, connection.sendNext, 0, 0, SegmentReason.windowUpdate);
  }

  private beginQuickAcknowledgements(connection: TcpConnection): void {
    if (connection.receivedAnyData) return;
    connection.receivedAnyData = true;
    connection.quickAcknowledgements = connection.parameters.quickAcknowledgements;
  }

  private note(connection: TcpConnection, packet: number, verdict: number): void {
    const { writer, device } = this.environment;
    writer.tcpReceive(device, packet, connection.connection, verdict, 0);
  }
}
