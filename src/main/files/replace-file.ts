import { randomUUID } from 'node:crypto';
import { access, chmod, constants, open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Replaces a file whole or not at all: `fill` writes a temporary file beside it, which takes its name once its bytes
 * are on the disk. A link is followed and stays a link; the mode of the file is kept. When anything fails the old
 * file is as it was, nothing is left beside it, and the error is passed on.
 */
export async function replaceFile(file: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  const target = await realpath(file).catch(() => path.resolve(file));
  const mode = await modeOf(target);
  // Renaming over a write-protected file would work: ask for the right that was taken away.
  if (mode !== undefined) await access(target, constants.W_OK);
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}.tmp`);
  try {
    await makeFile(temporary, mode);
    await fill(temporary);
    await syncFile(temporary, 'r+');
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  // The new name is on the disk when its folder is; not every file system lets a folder be opened.
  await syncFile(path.dirname(target), 'r').catch(() => undefined);
}

async function modeOf(file: string): Promise<number | undefined> {
  try {
    const about = await stat(file);
    if (!about.isFile()) throw new TypeError(`${file} is not a file`);
    return about.mode & 0o7777;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function makeFile(file: string, mode: number | undefined): Promise<void> {
  await (await open(file, 'wx')).close();
  if (mode !== undefined) await chmod(file, mode);
}

async function syncFile(file: string, flags: string): Promise<void> {
  const handle = await open(file, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
