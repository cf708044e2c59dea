import { expect, test } from 'vitest';
import { resolveQuic } from '../../../shared/protocols/protocol-parameters';
import { transportParameters } from './parameters';

const declared = (settings: Parameters<typeof resolveQuic>[0]) => transportParameters(resolveQuic(settings));

test('an end announces at least as long a wait as it keeps (RFC 9000 section 18.2)', () => {
  expect(declared({ acknowledgementDelay: '400us' }).maximumAckDelay).toBe(1);
  expect(declared({ acknowledgementDelay: '25.4ms' }).maximumAckDelay).toBe(26);
  expect(declared({ acknowledgementDelay: '0s' }).maximumAckDelay).toBe(0);
  expect(declared({ acknowledgementDelay: '16382.5ms' }).maximumAckDelay).toBe(16_383);
});

test('an idle timeout is announced as it is kept', () => {
  expect(declared({ idleTimeout: '400us' }).idleTimeout).toBe(1);
  expect(declared({ idleTimeout: '0s' }).idleTimeout).toBe(0);
});

test('HTTP/3 has its three unidirectional streams whatever is allowed besides (RFC 9114 section 6.2)', () => {
  const { maximumStreamsBidirectional, maximumStreamsUnidirectional } = declared({ maximumStreams: 1 });
  expect([maximumStreamsBidirectional, maximumStreamsUnidirectional]).toEqual([1, 3]);
});
