import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LabFiles } from './lab-files';
import { RecentLabs } from './recent-labs';

let folder: string;
let file: string;
let recent: RecentLabs;
let files: LabFiles;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'hoplab-files-'));
  file = path.join(folder, 'office.hoplab.json');
  recent = new RecentLabs(path.join(folder, 'recent-labs.json'));
  files = new LabFiles(recent);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const lab = { version: 1, title: 'Office', seed: 1, duration: '1s', devices: [], links: [] };

describe('LabFiles', () => {
  it('opens again what it saved', async () => {
    expect(await files.save(lab, file)).toEqual({ status: 'saved', path: file, name: 'office' });
    expect(await files.open(file)).toMatchObject({
      status: 'opened',
      name: 'office',
      path: file,
      document: lab,
    });
  });

  it('lets the window write a file once it was chosen, and no other', async () => {
    expect(files.maySave(file)).toBe(false);
    await files.save(lab, file);
    expect(files.maySave(file)).toBe(true);
    expect(files.maySave(path.join(folder, 'other.hoplab.json'))).toBe(false);
  });

  it('lets the window open, but not write, what was recent at the last start', async () => {
    await files.save(lab, file);
    const later = new LabFiles(new RecentLabs(path.join(folder, 'recent-labs.json')));
    expect(later.mayOpen(file)).toBe(true);
    expect(later.maySave(file)).toBe(false);
  });

  it('neither remembers nor allows what was no lab', async () => {
    await writeFile(file, '{"version": 1');
    expect(await files.open(file)).toMatchObject({ status: 'invalid', file });
    expect(recent.list()).toEqual([]);
    expect(files.maySave(file)).toBe(false);
  });

  it('forgets a recent lab that is gone', async () => {
    await files.save(lab, file);
    await rm(file);
    await files.open(file);
    expect(recent.list()).toEqual([]);
  });

  it('does not write a document that could not be opened again', async () => {
    await files.save(lab, file);
    const before = await readFile(file, 'utf8');
    const outcome = await files.save({ ...lab, duration: 'soon' }, file);
    expect(outcome).toMatchObject({ status: 'failed', message: expect.stringContaining('duration') });
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('says why it could not write', async () => {
    const outcome = await files.save(lab, path.join(folder, 'none', 'office.hoplab.json'));
    expect(outcome).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('the folder is not there'),
    });
  });
});
