import fc from 'fast-check';
import type { Http2Frame } from '../frame';

const stream = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const word32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const bytes = fc.uint8Array({ maxLength: 60 });
const padding = fc.option(
  fc.nat({ max: 255 }).map((length) => ({ padding: length })),
  { nil: {} },
);
const dependency = fc.record({
  exclusive: fc.boolean(),
  dependency: fc.nat({ max: 2 ** 31 - 1 }),
  weight: fc.integer({ min: 1, max: 256 }),
});
const text = bytes.map((octets) => String.fromCharCode(...octets));

/** Frames of every type. */
export const http2Frames: fc.Arbitrary<Http2Frame> = fc.oneof(
  fc.tuple(stream, fc.boolean(), padding, bytes).map(([stream, endStream, padding, data]): Http2Frame => ({
    type: 'DATA',
    stream,
    endStream,
    ...padding,
    data,
  })),
  fc
    .tuple(stream, fc.boolean(), fc.boolean(), fc.option(dependency), padding, bytes)
    .map(([stream, endStream, endHeaders, priority, padding, fragment]): Http2Frame => ({
      type: 'HEADERS',
      stream,
      endStream,
      endHeaders,
      ...(priority ? { priority } : {}),
      ...padding,
      fragment,
    })),
  fc.tuple(stream, dependency).map(([stream, rest]): Http2Frame => ({ type: 'PRIORITY', stream, ...rest })),
  fc.tuple(stream, word32).map(([stream, error]): Http2Frame => ({ type: 'RST_STREAM', stream, error })),
  fc
    .array(fc.record({ identifier: fc.nat({ max: 0xffff }), value: word32 }), { maxLength: 6 })
    .map((settings): Http2Frame => ({ type: 'SETTINGS', acknowledges: false, settings })),
  fc.constant<Http2Frame>({ type: 'SETTINGS', acknowledges: true, settings: [] }),
  fc
    .tuple(stream, stream, fc.boolean(), padding, bytes)
    .map(([stream, promised, endHeaders, padding, fragment]): Http2Frame => ({
      type: 'PUSH_PROMISE',
      stream,
      promised,
      endHeaders,
      ...padding,
      fragment,
    })),
  fc
    .tuple(fc.boolean(), fc.uint8Array({ minLength: 8, maxLength: 8 }))
    .map(([acknowledges, opaque]): Http2Frame => ({ type: 'PING', acknowledges, opaque })),
  fc
    .tuple(fc.nat({ max: 2 ** 31 - 1 }), word32, bytes)
    .map(([lastStream, error, debug]): Http2Frame => ({ type: 'GOAWAY', lastStream, error, debug })),
  fc
    .tuple(fc.nat({ max: 2 ** 31 - 1 }), stream)
    .map(([stream, increment]): Http2Frame => ({ type: 'WINDOW_UPDATE', stream, increment })),
  fc.tuple(stream, fc.boolean(), bytes).map(([stream, endHeaders, fragment]): Http2Frame => ({
    type: 'CONTINUATION',
    stream,
    endHeaders,
    fragment,
  })),
  fc
    .tuple(stream, text)
    .map(([prioritized, value]): Http2Frame => ({ type: 'PRIORITY_UPDATE', prioritized, value })),
  fc
    .tuple(fc.integer({ min: 0x11, max: 0xff }), fc.nat({ max: 255 }), stream, bytes)
    .map(([type, flags, stream, payload]): Http2Frame => ({
      type: 'unknown',
      header: { length: payload.length, type, flags, stream },
      payload,
    })),
);
