import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceKinds, type Problem } from './document';
import { resolveLab } from './lab';
import { describeProblem } from '../schema/problem';
import { anyLab, threeDevices } from './testing/labs';
import { validateLab } from './validate';

type Loose = Record<string, unknown>;
/** New values by dotted path; undefined takes a member out. */
type Changes = Readonly<Record<string, unknown>>;

function changed(changes: Changes): Loose {
  const lab = structuredClone(threeDevices()) as unknown as Loose;
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const container = keys.reduce<Loose>((inner, key) => inner[key] as Loose, lab);
    if (value === undefined) Reflect.deleteProperty(container, last);
    else container[last] = value;
  }
  return lab;
}

/** Problems of the three-device lab after changes. */
function problemsOf(changes: Changes): readonly Problem[] {
  const outcome = validateLab(changed(changes));
  return outcome.ok ? [] : outcome.problems;
}
const linesOf = (changes: Changes) => problemsOf(changes).map(describeProblem);

describe('a valid lab', () => {
  it('is accepted, unchanged', () => {
    expect(validateLab(threeDevices())).toEqual({ ok: true, document: threeDevices() });
  });

  it('is accepted whatever it holds, and can be resolved', () => {
    fc.assert(
      fc.property(anyLab, (lab) => {
        const outcome = validateLab(lab);
        expect(outcome).toMatchObject({ ok: true });
        if (outcome.ok) expect(resolveLab(outcome.document).devices).toHaveLength(lab.devices.length);
      }),
    );
  });
});

describe('the shape of a lab', () => {
  it('names a wrong kind, its path, and what was probably meant', () => {
    expect(linesOf({ 'devices.2.kind': 'serer' })).toEqual([
      `devices[2].kind: "serer"; allowed: ${deviceKinds.join(', ')} (did you mean "server"?)`,
    ]);
  });

  it('names each unknown name, with what was probably meant', () => {
    const lines = linesOf({ 'links.0.latency': '5ms', 'links.0.mtuu': 1500, sed: 7 });
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^links\[0\]\.mtuu: an unknown name; .*did you mean "mtu"/);
    expect(lines[2]).toMatch(/^sed: an unknown name; /);
  });

  it('says what belongs where something is missing', () => {
    const lines = linesOf({ 'links.1.delay': undefined, 'devices.0.position': undefined });
    expect(lines[0]).toBe('devices[0].position: missing; allowed: an object');
    expect(lines[1]).toMatch(/^links\[1\]\.delay: missing; allowed: a duration with a unit, such as 75ms/);
  });

  it.each([
    ['a bare number', 75, '75'],
    ['a negative delay', '-5ms', '"-5ms"'],
    ['a unit that is none', '5 parsecs', '"5 parsecs"'],
    ['more than can be counted', '9999999999h', '"9999999999h"'],
    ['a list', ['5ms'], 'a list of 1'],
  ])('refuses %s for a delay', (_, delay, what) => {
    expect(problemsOf({ 'links.0.delay': delay })).toEqual([
      expect.objectContaining({ path: 'links[0].delay', what }),
    ]);
  });

  it.each([['0Mbps'], ['-1Mbps'], [100]])('refuses a bandwidth of %s', (bandwidth) => {
    expect(problemsOf({ 'links.0.bandwidth': bandwidth })).toHaveLength(1);
  });

  it('refuses a list where an object belongs, even where none of its members is required', () => {
    expect(linesOf({ 'devices.0.tcp': [] })).toEqual(['devices[0].tcp: an empty list; allowed: an object']);
  });

  it('refuses names that every object inherits', () => {
    const lines = linesOf({
      'devices.0': JSON.parse(
        '{"id":"x","kind":"client","position":{"x":0,"y":0},"__proto__":{},"constructor":1}',
      ),
    });
    expect(lines.filter((line) => line.includes('an unknown name'))).toHaveLength(2);
    expect(({} as Loose)['polluted']).toBeUndefined();
  });

  it('does not take a required member from what every object inherits', () => {
    const { seed, ...rest } = threeDevices();
    const lab = Object.assign(Object.create({ seed }) as Loose, rest);
    expect(validateLab(lab)).toMatchObject({ ok: false, problems: [{ path: 'seed', what: 'missing' }] });
  });

  it.each([[null], [7], ['text'], [[]], [true], [undefined]])('refuses %j as a document', (value) => {
    expect(validateLab(value)).toMatchObject({ ok: false, problems: [{ allowed: 'an object' }] });
  });

  it('gives a result for any JSON value, never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const outcome = validateLab(value);
        if (!outcome.ok) expect(outcome.problems.length).toBeGreaterThan(0);
      }),
    );
  });

  it('gives a result after any damage to a valid lab, with each problem said once', () => {
    fc.assert(
      fc.property(anyLab, fc.nat(), fc.jsonValue({ maxDepth: 2 }), fc.string(), (lab, where, value, name) => {
        const damaged = structuredClone(lab);
        const places = placesIn(damaged);
        const place = places[where % places.length];
        if (place) place.container[place.key] = value;
        if (place && !Array.isArray(place.container))
          Object.defineProperty(place.container, name, { value: 1 });
        const outcome = validateLab(damaged);
        if (outcome.ok) return;
        const lines = outcome.problems.map(describeProblem);
        expect(new Set(lines).size).toBe(lines.length);
        expect(outcome.problems.every((problem) => problem.path !== '' && problem.allowed !== '')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

/** Every member and item of a value. */
function placesIn(value: unknown): { container: Loose; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const container = value as Loose;
  return Object.keys(container).flatMap((key) => [{ container, key }, ...placesIn(container[key])]);
}

describe('the meaning of a lab', () => {
  it.each<[string, Changes, string]>([
    [
      'a link to a missing device',
      { 'links.1.b.device': 'servr' },
      'links[1].b.device: "servr" is no device; allowed: devices: client, router, server (did you mean "server"?)',
    ],
    [
      'a link to itself',
      { 'links.0.b.device': 'client' },
      'links[0].b.device: "client" is the other end too; allowed: another device: a link joins two',
    ],
    [
      'two devices of one id',
      { 'devices.3': { id: 'router', kind: 'client', position: { x: 0, y: 0 } } },
      'devices[3].id: "router" is also devices[1].id; allowed: an id of its own',
    ],
    [
      'a link called as a device is',
      { 'links.1.id': 'router' },
      'links[1].id: "router" is also devices[1].id; allowed: an id of its own',
    ],
    [
      'two ends of one address',
      { 'links.0.a.address': '10.9.0.1', 'links.1.b.address': '10.9.0.1' },
      'links[1].b.address: "10.9.0.1" is also links[0].a.address; allowed: an address that no other end has',
    ],
    [
      'an address that another end has by default',
      { 'links.0.a.address': '10.0.2.2' },
      'links[0].a.address: "10.0.2.2" is also links[1].b.address; allowed: an address that no other end has',
    ],
    [
      'an address that no host may have',
      { 'links.0.a.address': '224.0.0.1' },
      `links[0].a.address: "224.0.0.1"; allowed: a host's own address: not 0.x, 127.x, or 224.0.0.0 and above`,
    ],
    [
      "an address that is the subnet's own",
      { 'links.0.a.address': '10.0.1.0' },
      `links[0].a.address: "10.0.1.0"; allowed: a host's own address: 10.0.1.1 to 10.0.1.254 in this subnet`,
    ],
    [
      "an address that is everybody's in its subnet",
      { 'links.1.b.address': '192.168.7.255' },
      `links[1].b.address: "192.168.7.255"; allowed: a host's own address: 192.168.7.1 to 192.168.7.254 in this subnet`,
    ],
    [
      'ends of a link in different subnets',
      { 'links.0.a.address': '10.1.0.2', 'links.0.b.address': '10.2.0.1' },
      `links[0].b.address: "10.2.0.1" is not in the other end's subnet; allowed: an address in 10.1.0.0/24`,
    ],
    [
      'a request that a router makes',
      { 'workloads.0.from': 'router' },
      'workloads[0].from: "router" is a router; allowed: clients: client',
    ],
    [
      'a request to nobody',
      { 'workloads.0.to': 'sever' },
      'workloads[0].to: "sever" is no server; allowed: servers: server (did you mean "server"?)',
    ],
    [
      'a request without a way',
      { 'links.length': 1 },
      'workloads[0].to: no way from "client" to "server"; allowed: a server that links and routers lead to (only routers forward)',
    ],
    [
      'a way through a host',
      { 'devices.1.kind': 'client' },
      'workloads[0].to: no way from "client" to "server"; allowed: a server that links and routers lead to (only routers forward)',
    ],
    [
      'a fault on a missing link',
      { faults: [{ kind: 'cut-link', link: 'wam', at: '1s' }] },
      'faults[0].link: "wam" is no link; allowed: links: access, wan (did you mean "wan"?)',
    ],
    [
      'a fault on what a device does not send',
      { faults: [{ kind: 'drop-packet', link: 'wan', from: 'client', nth: [1] }] },
      'faults[0].from: "client" is no end of "wan"; allowed: router, server',
    ],
    [
      'a link mended before it is cut',
      { faults: [{ kind: 'cut-link', link: 'wan', at: '2s', until: '1s' }] },
      'faults[0].until: "1s"; allowed: a time after "2s", when it is cut',
    ],
    [
      'a crash of a device that is not there',
      { faults: [{ kind: 'crash-device', device: 'sever', at: '1s' }] },
      'faults[0].device: "sever" is no host; allowed: hosts: client, server (did you mean "server"?)',
    ],
    [
      'a crash of a router',
      { faults: [{ kind: 'crash-device', device: 'router', at: '1s' }] },
      'faults[0].device: "router" is a router; allowed: hosts: client, server',
    ],
    [
      'a crash that ends before it begins',
      { faults: [{ kind: 'crash-device', device: 'server', at: '2s', until: '2s' }] },
      'faults[0].until: "2s"; allowed: a time after "2s", when it crashes',
    ],
    [
      'a flood that closes',
      { 'workloads.0.kind': 'syn-flood', 'workloads.0.closes': 'both' },
      'workloads[0].closes: not what "syn-flood" has; allowed: id, kind, from, to, start, count, interval',
    ],
    [
      'ephemeral ports upside down',
      { 'devices.0.tcp': { ephemeralPorts: { from: 50_000, to: 40_000 } } },
      'devices[0].tcp.ephemeralPorts.to: 40000; allowed: a last port not below the first, 50000',
    ],
    [
      'a further address that another end has',
      { 'devices.0.tcp': { sourceAddresses: 2 }, 'links.0.b.address': '10.0.1.3' },
      'links[0].b.address: "10.0.1.3" is also links[0].a.address; allowed: an address that no other end has',
    ],
    [
      'a page served twice',
      { 'devices.2.pages.1': { path: '/', size: '1B' } },
      'devices[2].pages[1].path: "/" is also devices[2].pages[0].path; allowed: each path once',
    ],
    ['no time at all', { duration: '0s' }, 'duration: "0s"; allowed: a duration above zero'],
  ])('%s', (_, changes, line) => {
    expect(linesOf(changes)).toEqual([line]);
  });

  it('allows a path that the server does not know: it answers 404', () => {
    expect(problemsOf({ 'workloads.0.path': '/nowhere' })).toEqual([]);
  });
});

describe('claims', () => {
  const claiming = (claim: Loose) => linesOf({ claims: [{ id: 'c', says: 'so', ...claim }] });

  it.each<[string, Loose, string]>([
    ['an unknown measure', { measure: 'handshake-tim', equals: '1ms' }, 'did you mean "handshake-time"?'],
    [
      'a figure without its unit',
      { measure: 'handshake-time', equals: 150 },
      'claims[0].equals: 150; allowed: a duration',
    ],
    [
      'a unit where a count belongs',
      { measure: 'drops', equals: '3 packets' },
      'allowed: a number, not negative',
    ],
    [
      'a link that is not there',
      { measure: 'link-drops', link: 'lan', equals: 0 },
      'claims[0].link: "lan" is no link',
    ],
    ['one of several links, not said which', { measure: 'link-drops', equals: 0 }, 'claims[0].link: missing'],
    [
      'a target of another kind',
      { measure: 'drops', device: 'server', equals: 0 },
      'drops is not taken of a device',
    ],
    ['no figure', { measure: 'drops' }, 'a claim says a figure'],
    [
      'a tolerance of nothing',
      { measure: 'drops', within: 1, atMost: 2 },
      'claims[0].within: without equals',
    ],
    ['a text with a limit', { measure: 'closed-first-by', atLeast: 'client' }, 'the measure is a text'],
  ])('%s', (_, claim, line) => {
    const lines = claiming(claim);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(line);
  });

  it('need not name the only workload', () => {
    expect(claiming({ measure: 'handshake-time', equals: '150ms', within: '1ms' })).toEqual([]);
  });
});

describe('several problems at once', () => {
  it('tells those of shape and those of meaning together', () => {
    const lines = linesOf({
      'devices.1.kind': 'ruoter',
      'links.0.delay': '-1ms',
      'links.1.b.device': 'nobody',
      'links.2': { ...threeDevices().links[0] },
      duration: 10,
    });
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      'duration',
      'devices[1].kind',
      'links[0].delay',
      'links[2].id',
      'links[1].b.device',
    ]);
  });

  it('says nothing that only follows from a problem already told', () => {
    expect(problemsOf({ 'devices.2.kind': 'laptop' }).map(({ path }) => path)).toEqual(['devices[2].kind']);
    expect(problemsOf({ 'links.0.a': 5 }).map(({ path }) => path)).toEqual(['links[0].a']);
    expect(problemsOf({ 'devices.1': null }).map(({ path }) => path)).toContain('devices[1]');
  });

  it('still tells of the one end of a workload what it cannot of the other', () => {
    const paths = problemsOf({ 'devices.0.kind': 'laptop', 'workloads.0.to': 'nobody' }).map(
      ({ path }) => path,
    );
    expect(paths).toEqual(['devices[0].kind', 'workloads[0].to']);
  });

  it('tells them without a version, too', () => {
    const paths = problemsOf({ version: undefined, 'links.1.b.device': 'nobody' }).map(({ path }) => path);
    expect(paths).toContain('version');
    expect(paths).toContain('links[1].b.device');
  });
});

describe('very many problems', () => {
  it('are told like few', () => {
    const outcome = validateLab(
      changed({ devices: new Array<number>(200_000).fill(5), links: [], workloads: [] }),
    );
    expect(outcome.ok ? 0 : outcome.problems.length).toBe(200_001);
  });
});

describe('a half-built lab', () => {
  it('with a request that has no way yet cannot run, but can be kept', () => {
    const lab = changed({ 'links.length': 1 });
    expect(validateLab(lab).ok).toBe(false);
    expect(validateLab(lab, 'keep').ok).toBe(true);
  });
});
