import { expect, it } from 'vitest';
import { fromHexadecimal } from '../testing/hexadecimal';
import { decodeFrames } from './frame';

const token = '000102030405060708090a0b0c0d0e0f';

it.each([
  ['that retires itself', `18 01 02 04 aabbccdd ${token}`, 'Retire Prior To 2'],
  ['without an id', `18 02 01 00 ${token}`, 'a connection ID of 0 bytes'],
  ['with an id of 21 bytes', `18 02 01 15 ${token} 0000000000 ${token}`, 'a connection ID of 21 bytes'],
])('a NEW_CONNECTION_ID frame %s is refused', (_, text, what) => {
  const decoded = decodeFrames(fromHexadecimal(text));
  expect(!decoded.ok && decoded.error.what).toBe(what);
});

it('a NEW_CONNECTION_ID frame holds the id and its reset token', () => {
  const decoded = decodeFrames(fromHexadecimal(`18 02 01 04 aabbccdd ${token}`));
  expect(decoded.ok && decoded.value[0]?.frame).toEqual({
    name: 'new-connection-id',
    sequence: 2,
    retirePriorTo: 1,
    connectionId: fromHexadecimal('aabbccdd'),
    resetToken: fromHexadecimal(token),
  });
});
