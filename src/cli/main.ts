import { rmSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runCommandLine } from './command-line';
import { unfinishedFiles } from './support/output-files';

/** `hoplab`: the command line's entry. */

for (const [stream, name] of [
  [process.stdout, 'standard output'],
  [process.stderr, 'standard error'],
] as const) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough (`hoplab scenarios | head`) is no failure.
    if (error.code === 'EPIPE') process.exit(0);
    const what =
      error.code === 'ENOSPC' ? 'the disk is full' : `cannot be written (${error.code ?? error.message})`;
    // Straight to the descriptor: the stream's own errors would come back here.
    if (stream !== process.stderr) tryToSay(`hoplab: ${name}: ${what}\n`);
    process.exit(1);
  });
}

function tryToSay(line: string): void {
  try {
    writeSync(2, line);
  } catch {
    // Nobody is left to be told.
  }
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.once(signal, () => {
    for (const file of unfinishedFiles) rmSync(file, { force: true });
    process.exit(code);
  });
}

// The exit code is set, not forced: what was written to a pipe still flows out.
process.exitCode = await runCommandLine(process.argv.slice(2), {
  folder: process.cwd(),
  // Two folders up from both src/cli and build/cli.
  scenariosFolder: fileURLToPath(new URL('../../scenarios', import.meta.url)),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  terminal: process.stderr.isTTY ? { columns: process.stderr.columns } : undefined,
});
