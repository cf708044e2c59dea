import { commandLineBundle } from '../build/command-line.mjs';
import { capture } from '../support/run.mjs';
import { say } from '../support/say.mjs';
import { one } from './tally.mjs';

/** The built command line, called as a person would, and what is told of a call. */

/** @typedef {Awaited<ReturnType<typeof capture>>} Ended */

/** @param {string[]} args @returns {Promise<Ended>} */
export function hoplab(args) {
  return capture(process.execPath, [commandLineBundle, ...args]);
}

/** What a call printed as JSON; undefined where it is none. @param {Ended} ended */
export function parsed(ended) {
  try {
    return JSON.parse(ended.standardOutput);
  } catch {
    return undefined;
  }
}

/** @param {string} what @param {boolean} fine @param {Pick<Ended, 'code' | 'output'>} ended */
export function report(what, fine, ended) {
  say(`  ${fine ? 'ok' : 'FAILED'}  hoplab ${what}`);
  if (!fine) say(`exit ${ended.code}\n${ended.output.slice(0, 4000)}`);
  return one(fine);
}
