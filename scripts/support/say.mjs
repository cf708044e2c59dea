import { AsyncLocalStorage } from 'node:async_hooks';

/** What the scripts tell the person who runs them: one place, so that it can be sent to standard error. */

/** @type {NodeJS.WriteStream} */
let output = process.stdout;

/** Sends everything said from now on to standard error: standard output then holds results only. */
export function sayOnStandardError() {
  output = process.stderr;
}

/** The file descriptor that a child process should write its own messages to. */
export function outputDescriptor() {
  return output === process.stderr ? 2 : 1;
}

/**
 * Lines kept back, for whatever runs in a context of its own.
 * @type {AsyncLocalStorage<string[]>}
 */
const keptBack = new AsyncLocalStorage();

/** Prints one line, or keeps it back. @param {string} line */
export function say(line) {
  const lines = keptBack.getStore();
  if (lines) lines.push(line);
  else output.write(`${line}\n`);
}

/**
 * Does something, and keeps back all that it says: what runs beside something else would be told in the midst of it.
 * @template Result
 * @param {() => Promise<Result>} work
 * @returns {Promise<{ result: Result, lines: string[] }>}
 */
export async function keepBack(work) {
  /** @type {string[]} */
  const lines = [];
  const result = await keptBack.run(lines, work);
  return { result, lines };
}

/** A failure that a person can do something about: printed without a stack trace. */
export class SetupError extends Error {}

/**
 * A progress line: redrawn in place on a terminal, a new line every few seconds elsewhere.
 * @param {string} label what is under way
 * @returns {{ update(detail: string): void, done(detail: string): void }}
 */
export function progress(label) {
  const startedAt = Date.now();
  let printedAt = 0;
  let width = 0;
  /** @param {string} detail @param {boolean} last */
  const draw = (detail, last) => {
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(0);
    const line = `  ${label}: ${detail} (${seconds} s)`;
    if (output.isTTY) {
      output.write(`\r${line.padEnd(width)}${last ? '\n' : ''}`);
      width = line.length;
    } else {
      output.write(`${line}\n`);
    }
    printedAt = Date.now();
  };
  return {
    update(detail) {
      if (Date.now() - printedAt >= (output.isTTY ? 100 : 10_000)) draw(detail, false);
    },
    done(detail) {
      draw(detail, true);
    },
  };
}

/** A count of bytes as a person reads it. @param {number} bytes */
export function readableSize(bytes) {
  if (bytes < 1e3) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(0)} kB`;
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

/**
 * Runs a script's main function: a SetupError is printed as it is, anything else with its stack; both exit 1.
 * @param {() => Promise<number | undefined | void>} main returns the exit code, 0 if it returns nothing
 */
export function runScript(main) {
  main().then(
    (code) => {
      process.exitCode = code ?? 0;
    },
    (/** @type {unknown} */ error) => {
      console.error(error instanceof SetupError ? `\n${error.message}` : error);
      process.exitCode = 1;
    },
  );
}
