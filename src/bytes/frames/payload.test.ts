import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TcpFlag } from '../../shared/trace/packet';
import { sendingEnd } from '../../shared/trace/ends';
import { fillerByte } from '../../shared/trace/contents';
import { latin1Bytes, latin1Text } from '../../wire/encoding/octets';
import { payloadOf, streamOffset } from './payload';
import { bytesOf } from '../testing/bytes-of';
import { TraceBuilder } from '../testing/trace-builder';

function packetOf(builder: TraceBuilder, from: 0 | 1, sequence: number, payload: number): number {
  return builder.trace.packet(builder.segment({ from, flags: TcpFlag.ack, sequence, payload }));
}

describe("a packet's payload", () => {
  it('is the text that the application wrote, from the stretch that the packet carries', () => {
    const builder = new TraceBuilder(1).text(0, 'GET / HTTP/1.1\r\n\r\n');
    expect(latin1Text(payloadOf(bytesOf(builder.trace), packetOf(builder, 0, 1, 18)))).toBe(
      'GET / HTTP/1.1\r\n\r\n',
    );
    expect(latin1Text(payloadOf(bytesOf(builder.trace), packetOf(builder, 0, 5, 3)))).toBe('/ H');
  });

  it('goes over the border between a text and its filler', () => {
    const builder = new TraceBuilder(1).text(1, 'head').filler(1, 100);
    expect([...payloadOf(bytesOf(builder.trace), packetOf(builder, 1, 3, 6))]).toEqual([
      ...latin1Bytes('ad'),
      ...[4, 5, 6, 7].map(fillerByte),
    ]);
  });

  it("keeps the two ends' streams apart", () => {
    const builder = new TraceBuilder(1).text(0, 'client').text(1, 'server');
    expect(latin1Text(payloadOf(bytesOf(builder.trace), packetOf(builder, 1, 1, 6)))).toBe('server');
  });

  it('is found in what the trace grew by since it was last asked', () => {
    const builder = new TraceBuilder(1).text(0, 'first');
    const source = bytesOf(builder.trace);
    payloadOf(source, packetOf(builder, 0, 1, 5));
    builder.text(0, 'second');
    expect(latin1Text(payloadOf(source, packetOf(builder, 0, 6, 6)))).toBe('second');
  });

  it('is zeros where no application wrote anything', () => {
    const builder = new TraceBuilder(1).text(0, 'ab');
    expect([...payloadOf(bytesOf(builder.trace), packetOf(builder, 0, 0, 5))]).toEqual([0, 97, 98, 0, 0]);
  });

  it('equals the stream however it is cut', () => {
    const spans = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 7000 })), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(spans, fc.nat(), fc.integer({ min: 0, max: 9000 }), (written, start, length) => {
        const builder = new TraceBuilder(1);
        const expected: number[] = [];
        for (const [literal, size] of written) {
          const from = expected.length;
          for (let at = 0; at < size; at += 1)
            expected.push(literal ? 65 + (at % 26) : fillerByte(from + at));
          if (literal) builder.text(1, String.fromCharCode(...expected.slice(from)));
          else builder.filler(1, size);
        }
        const offset = start % expected.length;
        const count = Math.min(length, expected.length - offset);
        const bytes = new Uint8Array(count);
        bytesOf(builder.trace).copyStream(0, 1, offset, count, bytes);
        expect([...bytes]).toEqual(expected.slice(offset, offset + count));
      }),
      { numRuns: 50 },
    );
  });

  it('begins behind a SYN at offset 0, and so does the first data segment', () => {
    const builder = new TraceBuilder(1);
    const syn = builder.trace.packet(builder.segment({ from: 0, flags: TcpFlag.syn, sequence: 0 }));
    expect(streamOffset(builder.trace, syn)).toBe(0);
    expect(streamOffset(builder.trace, packetOf(builder, 0, 1, 5))).toBe(0);
  });

  it('is sent by the end whose address and port the packet has', () => {
    const builder = new TraceBuilder(1);
    expect(sendingEnd(builder.trace, packetOf(builder, 0, 1, 0))).toBe(0);
    expect(sendingEnd(builder.trace, packetOf(builder, 1, 1, 0))).toBe(1);
  });
});

describe('the latest text before an offset', () => {
  it('is the nearest one that is accepted', () => {
    const builder = new TraceBuilder(1)
      .text(1, 'one')
      .filler(1, 10)
      .text(1, 'two')
      .text(1, 'no')
      .filler(1, 10);
    const accepts = (text: string) => text !== 'no';
    const found = (offset: number) =>
      bytesOf(builder.trace).textAtOrBefore({ connection: 0, end: 1, stream: 0 }, offset, accepts);
    expect([0, 12, 13, 20].map(found)).toEqual([0, 0, 13, 13]);
    expect(
      bytesOf(builder.trace).textAtOrBefore({ connection: 0, end: 0, stream: 0 }, 5, accepts),
    ).toBeUndefined();
  });
});
