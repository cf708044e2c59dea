import { constants, open } from 'node:fs/promises';
import { parseLab, sizeProblem, type LabOutcome } from '../../shared/lab/parse';
import type { Problem } from '../../shared/lab/document';

/** Opening a named pipe would wait for a writer otherwise. (Windows knows neither pipes in folders nor the flag.) */
const readWithoutWaiting = process.platform === 'win32' ? 'r' : constants.O_RDONLY | constants.O_NONBLOCK;

/**
 * Reads and checks a lab file. Its kind and size are looked at before a byte is read; a file that cannot be read is
 * a problem like any other. Never throws.
 */
export async function readLab(file: string): Promise<LabOutcome> {
  try {
    const handle = await open(file, readWithoutWaiting);
    try {
      const about = await handle.stat();
      const problem = about.isFile() ? sizeProblem(about.size) : notAFile(about.isDirectory());
      return problem ? { ok: false, problems: [problem] } : parseLab(await handle.readFile(), 'keep');
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { ok: false, problems: [readingProblem(error)] };
  }
}

function notAFile(isFolder: boolean): Problem {
  return { path: 'file', what: isFolder ? 'a folder' : 'no ordinary file', allowed: 'a lab file' };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'reading it is not permitted',
  EPERM: 'reading it is not permitted',
  ELOOP: 'a link that leads to itself',
};

function readingProblem(error: unknown): Problem {
  const { code, message } = error as NodeJS.ErrnoException;
  return { path: 'file', what: reasons[code ?? ''] ?? message, allowed: 'a lab file that can be read' };
}
