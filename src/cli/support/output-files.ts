import { open, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '../../worker/make-folder';
import { BadInput, problemLine } from './surroundings';

export interface OutputFile {
  readonly file: string;
  readonly pieces: Iterable<string | Uint8Array>;
}

/** Unfinished files, to be removed when the process is told to end. */
export const unfinishedFiles = new Set<string>();

/** Characters or bytes gathered before they are written. */
const blockSize = 1 << 20;

/**
 * Writes all files or none: each under another name first, then, when all are whole, under its own. What was there
 * before stays until then. Throws BadInput where a file cannot be written.
 */
export async function writeOutputFiles(outputs: readonly OutputFile[]): Promise<void> {
  const made: string[] = [];
  try {
    for (const { file, pieces } of outputs) {
      if (await makeFolder(path.dirname(file))) made.push(path.dirname(file));
      await writePieces(temporaryName(file), pieces);
    }
    for (const { file } of outputs) {
      await rename(temporaryName(file), file);
      unfinishedFiles.delete(temporaryName(file));
    }
  } catch (error) {
    for (const { file } of outputs) await forget(temporaryName(file));
    for (const folder of made) await rmdir(folder).catch(() => undefined);
    throw asBadInput(error);
  }
}

function temporaryName(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.unfinished`);
}

async function forget(file: string): Promise<void> {
  await rm(file, { force: true }).catch(() => undefined);
  unfinishedFiles.delete(file);
}

async function writePieces(file: string, pieces: Iterable<string | Uint8Array>): Promise<void> {
  unfinishedFiles.add(file);
  const handle = await open(file, 'w');
  try {
    let text = '';
    for (const piece of pieces) {
      if (typeof piece !== 'string') await handle.writeFile(piece);
      else if ((text += piece).length >= blockSize) {
        await handle.writeFile(text);
        text = '';
      }
    }
    if (text !== '') await handle.writeFile(text);
  } finally {
    await handle.close();
  }
}

function asBadInput(error: unknown): unknown {
  const { code, path: file } = error as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'may not be written',
    EPERM: 'may not be written',
    EROFS: 'may not be written',
    EEXIST: 'a file stands where a folder is needed',
    ENOTDIR: 'a file stands where a folder is needed',
    EISDIR: 'a folder is there already',
    ENOSPC: 'the disk is full',
    ENAMETOOLONG: 'too long a name',
  };
  const what = code === undefined ? undefined : reasons[code];
  if (what === undefined) return error;
  return new BadInput([problemLine('--out', file ?? 'file', what, 'a place that can be written to')]);
}
