import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runCommandLine } from './command-line';
import { unfinishedFiles } from './support/output-files';

/** `hoplab`: the command line's entry. */

// A reader that has seen enough (`hoplab scenarios | head`) is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
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
