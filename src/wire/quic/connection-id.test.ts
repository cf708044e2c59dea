import { expect, it } from 'vitest';
import { connectionIdOf, originalDestinationId, resetTokenOf } from './connection-id';
import { toHexadecimal } from './testing/hexadecimal';

it('every connection, end and sequence number has an id of its own', () => {
  const seen = new Set<string>();
  for (let connection = 0; connection < 300; connection += 1)
    for (const end of [0, 1] as const)
      for (let sequence = 0; sequence < 10; sequence += 1)
        seen.add(toHexadecimal(connectionIdOf(1, connection, end, sequence)));
  for (let connection = 0; connection < 300; connection += 1)
    seen.add(toHexadecimal(originalDestinationId(1, connection)));
  expect(seen.size).toBe(300 * 21);
});

it('ids follow from the seed', () => {
  expect(connectionIdOf(1, 2, 0, 3)).toEqual(connectionIdOf(1, 2, 0, 3));
  expect(connectionIdOf(2, 2, 0, 3)).not.toEqual(connectionIdOf(1, 2, 0, 3));
});

it('a reset token does not begin as its id', () => {
  expect(resetTokenOf(1, 0, 1, 0).subarray(0, 8)).not.toEqual(connectionIdOf(1, 0, 1, 0));
});
