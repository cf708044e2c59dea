import { expect, test } from 'vitest';
import { TcpFlag } from '../../shared/trace/packet';
import { RecordKind, SegmentReason, appErrors, dropReasons } from '../../shared/trace/record';
import { foldNext } from '../../shared/trace/fold/fold';
import { LabState } from '../../shared/trace/fold/state/lab-state';
import type { Trace } from '../../shared/trace/trace';
import { lineLab, runLab, type LineSettings } from './testing/labs';

/** Crowds at a listening port: the SYN backlog, its cookies, the accept queue; and hosts that run out of ports. */

function records(trace: Trace, kind: number): number[] {
  return Array.from({ length: trace.records.length }, (_, seq) => seq).filter(
    (seq) => trace.kind(seq) === kind,
  );
}

function run(settings: LineSettings) {
  const { trace } = runLab(lineLab(settings));
  return {
    trace,
    complete: records(trace, RecordKind.httpResponseReceived).length,
    errors: records(trace, RecordKind.appError).map((seq) => appErrors[trace.detail(seq)]),
    drops: records(trace, RecordKind.ipDrop).map((seq) => dropReasons[trace.detail(seq)]),
    sent: (reason: number) =>
      records(trace, RecordKind.tcpSend).filter((seq) => trace.detail(seq) === reason),
  };
}

const crowd = { workload: { count: 6 } };

test('a full SYN backlog drops SYNs, which come again and are served', () => {
  const result = run({ ...crowd, server: { synBacklog: 2, synCookies: false } });
  expect(new Set(result.drops)).toEqual(new Set(['SYN backlog full']));
  expect(result.sent(SegmentReason.synRetransmission).length).toBeGreaterThan(0);
  expect(result.complete).toBe(6);
});

test('with SYN cookies nobody is turned away, and the options are the price', () => {
  const result = run({ ...crowd, server: { synBacklog: 2, synCookies: true } });
  expect(result.drops).toEqual([]);
  expect(result.sent(SegmentReason.synRetransmission)).toEqual([]);
  expect(result.complete).toBe(6);
  const answers = result
    .sent(SegmentReason.synAck)
    .map((seq) => result.trace.options(result.trace.packet(seq)));
  // Four of the six had no place in the backlog: their SYN-ACKs offer the MSS alone.
  expect(answers.filter((options) => options === 1)).toHaveLength(4);
});

test('a server with a ceiling serves so many at once; the others wait in the accept queue and are served in turn', () => {
  const result = run({ ...crowd, maximumConnections: 2, server: { acceptQueue: 10 } });
  expect(result.complete).toBe(6);
  expect(result.drops).toEqual([]);
  const received = records(result.trace, RecordKind.httpRequestReceived).map((seq) => result.trace.time(seq));
  // Two at first, the next only when a connection has gone.
  expect((received[2] ?? 0) - (received[1] ?? 0)).toBeGreaterThan(40e6);
});

test('the accept queue fills as handshakes end, and the application takes from it one by one', () => {
  const { trace } = run({ ...crowd, maximumConnections: 2, server: { acceptQueue: 10 } });
  const state = new LabState();
  const waiting = () =>
    trace.connections.filter((_, row) => state.ends.get(row * 2 + 1, 'awaitsAccept') === 1).length;
  const lengths: number[] = [];
  while (state.next < trace.records.length) {
    foldNext(state, trace);
    lengths.push(waiting());
    const last = state.next - 1;
    if (trace.kind(last) === RecordKind.tcpAccept) expect(trace.a(last)).toBe(waiting());
  }
  expect(records(trace, RecordKind.tcpAccept)).toHaveLength(6);
  expect([Math.max(...lengths), lengths.at(-1)]).toEqual([4, 0]);
});

test('a full accept queue ignores the last ACK of a handshake, and the client is served later', () => {
  const result = run({ ...crowd, maximumConnections: 1, server: { acceptQueue: 1 } });
  expect(result.drops).toContain('accept queue full');
  expect(result.complete).toBe(6);
});

test('a full accept queue resets instead where it is told to', () => {
  const result = run({
    ...crowd,
    maximumConnections: 1,
    server: { acceptQueue: 1, acceptOverflow: 'reset' },
  });
  expect(result.errors).toContain('ECONNRESET');
  expect(result.complete + result.errors.length).toBe(6);
});

const fewPorts = {
  workload: { count: 5, interval: '2s' },
  client: { ephemeralPorts: { from: 40000, to: 40001 } },
};

test('when every ephemeral port waits in TIME-WAIT the application is told EADDRNOTAVAIL', () => {
  const result = run(fewPorts);
  expect(result.complete).toBe(2);
  expect(result.errors).toEqual(['EADDRNOTAVAIL', 'EADDRNOTAVAIL', 'EADDRNOTAVAIL']);
});

test('with TIME-WAIT reuse a port that has waited a second is used again', () => {
  const result = run({ ...fewPorts, client: { ...fewPorts.client, timeWaitReuse: true } });
  expect(result.complete).toBe(5);
  expect(result.errors).toEqual([]);
});

test('ECN: a queue that marks instead of dropping slows the sender down without a loss', () => {
  const settings = { explicitCongestionNotification: true };
  const result = run({
    size: '5MB',
    client: settings,
    server: settings,
    first: { bandwidth: '20Mbps', markAt: 20, queue: { packets: 400 } },
  });
  const marked = records(result.trace, RecordKind.linkArrive).filter(
    (seq) => (result.trace.trafficClass(result.trace.packet(seq)) & 3) === 3,
  );
  const reduced = records(result.trace, RecordKind.tcpSend).filter(
    (seq) =>
      result.trace.flags(result.trace.packet(seq)) & TcpFlag.cwr &&
      result.trace.payloadBytes(result.trace.packet(seq)) > 0,
  );
  expect(marked.length).toBeGreaterThan(0);
  expect(reduced.length).toBeGreaterThan(0);
  expect(records(result.trace, RecordKind.linkDrop)).toEqual([]);
  expect(result.complete).toBe(1);
});
