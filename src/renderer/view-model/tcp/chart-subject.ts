import {
  quicReceiveEvents,
  quicReceiveStates,
  quicSendEvents,
  quicSendStates,
} from '../../../shared/trace/quic';
import { transitionNames } from '../../../shared/trace/connection-states';
import { http2Events, http2States, RecordKind } from '../../../shared/trace/record';
import { tlsAnswerOf } from '../../../shared/trace/tls-tables';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import type { ConnectionRecords } from './connection-records';

/**
 * What the charts of both ends are about: the connection itself, or one of its streams. A QUIC stream has a sending part
 * at one end and a receiving part at the other for each way; `from` is the end that sends.
 */
export type ChartSubject =
  | { readonly kind: 'connection' }
  | { readonly kind: 'quic-stream'; readonly stream: number; readonly from: 0 | 1 }
  | { readonly kind: 'http2-stream'; readonly stream: number };

/** What of a subject happened in a record: its transition by name; undefined for a record of something else. */
export function transitionOf(
  trace: TraceReader,
  subject: ChartSubject,
  record: number,
  end: 0 | 1,
): { from: string; event: string; to: string } | undefined {
  const kind = trace.kind(record);
  switch (subject.kind) {
    case 'connection':
      return kind === RecordKind.tcpState || kind === RecordKind.quicState
        ? transitionNames(trace, record)
        : undefined;
    case 'quic-stream': {
      const part = end === subject.from ? 0 : 1;
      const isIts = trace.a(record) === subject.stream && trace.detail(record) === part;
      if (kind !== RecordKind.quicStream || !isIts) return undefined;
      return part === 0
        ? named(trace.b(record), quicSendStates, quicSendEvents)
        : named(trace.b(record), quicReceiveStates, quicReceiveEvents);
    }
    case 'http2-stream':
      return kind === RecordKind.httpStream && trace.a(record) === subject.stream
        ? named(trace.b(record), http2States, http2Events)
        : undefined;
  }
}

/** The name of the machine that an end runs for a subject, as the engine describes it. */
export function machineOf(trace: TraceReader, connection: number, subject: ChartSubject, end: 0 | 1): string {
  if (subject.kind === 'http2-stream') return 'HTTP/2 stream';
  if (subject.kind === 'quic-stream')
    return end === subject.from ? 'QUIC stream, sending part' : 'QUIC stream, receiving part';
  return trace.connections[connection]?.protocol === 'quic' ? 'QUIC connection' : 'TCP connection';
}

/** What there is to choose from for a connection: itself, then its streams as they were opened. */
export function subjectsOf(
  trace: TraceReader,
  records: ConnectionRecords,
  connection: number,
): ChartSubject[] {
  const subjects: ChartSubject[] = [{ kind: 'connection' }];
  const isQuic = trace.connections[connection]?.protocol === 'quic';
  if (!isQuic && tlsAnswerOf(trace, connection)?.protocol !== 'h2') return subjects;
  const seen = new Set<number>();
  for (const record of records.since(connection, -1)) {
    const kind = trace.kind(record);
    if (kind !== RecordKind.quicStream && kind !== RecordKind.httpStream) continue;
    const stream = trace.a(record);
    if (seen.has(stream)) continue;
    seen.add(stream);
    subjects.push(...(isQuic ? quicSubjects(stream) : [{ kind: 'http2-stream', stream } as const]));
  }
  return subjects;
}

/** RFC 9000 section 2.1: bit 0 of a stream's id tells who opened it, bit 1 whether it has one way only. */
function quicSubjects(stream: number): ChartSubject[] {
  const opener = (stream & 1) as 0 | 1;
  const ways: (0 | 1)[] = stream & 2 ? [opener] : [0, 1];
  return ways.map((from) => ({ kind: 'quic-stream', stream, from }));
}

/** `Connection`, `Stream 4, to the server`. */
export function subjectName(subject: ChartSubject): string {
  if (subject.kind === 'connection') return 'Connection';
  if (subject.kind === 'http2-stream') return `Stream ${subject.stream}`;
  return `Stream ${subject.stream}, ${subject.from === 0 ? 'to the server' : 'to the client'}`;
}

function named(change: number, states: readonly string[], events: readonly string[]) {
  return {
    from: states[change & 255] ?? '?',
    event: events[(change >>> 16) & 255] ?? '?',
    to: states[(change >>> 8) & 255] ?? '?',
  };
}
