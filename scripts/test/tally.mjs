/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/** One check that is either fine or not. @param {boolean} fine @returns {Tally} */
export function one(fine) {
  return { passed: fine ? 1 : 0, failed: fine ? 0 : 1, skipped: 0 };
}

/** @param {Tally[]} tallies @returns {Tally} */
export function sum(tallies) {
  return tallies.reduce(
    (total, tally) => ({
      passed: total.passed + tally.passed,
      failed: total.failed + tally.failed,
      skipped: total.skipped + tally.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/**
 * What a test runner counted; a runner that ended badly without naming a failed test, or left no report, has failed.
 * @param {number} exitCode
 * @param {Tally | undefined} counted
 * @returns {Tally}
 */
export function ofRunner(exitCode, counted) {
  if (!counted) return one(false);
  const failed = exitCode !== 0 && counted.failed === 0 ? 1 : counted.failed;
  return { ...counted, failed };
}

/** The line that closes a run. @param {Tally} tally */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * Does something with each of several things, a few at a time; the results are in the order of the things.
 * @template Thing, Result
 * @param {number} lanes how many at a time
 * @param {readonly Thing[]} things
 * @param {(thing: Thing) => Promise<Result>} work
 * @returns {Promise<Result[]>}
 */
export async function inLanes(lanes, things, work) {
  /** @type {Result[]} */
  const results = [];
  const waiting = things.entries();
  const lane = async () => {
    for (const [index, thing] of waiting) results[index] = await work(thing);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
