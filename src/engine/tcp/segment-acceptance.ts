import { PacketOption, TcpFlag } from '../../shared/trace/packet';
import { ReceiveVerdict, SegmentReason } from '../../shared/trace/record';
import type { TcpConnection } from './connection';
import { TcpState } from './connection-machine';
import type { TcpEnvironment } from './environment';
import type { Lifecycle } from './lifecycle';
import type { Receiver } from './receiver';
import type { SegmentOutput } from './segment-output';
import { relativeAcknowledgement, relativeSequence } from './sequence-numbers';

/** Whether a segment is believed at all: the acceptability test of RFC 9293, PAWS of RFC 7323, challenges of RFC 5961. */
export class SegmentAcceptance {
  constructor(
    private readonly environment: TcpEnvironment,
    private readonly output: SegmentOutput,
    private readonly receiver: Receiver,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** The acceptability test and PAWS; answers what fails with an ACK unless it is a reset. */
  passesChecks(connection: TcpConnection, packet: number, sequence: number, length: number): boolean {
    const { trace } = this.environment.writer;
    const flags = trace.flags(packet);
    if (connection.state === TcpState.synReceived && sequence === 0 && flags & TcpFlag.syn) {
      if (flags & TcpFlag.ack) return true;
      this.lifecycle.repeatSynAck(connection);
      return false;
    }
    const old = this.isOldTimestamp(connection, packet);
    if (old && length === 0 && sequence === connection.receiveNext && flags & TcpFlag.ack) {
      // An ACK that was overtaken, as on any path that reorders: Linux answers none of them, and heeds a duplicate that is not too old.
      return this.isRecentDuplicate(connection, packet);
    }
    if (!old && this.receiver.isAcceptable(connection, sequence, length)) return true;
    if (flags & TcpFlag.rst) return false;
    // Below the window: a keep-alive or window probe, or something retransmitted that had arrived.
    if (length > 0 && sequence < connection.receiveNext)
      this.receiver.reportRepeated(connection, sequence, Math.min(sequence + length, connection.receiveNext));
    this.note(connection, packet, length > 0 ? ReceiveVerdict.duplicate : ReceiveVerdict.outsideWindow);
    this.receiver.answerAtOnce(connection);
    return false;
  }

  private isRecentDuplicate(connection: TcpConnection, packet: number): boolean {
    const { trace } = this.environment.writer;
    const age = (connection.timestampRecent - trace.timestampValue(packet)) | 0;
    return (
      relativeAcknowledgement(connection, trace, packet) === connection.sendUnacknowledged &&
      trace.window(packet) * 2 ** connection.sendWindowShift === connection.sendWindow &&
      age * 1e6 <= connection.roundTrip.timeout
    );
  }

  /** RFC 7323 section 5.3, R1, with the one tick of tolerance that Linux has. */
  private isOldTimestamp(connection: TcpConnection, packet: number): boolean {
    const { trace } = this.environment.writer;
    if (!connection.timestamps || !(trace.options(packet) & PacketOption.timestamps)) return false;
    if (trace.flags(packet) & TcpFlag.rst) return false;
    return ((trace.timestampValue(packet) - connection.timestampRecent) | 0) < -1;
  }

  /** RFC 7323 section 4.3. */
  rememberTimestamp(connection: TcpConnection, packet: number): void {
    const { trace } = this.environment.writer;
    if (!connection.timestamps || !(trace.options(packet) & PacketOption.timestamps)) return;
    const value = trace.timestampValue(packet);
    const sequence = relativeSequence(connection, trace, packet);
    if (((value - connection.timestampRecent) | 0) >= 0 && sequence <= connection.lastAcknowledged)
      connection.timestampRecent = value;
  }

  /** RFC 5961 sections 3.2 and 4.2. */
  challenge(connection: TcpConnection): void {
    this.output.send(connection, connection.sendNext, 0, 0, SegmentReason.challengeAck);
  }

  private note(connection: TcpConnection, packet: number, verdict: number): void {
    const { writer, device } = this.environment;
    writer.tcpReceive(device, packet, connection.connection, verdict, 0);
  }
}
