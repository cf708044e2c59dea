import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeCryptography as cryptography } from '../../worker/node-cryptography';
import { connectionIdOf } from './connection-id';
import { ackCodec } from './frames/ack';
import { type Frame, frameLength } from './frames/frame';
import { encodeHeader, encodeVersionNegotiation } from './header';
import * as lengths from './lengths';
import type { PacketNumberLength } from './packet-number';
import { sealRetry } from './retry';
import { ackFrames, frames } from './testing/arbitraries';

const destination = connectionIdOf(1, 0, 0, 0);
const source = connectionIdOf(1, 0, 1, 0);
const packetNumbers = fc.constantFrom<PacketNumberLength>(1, 2, 3, 4);
const frameBytes = fc.oneof(fc.integer({ min: 1, max: 1500 }), fc.integer({ min: 16_000, max: 17_000 }));

/** What the length functions tell of a frame. */
function told(frame: Frame): number {
  switch (frame.name) {
    case 'padding':
      return frame.bytes;
    case 'ping':
      return lengths.pingFrameBytes;
    case 'handshake-done':
      return lengths.handshakeDoneFrameBytes;
    case 'ack':
      throw new Error('told apart');
    case 'reset-stream':
      return lengths.resetStreamFrameBytes(frame.stream, frame.errorCode, frame.finalSize);
    case 'stop-sending':
      return lengths.stopSendingFrameBytes(frame.stream, frame.errorCode);
    case 'crypto':
      return lengths.cryptoFrameOverhead(frame.offset, frame.data.length) + frame.data.length;
    case 'new-token':
      return lengths.newTokenFrameBytes(frame.token.length);
    case 'stream': {
      const { stream, offset, data, hasLength } = frame;
      return lengths.streamFrameOverhead(stream, offset, data.length, hasLength) + data.length;
    }
    case 'max-data':
    case 'data-blocked':
    case 'max-streams':
    case 'streams-blocked':
      return lengths.limitFrameBytes(frame.limit);
    case 'max-stream-data':
    case 'stream-data-blocked':
      return lengths.streamLimitFrameBytes(frame.stream, frame.limit);
    case 'new-connection-id':
      return lengths.newConnectionIdFrameBytes(frame.sequence, frame.retirePriorTo);
    case 'retire-connection-id':
      return lengths.retireConnectionIdFrameBytes(frame.sequence);
    case 'path-challenge':
    case 'path-response':
      return lengths.pathFrameBytes;
    case 'connection-close':
      return lengths.connectionCloseFrameBytes(frame.errorCode, frame.frameType, frame.reason.length);
    case 'datagram':
      return lengths.datagramFrameOverhead(frame.data.length, frame.hasLength) + frame.data.length;
  }
}

/** A frame as the lab's own ends write it: ids of 8 bytes, an Offset field only where there is an offset. */
function asTheLabWrites(frame: Frame): Frame {
  if (frame.name === 'stream') return { ...frame, hasOffset: frame.offset > 0 };
  return frame.name === 'new-connection-id' ? { ...frame, connectionId: destination } : frame;
}

describe('the length that is told', () => {
  it("is every frame's true one", () => {
    fc.assert(
      fc.property(
        frames.filter((frame) => frame.name !== 'ack'),
        (frame) => {
          const written = asTheLabWrites(frame);
          expect(told(written)).toBe(frameLength(written));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is that of an ACK frame, range by range', () => {
    fc.assert(
      fc.property(ackFrames, (given) => {
        const frame = { ...given, ecn: undefined };
        const [first, ...others] = frame.ranges;
        let length = lengths.ackFrameBytes(first!.largest, first!.smallest, frame.delay, frame.ranges.length);
        let above = first!.smallest;
        for (const { largest, smallest } of others) {
          length += lengths.ackRangeBytes(above, largest, smallest);
          above = smallest;
        }
        expect(length).toBe(ackCodec.length(frame));
      }),
    );
  });

  it("is that of a protected packet's header", () => {
    fc.assert(
      fc.property(
        packetNumbers,
        frameBytes,
        fc.integer({ min: 0, max: 100 }),
        (number, bytes, tokenBytes) => {
          const token = new Uint8Array(tokenBytes);
          const numbers = { packetNumber: 0, packetNumberLength: number };
          const payload = bytes + lengths.sealOverhead;
          const long = (name: 'Initial' | '0-RTT' | 'Handshake') =>
            encodeHeader({ name, destination, source, token, ...numbers }, payload).length;
          expect(lengths.initialHeaderBytes(number, bytes, tokenBytes)).toBe(long('Initial'));
          expect(lengths.handshakeHeaderBytes(number, bytes)).toBe(long('Handshake'));
          expect(lengths.handshakeHeaderBytes(number, bytes)).toBe(long('0-RTT'));
          const short = { name: '1-RTT', destination, spin: false, keyPhase: 0, ...numbers } as const;
          expect(lengths.oneRttHeaderBytes(number)).toBe(encodeHeader(short, payload).length);
        },
      ),
    );
  });

  it('is that of Retry and Version Negotiation', () => {
    const token = new Uint8Array(33);
    const retry = sealRetry(cryptography, source, { name: 'Retry', destination, source, token });
    expect(lengths.retryPacketBytes(33)).toBe(retry.length);
    const versions = [1, 2, 3];
    const negotiation = { name: 'Version Negotiation', destination, source, versions } as const;
    expect(lengths.versionNegotiationBytes(3)).toBe(encodeVersionNegotiation(negotiation).length);
  });
});
