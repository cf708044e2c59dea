import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] the clone's folder unless told
 * @property {NodeJS.ProcessEnv} [env] added to this process's environment
 * @property {import('node:child_process').StdioOptions} [stdio] inherited unless told
 * @property {boolean} [shell] whether the command is a shell's (npm.cmd on Windows)
 */

/**
 * Runs a command to its end; a signal that ends this process ends the whole tree under the command too.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>} its exit code; 128 + n when signal n ended it, 127 when it could not be started
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: options.stdio ?? 'inherit',
      shell: options.shell ?? false,
    });
    const forget = passSignalsTo(child);
    child.on('error', (error) => {
      forget();
      console.error(`${command}: ${error.message}`);
      resolve(127);
    });
    child.on('exit', (code, signal) => {
      forget();
      resolve(code ?? 128 + (signal === 'SIGINT' ? 2 : signal === 'SIGKILL' ? 9 : 15));
    });
  });
}

/**
 * Runs a command quietly and gives what it printed.
 * @param {string} command
 * @param {string[]} args
 * @param {Omit<RunOptions, 'stdio'>} [options]
 * @returns {Promise<{ code: number, output: string, standardOutput: string }>} output: both streams, one after the other
 */
export async function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: options.shell ?? false,
    });
    const forget = passSignalsTo(child);
    let standardOutput = '';
    let standardError = '';
    child.stdout.on('data', (chunk) => (standardOutput += String(chunk)));
    child.stderr.on('data', (chunk) => (standardError += String(chunk)));
    child.on('error', (error) => {
      forget();
      resolve({ code: 127, output: error.message, standardOutput: '' });
    });
    child.on('close', (code, signal) => {
      forget();
      // A process that something else has ended would be told as one that failed without a word.
      const ending = signal ? `\nended by ${signal}` : '';
      resolve({ code: code ?? 1, output: standardOutput + standardError + ending, standardOutput });
    });
  });
}

/**
 * Hands signals on to the child, and once that has ended takes them itself: an interrupt ends the whole script.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => void} to be called when the child has ended
 */
function passSignalsTo(child) {
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  /** @type {NodeJS.Signals | undefined} */
  let received;
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => {
    received = signal;
    child.kill(signal);
  };
  for (const signal of signals) process.on(signal, pass);
  return () => {
    for (const signal of signals) process.off(signal, pass);
    if (received) process.kill(process.pid, received);
  };
}

/**
 * How to call npm: the npm that runs this script when there is one, else the one on the path.
 * @param {string[]} args
 * @returns {{ command: string, args: string[], shell: boolean }}
 */
export function npmCommand(args) {
  const running = process.env['npm_execpath'];
  if (running && path.basename(running) === 'npm-cli.js' && existsSync(running)) {
    return { command: process.execPath, args: [running, ...args], shell: false };
  }
  return { command: 'npm', args, shell: process.platform === 'win32' };
}

/**
 * Where a program is on the path.
 * @param {string} program
 * @returns {string | undefined} its absolute path
 */
export function findProgram(program) {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  return folders.map((folder) => path.join(folder, program)).find((candidate) => existsSync(candidate));
}

/** Whether this process runs as the system's administrator on a Unix system. */
export function isRoot() {
  return process.getuid?.() === 0;
}
