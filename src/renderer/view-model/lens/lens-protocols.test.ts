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
    const inside = sent.envelopes.find(({ present }) => present);
    expect(inside).toMatchObject({ name: 'TLS', text: 'ClientHello' });
    expect(sent.bytes).toBeGreaterThan(100);
  });

  test('knows the segment that brought one', () => {
    const received = view(messages.find((record) => run.source.trace.detail(record) === 1) ?? -1);
    expect(received.doing).toBe('receiving ClientHello');
    expect(received.rows.find(({ layer }) => layer === 4)?.holds).toMatch(/^TCP \d+ > 443/);
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
  expect(shown.envelopes.map(({ name }) => name)).toEqual(['Ethernet', 'IPv4', 'UDP', 'QUIC']);
});
