import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { bytesOf } from '../../src/bytes/testing/bytes-of';
import type { dissectPacket } from '../../src/bytes/dissection/dissect';
import type { hoplab } from '../../src/cli/testing/call';
import { readPcapng } from '../../src/export/pcapng/reader';
import type { envelopesAt } from '../../src/renderer/view-model/lens/lens-envelopes';
import type { parseFilter } from '../../src/renderer/view-model/packet-filter/parse';
import type { SimulatedRun } from '../../src/renderer/view-model/testing/simulated-run';
import type { LabDocument } from '../../src/shared/lab/document';
import { SourceCopy } from './source-copy';
import { toldExample } from './told-example';

/**
 * CONTRIBUTING's 'Adding an application', carried out: its telemetry is one folder and one line in a list, and then is
 * sent, dissected, labelled, filtered and exported.
 */

const moduleFile = 'src/wire/applications/telemetry/telemetry-application.ts';
const entry = `
export { bytesOf } from './bytes/testing/bytes-of';
export { dissectPacket } from './bytes/dissection/dissect';
export { hoplab } from './cli/testing/call';
export { envelopesAt } from './renderer/view-model/lens/lens-envelopes';
export { parseFilter } from './renderer/view-model/packet-filter/parse';
export { SimulatedRun } from './renderer/view-model/testing/simulated-run';
`;
interface Entry {
  readonly bytesOf: typeof bytesOf;
  readonly dissectPacket: typeof dissectPacket;
  readonly hoplab: typeof hoplab;
  readonly envelopesAt: typeof envelopesAt;
  readonly parseFilter: typeof parseFilter;
  readonly SimulatedRun: typeof SimulatedRun;
}

let copy: SourceCopy;
let app: Entry;

beforeAll(async () => {
  copy = await SourceCopy.of(
    'shared',
    'wire',
    'bytes',
    'engine',
    'export',
    'worker',
    'cli',
    'renderer/view-model',
  );
  await copy.add(moduleFile, toldExample(moduleFile));
  await copy.list('src/wire/applications/list.ts', 'telemetry', './telemetry/telemetry-application');
  await copy.add('src/entry.ts', entry);
  app = await copy.load<Entry>('src/entry.ts');
});
afterAll(() => copy.remove());

/** A sensor that sends its server five readings. */
function lab(workload: object = {}): LabDocument {
  const position = { x: 0, y: 0 };
  const readings = { id: 'readings', kind: 'media', from: 'sensor', to: 'server', application: 'telemetry' };
  return {
    version: 1,
    title: 'Readings',
    seed: 1,
    duration: '10s',
    devices: [
      { id: 'sensor', kind: 'client', position },
      { id: 'server', kind: 'server', position },
    ],
    links: [
      { id: 'wire', a: { device: 'sensor' }, b: { device: 'server' }, bandwidth: '1Mbps', delay: '5ms' },
    ],
    // What the copy knows, this test's own types do not.
    workloads: [{ ...readings, count: 5, interval: '1s', frameSize: '16B', ...workload }] as never,
  };
}

async function call(document: object, command: string, ...options: string[]) {
  await writeFile(path.join(copy.folder, 'lab.hoplab.json'), JSON.stringify(document));
  return app.hoplab(copy.folder, command, 'lab.hoplab.json', ...options);
}

describe('an application over UDP that is added as CONTRIBUTING tells it', () => {
  it('can be what a call is made of, over what it lies on', async () => {
    expect(await call(lab(), 'validate')).toMatchObject({ code: 0 });
    expect((await call(lab({ over: 'tcp' }), 'validate')).err).toContain(
      'workloads[0].over: "tcp"; allowed: what telemetry lies on: udp',
    );
    expect((await call(lab({ application: 'telegraphy' }), 'validate')).err).toContain(
      'workloads[0].application: "telegraphy"; allowed: rtp, telemetry',
    );
  });

  it('is on the wire as it writes itself', async () => {
    const ended = await call(lab(), 'export', '--to', 'pcapng', '--out', 'lab.pcapng');
    expect(ended).toMatchObject({ code: 0 });
    const read = readPcapng(await readFile(path.join(copy.folder, 'lab.pcapng')));
    if (!read.ok) throw new TypeError(read.error.what);
    // Behind Ethernet, IPv4 and UDP.
    const payloads = read.value.packets.map(({ bytes }) => Buffer.from(bytes.subarray(14 + 20 + 8)));
    expect(payloads.map((payload) => payload.toString('hex', 0, 8))).toEqual(
      [0, 1, 2, 3, 4].map((number) => `544d00000000000${number}`),
    );
    expect(payloads.map(({ length }) => length)).toEqual([24, 24, 24, 24, 24]);
  });

  it('is dissected', () => {
    const { source, packets } = new app.SimulatedRun(lab());
    const { layers, bytes } = app.dissectPacket(app.bytesOf(source.trace), packets[2]!);
    const { name, summary, offset, length, fields } = layers.at(-1)!;
    expect([name, summary, offset, length]).toEqual(['Telemetry', 'reading 2', 42, bytes.length - 42]);
    expect(fields.map((one) => `${one.name}: ${one.value}`)).toEqual([
      'Mark: TM',
      'Sensor: 0',
      'Reading: 2',
      'Value: 16 bytes',
    ]);
  });

  it('is labelled, coloured, and named by the lens', () => {
    const { source, packets } = new app.SimulatedRun(lab());
    const { labels, trace } = source;
    const packet = packets[3]!;
    expect(labels.short(packet)).toBe('reading 3');
    expect(labels.protocol(packet)).toBe('Telemetry');
    expect(labels.info(packet)).toBe('Sensor=0 Reading=3');
    expect(labels.protocolClass(packet)).toBe('other');
    const boxes = app.envelopesAt(trace, packet, undefined, 1, labels);
    expect(boxes.filter(({ present }) => present).map(({ name }) => name)).toEqual([
      'Ethernet',
      'IPv4',
      'UDP',
      'Telemetry',
    ]);
  });

  it('is found by the packet filter, and so is what stands in it', () => {
    const { source, packets } = new app.SimulatedRun(lab());
    const found = (text: string) => {
      const parsed = app.parseFilter(text);
      if (!parsed.ok) throw new TypeError(parsed.what);
      return packets
        .filter((packet) => parsed.test(source, packet))
        .map((packet) => source.labels.short(packet));
    };
    expect(found('telemetry')).toHaveLength(5);
    expect(found('telemetry.reading>2')).toEqual(['reading 3', 'reading 4']);
    expect(found('rtp')).toEqual([]);
  });
});
