import { describe, expect, it } from 'vitest';
import { RecordKind, appErrors, dropReasons } from '../../shared/trace/record';
import { lineLab, runLab, type LineSettings } from './testing/labs';
import { recordsOf } from './testing/invariants/run-under-test';

/** A far link that takes packets of so many bytes. */
function run(mtu: number, workload: LineSettings['workload'], settings: LineSettings = {}) {
  const { trace } = runLab(lineLab({ ...settings, second: { mtu }, workload }));
  const of = (kind: number) => recordsOf(trace, kind);
  return {
    trace,
    errors: of(RecordKind.appError).map(
      (seq) => `${String(appErrors[trace.detail(seq)])} ${trace.time(seq)}`,
    ),
    drops: of(RecordKind.linkDrop).map((seq) => dropReasons[trace.detail(seq)]),
    answers: of(RecordKind.httpResponseReceived).length,
    sends: of(RecordKind.quicSend).length,
  };
}

describe('HTTP/3 over a way that takes no datagrams of 1,200 bytes', () => {
  it('fails at once with EMSGSIZE, and sends nothing', () => {
    const { errors, sends, drops } = run(1227, { http: '3' });
    expect(errors).toEqual(['EMSGSIZE 0']);
    expect([sends, drops]).toEqual([0, []]);
  });

  it('goes on over TCP where that races it', () => {
    const { errors, answers } = run(576, { kind: 'page-load', http: '3', race: '300ms' });
    expect([errors, answers]).toEqual([[], 1]);
  });

  it('works from 1,228 bytes on: 1,200 and the headers of IP and UDP', () => {
    const { errors, answers, drops } = run(1228, { http: '3' });
    expect([errors, answers, drops]).toEqual([[], 1, []]);
  });
});

it('a frame of a call that is larger than a link on the way takes is dropped at that link', () => {
  const call = { kind: 'media', over: 'udp', count: 3, interval: '20ms' } as const;
  // 12 bytes of RTP, 8 of UDP, 20 of IP.
  expect(run(1440, { ...call, frameSize: '1400B' }).drops).toEqual([]);
  expect(run(1439, { ...call, frameSize: '1400B' }).drops).toEqual(Array(3).fill('larger than the MTU'));
});

it('a connection that moves to a way with a smaller MTU sends what fits there, both ways', () => {
  const document = lineLab({
    size: '300kB',
    workload: { http: '3' },
    faults: [{ kind: 'change-address', device: 'client', link: 'narrow', at: '90ms' }],
  });
  const narrow = {
    id: 'narrow',
    a: { device: 'client' },
    b: { device: 'router' },
    bandwidth: '100Mbps',
    delay: '10ms',
    mtu: 1300,
  };
  const { trace } = runLab({ ...document, links: [...document.links, narrow] });
  const drops = recordsOf(trace, RecordKind.linkDrop).map((seq) => dropReasons[trace.detail(seq)]);
  const over = (direction: number) =>
    recordsOf(trace, RecordKind.linkSend)
      .filter((seq) => trace.place(seq) === direction)
      .map((seq) => trace.frameBytes(trace.packet(seq)) - 14);
  // What is on its way to the old address still takes the old link; of what goes to the new one nothing is too large.
  expect(drops).toEqual([]);
  expect(Math.max(...over(4))).toBeLessThanOrEqual(1300);
  expect(Math.max(...over(5))).toBe(1300);
  expect(recordsOf(trace, RecordKind.httpResponseReceived)).toHaveLength(1);
});
