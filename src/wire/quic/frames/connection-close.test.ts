import { expect, it } from 'vitest';
import { toHexadecimal } from '../testing/hexadecimal';
import { transportErrorName } from './connection-close';
import { encodeFrames } from './frame';

const reason = Uint8Array.of(0x62, 0x79, 0x65);

it("the transport's CONNECTION_CLOSE names the frame at fault", () => {
  const frame = { name: 'connection-close', errorCode: 0x0a, frameType: 0x08, reason } as const;
  expect(toHexadecimal(encodeFrames([frame]))).toBe('1c0a0803627965');
});

it("the application's CONNECTION_CLOSE names no frame", () => {
  const frame = { name: 'connection-close', errorCode: 0x100, frameType: undefined, reason } as const;
  expect(toHexadecimal(encodeFrames([frame]))).toBe('1d410003627965');
});

it.each([
  [0x0a, 'PROTOCOL_VIOLATION'],
  [0x128, 'CRYPTO_ERROR (0x128)'],
  [0x999, '0x999'],
])('error %i is called %s', (code, name) => {
  expect(transportErrorName(code)).toBe(name);
});
