import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TransmitterLedger, utilisationWindow } from './transmitter';

const millisecond = 1e6;

describe('a transmitter', () => {
  it('counts only frames that wait', () => {
    const ledger = new TransmitterLedger();
    ledger.send(0, 0, 10, 100);
    ledger.send(0, 10, 10, 200);
    ledger.send(0, 20, 10, 300);
    expect(ledger.queuePeakFrames).toBe(2);
    expect(ledger.queuePeakBytes).toBe(500);
    expect(ledger.longestWait).toBe(20);
    // By 10 the second one has begun: one waits, and one more joins it.
    ledger.send(10, 20, 10, 300);
    expect(ledger.queuePeakFrames).toBe(2);
    expect(ledger.queuePeakBytes).toBe(600);
  });

  it('takes the busy share of the busiest window, across window borders', () => {
    const ledger = new TransmitterLedger();
    ledger.send(90 * millisecond, 0, 40 * millisecond, 1);
    ledger.send(500 * millisecond, 0, 20 * millisecond, 1);
    ledger.stop(1000 * millisecond);
    expect(ledger.busy).toBe(60 * millisecond);
    expect(ledger.peakUtilisation).toBe(0.3);
  });

  it('forgets what a cut keeps from leaving', () => {
    const ledger = new TransmitterLedger();
    ledger.send(0, 0, 10, 1);
    ledger.send(0, 10, 10, 1);
    ledger.send(0, 20, 10, 1);
    ledger.stop(15);
    expect(ledger.busy).toBe(15);
    ledger.send(16, 0, 10, 1);
    ledger.stop(100);
    expect(ledger.busy).toBe(25);
    expect(ledger.queuePeakFrames).toBe(2);
  });

  it('never is busier than time passes, and adds up to all frames', () => {
    const frames = fc.array(fc.record({ gap: fc.nat(200), duration: fc.integer({ min: 1, max: 300 }) }), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(frames, (list) => {
        const ledger = new TransmitterLedger();
        const scale = utilisationWindow / 1000;
        let now = 0;
        let free = 0;
        let total = 0;
        let waitingPeak = 0;
        const starts: number[] = [];
        for (const { gap, duration } of list) {
          now += gap * scale;
          const start = Math.max(now, free);
          free = start + duration * scale;
          total += duration * scale;
          ledger.send(now, start - now, duration * scale, 1);
          starts.push(start);
          const at = now;
          waitingPeak = Math.max(waitingPeak, starts.filter((begun) => begun > at).length);
        }
        ledger.stop(free);
        expect(ledger.busy).toBe(total);
        expect(ledger.peakUtilisation).toBeLessThanOrEqual(1);
        expect(ledger.peakUtilisation).toBeGreaterThan(0);
        expect(ledger.queuePeakFrames).toBe(waitingPeak);
      }),
    );
  });
});
