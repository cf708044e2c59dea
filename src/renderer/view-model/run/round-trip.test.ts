import { expect, test } from 'vitest';
import { LabState } from '../../../shared/trace/fold/state/lab-state';
import { pageLab, SimulatedRun } from '../testing/simulated-run';
import { roundTripOf } from './round-trip';

test.each(['1.1', '3'] as const)(
  'before one is measured the handshake of HTTP/%s tells the round trip',
  (http) => {
    const { trace } = new SimulatedRun(pageLab({ http })).source;
    const found = roundTripOf(trace, new LabState(), 0);
    expect(found?.source).toBe('handshake');
    expect(found?.nanoseconds).toBeGreaterThanOrEqual(100e6);
    expect(found?.nanoseconds).toBeLessThan(130e6);
  },
);

test('a trace is read once, however often and of which connection it is asked', () => {
  const { trace } = new SimulatedRun(pageLab({ http: '1.1' })).source;
  let reads = 0;
  const kind = trace.kind.bind(trace);
  trace.kind = (seq) => {
    reads += 1;
    return kind(seq);
  };
  for (let asked = 0; asked < 100; asked += 1) expect(roundTripOf(trace, new LabState(), 99)).toBeUndefined();
  expect(reads).toBe(trace.records.length);
});
