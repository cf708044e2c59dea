import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecentLabs, mostRecentLabs } from './recent-labs';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'hoplab-recent-'));
  file = path.join(folder, 'recent-labs.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const lab = (name: string) => path.resolve('/labs', name);

describe('RecentLabs', () => {
  it('has the latest first', () => {
    const recent = new RecentLabs(file);
    recent.remember(lab('a'));
    recent.remember(lab('b'));
    expect(recent.list()).toEqual([lab('b'), lab('a')]);
  });

  it('has each lab once', () => {
    const recent = new RecentLabs(file);
    for (const name of ['a', 'b', 'a']) recent.remember(lab(name));
    expect(recent.list()).toEqual([lab('a'), lab('b')]);
  });

  it('forgets the oldest when there are too many', () => {
    const recent = new RecentLabs(file);
    for (let n = 0; n <= mostRecentLabs; n++) recent.remember(lab(String(n)));
    expect(recent.list()).toHaveLength(mostRecentLabs);
    expect(recent.includes(lab('0'))).toBe(false);
  });

  it('is the same after a new start', () => {
    new RecentLabs(file).remember(lab('a'));
    expect(new RecentLabs(file).list()).toEqual([lab('a')]);
  });

  it('tells of changes', () => {
    const recent = new RecentLabs(file);
    const seen: number[] = [];
    recent.onChange(() => seen.push(recent.list().length));
    recent.remember(lab('a'));
    recent.forget(lab('a'));
    expect(seen).toEqual([1, 0]);
  });

  it.each(['', '{', '[]', '{"paths":["relative"]}', '{"paths":[7]}', '{"paths":[],"more":1}'])(
    'takes a file that holds %j for an empty list',
    async (text) => {
      await writeFile(file, text);
      expect(new RecentLabs(file).list()).toEqual([]);
    },
  );
});
