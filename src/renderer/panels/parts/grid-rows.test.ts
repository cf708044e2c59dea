import { describe, expect, test } from 'vitest';
import { rowMovedTo } from './grid-rows';

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const moved = (key: string, here: number) => rowMovedTo({ ...plain, key }, here, 10, 100);

describe('keys on a grid', () => {
  test.each([
    ['ArrowDown', 41],
    ['ArrowUp', 39],
    ['PageDown', 50],
    ['PageUp', 30],
    ['Home', 0],
    ['End', 99],
  ])('%s moves from row 40 to %i', (key, row) => expect(moved(key, 40)).toBe(row));

  test('never leave it', () => {
    expect([moved('ArrowUp', 0), moved('PageDown', 95), moved('ArrowUp', -1)]).toEqual([0, 99, 0]);
  });

  test('mean something else with another key held, and other keys nothing', () => {
    expect(rowMovedTo({ ...plain, key: 'Home', ctrlKey: true }, 40, 10, 100)).toBeUndefined();
    expect(moved('a', 40)).toBeUndefined();
  });
});
