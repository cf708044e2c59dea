import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabFault } from '../../shared/lab/lab';
import { faultMoments } from './fault-moments';

const cut = (at: number, until?: number, link = 0): LabFault => ({ kind: 'cut-link', link, at, until });
const crash = (at: number, until?: number, device = 0): LabFault => ({
  kind: 'crash-device',
  crashing: { device, at, until },
});
/** `cut 1`, `mend 2` of link 0. */
const told = (faults: LabFault[]) =>
  faultMoments(faults).map(
    (moment) => `${'begins' in moment && moment.begins ? 'out' : 'back'} ${moment.at}`,
  );

describe('outages of one link or device', () => {
  it.each<[string, LabFault[], string[]]>([
    ['one within another is of no consequence', [cut(1), cut(2, 3)], ['out 1']],
    ['two that overlap are one', [cut(1, 4), cut(2, 6)], ['out 1', 'back 6']],
    ['two that touch are one', [cut(1, 4), cut(4, 6)], ['out 1', 'back 6']],
    ['two apart are two', [cut(5, 6), cut(1, 4)], ['out 1', 'back 4', 'out 5', 'back 6']],
    ['crashes alike', [crash(1, 4), crash(2, 6), crash(9)], ['out 1', 'back 6', 'out 9']],
  ])('%s', (_, faults, moments) => {
    expect(told(faults)).toEqual(moments);
  });

  it('are out at each moment at which any fault holds, and at no other', () => {
    const times = fc.tuple(fc.nat(20), fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }));
    const someCuts = fc.array(
      times.map(([at, lasts]) => cut(at, lasts && at + lasts)),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(someCuts, (faults) => {
        const moments = faultMoments(faults);
        for (let time = 0; time < 35; time++) {
          const holds = faults.some(
            (fault) => fault.kind === 'cut-link' && fault.at <= time && time < (fault.until ?? Infinity),
          );
          const last = moments.filter(({ at }) => at <= time).at(-1);
          expect(last !== undefined && 'begins' in last && last.begins).toBe(holds);
        }
        for (let index = 1; index < moments.length; index++)
          expect(moments[index]?.at).toBeGreaterThan(moments[index - 1]?.at ?? 0);
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
  const wanted = faultMoments(faults);
  fc.assert(
    fc.property(fc.shuffledSubarray(faults, { minLength: faults.length }), (shuffled) => {
      expect(faultMoments(shuffled)).toEqual(wanted);
    }),
  );
});
