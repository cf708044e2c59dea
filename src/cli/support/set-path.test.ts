import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { threeDevices } from '../../shared/lab/testing/labs';
import { setPath } from './set-path';

type Loose = Record<string, unknown>;

function after(...assignments: string[]) {
  const lab = structuredClone(threeDevices()) as unknown as Loose;
  const problems = assignments.map((assignment) => setPath(lab, assignment));
  return { lab: lab as unknown as ReturnType<typeof threeDevices>, problem: problems.find(Boolean) };
}

describe('PATH=VALUE', () => {
  it('finds items of lists by id and by index', () => {
    expect(after('links.wan.delay=10ms').lab.links[1]?.delay).toBe('10ms');
    expect(after('links[1].delay=10ms').lab.links[1]?.delay).toBe('10ms');
    expect(after('links.1.delay=10ms').lab.links[1]?.delay).toBe('10ms');
    expect(after('devices.server.pages[0].size=1MB').lab.devices[2]).toMatchObject({
      pages: [{ size: '1MB' }],
    });
  });

  it('makes members that are not there yet', () => {
    const { lab } = after('devices[0].tcp.nagle=false', 'devices.client.tcp.initialWindow=4');
    expect(lab.devices[0]).toMatchObject({ tcp: { nagle: false, initialWindow: 4 } });
  });

  it('takes JSON for what it is, anything else for a text', () => {
    expect(after('seed=7').lab.seed).toBe(7);
    expect(after('title=Seven of nine').lab.title).toBe('Seven of nine');
    expect(after('title="7"').lab.title).toBe('7');
    expect(after('notes=a=b').lab.notes).toBe('a=b');
    expect(after('links.wan.queue={"packets": 3}').lab.links[1]?.queue).toEqual({ packets: 3 });
    expect(after('workloads=[]').lab.workloads).toEqual([]);
  });

  it('means the longest id that fits, dots and all', () => {
    const lab = {
      links: [
        { id: 'a', n: 0 },
        { id: 'a.b', n: 0 },
        { id: '1', n: 0 },
      ],
    };
    setPath(lab, 'links.a.b.n=1');
    setPath(lab, 'links.a.n=2');
    setPath(lab, 'links.1.n=3');
    expect(lab.links.map(({ n }) => n)).toEqual([2, 1, 3]);
  });

  it.each([
    [
      'links.wam.delay=1ms',
      'links.wam.delay',
      'there is no "wam"',
      'access, wan, or [0] to [1] (did you mean "wan"?)',
    ],
    ['links[7].delay=1ms', 'links[7].delay', 'there is no "7"', 'access, wan'],
    ['seed.low=1', 'seed.low', '"low" within 1', 'a path that ends at seed'],
    ['links..delay=1', 'links..delay', 'there is no "delay"', 'access'],
    ['nothing', '--set', '"nothing"', 'PATH=VALUE'],
    ['=5', '--set', '"=5"', 'PATH=VALUE'],
  ])('%s is refused, with what there is', (assignment, path, what, allowed) => {
    const { problem } = after(assignment);
    expect(problem).toMatchObject({ path, what });
    expect(problem?.allowed).toContain(allowed);
  });

  it('never reaches into what objects inherit', () => {
    for (const path of [
      '__proto__.polluted',
      'constructor.prototype.polluted',
      'devices[0].__proto__.polluted',
    ])
      expect(after(`${path}=1`).problem).toBeDefined();
    expect(({} as Loose)['polluted']).toBeUndefined();
  });

  it('never throws', () => {
    const piece = fc.constantFrom('links', 'wan', '.', '[', ']', '0', '=', 'devices', 'x', '"', 'tcp', ' ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        after(pieces.join(''));
      }),
    );
  });
});
