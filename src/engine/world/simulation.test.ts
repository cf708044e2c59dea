import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolveLab } from '../../shared/lab/lab';
import { StateSeeker } from '../../shared/trace/fold/state-seeker';
import { RecordKind, dropReasons, tcpStates } from '../../shared/trace/record';
import { Trace } from '../../shared/trace/trace';
import { BatchReader } from '../trace/batch';
import { createSimulation } from './simulation';
import { traceHash } from './testing/examined-labs';
import { lineLab, runLab } from './testing/labs';
import { anyLine } from './testing/random-lines';

function recordsOf(trace: Trace, kind: number): number[] {
  return Array.from({ length: trace.records.length }, (_, seq) => seq).filter(
    (seq) => trace.kind(seq) === kind,
  );
}

test('whatever the impairments, every request is answered whole or told to have failed, and every machine ends in CLOSED', () => {
  fc.assert(
    fc.property(anyLine, (settings) => {
      const { trace } = runLab(lineLab(settings));
      const started = recordsOf(trace, RecordKind.appStart).map((seq) => trace.a(seq));
      const ended = [
        ...recordsOf(trace, RecordKind.httpResponseReceived),
        ...recordsOf(trace, RecordKind.appError),
      ].map((seq) => trace.a(seq));
      expect(ended.sort((a, b) => a - b)).toEqual(started);
      const state = new StateSeeker(trace).at(trace.records.length);
      for (let row = 0; row < state.ends.rows; row++)
        expect(tcpStates[state.ends.get(row, 'state')]).toBe('CLOSED');
      // Nothing is left on the way.
      expect(state.inFlight.count).toBe(0);
    }),
    { numRuns: 120 },
  );
});

test('another seed gives another trace', () => {
  expect(traceHash(runLab(lineLab({ seed: 1 })).trace)).not.toBe(
    traceHash(runLab(lineLab({ seed: 2 })).trace),
  );
});

test('a trace sent on in batches is the same trace', () => {
  const simulation = createSimulation(resolveLab(lineLab({ size: '200kB' })));
  const reader = new BatchReader(simulation.trace);
  const copy = new Trace();
  let more = true;
  while (more) {
    more = simulation.advance(Infinity, 37);
    const batch = reader.next();
    if (batch) copy.appendBatch(batch);
  }
  expect(traceHash(copy)).toBe(traceHash(simulation.trace));
});

test('the request reaches the server after one and a half round trips plus serialisation, to the nanosecond', () => {
  const { trace } = runLab(
    lineLab({ first: { delay: '75ms', bandwidth: '100Mbps' }, second: { delay: '0ms', bandwidth: '1Gbps' } }),
  );
  const [arrived] = recordsOf(trace, RecordKind.tcpDeliver);
  const [request] = recordsOf(trace, RecordKind.httpRequest);
  const requestPacket = trace.packet(arrived ?? 0);
  const onWire = (bytes: number) => bytes * 80 + bytes * 8;
  const syn = onWire(74) * 2;
  // The pure ACK goes first, and the request waits for it on the first link.
  const acknowledgement = 66 * 80;
  expect(trace.time(request ?? 0)).toBe(150e6 + syn);
  expect(trace.time(arrived ?? 0)).toBe(
    225e6 + syn + acknowledgement + onWire(trace.frameBytes(requestPacket)),
  );
});

test('a link that is cut loses what is on it, and carries again when it is mended', () => {
  const { trace } = runLab(lineLab({ faults: [{ kind: 'cut-link', link: 'far', at: '15ms', until: '2s' }] }));
  const reasons = recordsOf(trace, RecordKind.linkDrop).map((seq) => dropReasons[trace.detail(seq)]);
  expect(reasons.length).toBeGreaterThan(0);
  expect(new Set(reasons)).toEqual(new Set(['link cut']));
  expect(recordsOf(trace, RecordKind.httpResponseReceived)).toHaveLength(1);
});

test('exactly the frames named by a fault are dropped', () => {
  const { trace } = runLab(
    lineLab({ faults: [{ kind: 'drop-packet', link: 'near', from: 'client', nth: [1, 3] }] }),
  );
  const sent = recordsOf(trace, RecordKind.linkSend).filter((seq) => trace.place(seq) === 0);
  const dropped = recordsOf(trace, RecordKind.linkDrop);
  expect(dropped.map((seq) => trace.packet(seq))).toEqual([
    trace.packet(sent[0] ?? 0),
    trace.packet(sent[2] ?? 0),
  ]);
});

test('loss, duplication and corruption happen as often as they are set', () => {
  const { trace } = runLab(
    lineLab({
      size: '20MB',
      server: { congestionControl: 'none' },
      client: { receiveBuffer: '64kB' },
      first: { impairments: { loss: '2%', corrupt: '1%', duplicate: '3%' }, delay: '1ms' },
      second: { delay: '1ms' },
    }),
  );
  const down = 1;
  const sends = recordsOf(trace, RecordKind.linkSend).filter((seq) => trace.place(seq) === down).length;
  const drops = recordsOf(trace, RecordKind.linkDrop).filter((seq) => trace.place(seq) === down);
  const arrivals = recordsOf(trace, RecordKind.linkArrive).filter((seq) => trace.place(seq) === down).length;
  const lost = drops.filter((seq) => dropReasons[trace.detail(seq)] === 'random loss').length;
  const corrupted = drops.filter((seq) => dropReasons[trace.detail(seq)] === 'bad checksum').length;
  const near = (count: number, of: number, share: number) => {
    // Five standard deviations.
    expect(Math.abs(count - of * share)).toBeLessThan(5 * Math.sqrt(of * share * (1 - share)));
  };
  near(lost, sends, 0.02);
  near(corrupted, sends - lost, 0.01);
  near(arrivals - (sends - lost - corrupted), sends - lost - corrupted, 0.03);
});

test('TTL falls by one at each router', () => {
  const { trace } = runLab(lineLab());
  const arrivals = recordsOf(trace, RecordKind.linkArrive);
  const atServer = arrivals.filter((seq) => trace.place(seq) === 2).map((seq) => trace.detail(seq));
  expect(new Set(atServer)).toEqual(new Set([63]));
});
