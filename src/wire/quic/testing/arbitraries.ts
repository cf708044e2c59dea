import fc from 'fast-check';
import type { AckFrame } from '../frames/ack';
import type { Frame } from '../frames/frame';

/** Frames as anybody may send them: what is written comes back the same. */

const varint = fc.oneof(
  fc.integer({ min: 0, max: 63 }),
  fc.integer({ min: 0, max: 16_383 }),
  fc.integer({ min: 0, max: 2 ** 30 - 1 }),
  fc.maxSafeInteger().map(Math.abs),
);
const stream = fc.integer({ min: 0, max: 2 ** 40 });
const data = fc.uint8Array({ maxLength: 80 });
const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

const gaps = fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 })), {
  minLength: 1,
  maxLength: 6,
});

/** Ranges built from the lowest up: (packets missing below, packets in the range less one). */
const ranges = fc.tuple(fc.integer({ min: 0, max: 2 ** 31 }), gaps).map(([start, list]) => {
  const found: { smallest: number; largest: number }[] = [];
  let next = start;
  for (const [gap, size] of list) {
    const smallest = next + gap + (found.length > 0 ? 1 : 0);
    found.unshift({ smallest, largest: smallest + size });
    next = smallest + size + 1;
  }
  return found;
});

export const ackFrames: fc.Arbitrary<AckFrame> = fc.record({
  name: fc.constant('ack' as const),
  delay: varint,
  ranges,
  ecn: fc.option(fc.record({ ect0: varint, ect1: varint, congestionExperienced: varint }), {
    nil: undefined,
  }),
});

const streamFrames = fc
  .record({ stream, offset: varint, data, fin: fc.boolean(), hasOffset: fc.boolean() })
  .map((frame): Frame => {
    const offset = frame.hasOffset ? frame.offset : 0;
    return { name: 'stream', ...frame, offset, hasLength: true };
  });

/** Every kind of frame that tells its own end. */
export const frames: fc.Arbitrary<Frame> = fc.oneof(
  fc.integer({ min: 1, max: 40 }).map((bytes): Frame => ({ name: 'padding', bytes })),
  fc.constant<Frame>({ name: 'ping' }),
  fc.constant<Frame>({ name: 'handshake-done' }),
  ackFrames,
  fc
    .record({ stream, errorCode: varint, finalSize: varint })
    .map((frame): Frame => ({ name: 'reset-stream', ...frame })),
  fc.record({ stream, errorCode: varint }).map((frame): Frame => ({ name: 'stop-sending', ...frame })),
  fc.record({ offset: varint, data }).map((frame): Frame => ({ name: 'crypto', ...frame })),
  fc.uint8Array({ minLength: 1, maxLength: 80 }).map((token): Frame => ({ name: 'new-token', token })),
  streamFrames,
  fc.record({ name: fc.constantFrom('max-data' as const, 'data-blocked' as const), limit: varint }),
  fc.record({
    name: fc.constantFrom('max-stream-data' as const, 'stream-data-blocked' as const),
    stream,
    limit: varint,
  }),
  fc.record({
    name: fc.constantFrom('max-streams' as const, 'streams-blocked' as const),
    direction: fc.constantFrom('bidirectional' as const, 'unidirectional' as const),
    limit: varint,
  }),
  fc
    .record({
      sequence: varint,
      below: fc.nat(),
      connectionId: fc.uint8Array({ minLength: 1, maxLength: 20 }),
      resetToken: bytesOf(16),
    })
    .map(({ sequence, below, connectionId, resetToken }): Frame => {
      const retirePriorTo = Math.max(0, sequence - below);
      return { name: 'new-connection-id', sequence, retirePriorTo, connectionId, resetToken };
    }),
  varint.map((sequence): Frame => ({ name: 'retire-connection-id', sequence })),
  fc.record({ name: fc.constantFrom('path-challenge' as const, 'path-response' as const), data: bytesOf(8) }),
  fc
    .record({ errorCode: varint, frameType: fc.option(varint, { nil: undefined }), reason: data })
    .map((frame): Frame => ({ name: 'connection-close', ...frame })),
  data.map((bytes): Frame => ({ name: 'datagram', data: bytes, hasLength: true })),
);

/** Frames that stand one behind the other: no two runs of padding side by side, which would read as one. */
export const framePayloads = fc
  .array(frames, { minLength: 1, maxLength: 8 })
  .filter((list) =>
    list.every((frame, index) => frame.name !== 'padding' || list[index + 1]?.name !== 'padding'),
  );
