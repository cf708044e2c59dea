import { describe, expect, it } from 'vitest';
import { chunkRecords, recordBytes } from './record';
import { Trace } from './trace';
import type { TraceReader } from './trace-reader';

function traceOf(records: number): TraceReader {
  const trace = new Trace();
  trace.records.append(new ArrayBuffer(records * recordBytes));
  return trace;
}

describe('a trace in memory', () => {
  it('holds every span within its length', () => {
    const trace = traceOf(5);
    expect(trace.holds(0, 5)).toBe(true);
    expect(trace.holds(2, 3)).toBe(true);
    expect(trace.holds(5, 5)).toBe(true);
  });

  it.each([
    ['ends beyond it', 3, 6],
    ['begins before it', -1, 2],
    ['ends before it begins', 3, 2],
    ['is no number', Number.NaN, 2],
  ])('holds no span that %s', (_, from, to) => {
    expect(traceOf(5).holds(from, to)).toBe(false);
  });

  it('holds what it grew by', () => {
    const trace = new Trace();
    expect(trace.holds(0, 1)).toBe(false);
    trace.records.grow();
    expect(trace.holds(0, 1)).toBe(true);
  });

  it('has loaded at once what it holds', async () => {
    await expect(traceOf(5).load(1, 5)).resolves.toBeUndefined();
  });

  it('loads nothing beyond its end, and says so', async () => {
    const problem = new RangeError('records 3 to 6 are not held: the trace has 5');
    await expect(traceOf(5).load(3, 6)).rejects.toThrow(problem);
  });

  it('throws for a record whose chunk it does not hold', () => {
    const trace = traceOf(5);
    expect(() => trace.time(chunkRecords)).toThrow(RangeError);
    expect(() => trace.time(chunkRecords)).toThrow(/is not held/);
  });
});
