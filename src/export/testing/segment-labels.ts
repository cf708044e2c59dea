import { relativeAcknowledgement } from '../../shared/trace/relative-acknowledgement';
import { TcpFlag } from '../../shared/trace/packet';
import { isRetransmission } from '../../shared/trace/kinds/tcp';
import { ReceiveVerdict, RecordKind, SegmentReason } from '../../shared/trace/record';
import type { Lab } from '../../shared/lab/lab';
import type { TraceReader } from '../../shared/trace/trace-reader';
import { CapturedFrames } from '../pcapng/capture';
import { capturePorts } from '../pcapng/capture-ports';

/**
 * What tshark's `tcp.analysis` should call each frame of a capture, from the lab's ledger: why TCP sent a segment and what its
 * receiver made of it. The ledger says what a frame is; where tshark has several words for one thing (a retransmission is to it
 * fast, spurious, out of order or none of these) its documented heuristics say which (Wireshark User's Guide, section 7.5).
 */
export const labels = [
  'retransmission',
  'fast_retransmission',
  'spurious_retransmission',
  'out_of_order',
  'lost_segment',
  'duplicate_ack',
  'zero_window',
  'keep_alive',
  'keep_alive_ack',
] as const;
export type Label = (typeof labels)[number];

/** A fast retransmission follows the last duplicate ACK within this. */
const fastWithin = 20e6;
const fallbackThreshold = 3e6;

/** What one side of a connection has shown at the capture point. */
interface Side {
  next: number;
  nextTime: number;
  acknowledged: number;
  acknowledgedTime: number;
  duplicates: number;
  window: number;
  keptAlive: boolean;
}

/** Reasons and verdicts of every packet of a trace. */
class Ledger {
  readonly reasons = new Map<number, number>();
  readonly outOfOrder = new Set<number>();
  readonly arrivedBefore = new Set<number>();

  constructor(trace: TraceReader) {
    for (let record = 0; record < trace.records.length; record += 1) {
      const packet = trace.packet(record);
      if (trace.kind(record) === RecordKind.tcpSend) this.reasons.set(packet, trace.detail(record));
      if (trace.kind(record) !== RecordKind.tcpReceive) continue;
      if (trace.detail(record) === ReceiveVerdict.outOfOrder) this.outOfOrder.add(packet);
      if (trace.detail(record) === ReceiveVerdict.duplicate) this.arrivedBefore.add(packet);
    }
  }
}

/** The labels that frames of a capture at `point` should carry, as `packet label` lines in the order of the frames. */
export function expectedLabels(lab: Lab, trace: TraceReader, point: string): string[] {
  const ledger = new Ledger(trace);
  const connections = new Map<number, Conversation>();
  const frames = new CapturedFrames(trace, capturePorts(lab, [point]));
  const lines: string[] = [];
  while (frames.next()) {
    const { packet, time, outbound } = frames;
    const row = trace.connectionOfPacket(packet);
    const conversation = connections.get(row) ?? new Conversation(trace, ledger);
    connections.set(row, conversation);
    for (const label of conversation.take(packet, time, outbound)) lines.push(`${packet} ${label}`);
  }
  return lines;
}

class Conversation {
  private readonly sides = new Map<number, Side>();
  private began = 0;
  /** Between the SYN and the third segment; 0: not known yet. */
  private roundTrip = 0;

  constructor(
    private readonly trace: TraceReader,
    private readonly ledger: Ledger,
  ) {}

  take(packet: number, time: number, outbound: boolean): Label[] {
    const { trace } = this;
    const flags = trace.flags(packet);
    const own = this.side(trace.sourcePort(packet));
    const other = this.side(trace.destinationPort(packet));
    const start = trace.relativeSequence(packet);
    const payload = trace.payloadBytes(packet);
    const length = payload + (flags & (TcpFlag.syn | TcpFlag.fin) ? 1 : 0);
    this.measureHandshake(flags, time);
    const found: Label[] = [];
    if (trace.window(packet) === 0 && !(flags & unlabelled)) found.push('zero_window');
    if (own.next > 0 && start > own.next && !(flags & TcpFlag.rst))
      found.push(...this.skipped(packet, length, outbound));
    const probe = this.isProbe(packet, own);
    if (probe) found.push('keep_alive');
    found.push(...this.acknowledgement(packet, own, other));
    if (length > 0 && own.next > 0 && start < own.next)
      found.push(...this.again(packet, { start, end: start + length, payload, time, outbound }, own, other));
    this.note(packet, own, { end: start + length, time, probe, flags });
    return found;
  }

  private side(port: number): Side {
    const side = this.sides.get(port) ?? {
      next: 0,
      nextTime: 0,
      acknowledged: -1,
      acknowledgedTime: 0,
      duplicates: 0,
      window: -1,
      keptAlive: false,
    };
    this.sides.set(port, side);
    return side;
  }

  private measureHandshake(flags: number, time: number): void {
    const kind = flags & (TcpFlag.syn | TcpFlag.ack);
    if (kind === TcpFlag.syn) this.began = time;
    else if (kind === TcpFlag.ack && this.roundTrip === 0) this.roundTrip = time - this.began;
  }

  /** The ledger: it came ahead of what was missing, or carries nothing itself; or the port's own queue dropped what was before. */
  private skipped(packet: number, length: number, outbound: boolean): Label[] {
    return outbound || length === 0 || this.ledger.outOfOrder.has(packet) ? ['lost_segment'] : [];
  }

  /** The ledger: a probe. By what it looks like to tshark, so does an ACK that its sender's FIN overtook. */
  private isProbe(packet: number, own: Side): boolean {
    const reason = this.ledger.reasons.get(packet);
    if (reason === SegmentReason.windowProbe || reason === SegmentReason.keepAlive) return true;
    const { trace } = this;
    const overtaken = own.next > 0 && trace.relativeSequence(packet) === own.next - 1;
    return overtaken && trace.payloadBytes(packet) === 0 && !(trace.flags(packet) & unlabelled);
  }

  /** The ledger: a duplicate ACK, which is one to tshark when it repeats number and (open) window of the one before. */
  private acknowledgement(packet: number, own: Side, other: Side): Label[] {
    const { trace } = this;
    if (this.ledger.reasons.get(packet) !== SegmentReason.duplicateAck) return [];
    const window = trace.window(packet);
    const repeats =
      window > 0 &&
      window === own.window &&
      relativeAcknowledgement(trace, packet) === own.acknowledged &&
      trace.relativeSequence(packet) === own.next;
    if (!repeats) return [];
    return [other.keptAlive ? 'keep_alive_ack' : 'duplicate_ack'];
  }

  /** The ledger: sent again, or overtaken on the way. Which of tshark's words fits is its heuristics' business. */
  private again(
    packet: number,
    segment: { start: number; end: number; payload: number; time: number; outbound: boolean },
    own: Side,
    other: Side,
  ): Label[] {
    const { reasons, arrivedBefore } = this.ledger;
    const { start, end, payload, time, outbound } = segment;
    const sentAgain = isRetransmission(reasons.get(packet) ?? 0);
    // At the sender's own port nothing has overtaken anything yet.
    if (outbound && !sentAgain) return [];
    if (payload > 0 && end <= other.acknowledged)
      return sentAgain || arrivedBefore.has(packet) ? ['retransmission', 'spurious_retransmission'] : [];
    if (other.duplicates >= 2 && other.acknowledged === start && time - other.acknowledgedTime < fastWithin)
      return ['retransmission', 'fast_retransmission'];
    const threshold = this.roundTrip > 0 ? this.roundTrip : fallbackThreshold;
    if (time - own.nextTime < threshold && end !== own.next) return ['out_of_order'];
    return ['retransmission'];
  }

  private note(
    packet: number,
    own: Side,
    segment: { end: number; time: number; probe: boolean; flags: number },
  ): void {
    const { trace } = this;
    const acknowledged = relativeAcknowledgement(trace, packet);
    const repeats =
      segment.end === own.next && acknowledged === own.acknowledged && trace.window(packet) === own.window;
    if (acknowledged !== own.acknowledged) own.duplicates = 0;
    else if (repeats && trace.payloadBytes(packet) === 0 && !(segment.flags & unlabelled))
      own.duplicates += 1;
    if (segment.end > own.next) {
      own.next = segment.end;
      own.nextTime = segment.time;
    }
    own.acknowledged = acknowledged;
    own.acknowledgedTime = segment.time;
    own.window = trace.window(packet);
    own.keptAlive = segment.probe;
  }
}

/** Such segments are never probes, nor duplicate ACKs. */
const unlabelled = TcpFlag.syn | TcpFlag.fin | TcpFlag.rst;
