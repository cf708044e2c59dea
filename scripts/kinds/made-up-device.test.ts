import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { hoplab } from '../../src/cli/testing/call';
import { readPcapng } from '../../src/export/pcapng/reader';
import type { deviceKind, deviceKinds } from '../../src/shared/devices/device';
import type { parseLab, serializeLab } from '../../src/shared/lab/parse';
import { SourceCopy } from './source-copy';
import { toldExample } from './told-example';

/**
 * CONTRIBUTING's 'Adding a device', carried out: its `repeater` is one module and one line in a list, and then
 * validates, saves, runs and is exported.
 */

const moduleFile = 'src/shared/devices/kinds/repeater.ts';
/** All traits at once: no kind of the app's own has them together. */
const peerFile = 'src/shared/devices/kinds/peer.ts';
const peer = `
import { defineDeviceKind } from '../device-kind';
import { hostSettings, resolveHost } from '../traits/host';
import { resolveServing } from '../traits/serving';

export const peer = defineDeviceKind({
  kind: 'peer',
  words: { title: 'Peer', one: 'a peer', many: 'peers', does: 'shares', about: 'Asks, answers and forwards.' },
  icon: 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z',
  accent: 'ok',
  settings: hostSettings,
  traits: ['forwarding', 'host', 'opening', 'serving'],
  fields: [],
  problems: () => [],
  resolve: (device) => ({
    forwarding: { blocks: [] },
    host: resolveHost(device),
    opening: { handshakeTime: 0 },
    serving: resolveServing({}),
  }),
});
`;
const entry = `
export { hoplab } from './cli/testing/call';
export { deviceKind, deviceKinds } from './shared/devices/device';
export { parseLab, serializeLab } from './shared/lab/parse';
`;
interface Entry {
  readonly hoplab: typeof hoplab;
  readonly deviceKind: typeof deviceKind;
  readonly deviceKinds: typeof deviceKinds;
  readonly parseLab: typeof parseLab;
  readonly serializeLab: typeof serializeLab;
}

let copy: SourceCopy;
let app: Entry;

beforeAll(async () => {
  copy = await SourceCopy.of('shared', 'wire', 'bytes', 'engine', 'export', 'worker', 'cli');
  await copy.add(moduleFile, toldExample(moduleFile));
  await copy.list('src/shared/devices/list.ts', 'repeater', './kinds/repeater');
  await copy.add(peerFile, peer);
  await copy.list('src/shared/devices/list.ts', 'peer', './kinds/peer');
  await copy.add('src/entry.ts', entry);
  app = await copy.load<Entry>('src/entry.ts');
});
afterAll(() => copy.remove());

/** client - repeater - server, and one request. */
function lab(repeater: object = {}): Record<string, unknown> {
  const position = { x: 0, y: 0 };
  const link = { bandwidth: '100Mbps', delay: '10ms' };
  return {
    version: 1,
    title: 'Through a repeater',
    seed: 1,
    duration: '10s',
    devices: [
      { id: 'client', kind: 'client', position },
      { id: 'booster', position, kind: 'repeater', ...repeater },
      { id: 'server', kind: 'server', position },
    ],
    links: [
      { id: 'near', a: { device: 'client' }, b: { device: 'booster' }, ...link },
      { id: 'far', a: { device: 'booster' }, b: { device: 'server' }, ...link },
    ],
    workloads: [{ id: 'visit', kind: 'http-get', from: 'client', to: 'server' }],
  };
}

async function call(document: object, command: string, ...options: string[]) {
  await writeFile(path.join(copy.folder, 'lab.hoplab.json'), JSON.stringify(document));
  return app.hoplab(copy.folder, command, 'lab.hoplab.json', ...options);
}

async function exported(format: string, ...options: string[]): Promise<Buffer> {
  const file = `lab.${format}`;
  const ended = await call(lab(), 'export', '--to', format, '--out', file, ...options);
  expect(ended.err).not.toContain('allowed');
  return readFile(path.join(copy.folder, file));
}

describe('a kind of device that is added as CONTRIBUTING tells it', () => {
  it('stands among the kinds', () => {
    expect(app.deviceKinds).toContain('repeater');
  });

  it('validates: its own settings are taken, others refused with what is allowed', async () => {
    expect(await call(lab({ only: 'tcp' }), 'validate')).toMatchObject({ code: 0 });
    const wrong = await call(lab({ only: 'sctp' }), 'validate');
    expect(wrong.err).toContain('devices[1].only: "sctp"; allowed: tcp, udp');
    const strange = await call(lab({ pages: [] }), 'validate');
    expect(strange.err).toContain(
      'devices[1].pages: not what "repeater" has; allowed: id, name, note, position, kind, only',
    );
  });

  it('is told of where another kind was meant', async () => {
    const repeating = { id: 'visit', kind: 'http-get', from: 'booster', to: 'server' };
    const ended = await call({ ...lab(), workloads: [repeating] }, 'validate');
    expect(ended.err).toContain('workloads[0].from: "booster" is a repeater; allowed: clients: client');
  });

  it('saves: what was written is what is read', () => {
    const read = app.parseLab(new TextEncoder().encode(JSON.stringify(lab({ only: 'udp' }))));
    if (!read.ok) throw new TypeError(read.problems.map(({ what }) => what).join());
    const text = app.serializeLab(read.document);
    expect(text).toContain('"kind": "repeater",\n      "only": "udp"');
    expect(app.parseLab(new TextEncoder().encode(text))).toEqual(read);
  });

  it('runs: traffic goes through it, as far as its settings let it', async () => {
    const open = await call(lab(), 'run', '--json');
    expect(JSON.parse(open.out)).toMatchObject({
      devices: { booster: { kind: 'repeater', drops: {} } },
      signals: { traffic: { responses: 1 }, errors: { drops: 0, failedRequests: 0 } },
    });
    const shut = await call(lab({ only: 'udp' }), 'run', '--json');
    expect(JSON.parse(shut.out)).toMatchObject({ signals: { traffic: { responses: 0 } } });
  });

  it('is exported, and named', async () => {
    const read = readPcapng(await exported('pcapng', '--capture', 'booster'));
    if (!read.ok) throw new TypeError(read.error.what);
    const capture = read.value;
    expect(capture.interfaces.map(({ name }) => name)).toEqual(['booster:eth0', 'booster:eth1']);
    expect(capture.packets.length).toBeGreaterThan(0);
    expect((await exported('ndjson')).toString()).toContain('booster');
  });

  it('has its words, sign and form for whoever draws it', () => {
    const { words, icon, fields } = app.deviceKind('repeater' as Parameters<typeof deviceKind>[0]);
    expect(words.one).toBe('a repeater');
    expect(icon).toMatch(/^M/);
    expect(fields.map(({ label }) => label)).toEqual(['Passes on']);
  });
});

describe('a kind with every trait', () => {
  const peers = ['one', 'two', 'three'].map((id) => ({ id, kind: 'peer', position: { x: 0, y: 0 } }));
  const link = { bandwidth: '100Mbps', delay: '10ms' };
  const links = [
    { id: 'first', a: { device: 'one' }, b: { device: 'two' }, ...link },
    { id: 'second', a: { device: 'two' }, b: { device: 'three' }, ...link },
  ];
  const visit = (from: string, to: string) => ({ id: `${from}-${to}`, kind: 'http-get', from, to });
  const ring = (...workloads: object[]) => ({ ...lab(), devices: peers, links, workloads });

  it('asks, answers and forwards, in one run', async () => {
    const ended = await call(
      ring(visit('one', 'three'), visit('two', 'one'), visit('three', 'two')),
      'run',
      '--json',
    );
    expect(JSON.parse(ended.out)).toMatchObject({
      signals: { traffic: { responses: 3 }, errors: { drops: 0, failedRequests: 0 } },
    });
  });

  it('does not ask itself: a workload goes from one device to another', async () => {
    const { err } = await call(ring(visit('one', 'one')), 'validate');
    expect(err).toContain('workloads[0].to: "one" is where it starts; allowed: another device');
  });
});
