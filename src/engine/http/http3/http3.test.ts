import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlowBlock } from '../../../shared/trace/quic';
import { RecordKind } from '../../../shared/trace/record';
import { Http3StreamType } from '../../../wire/http3/constants';
import { Http3FrameReader } from '../../../wire/http3/frame-reader';
import { QpackDecoder } from '../../../wire/qpack/decoder';
import { readDecoderInstruction } from '../../../wire/qpack/instructions';
import { decodeVarint } from '../../../wire/encoding/varint';
import { Responder, type Page } from '../common/responder';
import type { FakeStream } from '../testing/fake-stream';
import { FakeMultiplexedTransport, type FakeConnection } from '../testing/fake-transports';
import { HttpBench, target } from '../testing/http-bench';
import type { Http3Carried } from '../common/http3-carried';
import { Http3ClientConnection } from './client';
import { http3Defaults, type Http3Parameters } from './parameters';
import { Http3ServerConnection } from './server';

const pages: Page[] = [
  { path: '/small', size: 1000, think: 0 },
  { path: '/large', size: 30_000, think: 0 },
  { path: '/empty', size: 0, think: 0 },
  { path: '/slow', size: 1000, think: 5_000_000 },
];

class Visit extends HttpBench {
  readonly transport = new FakeMultiplexedTransport();
  readonly responder = new Responder(this.environment(1), pages);
  readonly client: Http3ClientConnection;
  server!: Http3ServerConnection;
  readonly ends: [client: FakeConnection, server: FakeConnection];

  constructor(readonly parameters: Http3Parameters = http3Defaults) {
    super();
    this.transport.listen(443, () => (this.server = new Http3ServerConnection(this.responder, parameters)));
    this.client = new Http3ClientConnection(this.environment(0), target, this, parameters);
    expect(this.client.connect(this.transport)).toBe(true);
    this.ends = this.transport.open();
  }

  frames(end: 0 | 1, stream: number): Http3Carried[] {
    return this.http3Frames.written.get(`0/${end}/${stream}`) ?? [];
  }
}

const isRequest = ({ stream }: FakeStream) => stream % 4 === 0;
const allStreams = (visit: Visit) =>
  visit.ends.flatMap(({ opened }) => opened.flatMap((one) => [one, one.peer]));

/** What a direction's streams say to somebody who has nothing but their bytes: fields by stream, and bytes of bodies. */
function decoded(visit: Visit, end: 0 | 1): Map<number, { fields: string[]; body: number }> {
  const streams = allStreams(visit).filter((stream) => stream.end === end && stream.bytes.length > 0);
  const qpack = new QpackDecoder(visit.parameters.tableCapacity);
  for (const stream of streams) {
    const type = isRequest(stream) ? undefined : decodeVarint(Uint8Array.from(stream.bytes));
    if (!type?.ok || type.value.value !== Http3StreamType.qpackEncoder) continue;
    expect(qpack.takeEncoderStream(Uint8Array.from(stream.bytes.slice(1))).ok).toBe(true);
  }
  const found = new Map<number, { fields: string[]; body: number }>();
  for (const stream of streams.filter(isRequest)) {
    const message = { fields: [] as string[], body: 0 };
    found.set(stream.stream, message);
    const read = new Http3FrameReader().push(Uint8Array.from(stream.bytes));
    if (!read.ok) throw new Error(read.error.what);
    for (const { frame } of read.value) {
      if (frame.type === 'DATA') message.body += frame.data.length;
      if (frame.type !== 'HEADERS') continue;
      const section = qpack.decode(stream.stream, frame.section);
      if (!section.ok) throw new Error(section.error.what);
      expect(section.value.blocked).toBe(false);
      message.fields.push(...section.value.fields.map(({ name, value }) => `${name}: ${value}`));
    }
  }
  return found;
}

function carried(visit: Visit, end: 0 | 1, stream: number): { fields: string[]; body: number } {
  const message = { fields: [] as string[], body: 0 };
  for (const frame of visit.frames(end, stream)) {
    if (frame.type === 'DATA') message.body += frame.bytes;
    if (frame.type === 'HEADERS')
      message.fields.push(...frame.fields.map(({ name, value }) => `${name}: ${value}`));
  }
  return message;
}

function expectTrueBytes(visit: Visit): void {
  for (const end of [0, 1] as const) {
    const messages = decoded(visit, end);
    expect(messages.size).toBeGreaterThan(0);
    for (const [stream, message] of messages) expect(message).toEqual(carried(visit, end, stream));
  }
}

describe('an HTTP/3 connection', () => {
  it('begins with a control stream and two for QPACK at each end', () => {
    const visit = new Visit();
    visit.transport.settle();
    expect(visit.ends.map(({ opened }) => opened.map(({ bytes }) => bytes[0]))).toEqual([
      [0, 2, 3],
      [0, 2, 3],
    ]);
    expect(visit.told).toEqual(['ready']);
  });

  it('has one control stream alone where no dynamic table is allowed', () => {
    const visit = new Visit({ tableCapacity: 0, blockedStreams: 0 });
    visit.client.request(1, '/small');
    visit.transport.settle();
    expect(visit.ends[1].opened).toHaveLength(1);
    expect(visit.answered()).toEqual([1]);
    expectTrueBytes(visit);
  });

  it('gives each request a stream of its own, and answers it there', () => {
    const visit = new Visit();
    visit.client.request(7, '/small');
    visit.transport.settle();
    const { httpRequest, httpRequestReceived, httpResponse, httpResponseReceived } = RecordKind;
    expect(visit.records(httpRequest, httpRequestReceived, httpResponse, httpResponseReceived)).toEqual([
      { kind: 'http.request', device: 0, a: 7, b: 0, detail: 0 },
      { kind: 'http.request-received', device: 1, a: 7, b: 0, detail: 0 },
      { kind: 'http.response', device: 1, a: 7, b: 200, detail: 0 },
      { kind: 'http.response-received', device: 0, a: 7, b: 200, detail: 0 },
    ]);
    expect(visit.told.slice(-2)).toEqual(['response 7 200', 'room Infinity']);
    expectTrueBytes(visit);
  });

  it.each([
    ['/empty', 200],
    ['/nowhere', 404],
  ])('answers %s with %d and no body', (path, status) => {
    const visit = new Visit();
    visit.client.request(1, path);
    visit.transport.settle();
    expect(visit.told).toContain(`response 1 ${status}`);
    expect(decoded(visit, 1).get(0)?.body).toBe(0);
  });

  it('lets all other streams go on while one waits', () => {
    const visit = new Visit();
    for (const request of [1, 2, 3]) visit.client.request(request, '/large');
    visit.transport.settle(1000, ({ stream, end }) => stream === 4 && end === 1);
    expect(visit.answered()).toEqual([1, 3]);
    visit.transport.settle();
    expect(visit.answered()).toEqual([1, 3, 2]);
  });

  it('carries true bytes, whatever is asked for and however they come', () => {
    const requests = fc.array(fc.constantFrom('/small', '/large', '/empty', '/nowhere'), {
      minLength: 1,
      maxLength: 8,
    });
    const settings = fc.record({
      tableCapacity: fc.constantFrom(0, 100, 4096),
      blockedStreams: fc.constantFrom(0, 2),
    });
    fc.assert(
      fc.property(requests, settings, fc.integer({ min: 10, max: 50_000 }), (paths, parameters, chunk) => {
        const visit = new Visit(parameters);
        paths.forEach((path, request) => {
          visit.client.request(request, path);
          if (request % 3 === 1) visit.transport.settle(chunk);
        });
        visit.transport.settle(chunk);
        expect([...visit.answered()].sort()).toEqual([...paths.keys()]);
        expectTrueBytes(visit);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the fields of requests', () => {
  it('take fewer bytes the second time', () => {
    const visit = new Visit();
    visit.client.request(1, '/small');
    visit.transport.settle();
    visit.client.request(2, '/small');
    visit.transport.settle();
    visit.client.request(3, '/small');
    visit.transport.settle();
    const sizes = visit.ends[0].opened.filter(isRequest).map(({ bytes }) => bytes.length);
    expect(sizes[2]).toBeLessThan(sizes[0]!);
    expectTrueBytes(visit);
  });

  it('wait for the encoder stream only where the peer lets streams wait', () => {
    const visit = new Visit({ tableCapacity: 4096, blockedStreams: 4 });
    visit.transport.settle();
    visit.client.request(1, '/small');
    const isEncoder = ({ stream, end }: FakeStream) => stream === 6 && end === 0;
    visit.transport.settle(Infinity, isEncoder);
    expect(visit.records(RecordKind.httpRequestReceived)).toEqual([]);
    visit.transport.settle();
    expect(visit.answered()).toEqual([1]);

    const careful = new Visit();
    careful.transport.settle();
    careful.client.request(1, '/small');
    careful.transport.settle(Infinity, isEncoder);
    expect(careful.answered()).toEqual([1]);
  });

  it('are acknowledged in instructions that QPACK knows', () => {
    const visit = new Visit({ tableCapacity: 4096, blockedStreams: 4 });
    visit.transport.settle();
    visit.client.request(1, '/small');
    visit.transport.settle();
    const bytes = Uint8Array.from(visit.ends[1].opened[2]!.bytes);
    const kinds: string[] = [];
    for (let at = 1; at < bytes.length;) {
      const read = readDecoderInstruction(bytes, at);
      if (!read.ok) throw new Error(read.error.what);
      kinds.push(read.value.value.kind);
      at = read.value.end;
    }
    expect(kinds).toEqual(['Insert Count Increment', 'Section Acknowledgment']);
  });
});

describe('a client', () => {
  it('waits for streams that the server does not allow yet', () => {
    const visit = new Visit();
    visit.ends[0].allowed = 1;
    visit.client.request(1, '/small');
    visit.client.request(2, '/small');
    visit.transport.settle();
    expect(visit.answered()).toEqual([1]);
    expect(visit.records(RecordKind.httpBlocked)).toMatchObject([{ a: 2, detail: FlowBlock.streamLimit }]);
    visit.ends[0].allowed = 2;
    visit.ends[0].listener.onStreamsAllowed(visit.ends[0]);
    visit.transport.settle();
    expect(visit.answered()).toEqual([1, 2]);
    expect(visit.records(RecordKind.httpUnblocked)).toMatchObject([{ a: 2 }]);
  });

  it('says that it goes when it has all its responses, and closes without an error', () => {
    const visit = new Visit();
    visit.client.request(1, '/slow');
    visit.client.close();
    visit.transport.settle();
    expect(visit.ends[0].closedWith).toBeUndefined();
    visit.think(visit.responder);
    visit.transport.settle();
    expect(visit.ends[0].closedWith).toBe(0x100);
    expect(visit.frames(0, 2).at(-1)).toEqual({ type: 'GOAWAY', identifier: 0 });
    expect(visit.told.slice(-2)).toEqual(['response 1 200', 'closed']);
  });

  it('that has lost interest tells the server, and QPACK', () => {
    const visit = new Visit({ tableCapacity: 4096, blockedStreams: 4 });
    visit.transport.settle();
    visit.client.request(1, '/slow');
    visit.client.request(2, '/small');
    visit.transport.settle();
    visit.client.cancel(1);
    visit.think(visit.responder);
    visit.transport.settle();
    expect(visit.answered()).toEqual([2]);
    expect(visit.frames(0, 10)).toContainEqual({
      type: 'decoder instruction',
      instruction: { kind: 'Stream Cancellation', stream: 0 },
    });
    expect(visit.frames(1, 0)).toEqual([]);
  });

  it('loses one response with one stream', () => {
    const visit = new Visit();
    visit.client.request(1, '/large');
    visit.client.request(2, '/large');
    visit.transport.settle(1000, ({ end }) => end === 1);
    visit.ends[0].opened.find(({ stream }) => stream === 0)?.peer.reset();
    expect(visit.told).toContain('failed 3 [1]');
    visit.transport.settle(1000, ({ stream }) => stream === 0);
    expect(visit.answered()).toEqual([2]);
  });

  it('fails with what it asked for when the connection breaks', () => {
    const visit = new Visit();
    visit.client.request(1, '/slow');
    visit.client.request(2, '/slow');
    visit.transport.settle();
    visit.ends[1].close(0x102);
    expect(visit.told.slice(-2)).toEqual(['failed 3 [1 2]', 'closed']);
    visit.think(visit.responder);
  });
});

describe('a server that leaves', () => {
  it('serves what was asked, and names the first stream that it will not serve', () => {
    const visit = new Visit();
    visit.client.request(1, '/slow');
    visit.transport.settle();
    visit.server.leave();
    visit.client.request(2, '/small');
    visit.transport.settle();
    expect(visit.frames(1, 3).at(-1)).toEqual({ type: 'GOAWAY', identifier: 4 });
    expect(visit.told).toContain('failed 3 [2]');
    visit.think(visit.responder);
    visit.transport.settle();
    expect(visit.answered()).toEqual([1]);
    expect(visit.ends[0].closedWith).toBe(0x100);
  });
});
