import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { hoplab } from '../../src/cli/testing/call';
import type { congestionControls } from '../../src/shared/policies/congestion/list';
import { SourceCopy } from './source-copy';
import { toldExample } from './told-example';

/**
 * CONTRIBUTING's 'Adding a congestion control', carried out: its `fixed` window is one module and one line in a list, and
 * then is offered, taken, and holds TCP and QUIC senders back.
 */

const moduleFile = 'src/shared/policies/congestion/fixed.ts';
const entry = `
export { hoplab } from './cli/testing/call';
export { congestionControls } from './shared/policies/congestion/list';
`;
interface Entry {
  readonly hoplab: typeof hoplab;
  readonly congestionControls: typeof congestionControls;
}

let copy: SourceCopy;
let app: Entry;

beforeAll(async () => {
  copy = await SourceCopy.of('shared', 'wire', 'bytes', 'engine', 'export', 'worker', 'cli');
  await copy.add(moduleFile, toldExample(moduleFile));
  await copy.list('src/shared/policies/congestion/list.ts', 'fixed', './fixed');
  await copy.add('src/entry.ts', entry);
  app = await copy.load<Entry>('src/entry.ts');
});
afterAll(() => copy.remove());

/** What a packet carries: a segment with timestamps, a datagram. */
const carried = { '1.1': 1448, '3': 1452 } as const;
type Version = keyof typeof carried;

/** A download of a hundred packets, over a path of 100 ms that would take them all at once. */
function lab(http: Version, control: string): Record<string, unknown> {
  const position = { x: 0, y: 0 };
  const settings = { congestionControl: control };
  return {
    version: 1,
    title: 'A fixed window',
    seed: 1,
    duration: '60s',
    devices: [
      { id: 'client', kind: 'client', position },
      {
        ...{ id: 'server', kind: 'server', position, tcp: settings, quic: settings },
        pages: [{ path: '/', size: '145kB' }],
      },
    ],
    links: [
      { id: 'link', a: { device: 'client' }, b: { device: 'server' }, bandwidth: '10Gbps', delay: '50ms' },
    ],
    workloads: [{ id: 'visit', kind: 'http-get', from: 'client', to: 'server', http }],
  };
}

async function call(document: object, command: string, ...options: string[]) {
  await writeFile(path.join(copy.folder, 'lab.hoplab.json'), JSON.stringify(document));
  return app.hoplab(copy.folder, command, 'lab.hoplab.json', ...options);
}

/** Congestion windows that the server's trace tells of, bytes, each with its phase. */
async function windows(http: Version, control: string): Promise<string[]> {
  await call(lab(http, control), 'export', '--to', 'ndjson', '--out', 'lab.ndjson');
  const lines = (await readFile(path.join(copy.folder, 'lab.ndjson'), 'utf8')).trim().split('\n');
  return lines
    .map((line) => JSON.parse(line) as Record<string, string | number>)
    .filter(({ kind, device }) => String(kind).endsWith('.congestion') && device === 'server')
    .map(({ congestionWindow, phase }) => [congestionWindow, phase].join(', '));
}

/** How many round trips the download takes. */
async function roundTrips(http: Version, control: string): Promise<number> {
  const ended = await call(lab(http, control), 'run', '--json');
  const summary = JSON.parse(ended.out) as { signals: { latency: { max: number } } };
  return summary.signals.latency.max / 100e6;
}

describe('a congestion control that is added as CONTRIBUTING tells it', () => {
  it('is offered with its words, and taken', async () => {
    expect(app.congestionControls.choices).toContainEqual({ value: 'fixed', label: 'Fixed window' });
    expect(app.congestionControls.hint).toContain('Fixed window: four segments, whatever happens');
    expect(await call(lab('1.1', 'fixed'), 'validate')).toMatchObject({ code: 0 });
    const wrong = await call(lab('3', 'fixd'), 'validate');
    expect(wrong.err).toContain(
      'devices[1].quic.congestionControl: "fixd"; allowed: cubic, newreno, none, fixed',
    );
  });

  it.each<Version>(['1.1', '3'])('holds a sender of HTTP/%s to its window', async (http) => {
    // Its window is told once, when the connection begins, and never again.
    expect(await windows(http, 'fixed')).toEqual([`${4 * carried[http]}, congestion avoidance`]);
    // A hundred packets, four a round trip.
    expect(await roundTrips(http, 'fixed')).toBeGreaterThan(25);
    expect(await roundTrips(http, 'cubic')).toBeLessThan(8);
  });
});
