import { link, open, rename, rm, rmdir, stat } from 'node:fs/promises';
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
 * before stays until then, and is put back where a later file cannot take its place. Throws BadInput, which names the
 * file, where one cannot be written.
 */
export async function writeOutputFiles(outputs: readonly OutputFile[]): Promise<void> {
  const made: string[] = [];
  const placed: PlacedFile[] = [];
  try {
    for (const { file, pieces } of outputs) {
      await naming(file, async () => {
        await refuseFolder(file);
        if (await makeFolder(path.dirname(file))) made.push(path.dirname(file));
        await writePieces(temporaryName(file), pieces);
      });
    }
    for (const { file } of outputs) await naming(file, async () => placed.push(await place(file)));
  } catch (error) {
    for (const one of placed.reverse()) await takeBack(one);
    for (const { file } of outputs) await forget(temporaryName(file));
    for (const folder of made) await rmdir(folder).catch(() => undefined);
    throw error;
  }
  for (const { earlier } of placed) if (earlier !== undefined) await forget(earlier);
}

/** A file that has taken its place, and the name under which the one that was there before waits. */
interface PlacedFile {
  readonly file: string;
  readonly earlier: string | undefined;
}

async function place(file: string): Promise<PlacedFile> {
  const kept = `${temporaryName(file)}.earlier`;
  const earlier = await link(file, kept).then(
    () => kept,
    // Nothing is there, or the file system knows no links: then the new file just takes its place.
    () => undefined,
  );
  await rename(temporaryName(file), file);
  unfinishedFiles.delete(temporaryName(file));
  return { file, earlier };
}

async function takeBack({ file, earlier }: PlacedFile): Promise<void> {
  if (earlier === undefined) await rm(file, { force: true }).catch(() => undefined);
  else await rename(earlier, file).catch(() => undefined);
}

async function refuseFolder(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) throw cannotWrite(file, 'a folder is there already');
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

/** Does what a file needs; where the system refuses, the error names that file and says why. */
async function naming(file: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof BadInput || code === undefined) throw error;
    throw cannotWrite(file, reasons[code] ?? `cannot be written (${code})`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'may not be written',
  EPERM: 'may not be written',
  EROFS: 'may not be written',
  ENOENT: 'no such folder, and none can be made there',
  EEXIST: 'a file stands where a folder is needed',
  ENOTDIR: 'a file stands where a folder is needed',
  EISDIR: 'a folder is there already',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full for this user',
  EFBIG: 'too large for the disk',
  ENAMETOOLONG: 'too long a name',
};

function cannotWrite(file: string, what: string): BadInput {
  return new BadInput([problemLine('--out', file, what, 'a place that can be written to')]);
}
