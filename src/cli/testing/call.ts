import { fileURLToPath } from 'node:url';
import { runCommandLine } from '../command-line';

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const scenariosFolder = fileURLToPath(new URL('../../../scenarios', import.meta.url));

/** Calls the command line as `hoplab ...args` would, from a folder. */
export async function hoplab(folder: string, ...args: string[]): Promise<Ended> {
  let out = '';
  let err = '';
  const code = await runCommandLine(args, {
    folder,
    scenariosFolder,
    out: (text) => (out += text),
    err: (text) => (err += text),
    terminal: undefined,
  });
  return { code, out, err };
}
