import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeHttp1Head, type Http1Head, startsHttp1Message } from './http1';
import { latin1Bytes } from './encoding/octets';
import { mutated } from './testing/arbitraries';

function head(text: string): Http1Head {
  const read = decodeHttp1Head(latin1Bytes(text));
  if (!read.ok) throw new Error(read.error.what);
  return read.value;
}

const response = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\nHello, world';

describe('the head of an HTTP/1.1 message', () => {
  it('is read from a request', () => {
    expect(head('GET /a?b=c HTTP/1.1\r\nHost: server\r\n\r\n')).toEqual({
      startLine: {
        kind: 'request',
        method: 'GET',
        target: '/a?b=c',
        version: 'HTTP/1.1',
        offset: 0,
        length: 21,
      },
      fields: [{ name: 'Host', value: 'server', offset: 21, length: 14 }],
      length: 37,
      complete: true,
      bodyLength: 0,
    });
  });

  it('is read from a response, and tells how long the body is', () => {
    const read = head(response);
    expect(read.startLine).toMatchObject({ kind: 'response', statusCode: 200, reason: 'OK' });
    expect(read).toMatchObject({ complete: true, bodyLength: 12, length: response.length - 12 });
  });

  it.each([
    ['HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n', 0],
    ['HTTP/1.1 200 OK\r\n\r\n', undefined],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n', undefined],
    ['POST / HTTP/1.1\r\ncontent-length: 5\r\n\r\n', 5],
    ['GET / HTTP/1.1\r\nContent-Length: -5\r\n\r\n', 0],
  ])('tells the body of %j', (text, bodyLength) => {
    expect(head(text).bodyLength).toBe(bodyLength);
  });

  it('leaves out the white space around a value', () => {
    expect(head('GET / HTTP/1.1\r\nHost: \t server \r\n\r\n').fields[0]?.value).toBe('server');
  });

  it.each([
    '',
    'Hello, world\r\n',
    'GET /\r\n\r\n',
    'GET  / HTTP/1.1\r\n',
    'HTTP/1.1 20 OK\r\n',
    'GET / HTTP/1.1',
  ])('is not seen in %j', (text) => {
    expect(decodeHttp1Head(latin1Bytes(text))).toMatchObject({ ok: false, error: { at: 0 } });
    expect(startsHttp1Message(text)).toBe(false);
  });

  it('says where a line is no header field', () => {
    const read = decodeHttp1Head(latin1Bytes('GET / HTTP/1.1\r\nHost : server\r\n\r\n'));
    expect(read).toMatchObject({ ok: false, error: { at: 16 } });
  });

  it('is read as far as its whole lines go, wherever it is cut off', () => {
    const bytes = latin1Bytes(response);
    for (let length = 0; length <= bytes.length; length += 1) {
      const read = decodeHttp1Head(bytes.subarray(0, length));
      expect(read.ok).toBe(length >= 17);
      if (!read.ok) continue;
      expect(read.value.length).toBeLessThanOrEqual(length);
      expect(read.value.complete).toBe(length >= response.length - 12);
    }
  });

  it('never makes the reader throw', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 60 }), mutated(fc.constant(latin1Bytes(response))));
    fc.assert(
      fc.property(bytes, (given) => {
        const read = decodeHttp1Head(given);
        expect(read.ok ? read.value.length : read.error.at).toBeLessThanOrEqual(given.length);
      }),
      { numRuns: 1000 },
    );
  });
});
