import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hoplab } from '../../src/cli/testing/call';
import { hasTshark, readCapture, readEncryptedCapture } from './tshark.mjs';

/** What the referee of the library's captures says of captures that somebody has spoilt. */

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'hoplab-referee-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function captureOf(id: string, spoil?: (bytes: Buffer) => void): Promise<string> {
  const file = path.join(folder, `${id}.pcapng`);
  expect((await hoplab(folder, 'export', id, '--to', 'pcapng', '--out', file)).code).toBe(0);
  const bytes = await readFile(file);
  spoil?.(bytes);
  await writeFile(file, bytes);
  return file;
}

/** Renames all secrets of a kind in the capture's key log, so that nobody finds them. */
const without = (label: string) => (bytes: Buffer) => {
  for (let at = bytes.indexOf(label); at >= 0; at = bytes.indexOf(label, at)) bytes.write('X', at, 'latin1');
};

describe.skipIf(!hasTshark())('the referee of encrypted captures', () => {
  it('has no objection where all secrets are there, and finds every request', async () => {
    const read = await readEncryptedCapture(await captureOf('tcp-tls-setup'));
    expect(read).toMatchObject({ objections: [], finished: 6 });
    expect(read.requests).toHaveLength(4);
  });

  it.each([
    ['tcp-tls-setup', 'CLIENT_TRAFFIC_SECRET_0', 'stay closed'],
    ['tcp-tls-setup', 'CLIENT_RANDOM', 'stay closed'],
    ['quic-first-visit', 'SERVER_TRAFFIC_SECRET_0', 'not decrypted'],
  ])('objects to %s without its %s', async (id, label, objection) => {
    const { objections } = await readEncryptedCapture(await captureOf(id, without(label)));
    expect(objections.join()).toContain(objection);
  });

  it('objects to one changed byte of a datagram', async () => {
    const file = await captureOf('quic-first-visit', (bytes) => (bytes[bytes.length - 700]! ^= 1));
    expect((await readEncryptedCapture(file)).objections).not.toEqual([]);
  });

  it('objects to a capture that is cut off', async () => {
    const file = await captureOf('tcp-tls-setup');
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, -30));
    expect((await readEncryptedCapture(file)).objections).not.toEqual([]);
  });
});

describe.skipIf(!hasTshark())('the referee of plain captures', () => {
  it('has no objection to a sound one, and counts its frames', async () => {
    const { frames, objections } = await readCapture(await captureOf('handshake-seoul-us'));
    expect(objections).toEqual([]);
    expect(frames).toBeGreaterThan(5);
  });

  it('objects to a wrong checksum, and to anything encrypted', async () => {
    const spoilt = await captureOf('handshake-seoul-us', (bytes) => (bytes[bytes.indexOf('GET /')]! ^= 1));
    expect((await readCapture(spoilt)).objections.join()).toContain('unsound');
    expect((await readCapture(await captureOf('tcp-tls-setup'))).objections.join()).toContain('encrypted');
  });
});
