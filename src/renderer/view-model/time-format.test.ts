import { expect, test } from 'vitest';
import { ladderTime, millisecondsColumn, readableTime, steadyTime } from './time-format';

test.each([
  [0, '0 ns'],
  [999, '999 ns'],
  [1000, '1 µs'],
  [151_026_400, '151.026 ms'],
  [60_910_000_000, '60.91 s'],
])('%d ns reads %s', (time, text) => expect(readableTime(time)).toBe(text));

test('the readout keeps its decimals', () => {
  expect(steadyTime(150_000_000)).toBe('150.000 ms');
  expect(steadyTime(17)).toBe('17 ns');
});

test('a column shows the nanosecond', () => expect(millisecondsColumn(225_006_081)).toBe('225.006081'));

test('a ladder shows the microsecond', () => {
  expect(ladderTime(75_006_081)).toBe('75.006 ms');
  expect(ladderTime(0)).toBe('0.000 ms');
});
