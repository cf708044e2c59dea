import fc from 'fast-check';
import { http3ForbiddenFrameTypes, http3ForbiddenSettings, http3FrameNames } from '../constants';
import type { Http3Frame } from '../frame';

const identifier = fc.maxSafeNat();
const bytes = fc.uint8Array({ maxLength: 60 });
const text = bytes.map((octets) => String.fromCharCode(...octets));
const settings = fc.uniqueArray(
  fc.record({
    identifier: identifier.filter((number) => !http3ForbiddenSettings.includes(number)),
    value: identifier,
  }),
  { maxLength: 6, selector: (setting) => setting.identifier },
);

/** Frames of every type. */
export const http3Frames: fc.Arbitrary<Http3Frame> = fc.oneof(
  bytes.map((data): Http3Frame => ({ type: 'DATA', data })),
  bytes.map((section): Http3Frame => ({ type: 'HEADERS', section })),
  identifier.map((push): Http3Frame => ({ type: 'CANCEL_PUSH', push })),
  settings.map((settings): Http3Frame => ({ type: 'SETTINGS', settings })),
  fc.tuple(identifier, bytes).map(([push, section]): Http3Frame => ({ type: 'PUSH_PROMISE', push, section })),
  identifier.map((identifier): Http3Frame => ({ type: 'GOAWAY', identifier })),
  identifier.map((push): Http3Frame => ({ type: 'MAX_PUSH_ID', push })),
  fc
    .tuple(fc.constantFrom('request' as const, 'push' as const), identifier, text)
    .map(([prioritizes, identifier, value]): Http3Frame => ({
      type: 'PRIORITY_UPDATE',
      prioritizes,
      identifier,
      value,
    })),
  fc
    .tuple(
      identifier.filter(
        (number) => !(number in http3FrameNames) && !http3ForbiddenFrameTypes.includes(number),
      ),
      bytes,
    )
    .map(([number, payload]): Http3Frame => ({ type: 'unknown', number, payload })),
);
