import { describe, expect, test } from 'vitest';
import type { LabDocument, Workload } from '../../shared/lab/document';
import { resolveLab } from '../../shared/lab/lab';
import { AppError, RecordKind, none } from '../../shared/trace/record';
import { HandshakeType, TlsContentType, TlsEpoch, handshakeTypeNames } from '../../shared/trace/tls';
import type { Trace } from '../../shared/trace/trace';
import { createSimulation } from '../world/simulation';

type Server = Extract<LabDocument['devices'][number], { kind: 'server' }>;
type Client = Extract<LabDocument['devices'][number], { kind: 'client' }>;

interface Settings {
  readonly workload?: Partial<Workload>;
  readonly server?: Partial<Server>;
  readonly client?: Partial<Client>;
  readonly duration?: string;
}

/** One visit, or several, over TLS on a link of 50 ms one way that is so fast that lengths take no time. */
function visit({ workload, server, client, duration = '20s' }: Settings): Trace {
  const lab = resolveLab({
    version: 1,
    title: 'TLS',
    seed: 5,
    duration,
    devices: [
      { id: 'client', kind: 'client', position: { x: 0, y: 0 }, ...client },
      {
        id: 'server',
        kind: 'server',
        position: { x: 1, y: 0 },
        pages: [{ path: '/', size: '40kB' }],
        ...server,
      },
    ],
    links: [
      { id: 'link', a: { device: 'client' }, b: { device: 'server' }, bandwidth: '1Tbps', delay: '50ms' },
    ],
    workloads: [
      {
        id: 'visit',
        kind: 'page-load',
        from: 'client',
        to: 'server',
        tls: '1.3',
        interval: '5s',
        ...workload,
      },
    ],
  });
  const simulation = createSimulation(lab);
  simulation.advance(Infinity);
  return simulation.trace;
}

const records = (trace: Trace, kind: number) =>
  Array.from({ length: trace.records.length }, (_, seq) => seq).filter((seq) => trace.kind(seq) === kind);
const timesOf = (trace: Trace, kind: number) => records(trace, kind).map((seq) => trace.time(seq) / 1e6);

/** The handshake messages of a connection as they were sent: `client ClientHello/0`. */
const flights = (trace: Trace, connection: number) =>
  trace.tls.messages
    .filter((message) => message.connection === connection)
    .map(
      ({ end, type, epoch }) =>
        `${end === 0 ? 'client' : 'server'} ${handshakeTypeNames[type] ?? '?'}/${epoch}`,
    );

describe('the messages of a handshake', () => {
  test('TLS 1.3, full: RFC 8446 figure 1', () => {
    expect(flights(visit({}), 0)).toEqual([
      'client ClientHello/0',
      'server ServerHello/0',
      'server EncryptedExtensions/2',
      'server Certificate/2',
      'server CertificateVerify/2',
      'server Finished/2',
      'client Finished/2',
      'server NewSessionTicket/3',
      'server NewSessionTicket/3',
    ]);
  });

  test('TLS 1.3, resumed with early data: RFC 8446 figure 4', () => {
    const trace = visit({ workload: { count: 2, resumption: 'early-data' } });
    expect(flights(trace, 1).slice(0, 6)).toEqual([
      'client ClientHello/0',
      'server ServerHello/0',
      'server EncryptedExtensions/2',
      'server Finished/2',
      'client EndOfEarlyData/1',
      'client Finished/2',
    ]);
  });

  test('TLS 1.2, full: RFC 5246 figure 1', () => {
    expect(flights(visit({ workload: { tls: '1.2' } }), 0)).toEqual([
      'client ClientHello/0',
      'server ServerHello/0',
      'server Certificate/0',
      'server ServerKeyExchange/0',
      'server ServerHelloDone/0',
      'client ClientKeyExchange/0',
      'client Finished/3',
      'server NewSessionTicket/0',
      'server Finished/3',
    ]);
  });

  test('TLS 1.2, resumed: RFC 5077 figure 2', () => {
    expect(flights(visit({ workload: { tls: '1.2', count: 2 } }), 1)).toEqual([
      'client ClientHello/0',
      'server ServerHello/0',
      'server NewSessionTicket/0',
      'server Finished/3',
      'client Finished/3',
    ]);
  });

  test('a server without tickets gives none, and no visit is resumed', () => {
    const trace = visit({ workload: { count: 2 }, server: { tls: { tickets: 0 } } });
    expect(trace.tls.messages.some(({ type }) => type === HandshakeType.newSessionTicket)).toBe(false);
    expect(trace.tls.answers.map(({ resumed }) => resumed)).toEqual([false, false]);
  });
});

describe('the time that handshakes take to compute', () => {
  test('is waited for at the server, and less where a session is resumed', () => {
    const tls = { handshakeTime: '30ms', resumptionTime: '5ms' };
    const [first = 0, second = 0] = timesOf(
      visit({ workload: { count: 2, http: '1.1' }, server: { tls } }),
      RecordKind.httpRequest,
    );
    expect(first).toBeCloseTo(200 + 30, 1);
    expect(second).toBeCloseTo(5000 + 200 + 5, 1);
  });

  test('is waited for at the client', () => {
    const [first = 0] = timesOf(
      visit({ client: { tls: { handshakeTime: '12ms' } } }),
      RecordKind.httpRequest,
    );
    expect(first).toBeCloseTo(200 + 12, 1);
  });
});

describe('early data', () => {
  const early = { count: 2, resumption: 'early-data' as const };

  test('that the server refuses is sent again once the handshake is complete', () => {
    const trace = visit({ workload: early, server: { tls: { earlyData: false } } });
    const sent = trace.tls.records.filter(
      ({ connection, end, type }) => connection === 1 && end === 0 && type === TlsContentType.applicationData,
    );
    expect(sent.map(({ epoch, from }) => [epoch, from])).toEqual([
      [TlsEpoch.earlyData, 0],
      [TlsEpoch.application, 0],
    ]);
    expect(records(trace, RecordKind.httpRequestReceived)).toHaveLength(2);
    expect(records(trace, RecordKind.httpResponseReceived)).toHaveLength(2);
  });

  test('is told apart in the trace', () => {
    const outcome = (server: Partial<Server>) =>
      records(visit({ workload: early, server }), RecordKind.tlsEstablished).length;
    const accepted = visit({ workload: early });
    const details = records(accepted, RecordKind.tlsEstablished).map((seq) => accepted.detail(seq));
    expect(details).toEqual([0, 0, 2, 2]);
    expect(outcome({ tls: { earlyData: false } })).toBe(4);
  });
});

describe('records', () => {
  const trace = visit({});
  const own = (end: 0 | 1) =>
    trace.tls.records.filter((record) => record.connection === 0 && record.end === end);

  test.each([0, 1] as const)('of end %i follow each other without a gap', (end) => {
    let next = 0;
    for (const { offset, length } of own(end)) {
      expect(offset).toBe(next);
      next += length;
    }
  });

  test.each([0, 1] as const)('of end %i are numbered in each epoch', (end) => {
    const counts = [0, 0, 0, 0];
    for (const { epoch, sequence } of own(end)) {
      expect(sequence).toBe(counts[epoch]);
      counts[epoch] = sequence + 1;
    }
  });

  test('carry all that the application wrote, at most 2^14 bytes each (RFC 8446 section 5.1)', () => {
    const data = own(1).filter(({ type }) => type === TlsContentType.applicationData);
    const written = trace.contents
      .filter(({ end }) => end === 1)
      .reduce((sum, { length }) => sum + length, 0);
    expect(data.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(written);
    expect(Math.max(...data.map(({ bytes }) => bytes))).toBe(16_384);
  });

  test('end with close_notify at both ends (RFC 8446 section 6.1)', () => {
    for (const end of [0, 1] as const) expect(own(end).at(-1)?.type).toBe(TlsContentType.alert);
  });
});

test('a client and a server without a version in common part with an alert', () => {
  const trace = visit({ workload: { tls: '1.2' }, server: { tls: { versions: ['1.3'] } } });
  const errors = records(trace, RecordKind.appError);
  expect(errors.map((seq) => trace.detail(seq))).toEqual([AppError.tlsAlert]);
  expect(records(trace, RecordKind.httpRequest)).toEqual([]);
  expect(trace.tls.records.at(-1)).toMatchObject({ end: 1, type: TlsContentType.alert, epoch: 0 });
});

test('a message is caused by what it answers', () => {
  const trace = visit({});
  for (const seq of records(trace, RecordKind.tlsMessage)) expect(trace.cause(seq)).not.toBe(none);
});

describe('a large page over TLS', () => {
  const atServer = (trace: Trace) => trace.tls.records.filter(({ end }) => end === 1);

  test.each([
    ['1.1', 'early-data'],
    ['2', 'ticket'],
    ['3', 'none'],
  ] as const)('of any size takes no more memory than what is sent of it: HTTP/%s, %s', (http, resumption) => {
    const trace = visit({
      workload: { http, resumption, visitedBefore: resumption !== 'none' },
      server: { pages: [{ path: '/', size: '8000000GiB' }], tls: { certificate: '3kB' } },
      client: { tcp: { receiveBuffer: '64kB' }, quic: { streamWindow: '64kB' } },
      duration: '2s',
    });
    // 64 kB a round trip of 100 ms, and what waits at the server to be sent.
    expect(atServer(trace).reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(4e6);
    expect(trace.records.length).toBeLessThan(20_000);
  });

  test('is followed by close_notify when its last byte is sealed, however much of it had to wait', () => {
    const trace = visit({
      workload: { kind: 'http-get', http: '1.1', closes: 'server' },
      server: { pages: [{ path: '/', size: '20MB' }] },
      client: { tcp: { receiveBuffer: '4MB' } },
      duration: '60s',
    });
    const sealed = atServer(trace);
    const data = sealed.filter(({ type }) => type === TlsContentType.applicationData);
    expect(data.reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThan(20e6);
    // Records are whole but for the last, wherever TCP had to wait.
    expect(data.slice(0, -1).every(({ bytes }) => bytes === 16_384)).toBe(true);
    expect(data.every(({ from, bytes }, at) => from + bytes === (data[at + 1]?.from ?? from + bytes))).toBe(
      true,
    );
    expect(sealed.at(-1)).toMatchObject({ type: TlsContentType.alert, from: 0 });
    expect(records(trace, RecordKind.httpResponseReceived)).toHaveLength(1);
  });
});
