import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { deviceKinds, faultKinds, workloadKinds } from '../../shared/lab/document';
import { validateLab } from '../../shared/lab/validate';
import { examine, sameStateFromAnywhere, sameTraceTwice } from './testing/examined-labs';
import { invariants } from './testing/invariants/all';
import { anyDocument, anyRunnableLab } from './testing/random-labs';

const labs = 300;

describe('whatever the lab', () => {
  // All draw the same labs, and each is run once: the first test takes the time of all.
  const names = [...Object.keys(invariants), sameTraceTwice, sameStateFromAnywhere];
  it.each(names)('%s', (name) => {
    fc.assert(
      fc.property(anyRunnableLab, (document) => {
        expect(examine(document).get(name) ?? []).toEqual([]);
      }),
      { numRuns: labs },
    );
  });
});

describe('the labs drawn', () => {
  test('are valid for the most part', () => {
    const valid = fc.sample(anyDocument, labs).filter((document) => validateLab(document).ok);
    expect(valid.length).toBeGreaterThan(labs * 0.75);
  });

  test('have every kind of device, workload and fault', () => {
    const drawn = fc.sample(anyRunnableLab, labs);
    const kinds = (of: (typeof drawn)[number]['devices' | 'workloads' | 'faults']) =>
      (of ?? []).map(({ kind }) => kind);
    expect(new Set(drawn.flatMap(({ devices }) => kinds(devices)))).toEqual(new Set(deviceKinds));
    expect(new Set(drawn.flatMap(({ workloads }) => kinds(workloads)))).toEqual(new Set(workloadKinds));
    expect(new Set(drawn.flatMap(({ faults }) => kinds(faults)))).toEqual(new Set(faultKinds));
  });
});
