import { describe, expect, test } from 'vitest';
import type { ClaimResult } from '../../../shared/lab/claims';
import type { Claim } from '../../../shared/lab/document';
import { claimLines } from './claim-lines';

const dry: Claim = { id: 'dry', says: 'Dry after 56 s.', measure: 'ports-exhausted-after', equals: '56s' };
const result = (measuredText: string, ok: boolean): ClaimResult => ({
  claim: 'dry',
  says: dry.says,
  source: null,
  measure: dry.measure,
  of: null,
  unit: 'ns',
  expected: { equals: 56e9 },
  measured: 1,
  expectedText: '56 s',
  measuredText,
  ok,
});
const line = (now?: ClaimResult, before?: ClaimResult) =>
  claimLines([dry], now && [now], before && [before])[0];

describe('a claim beside the lesson', () => {
  test('is not measured before a run', () => {
    expect(line()).toMatchObject({ standing: 'unmeasured', measured: undefined, before: undefined });
  });

  test('holds, and says what was claimed only where it says something else', () => {
    expect(line(result('56 s', true))).toMatchObject({ standing: 'holds', expected: undefined });
    expect(line(result('55.9 s', true))).toMatchObject({ measured: '55.9 s', expected: '56 s' });
  });

  test('falls short where it never held', () => {
    expect(line(result('70 s', false))?.standing).toBe('falls-short');
    expect(line(result('70 s', false), result('60 s', false))?.standing).toBe('falls-short');
  });

  test('is so no longer where it was before the lab was changed', () => {
    expect(line(result('112 s', false), result('56 s', true))).toMatchObject({
      standing: 'no-longer',
      measured: '112 s',
      before: '56 s',
    });
  });

  test('tells the figure before only where another one came of it', () => {
    expect(line(result('56 s', true), result('56 s', true))?.before).toBeUndefined();
  });
});
