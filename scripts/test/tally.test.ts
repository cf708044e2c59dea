import { expect, it } from 'vitest';
import { closingLine, inLanes, ofRunner, sum } from './tally.mjs';

it('adds what the stages counted', () => {
  const total = sum([
    { passed: 1, failed: 2, skipped: 0 },
    { passed: 10, failed: 0, skipped: 3 },
  ]);
  expect(total).toEqual({ passed: 11, failed: 2, skipped: 3 });
});

it('counts a runner that ended badly without a failed test as a failure', () => {
  expect(ofRunner(1, { passed: 5, failed: 0, skipped: 0 })).toEqual({ passed: 5, failed: 1, skipped: 0 });
});

it('counts a runner that left no report as a failure, whatever its exit code', () => {
  expect(ofRunner(0, undefined).failed).toBe(1);
});

it('closes with the plain line', () => {
  expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
  expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
});

it('does a few things at a time, and gives their results in the order of the things', async () => {
  let running = 0;
  let most = 0;
  const results = await inLanes(2, [30, 10, 20, 0], async (turns) => {
    most = Math.max(most, (running += 1));
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    running -= 1;
    return turns;
  });
  expect(results).toEqual([30, 10, 20, 0]);
  expect(most).toBe(2);
});
