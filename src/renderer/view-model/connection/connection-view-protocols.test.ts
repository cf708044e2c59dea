import { describe, expect, test } from 'vitest';
import { RecordKind } from '../../../shared/trace/record';
import { connectionEnds, connectionLines } from './connection-view';
import { connectionInView } from './connection-view-choice';
import { callLab, pageLab, SimulatedRun } from '../testing/simulated-run';

const millisecond = 1e6;

function figures(run: SimulatedRun, time: number, connection = 0): Record<string, readonly string[]> {
  const lines = connectionLines(run.source, run.stateAt(time), connection);
  return Object.fromEntries(lines.map(({ name, values }) => [name, values]));
}

describe('a QUIC connection', () => {
  const run = new SimulatedRun(pageLab({ http: '3', size: '20kB', losesByte: 5000 }));
  const end = run.source.trace.time(run.source.trace.records.length - 1);

  test('is told in words of QUIC, none of TCP', () => {
    const names = Object.keys(figures(run, end));
    expect(names).toEqual(expect.arrayContaining(['1-RTT PN', 'sends to ID', 'MAX_DATA', 'PTO', 'ALPN']));
    for (const name of ['ISS', 'SND.NXT', 'SND.UNA', 'SND.WND', 'RTO', 'segments'])
      expect(names).not.toContain(name);
  });

  test('says nothing of what has not come yet', () => {
    const before = figures(run, 10 * millisecond);
    expect(before['Initial PN']).toEqual(['0', '–']);
    expect(before['1-RTT PN']).toEqual(['–', '–']);
    expect(before['TLS']).toEqual(['handshake', '–']);
    expect(before['ALPN']).toEqual(['–', '–']);
    expect(before['MAX_DATA']).toEqual(['–', '–']);
    expect(before['sends to ID']).toEqual(['original', '–']);
  });

  test('counts packet numbers up in each space, and what was acknowledged behind them', () => {
    const during = figures(run, 270 * millisecond);
    const number = (text: string | undefined) => Number((text ?? '').replaceAll(',', ''));
    const [sent, acknowledged] = [number(during['1-RTT PN']?.[1]), number(during['acknowledged']?.[1])];
    expect(sent).toBeGreaterThan(5);
    expect(acknowledged).toBeLessThan(sent);
    const after = figures(run, end);
    // The client acknowledges every second packet, and closes before it would the last one.
    expect(number(after['1-RTT PN']?.[1]) - number(after['acknowledged']?.[1])).toBeLessThan(2);
    expect(after['sent again']).toEqual(['0', '1']);
  });

  test('counts the streams that are open', () => {
    const atRequest = figures(run, 120 * millisecond)['streams'];
    // Three of the client's own for control and QPACK, and two requests.
    expect(atRequest?.[0]).toBe('5 of 5');
    expect(figures(run, end)['streams']?.[0]).toBe('3 of 5');
  });
});

test('TLS and the streams of HTTP/2 stand below TCP’s figures', () => {
  const run = new SimulatedRun(pageLab({ http: '2' }));
  const lines = figures(run, 600 * millisecond);
  expect(lines['TLS']).toEqual(['TLS 1.3', 'TLS 1.3']);
  expect(lines['handshake']).toEqual(['full', 'full']);
  expect(lines['ALPN']).toEqual(['h2', 'h2']);
  expect(lines['streams']).toEqual(['0 of 2', '0 of 2']);
  expect(Object.keys(lines)).toContain('SND.NXT');
});

test('TCP without TLS has no line of it', () => {
  const names = Object.keys(figures(new SimulatedRun(pageLab({ http: '1.1' })), 600 * millisecond));
  for (const name of ['TLS', 'ALPN', 'streams', 'shown']) expect(names).not.toContain(name);
});

describe('a call', () => {
  test('over UDP is datagrams and frames', () => {
    const run = new SimulatedRun(callLab('udp'));
    const late = figures(run, 15e9);
    expect(late['datagrams']).toEqual(['5', '0']);
    expect(late['arrived']).toEqual(['0', '5']);
    expect([late['frames sent'], late['frames whole'], late['shown']]).toEqual([
      ['5', '0'],
      ['0', '5'],
      ['0', '5'],
    ]);
    expect(figures(run, 45 * millisecond)['datagrams']).toEqual(['3', '0']);
  });

  test('over TCP has its frames beside TCP’s figures', () => {
    const late = figures(new SimulatedRun(callLab('tcp')), 15e9);
    expect(late['frames whole']).toEqual(['0', '5']);
    expect(Object.keys(late)).toContain('SND.NXT');
  });
});

test('the address is the one that an end sends from', () => {
  const lab = pageLab({ http: '3', size: '200kB' });
  const other = { id: 'other', a: { device: 'client' }, b: { device: 'server' }, delay: '20ms' };
  lab.links.push({ ...other, bandwidth: '20Mbps' });
  lab.faults = [{ kind: 'change-address', device: 'client', link: 'link', at: '250ms' }];
  const run = new SimulatedRun(lab);
  expect(run.records(RecordKind.addressChange)).toHaveLength(1);
  const socket = (time: number) => connectionEnds(run.source, run.stateAt(time), time, 0)[0].socket;
  expect(socket(240 * millisecond)).toBe('10.0.2.1:32768');
  expect(socket(600 * millisecond)).toBe('10.0.1.1:32768');
});

describe('the connection in view', () => {
  const visits = pageLab({ http: '1.1', paths: ['/a'] });
  const [visit] = visits.workloads ?? [];
  if (visit) visits.workloads = [visit, { ...visit, id: 'again', start: '5s' }];
  const run = new SimulatedRun(visits);
  const inView = (time: number) => connectionInView(run.source.trace, run.stateAt(time));

  test('is the first one until that is closed, then the next that is open', () => {
    expect([inView(0), inView(200 * millisecond), inView(3e9)]).toEqual([0, 0, 0]);
    expect([inView(5.2e9), inView(15e9)]).toEqual([1, 1]);
  });
});
