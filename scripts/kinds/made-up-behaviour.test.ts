import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CopiedApp } from './copied-app';
import { lineOf } from './labs';

/** Kinds of device that do what none of the app's own do: all that there is to do, and something that no trait says. */

const kindsFolder = 'src/shared/devices/kinds';
const kindList = 'src/shared/devices/list.ts';

/** All traits at once. */
const peer = `
import { defineDeviceKind } from '../definition/device-kind';
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

/** Passes on what comes in a second late: numbers of its own, and a node that works with them. */
const dawdler = `
import { defineDeviceKind } from '../definition/device-kind';

export const dawdler = defineDeviceKind({
  kind: 'dawdler',
  words: { title: 'Dawdler', one: 'a dawdler', many: 'dawdlers', does: 'dawdles', about: 'Is a second late.' },
  icon: 'M12 6v6l4 2',
  accent: 'warn',
  settings: {},
  traits: ['forwarding'],
  fields: [],
  problems: () => [],
  resolve: () => ({ forwarding: { blocks: [] }, lateness: 1e9 }),
});
`;
const dawdlerNode = `
import type { LabDevice } from '../../shared/lab/lab';
import { EventKind } from '../kernel/event-kinds';
import { DeviceNode } from './device-node';
import type { NodeEnvironment } from './node';

type Dawdler = Extract<LabDevice, { kind: 'dawdler' }>;

export class DawdlerNode extends DeviceNode {
  private readonly held: [packet: number, timeToLive: number, arrival: number][] = [];

  constructor(private readonly device: Dawdler, private readonly environment: NodeEnvironment) {
    super(device, environment);
  }

  override arrive(packet: number, timeToLive: number, arrival: number): void {
    const { events, writer } = this.environment;
    const ticket = this.held.push([packet, timeToLive, arrival]) - 1;
    events.push(writer.now + this.device.lateness, EventKind.later, this.device.index, ticket);
  }

  override due(_kind: number, ticket: number): void {
    const held = this.held[ticket];
    if (held) super.arrive(...held);
  }
}
`;

let app: CopiedApp;

beforeAll(async () => {
  app = await CopiedApp.with(async (copy) => {
    await copy.add(`${kindsFolder}/peer.ts`, peer);
    await copy.list(kindList, 'peer', './kinds/peer');
    await copy.add(`${kindsFolder}/dawdler.ts`, dawdler);
    await copy.list(kindList, 'dawdler', './kinds/dawdler');
    await copy.add('src/engine/node/dawdler-node.ts', dawdlerNode);
    await copy.enter('src/engine/node/factories.ts', {
      name: 'DawdlerNode',
      from: './dawdler-node',
      entry: 'dawdler: (device, environment) => new DawdlerNode(device, environment)',
    });
  });
});
afterAll(() => app.remove());

async function signalsOf(document: object): Promise<unknown> {
  const { out } = await app.call(document, 'run', '--json');
  return (JSON.parse(out) as { signals: unknown }).signals;
}

describe('a kind with every trait', () => {
  const peers = ['one', 'two', 'three'].map((id) => ({ id, kind: 'peer' }));

  it('asks, answers and forwards, in one run', async () => {
    const document = lineOf(peers, ['one', 'three'], ['two', 'one'], ['three', 'two']);
    expect(await signalsOf(document)).toMatchObject({
      traffic: { responses: 3 },
      errors: { drops: 0, failedRequests: 0 },
    });
  });

  it('does not ask itself: a workload goes from one device to another', async () => {
    const { err } = await app.call(lineOf(peers, ['one', 'one']), 'validate');
    expect(err).toContain('workloads[0].to: "one" is where it starts; allowed: another device');
  });
});

describe('a kind with a node of its own', () => {
  const line = (kind: string) =>
    lineOf(
      [
        { id: 'client', kind: 'client' },
        { id: 'middle', kind },
        { id: 'server', kind: 'server' },
      ],
      ['client', 'server'],
    );

  it('behaves as its node does, with the numbers that are its own', async () => {
    // SYN, SYN-ACK, request and response, each a second late.
    const late = (await signalsOf(line('dawdler'))) as { latency: { p50: number } };
    const usual = (await signalsOf(line('router'))) as { latency: { p50: number } };
    expect(late.latency.p50 - usual.latency.p50).toBeCloseTo(4e9, -6);
  });
});
