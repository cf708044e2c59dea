import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ScenarioLibrary } from './scenario-library';

let folder: string;
let library: ScenarioLibrary;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'hoplab-library-'));
  library = new ScenarioLibrary(folder);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

async function put(id: string, more: object = {}): Promise<void> {
  const lab = { version: 1, title: `The ${id}`, seed: 1, duration: '1s', devices: [], links: [], ...more };
  await writeFile(path.join(folder, `${id}.hoplab.json`), JSON.stringify(lab));
}

describe('ScenarioLibrary', () => {
  it('has the scenario of the first start first, the others by name', async () => {
    for (const id of ['b', 'a', 'handshake-seoul-us']) await put(id, { notes: `about ${id}` });
    expect(await library.list()).toEqual([
      { id: 'handshake-seoul-us', title: 'The handshake-seoul-us', notes: 'about handshake-seoul-us' },
      { id: 'a', title: 'The a', notes: 'about a' },
      { id: 'b', title: 'The b', notes: 'about b' },
    ]);
  });

  it('leaves out what is no lab, and says so', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await put('good');
    await put('bad', { seed: 'seven' });
    expect((await library.list()).map(({ id }) => id)).toEqual(['good']);
    expect(said).toHaveBeenCalledOnce();
  });

  it('is empty where there is no folder', async () => {
    expect(await new ScenarioLibrary(path.join(folder, 'none')).list()).toEqual([]);
  });

  it('opens a scenario without a path: saving it asks where', async () => {
    await put('good');
    const outcome = await library.open('good');
    expect(outcome).toMatchObject({ status: 'opened', name: 'good' });
    expect(outcome).not.toHaveProperty('path');
  });

  it('tells which scenarios there are when asked for another', async () => {
    await put('good');
    expect(await library.open('better')).toMatchObject({
      status: 'invalid',
      problems: [{ what: '"better" is none', allowed: 'good' }],
    });
  });
});
