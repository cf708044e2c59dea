import { describe, expect, it } from 'vitest';
import type { LabDocument } from '../../shared/lab/document';
import { applyEdit, editLabel, type EditCommand } from './edit-command';
import { faultSubject } from '../../shared/faults/fault';
import { describeFault, faultPlaceChanges } from './faults';
import { differInPlacesOnly, runsAlike } from './relevance';
import { labOf, threeDeviceLab } from './testing/labs';
import { reachableDevices } from '../../shared/lab/reachable-devices';
import { suggestedTraffic } from './traffic';

const lab = threeDeviceLab();
const after = (command: EditCommand, document: LabDocument = lab) => applyEdit(document, command);
const ids = (elements: readonly { id: string }[] = []) => elements.map((element) => element.id);

describe('adding', () => {
  it('names devices after their kind and counts on', () => {
    const one = after({ type: 'add-device', kind: 'server', x: 0, y: 0 });
    const two = after({ type: 'add-device', kind: 'server', x: 0, y: 0 }, one);
    expect(ids(two.devices)).toEqual(['client', 'router', 'server', 'server-2', 'server-3']);
  });

  it('names a link after its ends, and a second one between them apart', () => {
    const one = after({ type: 'connect', from: 'client', to: 'server' });
    const two = after({ type: 'connect', from: 'client', to: 'server' }, one);
    expect(ids(two.links).slice(2)).toEqual(['client-server', 'client-server-2']);
  });

  it.each([
    ['itself', 'client', 'client'],
    ['what is not there', 'client', 'nobody'],
  ])('refuses to join a device with %s', (_, from, to) => {
    expect(() => after({ type: 'connect', from, to })).toThrow('two different devices');
  });
});

describe('deleting', () => {
  it('a device takes its links, and what is about them, along', () => {
    const left = after({ type: 'delete-elements', devices: ['client'], links: [] });
    expect(ids(left.devices)).toEqual(['router', 'server']);
    expect(ids(left.links)).toEqual(['router-server']);
    expect([left.workloads, left.faults, left.claims]).toEqual([[], lab.faults?.slice(2), []]);
  });

  it('a link leaves the devices and their traffic', () => {
    const left = after({ type: 'delete-elements', devices: [], links: ['router-server'] });
    expect(ids(left.devices)).toHaveLength(3);
    expect(ids(left.workloads)).toEqual(['visit']);
    expect(left.faults).toHaveLength(3);
  });
});

describe('duplicating', () => {
  it('copies devices with the links among them, moved, with names of their own', () => {
    const copied = after({ type: 'duplicate', devices: ['client', 'router'], links: [], dx: 32, dy: 16 });
    expect(copied.devices.slice(3)).toEqual([
      { ...lab.devices[0], id: 'client-2', position: { x: 32, y: 16 } },
      { ...lab.devices[1], id: 'router-2', position: { x: 432, y: 16 } },
    ]);
    expect(copied.links.slice(2)).toEqual([
      {
        ...lab.links[0],
        id: 'client-2-router-2',
        // Its written address would clash with the original's.
        a: { device: 'client-2' },
        b: { device: 'router-2' },
      },
    ]);
  });
});

describe('changing an identifier', () => {
  it('follows a device everywhere', () => {
    const renamed = after({ type: 'rename', of: 'device', id: 'client', to: 'seoul' });
    expect(JSON.stringify(renamed)).not.toMatch(/"(id|device|from)":"client"/);
    expect(renamed.workloads?.[0]?.from).toBe('seoul');
    expect(renamed.faults?.[1]).toMatchObject({ from: 'seoul' });
  });

  it('follows a link and a workload everywhere', () => {
    const renamed = after({ type: 'rename', of: 'link', id: 'client-router', to: 'wan' });
    expect(renamed.faults?.map(faultSubject)).toEqual(['wan', 'wan', 'server']);
    const again = after({ type: 'rename', of: 'workload', id: 'visit', to: 'get' }, renamed);
    expect(again.claims?.[0]?.workload).toBe('get');
  });

  it('renames the links that are named after their ends, with all that speaks of them', () => {
    const twice = after({ type: 'connect', from: 'client', to: 'router' });
    const renamed = after({ type: 'rename', of: 'device', id: 'client', to: 'seoul' }, twice);
    expect(ids(renamed.links)).toEqual(['seoul-router', 'router-server', 'seoul-router-2']);
    expect(renamed.faults?.map(faultSubject)).toEqual(['seoul-router', 'seoul-router', 'server']);
    const wan = after({ type: 'rename', of: 'link', id: 'client-router', to: 'wan' });
    expect(ids(after({ type: 'rename', of: 'device', id: 'client', to: 'seoul' }, wan).links)[0]).toBe('wan');
  });

  it('follows it into remedies, and leaves those of a longer name alone', () => {
    const devices = labOf({ web: 'server', 'web.1': 'server' }, [['web', 'web.1']]);
    const remedies = ['web', 'web.1'].map((id) => ({
      label: id,
      set: [{ path: `devices.${id}.tcp.nagle`, value: false }],
    }));
    const renamed = after({ type: 'rename', of: 'device', id: 'web', to: 'shop' }, { ...devices, remedies });
    const paths = renamed.remedies?.map(({ set }) => set[0]?.path);
    expect(paths).toEqual(['devices.shop.tcp.nagle', 'devices.web.1.tcp.nagle']);
  });

  it.each([
    ['device', 'client', 'router'],
    ['device', 'client', 'router-server'],
    ['link', 'client-router', 'server'],
    ['device', 'client', 'with space'],
    ['device', 'client', ''],
  ] as const)('refuses for the %s %s the name %s', (of, id, to) => {
    expect(() => after({ type: 'rename', of, id, to })).toThrow();
  });
});

describe('a fault', () => {
  it.each([
    [0, 'Cut from 1s to 2s'],
    [1, 'Drops frame 1 of client'],
    [2, 'Gone at 3s for good'],
  ])('number %i reads: %s', (index, sentence) => {
    expect(describeFault(lab.faults![index]!)).toBe(sentence);
  });

  it('on another link is of a sender that is one of its ends', () => {
    const moved = after({
      type: 'set-parameters',
      changes: faultPlaceChanges(lab, 1, 'link', 'router-server'),
    });
    expect(moved.faults?.[1]).toMatchObject({ link: 'router-server', from: 'router' });
  });

  it('follows the device that crashes', () => {
    const renamed = after({ type: 'rename', of: 'device', id: 'server', to: 'us' });
    expect(renamed.faults?.[2]).toMatchObject({ device: 'us' });
  });

  it('of what the lab does not have is refused', () => {
    expect(() =>
      after({ type: 'add-fault', fault: { kind: 'crash-device', device: 'nobody', at: '1s' } }),
    ).toThrow('a device or link of the lab');
  });
});

describe('changing a kind', () => {
  it('leaves behind what the new kind does not have', () => {
    const served = after({ type: 'set-parameter', path: ['devices', 'server', 'port'], value: 8080 });
    const client = after({ type: 'change-kind', device: 'server', kind: 'client' }, served);
    expect(client.devices[2]).toEqual({ ...lab.devices[2], kind: 'client' });
    const router = after({ type: 'change-kind', device: 'server', kind: 'router' }, client);
    expect(router.devices[2]).toEqual({ id: 'server', kind: 'router', position: { x: 800, y: 0 } });
  });
});

describe('setting a parameter', () => {
  it('keeps the order of what is there, so that a saved file differs in one line', () => {
    const changed = after({
      type: 'set-parameter',
      path: ['links', 'client-router', 'bandwidth'],
      value: '1Gbps',
    });
    expect(Object.keys(changed.links[0] ?? {})).toEqual(Object.keys(lab.links[0] ?? {}));
  });

  it('to nothing takes out the objects that became empty', () => {
    const changed = after({
      type: 'set-parameter',
      path: ['devices', 'server', 'tcp', 'timeWait'],
      value: undefined,
    });
    expect(changed.devices[2]).not.toHaveProperty('tcp');
  });

  it.each([[['version']], [['devices']], [['title', 'x']], [['links', 'nobody', 'delay']], [[]]])(
    'refuses %j',
    (path) => {
      expect(() => after({ type: 'set-parameter', path, value: 1 })).toThrow();
    },
  );
});

describe('labels', () => {
  it.each<[EditCommand, string]>([
    [{ type: 'add-device', kind: 'router', x: 0, y: 0 }, 'Add router'],
    [{ type: 'move-elements', positions: new Map([['client', { x: 0, y: 0 }]]) }, 'Move client'],
    [{ type: 'delete-elements', devices: ['client', 'server'], links: [] }, 'Delete 2 devices'],
    [{ type: 'delete-elements', devices: ['client'], links: ['router-server'] }, 'Delete 2 elements'],
    [{ type: 'connect', from: 'client', to: 'router' }, 'Connect client and router'],
    [
      { type: 'set-parameter', path: ['devices', 'server', 'tcp', 'synRetries'], value: 1 },
      'Change SYN retries',
    ],
    [{ type: 'set-parameter', path: ['links', 'wan', 'delay'], value: '' }, 'Change propagation delay'],
    [{ type: 'delete-fault', index: 0 }, 'Delete fault'],
  ])('%j reads %s', (command, label) => {
    expect(editLabel(command)).toBe(label);
  });
});

describe('suggested traffic', () => {
  it('lets each client ask the nearest server that it reaches through routers', () => {
    const document = labOf(
      {
        near: 'client',
        far: 'client',
        alone: 'client',
        r1: 'router',
        r2: 'router',
        s1: 'server',
        s2: 'server',
      },
      [
        ['near', 'r1'],
        ['far', 'r2'],
        ['r1', 'r2'],
        ['r1', 's1'],
        ['r2', 's2'],
      ],
    );
    expect(suggestedTraffic(document).map(({ from, to }) => [from, to])).toEqual([
      ['near', 's1'],
      ['far', 's2'],
    ]);
  });

  it('goes through no host', () => {
    const document = labOf({ client: 'client', between: 'client', server: 'server' }, [
      ['client', 'between'],
      ['between', 'server'],
    ]);
    expect(reachableDevices(document, 'client')).toEqual(['between']);
    expect(suggestedTraffic(document).map(({ from }) => from)).toEqual(['between']);
  });

  it('is none where there is traffic', () => {
    expect(suggestedTraffic(lab)).toEqual([]);
  });
});

describe('what makes a run stale', () => {
  it.each<[string, boolean, EditCommand]>([
    ['moving', false, { type: 'move-elements', positions: new Map([['client', { x: 9, y: 9 }]]) }],
    ['labelling', false, { type: 'label', device: 'server', label: 'US' }],
    ['a title', false, { type: 'set-parameter', path: ['title'], value: 'Other' }],
    ['a note', false, { type: 'set-parameter', path: ['links', 'client-router', 'note'], value: 'sea' }],
    ['a delay', true, { type: 'set-parameter', path: ['links', 'client-router', 'delay'], value: '1ms' }],
    ['a seed', true, { type: 'set-parameter', path: ['seed'], value: 8 }],
    ['another device', true, { type: 'add-device', kind: 'client', x: 0, y: 0 }],
    ['fewer faults', true, { type: 'delete-fault', index: 0 }],
  ])('%s: %s', (_, stale, command) => {
    expect(runsAlike(lab, after(command))).toBe(!stale);
  });
});

describe('what differs in places only', () => {
  it.each<[string, boolean, EditCommand]>([
    ['moving', true, { type: 'move-elements', positions: new Map([['client', { x: 9, y: 9 }]]) }],
    ['labelling', false, { type: 'label', device: 'server', label: 'US' }],
    ['a claim less', false, { type: 'delete-workload', id: 'visit' }],
    ['another link', false, { type: 'connect', from: 'client', to: 'server' }],
  ])('%s: %s', (_, only, command) => {
    expect(differInPlacesOnly(lab, after(command))).toBe(only);
    expect(differInPlacesOnly(after(command), lab)).toBe(only);
  });

  it('is found out from content, not from identity', () => {
    expect(differInPlacesOnly(lab, threeDeviceLab())).toBe(true);
    expect(runsAlike(lab, threeDeviceLab())).toBe(true);
  });
});
