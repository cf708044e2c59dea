import { QuicFrame, QuicSendReason } from '../../shared/trace/quic';
import { none, RecordKind } from '../../shared/trace/record';
import { tlsAnswerOf, tlsOfferOf } from '../../shared/trace/tls-tables';
import type { TraceReader } from '../../shared/trace/trace-reader';
import type { TraceBytes } from '../../bytes/frames/trace-bytes';
import { handshakeEvents, stateEvents, type UntimedEvent } from './connection-events';
import type { QlogEnd } from './ends';
import { Http3Log } from './http3-events';
import { RoundTripLog } from './round-trips';
import { qlogPackets } from './packets';
import { milliseconds, type QlogEvent, rawInfo } from './qlog-event';
import {
  blockedEvent,
  congestionEvents,
  lostEvent,
  pathEvents,
  streamStateEvents,
  timerEvents,
} from './recovery-events';

/** How many of an end's records behind its decision to close are searched for the frame that tells it. */
const closeReach = 8;

/** What an end of a QUIC connection logs, in order: events of the drafts `quic-events-13` and `h3-events-13`. */
export function* qlogEvents(source: TraceBytes, end: QlogEnd): Generator<QlogEvent> {
  const log = new EndLog(source, end);
  for (let index = 0; index < end.records.length; index += 1) {
    const time = milliseconds(source.trace.time(end.records[index]!));
    for (const { name, data } of log.eventsOf(index)) yield { time, name, data };
  }
}

/** An end's log while it is written: what it must remember between two records. */
class EndLog {
  private bytesInFlight = 0;
  private phase: number | undefined;
  /** Packet numbers seen, by packet number space. */
  private readonly seen = new Map<number, Set<number>>();
  /** Bytes handed to the application, by stream. */
  private readonly delivered = new Map<number, number>();
  private readonly http3: Http3Log | undefined;
  private readonly roundTrips: RoundTripLog;
  private readonly trace: TraceReader;

  constructor(
    source: TraceBytes,
    private readonly end: QlogEnd,
  ) {
    this.trace = source.trace;
    this.roundTrips = new RoundTripLog(source.trace);
    const { connection } = end;
    const agreed = tlsAnswerOf(source.trace, connection)?.protocol;
    const protocol = agreed ?? tlsOfferOf(source.trace, connection)?.protocols[0];
    this.http3 = protocol === 'h3' ? new Http3Log(source, connection, end.end) : undefined;
  }

  /** Events of the record at an index of the end's records. */
  eventsOf(index: number): UntimedEvent[] {
    const { trace } = this;
    const seq = this.end.records[index]!;
    switch (trace.kind(seq)) {
      case RecordKind.quicState:
        return stateEvents(trace, seq, this.end.end, this.closeFrame(index));
      case RecordKind.tlsMessage:
        return handshakeEvents(trace, seq);
      case RecordKind.quicSend:
        return this.sent(seq);
      case RecordKind.linkArrive:
        return this.received(seq);
      case RecordKind.quicLost:
        return [lostEvent(trace, seq, this.end.end)];
      case RecordKind.quicCongestion:
        return this.congestion(seq);
      case RecordKind.quicRoundTrip:
        return [this.roundTrips.measured(seq)];
      case RecordKind.quicTimer:
        return timerEvents(trace, seq);
      case RecordKind.quicStream:
        return streamStateEvents(trace, seq);
      case RecordKind.quicBlocked:
        return [blockedEvent(trace, seq)];
      case RecordKind.quicPath:
        this.roundTrips.path(seq);
        return pathEvents(trace, seq);
      case RecordKind.quicDeliver:
        return this.moved(seq);
      default:
        return [];
    }
  }

  private congestion(seq: number): UntimedEvent[] {
    const events = congestionEvents(this.trace, seq, this.bytesInFlight, this.phase);
    this.phase = this.trace.detail(seq);
    return events;
  }

  private sent(seq: number): UntimedEvent[] {
    const { trace } = this;
    this.roundTrips.sent(seq);
    const packet = trace.packet(seq);
    const trigger = trace.detail(seq) === QuicSendReason.probe ? { trigger: 'pto_probe' } : {};
    const events: UntimedEvent[] = [];
    for (const { data, items } of qlogPackets(trace, packet)) {
      events.push(...(this.http3?.sending(items) ?? []));
      events.push({ name: 'quic:packet_sent', data: { ...data, ...trigger } });
    }
    events.push({ name: 'quic:udp_datagrams_sent', data: this.datagram(packet) });
    if (trace.a(seq) !== this.bytesInFlight) {
      this.bytesInFlight = trace.a(seq);
      events.push({ name: 'quic:recovery_metrics_updated', data: { bytes_in_flight: this.bytesInFlight } });
    }
    return events;
  }

  private received(seq: number): UntimedEvent[] {
    const { trace } = this;
    const packet = trace.packet(seq);
    const events: UntimedEvent[] = [{ name: 'quic:udp_datagrams_received', data: this.datagram(packet) }];
    for (const { data, items } of qlogPackets(trace, packet)) {
      const isNew = this.notice(trace.quicItemSpace(items.header), trace.quicItemOffset(items.header));
      if (isNew) events.push({ name: 'quic:packet_received', data });
      else {
        const { header, raw } = data;
        events.push({ name: 'quic:packet_dropped', data: { header, raw, trigger: 'duplicate' } });
      }
    }
    return events;
  }

  private datagram(packet: number) {
    return { count: 1, raw: [rawInfo(this.trace.payloadBytes(packet))] };
  }

  /** Whether a packet number has not been seen before in its space. */
  private notice(space: number, number: number): boolean {
    let numbers = this.seen.get(space);
    if (!numbers) {
      numbers = new Set();
      this.seen.set(space, numbers);
    }
    if (numbers.has(number)) return false;
    numbers.add(number);
    return true;
  }

  private moved(seq: number): UntimedEvent[] {
    const { trace } = this;
    const stream = trace.a(seq);
    const bytes = trace.b(seq);
    const offset = this.delivered.get(stream) ?? 0;
    this.delivered.set(stream, offset + bytes);
    const data = { stream_id: stream, offset, from: 'transport', to: 'application', raw: rawInfo(bytes) };
    return [
      { name: 'quic:stream_data_moved', data },
      ...(this.http3?.receiving(stream, offset + bytes) ?? []),
    ];
  }

  /** The item of the CONNECTION_CLOSE frame that a change of state at an index is about. */
  private closeFrame(index: number): number | undefined {
    const { trace } = this;
    const { records } = this.end;
    const cause = trace.cause(records[index]!);
    if (cause !== none && trace.kind(cause) === RecordKind.linkArrive) {
      const received = this.closeItem(trace.packet(cause));
      if (received !== undefined) return received;
    }
    for (const seq of records.slice(index + 1, index + 1 + closeReach)) {
      if (trace.kind(seq) !== RecordKind.quicSend) continue;
      const item = this.closeItem(trace.packet(seq));
      if (item !== undefined) return item;
    }
    return undefined;
  }

  private closeItem(packet: number): number | undefined {
    const { trace } = this;
    const first = trace.firstQuicItem(packet);
    for (let item = first; item < first + trace.quicItemCount(packet); item += 1) {
      const type = trace.quicItemType(item);
      if (type === QuicFrame.connectionCloseTransport || type === QuicFrame.connectionCloseApplication)
        return item;
    }
    return undefined;
  }
}
