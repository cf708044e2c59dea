import { chmod, lstat, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceFile } from './replace-file';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'hoplab-replace-'));
  file = path.join(folder, 'lab.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const fillWith = (text: string) => (temporary: string) => writeFile(temporary, text);

describe('replaceFile', () => {
  it('makes a new file and leaves nothing beside it', async () => {
    await replaceFile(file, fillWith('new'));
    expect(await readFile(file, 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['lab.json']);
  });

  it('takes the place of an old file', async () => {
    await writeFile(file, 'old and longer');
    await replaceFile(file, fillWith('new'));
    expect(await readFile(file, 'utf8')).toBe('new');
  });

  it('leaves the old file as it was when writing fails', async () => {
    await writeFile(file, 'old');
    const failing = async (temporary: string) => {
      await writeFile(temporary, 'half');
      throw new Error('disk full');
    };
    await expect(replaceFile(file, failing)).rejects.toThrow('disk full');
    expect(await readFile(file, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['lab.json']);
  });

  it.skipIf(process.platform === 'win32')("keeps the file's mode", async () => {
    await writeFile(file, 'old');
    await chmod(file, 0o640);
    await replaceFile(file, fillWith('new'));
    expect((await stat(file)).mode & 0o7777).toBe(0o640);
  });

  it.skipIf(process.platform === 'win32')('writes through a link', async () => {
    const link = path.join(folder, 'link.json');
    await writeFile(file, 'old');
    await symlink(file, link);
    await replaceFile(link, fillWith('new'));
    expect(await readFile(file, 'utf8')).toBe('new');
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
  });

  it('does not take a folder for a file', async () => {
    await expect(replaceFile(folder, fillWith('new'))).rejects.toThrow('not a file');
  });

  it('says so when the folder is not there', async () => {
    await expect(replaceFile(path.join(folder, 'none', 'lab.json'), fillWith('new'))).rejects.toThrow(
      'ENOENT',
    );
  });
});
