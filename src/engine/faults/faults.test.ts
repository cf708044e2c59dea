import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabFault } from '../../shared/lab/lab';
import { RunOfFaults } from './testing/run-of-faults';

const cut = (at: number, until?: number, link = 0): LabFault => ({ kind: 'cut-link', link, at, until });
const crash = (at: number, until?: number, device = 0): LabFault => ({
  kind: 'crash-device',
  crashing: { device, at, until },
});
const told = (faults: LabFault[]) => new RunOfFaults(faults).story();

describe('outages of one link or device', () => {
  it.each<[string, LabFault[], string[]]>([
    ['one within another is of no consequence', [cut(1), cut(2, 3)], ['1: link 0 cut']],
    ['two that overlap are one', [cut(1, 4), cut(2, 6)], ['1: link 0 cut', '6: link 0 mended']],
    ['two that touch are one', [cut(1, 4), cut(4, 6)], ['1: link 0 cut', '6: link 0 mended']],
    [
      'two apart are two',
      [cut(5, 6), cut(1, 4)],
      ['1: link 0 cut', '4: link 0 mended', '5: link 0 cut', '6: link 0 mended'],
    ],
    [
      'crashes alike',
      [crash(1, 4), crash(2, 6), crash(9)],
      ['1: node 0 gone', '6: node 0 back', '9: node 0 gone'],
    ],
  ])('%s', (_, faults, story) => {
    expect(told(faults)).toEqual(story);
  });

  it('are out at each moment at which any fault holds, and at no other', () => {
    const times = fc.tuple(fc.nat(20), fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }));
    const someCuts = fc.array(
      times.map(([at, lasts]) => ({ at, until: lasts && at + lasts })),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(someCuts, (cuts) => {
        const run = new RunOfFaults(cuts.map(({ at, until }) => cut(at, until)));
        for (let time = 0; time < 35; time++) {
          run.reach(time);
          const holds = cuts.some(({ at, until = Infinity }) => at <= time && time < until);
          expect(run.isCut(0)).toBe(holds);
        }
      }),
    );
  });
});

it('faults at one moment come in an order of their own, whatever that of the document', () => {
  const faults: LabFault[] = [
    cut(5, 7, 1),
    crash(5, 7, 1),
    cut(5, 7, 0),
    crash(5, 7, 0),
    { kind: 'change-address', device: 2, address: 9, at: 5 },
    { kind: 'change-address', device: 2, address: 8, at: 5 },
  ];
  const wanted = told(faults);
  expect(wanted.slice(0, 3)).toEqual(['5: node 2 sends from 8', '5: node 2 sends from 9', '5: link 0 cut']);
  fc.assert(
    fc.property(fc.shuffledSubarray(faults, { minLength: faults.length }), (shuffled) => {
      expect(told(shuffled)).toEqual(wanted);
    }),
  );
});
