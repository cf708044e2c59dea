import { describe, expect, test } from 'vitest';
import { RecordKind } from '../../../shared/trace/record';
import { pageLab, SimulatedRun } from '../testing/simulated-run';
import { machineOf, subjectName, subjectsOf, transitionOf, type ChartSubject } from './chart-subject';
import { ConnectionRecords } from './connection-records';

function charts(run: SimulatedRun) {
  const { trace } = run.source;
  const records = new ConnectionRecords();
  for (let record = 0; record < trace.records.length; record += 1)
    if (trace.connection(record) === 0) records.add(0, record);
  const subjects = subjectsOf(trace, records, 0);
  const named = (name: string): ChartSubject =>
    subjects.find((subject) => subjectName(subject) === name) ?? { kind: 'connection' };
  /** The states that an end went through. */
  const way = (name: string, end: 0 | 1) =>
    Array.from({ length: trace.records.length }, (_, record) => record)
      .filter((record) => trace.place(record) === trace.connections[0]?.ends[end].device)
      .map((record) => transitionOf(trace, named(name), record, end)?.to)
      .filter((state) => state !== undefined);
  return { trace, subjects: subjects.map(subjectName), named, way };
}

describe('what charts of a QUIC connection are about', () => {
  const quic = charts(new SimulatedRun(pageLab({ http: '3' })));

  test('itself, then each stream once for each way', () => {
    expect(quic.subjects[0]).toBe('Connection');
    expect(quic.subjects).toEqual(
      expect.arrayContaining([
        'Stream 0, to the server',
        'Stream 0, to the client',
        'Stream 2, to the server',
      ]),
    );
    // RFC 9000 section 2.1: stream 2 is the client's, and unidirectional.
    expect(quic.subjects).not.toContain('Stream 2, to the client');
    expect(new Set(quic.subjects).size).toBe(quic.subjects.length);
  });

  test('run the machines of RFC 9000 section 3', () => {
    const stream = quic.named('Stream 0, to the client');
    expect(machineOf(quic.trace, 0, stream, 1)).toBe('QUIC stream, sending part');
    expect(machineOf(quic.trace, 0, stream, 0)).toBe('QUIC stream, receiving part');
    expect(machineOf(quic.trace, 0, { kind: 'connection' }, 0)).toBe('QUIC connection');
  });

  test('pass through the states of their parts', () => {
    expect(quic.way('Stream 0, to the server', 0)).toEqual(['Send', 'Data Sent', 'Data Recvd']);
    expect(quic.way('Stream 0, to the client', 0)).toEqual(['Size Known', 'Data Recvd', 'Data Read']);
    expect(quic.way('Connection', 0).slice(0, 3)).toEqual(['HANDSHAKING', 'ESTABLISHED', 'CONFIRMED']);
  });
});

describe('what charts of a TCP connection are about', () => {
  test('streams of HTTP/2, the same at both ends', () => {
    const http2 = charts(new SimulatedRun(pageLab({ http: '2' })));
    expect(http2.subjects).toEqual(['Connection', 'Stream 1', 'Stream 3']);
    expect(http2.way('Stream 1', 0)).toEqual(['open', 'half-closed (local)', 'closed']);
    expect(http2.way('Stream 1', 1)).toEqual(['open', 'half-closed (remote)', 'closed']);
    expect(machineOf(http2.trace, 0, http2.named('Stream 1'), 0)).toBe('HTTP/2 stream');
  });

  test('the connection alone under HTTP/1.1', () => {
    const http1 = charts(new SimulatedRun(pageLab({ http: '1.1' })));
    expect(http1.subjects).toEqual(['Connection']);
    expect(machineOf(http1.trace, 0, { kind: 'connection' }, 1)).toBe('TCP connection');
  });

  test('records of another kind are no transition', () => {
    const run = new SimulatedRun(pageLab({ http: '1.1' }));
    const [send = -1] = run.records(RecordKind.linkSend);
    expect(transitionOf(run.source.trace, { kind: 'connection' }, send, 0)).toBeUndefined();
  });
});
