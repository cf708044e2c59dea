import { expect, test } from 'vitest';
import { ReceiveWindow } from './receive-window';

test('a window is raised to its target at the start', () => {
  expect(new ReceiveWindow(65_535, 100_000).open()).toBe(34_465);
});

test('a window is raised again once half of it is used up, by all that was read since', () => {
  const window = new ReceiveWindow(10_000, 10_000);
  expect(window.read(4_000)).toBe(0);
  expect(window.read(999)).toBe(0);
  expect(window.read(1)).toBe(5_000);
  expect(window.read(4_999)).toBe(0);
});

test('a window that is larger than its target runs down to it first', () => {
  const window = new ReceiveWindow(65_535, 20_000);
  expect(window.open()).toBe(0);
  expect(window.read(45_535)).toBe(0);
  expect(window.read(9_999)).toBe(0);
  expect(window.read(1)).toBe(10_000);
});
