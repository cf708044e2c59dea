import { describe, expect, test } from 'vitest';
import { none, RecordKind } from '../../../shared/trace/record';
import { lensView } from './lens';
import { MessageTexts } from '../packets/message-texts';
import { pageLab, SimulatedRun } from '../testing/simulated-run';

function lensOf(run: SimulatedRun) {
  const { trace, topology, labels } = run.source;
  const source = { trace, topology, labels, messages: new MessageTexts(trace, labels.requests) };
  return (record: number, crossing = 0) => lensView(source, { record, crossing, subject: none } as never);
}

describe('the lens on TLS', () => {
  const run = new SimulatedRun(pageLab({ http: '1.1', tls: '1.3' }));
  const view = lensOf(run);
  const messages = run.records(RecordKind.tlsMessage);

  test('shows a handshake message at layer 6, with its name and size', () => {
    const sent = view(messages[0] ?? -1);
    expect(sent.doing).toBe('sending ClientHello');
    expect(sent.rows.find(({ layer }) => layer === 6)).toMatchObject({ state: 'active' });
    expect(sent.rows[0]?.holds).toBe('nothing for the application');
    expect(sent.envelopes.filter(({ present }) => present)).toMatchObject([
      { name: 'TLS', layer: 6, text: 'ClientHello' },
    ]);
    expect(sent.bytes).toBeGreaterThan(100);
  });

  test('knows the segment that brought one', () => {
    const received = view(messages.find((record) => run.source.trace.detail(record) === 1) ?? -1);
    expect(received.doing).toBe('receiving ClientHello');
    expect(received.rows.find(({ layer }) => layer === 4)?.holds).toMatch(/^TCP \d+ > 443/);
  });
});

/** The envelopes around packets with a short name, and what is written on each. */
function boxesOf(run: SimulatedRun, kind: RecordKind, name: string): string[] {
  const { trace, labels } = run.source;
  const record = run.records(kind).find((one) => labels.short(trace.packet(one)) === name);
  return lensOf(run)(record ?? -1)
    .envelopes.filter(({ present, layer }) => present || layer < 4)
    .map((box) => `${box.name} ${box.text}`.trim());
}

describe('what an application wrote', () => {
  test('stands in TLS where that seals it, to the byte', () => {
    const run = new SimulatedRun(pageLab({ http: '2', size: '20kB' }));
    const boxes = boxesOf(run, RecordKind.tcpSend, 'GET /a');
    expect(boxes).toEqual(['Ethernet', 'IPv4', 'TCP', 'TLS', 'HTTP/2 HEADERS[1] GET /a']);
    const sent = run.records(RecordKind.tcpSend);
    const { trace, labels } = run.source;
    for (const record of sent) {
      const [, , tcp, tls, http] = lensOf(run)(record).envelopes;
      if (trace.payloadBytes(trace.packet(record)) === 0) continue;
      expect(tcp?.bytes).toBe((tcp?.own ?? 0) + (tls?.own ?? 0) + (http?.own ?? 0));
      // A record's header and tag, and its content type (RFC 8446 section 5.2).
      if (labels.short(trace.packet(record)) === 'GET /b') expect(tls?.own).toBe(5 + 16 + 1);
    }
  });

  test('stands in QUIC, which stands in UDP', () => {
    const run = new SimulatedRun(pageLab({ http: '3', size: '20kB' }));
    expect(boxesOf(run, RecordKind.quicSend, '200')).toEqual([
      'Ethernet',
      'IPv4',
      'UDP',
      'QUIC',
      expect.stringMatching(/^HTTP\/3 HEADERS 200/),
    ]);
    expect(boxesOf(run, RecordKind.quicSend, 'Initial ClientHello')).toEqual([
      'Ethernet',
      'IPv4',
      'UDP',
      'QUIC Initial ClientHello',
    ]);
  });

  test('stands in TCP alone where nothing seals it', () => {
    const run = new SimulatedRun(pageLab({ http: '1.1' }));
    expect(boxesOf(run, RecordKind.tcpSend, 'GET /a')).toEqual([
      'Ethernet',
      'IPv4',
      'TCP',
      'HTTP GET /a HTTP/1.1',
    ]);
  });
});

test('the lens on QUIC says which stream goes on', () => {
  const run = new SimulatedRun(pageLab({ http: '3', size: '20kB' }));
  const view = lensOf(run);
  const record = run
    .records(RecordKind.quicSend)
    .find((one) => run.source.labels.short(run.source.trace.packet(one)) === 'data');
  const shown = view(record ?? -1);
  expect(shown.rows[0]?.holds).toMatch(/^\d+ B more of stream \d+/);
  expect(shown.envelopes.map(({ name }) => name)).toEqual(['Ethernet', 'IPv4', 'UDP', 'QUIC', 'HTTP/3']);
});
