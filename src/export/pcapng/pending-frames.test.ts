import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PendingFrames } from './pending-frames';

describe('frames that wait to leave', () => {
  it('leave by time, then by record, less those that were taken away', () => {
    const times = fc.array(fc.nat(20), { maxLength: 60 });
    fc.assert(
      fc.property(times, fc.array(fc.nat(80), { maxLength: 10 }), (list, cancelled) => {
        const pending = new PendingFrames();
        list.forEach((time, record) => {
          pending.add(time, record);
        });
        for (const record of cancelled) pending.cancel((candidate) => candidate === record);
        const left = list
          .map((time, record) => ({ time, record }))
          .filter(({ record }) => !cancelled.includes(record));
        left.sort((one, other) => one.time - other.time || one.record - other.record);
        expect(pending.size).toBe(left.length);
        for (const { time, record } of left) {
          expect(pending.firstTime).toBe(time);
          expect(pending.take()).toBe(record);
        }
        expect([pending.firstTime, pending.take()]).toEqual([Infinity, undefined]);
      }),
    );
  });
});
