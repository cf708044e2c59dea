import { isOldTimestamp, timestampLifetime } from '../connection/old-timestamps';
import { PacketOption, TcpFlag } from '../../../shared/trace/packet';
import { ReceiveVerdict, SegmentReason } from '../../../shared/trace/record';
import type { TcpConnection } from '../connection/connection';
import { TcpState } from '../connection/connection-machine';
import type { TcpEnvironment } from '../connection/environment';
import type { Lifecycle } from '../lifetime/lifecycle';
import type { Receiver } from './receiver';
import type { SegmentOutput } from '../sending/segment-output';
import { relativeAcknowledgement, relativeSequence } from '../connection/sequence-numbers';

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
      if (this.completesSimultaneousOpen(connection, flags, sequence)) return true;
      if (flags & TcpFlag.ack) this.challenge(connection);
      else this.lifecycle.repeatSynAck(connection);
      return false;
    }
    const old = this.isOldTimestamp(connection, packet);
    if (old && length === 0 && sequence === connection.receiveNext && flags & TcpFlag.ack) {
      // An ACK that was overtaken, as on any path that reorders: Linux answers none of them, and heeds a duplicate that is not too old.
      return this.isRecentDuplicate(connection, packet);
    }
    if (!old && this.receiver.isAcceptable(connection, sequence, length)) return true;
    if (flags & TcpFlag.rst) return false;
    if (flags & TcpFlag.syn) {
      this.challenge(connection);
      return false;
    }
    if (length > 0 && sequence < connection.receiveNext) {
      this.receiver.takeRepeated(connection, packet, sequence, length);
      return false;
    }
    // A keep-alive or a window probe, or something beyond the window.
    this.note(connection, packet, ReceiveVerdict.outsideWindow);
    this.receiver.answerAtOnce(connection);
    return false;
  }

  /** Whether a segment is the SYN-ACK of a peer that opened actively as we did (RFC 9293 section 3.5, figure 7). */
  completesSimultaneousOpen(connection: TcpConnection, flags: number, sequence: number): boolean {
    const both = TcpFlag.syn | TcpFlag.ack;
    return (
      connection.state === TcpState.synReceived &&
      !connection.passive &&
      sequence === 0 &&
      (flags & both) === both
    );
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

  private isOldTimestamp(connection: TcpConnection, packet: number): boolean {
    const { trace } = this.environment.writer;
    if (!connection.timestamps || !(trace.options(packet) & PacketOption.timestamps)) return false;
    if (trace.flags(packet) & TcpFlag.rst) return false;
    return isOldTimestamp(trace.timestampValue(packet), connection, this.environment.writer.now);
  }

  /** RFC 7323 section 4.3. Called for what `passesChecks` let through. */
  rememberTimestamp(connection: TcpConnection, packet: number): void {
    const { trace, now } = this.environment.writer;
    if (!connection.timestamps || !(trace.options(packet) & PacketOption.timestamps)) return;
    const value = trace.timestampValue(packet);
    const sequence = relativeSequence(connection, trace, packet);
    if (sequence > connection.lastAcknowledged) return;
    const isVoid = now - connection.timestampRecentAt > timestampLifetime;
    if (!isVoid && ((value - connection.timestampRecent) | 0) < 0) return;
    connection.timestampRecent = value;
    connection.timestampRecentAt = now;
  }

  /** RFC 5961 sections 3.2, 4.2 and 5.2. */
  challenge(connection: TcpConnection): void {
    this.output.send(connection, connection.sendNext, 0, 0, SegmentReason.challengeAck);
  }

  private note(connection: TcpConnection, packet: number, verdict: number): void {
    const { writer, device } = this.environment;
    writer.tcpReceive(device, packet, connection.connection, verdict, 0);
  }
}
