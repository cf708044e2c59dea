import { mkdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeOutputFiles } from './output-files';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'hoplab-output-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = (name: string) => path.join(folder, name);
const output = (name: string, ...pieces: (string | Uint8Array)[]) => ({ file: at(name), pieces });

function* failing(): Generator<string> {
  yield 'half';
  throw new RangeError('the exporter failed');
}

describe('files that a call writes', () => {
  it('take the place of earlier ones and leave nothing else behind', async () => {
    await writeFile(at('one'), 'earlier');
    await writeOutputFiles([output('one', 'new', ' text'), output('deep/two', Uint8Array.of(7))]);
    expect(await readFile(at('one'), 'utf8')).toBe('new text');
    expect([...(await readFile(at('deep/two')))]).toEqual([7]);
    expect((await readdir(folder)).sort()).toEqual(['deep', 'one']);
    expect(await readdir(at('deep'))).toEqual(['two']);
  });

  it('are none where one of them fails while it is made', async () => {
    await writeFile(at('one'), 'earlier');
    const outputs = [output('one', 'new'), { file: at('made/two'), pieces: failing() }];
    await expect(writeOutputFiles(outputs)).rejects.toThrow('the exporter failed');
    expect(await readdir(folder)).toEqual(['one']);
    expect(await readFile(at('one'), 'utf8')).toBe('earlier');
  });

  it('are none where a folder stands in the place of one, which is named', async () => {
    await mkdir(at('two'));
    const written = writeOutputFiles([output('one', 'new'), output('two', 'new')]);
    await expect(written).rejects.toThrow(`--out: ${at('two')}: a folder is there already; allowed: `);
    expect(await readdir(folder)).toEqual(['two']);
  });

  it('put back what was there where a later one cannot take its place at the last moment', async () => {
    await writeFile(at('one'), 'earlier');
    // A folder that comes to stand in the second one's place while the second one is written.
    const pieces = (function* () {
      yield 'new';
      mkdirSync(at('two'));
    })();
    await expect(writeOutputFiles([output('one', 'new'), { file: at('two'), pieces }])).rejects.toThrow(
      `${at('two')}: a folder is there already`,
    );
    expect(await readFile(at('one'), 'utf8')).toBe('earlier');
    expect((await readdir(folder)).sort()).toEqual(['one', 'two']);
  });

  it.each(['/proc/there-is-no-such-folder/file', '/dev/null/file'])(
    'names %s, which cannot be',
    async (file) => {
      await expect(writeOutputFiles([{ file, pieces: ['x'] }])).rejects.toThrow(`--out: ${file}: `);
    },
  );
});
