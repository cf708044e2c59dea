import { execFileSync } from 'node:child_process';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLab } from './read-lab';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'hoplab-read-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function problemOf(file: string): Promise<string> {
  const outcome = await readLab(file);
  return outcome.ok
    ? 'none'
    : outcome.problems.map(({ path: where, what }) => `${where}: ${what}`).join('\n');
}

const lab = { version: 1, title: 'Empty', seed: 1, duration: '1s', devices: [], links: [] };

describe('readLab', () => {
  it('reads a lab', async () => {
    const file = path.join(folder, 'empty.hoplab.json');
    await writeFile(file, JSON.stringify(lab));
    expect(await readLab(file)).toMatchObject({ ok: true, document: { title: 'Empty' } });
  });

  it('tells every problem of a lab', async () => {
    const file = path.join(folder, 'wrong.hoplab.json');
    await writeFile(file, JSON.stringify({ ...lab, title: 7, seed: -1 }));
    expect(await problemOf(file)).toMatch(/title.*\n*.*seed/s);
  });

  it('says that a file is not there', async () => {
    expect(await problemOf(path.join(folder, 'none.json'))).toBe('file: there is no such file');
  });

  it('does not take a folder for a lab', async () => {
    expect(await problemOf(folder)).toBe('file: a folder');
  });

  it('refuses 200 MB without reading them', async () => {
    const file = path.join(folder, 'large.json');
    const handle = await open(file, 'w');
    await handle.truncate(200e6);
    await handle.close();
    expect(await problemOf(file)).toMatch(/^file: 191 MiB large/);
  });

  it.skipIf(process.platform === 'win32')('does not wait at a pipe', async () => {
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(await problemOf(pipe)).toBe('file: no ordinary file');
  });
});
