import { expect, test } from 'vitest';
import { perSecond, readableBytes, spokenSpan } from './figures';

test('bytes are short and in a unit that fits', () => {
  expect([0, 536, 14_600, 65_535, 4_194_304].map(readableBytes)).toEqual([
    '0 B',
    '536 B',
    '14.6 kB',
    '65.5 kB',
    '4.19 MB',
  ]);
});

test('rates are short', () => {
  expect([500, 12.345, 100, 0.204, -3].map(perSecond)).toEqual(['500/s', '12.3/s', '100/s', '0.2/s', '-3/s']);
});

test('spans are said as people say them', () => {
  expect([0.25e9, 5.64e9, 56.4e9, 200e9, 10_000e9].map(spokenSpan)).toEqual([
    '250 ms',
    '5.6 s',
    '56 s',
    '3 min 20 s',
    '3 h',
  ]);
});
