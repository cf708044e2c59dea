import { none, RecordKind } from '../../shared/trace/record';
import { PathEvent } from '../../shared/trace/quic';
import type { TraceReader } from '../../shared/trace/trace-reader';
import type { UntimedEvent } from './connection-events';
import type { QlogData } from './qlog-event';

/** What an end knows of its round trip, as each sample makes it: RFC 9002 section 5. Milliseconds. */
export class RoundTripLog {
  /** When each datagram was sent, nanoseconds, by its row. */
  private readonly sentAt = new Map<number, number>();
  private minimum = Infinity;
  private smoothed = 0;
  private variance = 0;

  constructor(private readonly trace: TraceReader) {}

  /** A `quic.send` record. */
  sent(seq: number): void {
    this.sentAt.set(this.trace.packet(seq), this.trace.time(seq));
  }

  /** A `quic.path` record: a path begins with a round trip of its own (RFC 9000 section 9.4). */
  path(seq: number): void {
    const { trace } = this;
    const event = trace.detail(seq);
    const cause = trace.cause(seq);
    const isRepeated = cause !== none && trace.kind(cause) === RecordKind.quicTimer;
    if (event === PathEvent.peerMoved || (event === PathEvent.challenged && !isRepeated))
      this.minimum = Infinity;
  }

  /** A `quic.round-trip` record: the packet that was acknowledged, and what the end made of it. */
  measured(seq: number): UntimedEvent {
    const { trace } = this;
    const sent = this.sentAt.get(trace.packet(seq)) ?? trace.time(seq);
    const latest = (trace.time(seq) - sent) / 1e6;
    const smoothed = trace.a(seq) / 1000;
    // RFC 9002 section 5.3: smoothed - adjusted sample is eight times what the smoothed one moved by.
    this.variance =
      this.minimum === Infinity ? latest / 2 : 0.75 * this.variance + 2 * Math.abs(smoothed - this.smoothed);
    this.minimum = Math.min(this.minimum, latest);
    this.smoothed = smoothed;
    const data: QlogData = {
      latest_rtt: latest,
      min_rtt: this.minimum,
      smoothed_rtt: smoothed,
      rtt_variance: Math.round(this.variance * 1000) / 1000,
    };
    return { name: 'quic:recovery_metrics_updated', data };
  }
}
