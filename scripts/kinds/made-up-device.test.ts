import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPcapng } from '../../src/export/pcapng/reader';
import type { DeviceKind } from '../../src/shared/devices/device';
import { CopiedApp } from './copied-app';
import { lineOf } from './labs';
import { toldExample } from './told-example';

/**
 * CONTRIBUTING's 'Adding a device', carried out: its `repeater` is one module and one line in a list, and then
 * validates, saves, runs and is exported.
 */

const moduleFile = 'src/shared/devices/kinds/repeater.ts';

let app: CopiedApp;

beforeAll(async () => {
  app = await CopiedApp.with(async (copy) => {
    await copy.add(moduleFile, toldExample(moduleFile));
    await copy.list('src/shared/devices/list.ts', 'repeater', './kinds/repeater');
  });
});
afterAll(() => app.remove());

/** client - booster - server, and a request of the client unless another is told. */
function lab(repeater: object = {}, from = 'client'): object {
  const devices = [
    { id: 'client', kind: 'client' },
    { id: 'booster', kind: 'repeater', ...repeater },
    { id: 'server', kind: 'server' },
  ];
  return lineOf(devices, [from, 'server']);
}

async function exported(format: string, ...options: string[]): Promise<Buffer> {
  const file = `lab.${format}`;
  expect(await app.call(lab(), 'export', '--to', format, '--out', file, ...options)).toMatchObject({
    code: 0,
  });
  return readFile(path.join(app.folder, file));
}

describe('a kind of device that is added as CONTRIBUTING tells it', () => {
  it('stands among the kinds', () => {
    expect(app.modules.deviceKinds).toContain('repeater');
  });

  it('validates: its own settings are taken, others refused with what is allowed', async () => {
    expect(await app.call(lab({ only: 'tcp' }), 'validate')).toMatchObject({ code: 0 });
    const wrong = await app.call(lab({ only: 'sctp' }), 'validate');
    expect(wrong.err).toContain('devices[1].only: "sctp"; allowed: tcp, udp');
    const strange = await app.call(lab({ pages: [] }), 'validate');
    expect(strange.err).toContain(
      'devices[1].pages: not what "repeater" has; allowed: id, name, note, position, kind, only',
    );
  });

  it('is told of where another kind was meant', async () => {
    const { err } = await app.call(lab({}, 'booster'), 'validate');
    expect(err).toContain('workloads[0].from: "booster" is a repeater; allowed: clients: client');
  });

  it('saves: what was written is what is read', () => {
    const { parseLab, serializeLab } = app.modules;
    const read = parseLab(new TextEncoder().encode(JSON.stringify(lab({ only: 'udp' }))));
    if (!read.ok) throw new TypeError(read.problems.map(({ what }) => what).join());
    const text = serializeLab(read.document);
    expect(text).toContain('"kind": "repeater",\n      "only": "udp"');
    expect(parseLab(new TextEncoder().encode(text))).toEqual(read);
  });

  it('runs: traffic goes through it, as far as its settings let it', async () => {
    const open = await app.call(lab(), 'run', '--json');
    expect(JSON.parse(open.out)).toMatchObject({
      devices: { booster: { kind: 'repeater', drops: {} } },
      signals: { traffic: { responses: 1 }, errors: { drops: 0, failedRequests: 0 } },
    });
    const shut = await app.call(lab({ only: 'udp' }), 'run', '--json');
    expect(JSON.parse(shut.out)).toMatchObject({ signals: { traffic: { responses: 0 } } });
  });

  it('is exported, and named', async () => {
    const read = readPcapng(await exported('pcapng', '--capture', 'booster'));
    if (!read.ok) throw new TypeError(read.error.what);
    const { interfaces, packets } = read.value;
    expect(interfaces.map(({ name }) => name)).toEqual(['booster:eth0', 'booster:eth1']);
    expect(packets.length).toBeGreaterThan(0);
    expect((await exported('ndjson')).toString()).toContain('booster');
  });

  it('has its words, sign and form for whoever draws it', () => {
    const { words, icon, fields } = app.modules.deviceKind('repeater' as DeviceKind);
    expect(words.one).toBe('a repeater');
    expect(icon).toMatch(/^M/);
    expect(fields.map(({ label }) => label)).toEqual(['Passes on']);
  });
});
