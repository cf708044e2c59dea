import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { smallLab } from './support/main-process';

const root = path.resolve(import.meta.dirname, '..');
const executable = createRequire(import.meta.url)('electron') as string;

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'hoplab-offscreen-'));
});
test.afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

interface Ended {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Starts the app for an off-screen export into `folder/out` and waits for its end. */
function exportOffscreen(...more: string[]): Promise<Ended> {
  return exportInto(path.join(folder, 'out'), ...more);
}

async function exportInto(target: string, ...more: string[]): Promise<Ended> {
  const child = spawn(
    executable,
    [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--use-angle=swiftshader',
      `--user-data-dir=${path.join(folder, 'profile')}`,
      root,
      `--hoplab-offscreen-export=${target}`,
      ...more,
    ],
    { cwd: folder },
  );
  const said = { output: '', errors: '' };
  child.stdout.on('data', (data) => (said.output += String(data)));
  child.stderr.on('data', (data) => (said.errors += String(data)));
  const code = await new Promise<number>((resolve) => child.on('close', (value) => resolve(value ?? -1)));
  return { code, ...said };
}

test('leaves a picture and a capture of the first scenario, and tells where', async () => {
  const { code, output, errors } = await exportOffscreen();
  expect(code, errors).toBe(0);
  const files = ['handshake-seoul-us.png', 'handshake-seoul-us.pcapng'].map((name) =>
    path.join(folder, 'out', name),
  );
  expect(output.trim().split('\n')).toEqual(files);
  const [picture, capture] = await Promise.all(files.map((file) => readFile(file)));
  // PNG's signature, then width and height at 16 and 20 (RFC 2083 sections 3.1 and 4.1.1).
  expect(picture?.subarray(1, 4).toString('latin1')).toBe('PNG');
  expect(picture?.readUInt32BE(16)).toBeGreaterThanOrEqual(960);
  expect(capture?.readUInt32LE(0)).toBe(0x0a0d0d0a);
});

test('takes the file that it is given', async () => {
  await writeFile(path.join(folder, 'office.hoplab.json'), JSON.stringify(smallLab));
  const { code, errors } = await exportOffscreen('office.hoplab.json');
  expect(code, errors).toBe(0);
  expect((await readdir(path.join(folder, 'out'))).sort()).toEqual(['office.pcapng', 'office.png']);
});

test('a file that is no lab ends it with what is wrong, and nothing left', async () => {
  await writeFile(path.join(folder, 'office.hoplab.json'), '{"version": 1');
  const { code, output, errors } = await exportOffscreen('office.hoplab.json');
  expect(code).toBe(1);
  expect(output).toBe('');
  expect(errors).toContain(`${path.join(folder, 'office.hoplab.json')}: line 1, column 14`);
  expect(await readdir(folder)).not.toContain('out');
});

test('a folder that cannot be made ends it with what is wrong', async () => {
  test.skip(process.platform !== 'linux', 'needs a folder that refuses to have others');
  const { code, output, errors } = await exportInto('/proc/none');
  expect(code).toBe(1);
  expect(output).toBe('');
  expect(errors).toContain("ENOENT: no such file or directory, mkdir '/proc/none'");
});
