import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlowBlock } from '../../../shared/trace/quic';
import { RecordKind, http2Events, http2States } from '../../../shared/trace/record';
import type { Http2Parameters } from '../../../shared/protocols/protocol-parameters';
import { HpackDecoder } from '../../../wire/hpack/decoder';
import type { Http2Frame } from '../../../wire/http2/frame';
import { Http2FrameReader } from '../../../wire/http2/frame-reader';
import type { RequestPriority } from '../common/fields';
import { Responder, type Page } from '../common/responder';
import type { FakeStream } from '../testing/fake-stream';
import { FakeTransport } from '../testing/fake-transports';
import { HttpBench, target } from '../testing/http-bench';
import type { Http2Carried } from '../common/http2-carried';
import { Http2ClientConnection } from './client';
import { Http2ServerConnection } from './server';

const pages: Page[] = [
  { path: '/small', size: 1000, think: 0 },
  { path: '/large', size: 100_000, think: 0 },
  { path: '/huge', size: 1_000_000, think: 0 },
  { path: '/empty', size: 0, think: 0 },
  { path: '/slow', size: 1000, think: 5_000_000 },
];

class Visit extends HttpBench {
  readonly transport = new FakeTransport('h2');
  readonly responder: Responder;
  readonly client: Http2ClientConnection;
  server!: Http2ServerConnection;
  readonly clientStream: FakeStream;
  readonly serverStream: FakeStream;

  constructor(parameters?: [client: Partial<Http2Parameters>, server: Partial<Http2Parameters>]) {
    super(parameters);
    this.responder = new Responder(this.environment(1), pages);
    this.transport.listen(443, () => (this.server = new Http2ServerConnection(this.responder)));
    this.client = new Http2ClientConnection(this.environment(0), target, this);
    expect(this.client.connect(this.transport)).toBe(true);
    [this.clientStream, this.serverStream] = this.transport.open();
  }

  ask(request: number, path: string, priority?: RequestPriority): void {
    this.client.request(request, path, priority);
  }

  /** The DATA frames that the server wrote: stream and bytes. */
  data(): [stream: number, bytes: number][] {
    return this.frames(1).flatMap((frame) => (frame.type === 'DATA' ? [[frame.stream, frame.bytes]] : []));
  }

  frames(end: 0 | 1): Http2Carried[] {
    return this.http2Frames.written.get(`0/${end}/0`) ?? [];
  }
}

/** What an end's bytes say to somebody who has nothing but them. */
function decoded(stream: FakeStream): Http2Carried[] {
  const read = new Http2FrameReader(stream.end === 0).push(Uint8Array.from(stream.bytes));
  if (!read.ok) throw new Error(`${read.error.at}: ${read.error.what}`);
  const hpack = new HpackDecoder();
  const found: Http2Carried[] = [];
  let block: number[] = [];
  for (const { frame } of read.value) {
    if (frame.type !== 'HEADERS' && frame.type !== 'CONTINUATION') {
      found.push(carriedOf(frame));
      continue;
    }
    block = frame.type === 'HEADERS' ? [...frame.fragment] : [...block, ...frame.fragment];
    const { stream: id } = frame;
    if (frame.type === 'HEADERS')
      found.push({ type: 'HEADERS', stream: id, endStream: frame.endStream, fields: [], request: -1 });
    if (!frame.endHeaders) continue;
    const fields = hpack.decode(Uint8Array.from(block));
    if (!fields.ok) throw new Error(fields.error.what);
    const head = found.pop() as Extract<Http2Carried, { type: 'HEADERS' }>;
    found.push({ ...head, fields: fields.value.fields.map(({ name, value }) => ({ name, value })) });
  }
  return found;
}

function carriedOf(frame: Http2Frame): Http2Carried {
  if (frame.type === 'DATA')
    return { type: 'DATA', stream: frame.stream, endStream: frame.endStream, bytes: frame.data.length };
  if (frame.type === 'GOAWAY') return { type: 'GOAWAY', lastStream: frame.lastStream, error: frame.error };
  return frame as Http2Carried;
}

/** Frames without what bytes cannot tell. */
function anonymous(frames: readonly Http2Carried[]): Http2Carried[] {
  return frames.map((frame) => (frame.type === 'HEADERS' ? { ...frame, request: -1 } : frame));
}

function expectTrueBytes(visit: Visit): void {
  expect(decoded(visit.clientStream)).toEqual(anonymous(visit.frames(0)));
  expect(decoded(visit.serverStream)).toEqual(anonymous(visit.frames(1)));
}

describe('an HTTP/2 connection', () => {
  it('begins with preface and settings, acknowledged by both ends', () => {
    const visit = new Visit();
    expect(visit.told).toEqual(['ready']);
    visit.transport.settle();
    expect(visit.frames(0).map(({ type }) => type)).toEqual(['SETTINGS', 'WINDOW_UPDATE', 'SETTINGS']);
    expect(visit.frames(1).map(({ type }) => type)).toEqual(['SETTINGS', 'WINDOW_UPDATE', 'SETTINGS']);
    expectTrueBytes(visit);
  });

  it('sends a request before it knows the settings of the server, and gets its response', () => {
    const visit = new Visit();
    visit.ask(7, '/small');
    visit.transport.settle();
    expect(visit.told).toContain('response 7 200');
    const { httpRequest, httpRequestReceived, httpResponse, httpResponseReceived } = RecordKind;
    expect(visit.records(httpRequest, httpRequestReceived, httpResponse, httpResponseReceived)).toEqual([
      { kind: 'http.request', device: 0, a: 7, b: 0, detail: 0 },
      { kind: 'http.request-received', device: 1, a: 7, b: 0, detail: 0 },
      { kind: 'http.response', device: 1, a: 7, b: 200, detail: 0 },
      { kind: 'http.response-received', device: 0, a: 7, b: 200, detail: 0 },
    ]);
    expectTrueBytes(visit);
  });

  it.each([
    ['/empty', 200],
    ['/nowhere', 404],
  ])('answers %s with %d and no DATA', (path, status) => {
    const visit = new Visit();
    visit.ask(1, path);
    visit.transport.settle();
    expect(visit.told).toContain(`response 1 ${status}`);
    expect(visit.data()).toEqual([]);
  });

  it('takes each stream through the states of RFC 9113 section 5.1 at both ends', () => {
    const visit = new Visit();
    visit.ask(1, '/small');
    visit.transport.settle();
    const steps = visit.records(RecordKind.httpStream).map(({ device, a, b }) => {
      const from = http2States[b & 255]!;
      return `${device} ${a} ${from} ${http2Events[b >> 16]!} ${http2States[(b >> 8) & 255]!}`;
    });
    expect(steps).toEqual([
      '0 1 idle SEND.HEADERS open',
      '0 1 open SEND.END_STREAM half-closed (local)',
      '1 1 idle RECEIVE.HEADERS open',
      '1 1 open RECEIVE.END_STREAM half-closed (remote)',
      '1 1 half-closed (remote) SEND.END_STREAM closed',
      '0 1 half-closed (local) RECEIVE.END_STREAM closed',
    ]);
  });

  it('answers the quick before the slow', () => {
    const visit = new Visit();
    visit.ask(1, '/slow');
    visit.ask(2, '/small');
    visit.transport.settle();
    visit.think(visit.responder);
    visit.transport.settle();
    expect(visit.answered()).toEqual([2, 1]);
  });

  it('acknowledges a ping', () => {
    const visit = new Visit();
    visit.transport.settle();
    visit.serverStream.write('\0\0\x08\x06\0\0\0\0\0abcdefgh');
    const opaque = Uint8Array.from('abcdefgh', (letter) => letter.charCodeAt(0));
    visit.http2Frames
      .queue(0, 1)
      .push(visit.serverStream.bytes.length, { type: 'PING', acknowledges: false, opaque });
    visit.transport.settle();
    expect(visit.frames(0).at(-1)).toEqual({ type: 'PING', acknowledges: true, opaque });
  });
});

describe('a head that no frame holds', () => {
  it('goes on in CONTINUATION frames', () => {
    const visit = new Visit();
    const path = `/${'long-'.repeat(10_000)}`;
    visit.ask(1, path);
    visit.transport.settle();
    expect(visit.told).toContain('response 1 404');
    expectTrueBytes(visit);
    expect(decoded(visit.clientStream)).toContainEqual(
      expect.objectContaining({
        type: 'HEADERS',
        fields: expect.arrayContaining([{ name: ':path', value: path }]),
      }),
    );
  });
});

describe('responses that share a connection', () => {
  it('go out in turns, a frame of each', () => {
    const visit = new Visit();
    for (const request of [1, 2, 3]) visit.ask(request, '/large');
    visit.transport.settle(1000);
    expect(
      visit
        .data()
        .slice(0, 9)
        .map(([stream]) => stream),
    ).toEqual([1, 3, 5, 1, 3, 5, 1, 3, 5]);
    expectTrueBytes(visit);
  });

  it('let a small one slip through between the frames of a large one', () => {
    const visit = new Visit();
    visit.ask(1, '/huge');
    visit.ask(2, '/small');
    visit.transport.settle(1000);
    expect(visit.answered()).toEqual([2, 1]);
    expect(visit.data().findIndex(([stream]) => stream === 3)).toBeLessThan(4);
  });

  it('are interleaved as finely as the frames are small', () => {
    const visit = new Visit([{}, { dataFrame: 1000 }]);
    visit.ask(1, '/large');
    visit.ask(2, '/large');
    visit.transport.settle(1000);
    expect(visit.data().every(([, bytes]) => bytes <= 1000)).toBe(true);
    expect(visit.data()).toHaveLength(200);
  });

  it('go in the order of their urgency, and of one urgency one after the other', () => {
    const visit = new Visit();
    visit.ask(1, '/large', { urgency: 5, incremental: false });
    visit.ask(2, '/large', { urgency: 5, incremental: false });
    visit.ask(3, '/large', { urgency: 1, incremental: false });
    visit.transport.settle(1000);
    expect(visit.answered()).toEqual([3, 1, 2]);
    const turns = visit.data().map(([stream]) => stream);
    expect(turns.lastIndexOf(1)).toBeLessThan(turns.indexOf(3));
  });

  it('keep little unsent below: what is asked for late is not late for good', () => {
    const visit = new Visit();
    visit.ask(1, '/huge');
    visit.clientStream.deliver();
    expect(visit.serverStream.unsent).toBeLessThan(16_384 * 2 + 200);
    const fine = new Visit([{}, { dataFrame: 1000 }]);
    fine.ask(1, '/huge');
    fine.clientStream.deliver();
    expect(fine.serverStream.unsent).toBeLessThan(1000 * 3 + 200);
  });
});

describe('flow control', () => {
  it('holds a stream back at its window, tells so, and lets it go on', () => {
    const visit = new Visit([{ streamWindow: 20_000 }, {}]);
    visit.ask(1, '/large');
    visit.clientStream.deliver();
    visit.serverStream.deliver();
    expect(visit.data().reduce((sum, [, bytes]) => sum + bytes, 0)).toBe(20_000);
    expect(visit.records(RecordKind.httpBlocked)).toEqual([
      { kind: 'http.blocked', device: 1, a: 1, b: 0, detail: FlowBlock.stream },
    ]);
    visit.transport.settle();
    expect(visit.answered()).toEqual([1]);
    expect(visit.records(RecordKind.httpUnblocked).length).toBeGreaterThan(0);
    expectTrueBytes(visit);
  });

  it('holds all streams back at the window of the connection', () => {
    const visit = new Visit([{ connectionWindow: 65_535 }, {}]);
    visit.ask(1, '/large');
    visit.ask(2, '/large');
    visit.clientStream.deliver();
    while (visit.serverStream.unsent > 0) visit.serverStream.deliver();
    expect(visit.data().reduce((sum, [, bytes]) => sum + bytes, 0)).toBe(65_535);
    const blocked = visit.records(RecordKind.httpBlocked);
    expect(blocked.map(({ a, detail }) => [a, detail]).sort()).toEqual([
      [1, FlowBlock.connection],
      [2, FlowBlock.connection],
    ]);
    visit.transport.settle();
    expect(visit.answered()).toHaveLength(2);
  });

  it('gives streams under way what new settings add (RFC 9113 section 6.9.2)', () => {
    const visit = new Visit([{ streamWindow: 20_000 }, {}]);
    visit.ask(1, '/large');
    visit.clientStream.deliver();
    const settings = [{ identifier: 4, value: 50_000 }];
    visit.clientStream.write('\0\0\x06\x04\0\0\0\0\0\0\x04\0\0\xc3\x50');
    visit.http2Frames
      .queue(0, 0)
      .push(visit.clientStream.bytes.length, { type: 'SETTINGS', acknowledges: false, settings });
    visit.clientStream.deliver();
    while (visit.serverStream.unsent > 0) visit.serverStream.deliver(1000);
    expect(visit.data().reduce((sum, [, bytes]) => sum + bytes, 0)).toBe(50_000);
  });

  it('is never broken, and all that was asked for arrives, whatever the sizes and the windows', () => {
    const requests = fc.array(fc.constantFrom('/small', '/large', '/empty'), {
      minLength: 1,
      maxLength: 5,
    });
    const windows = fc.record({
      streamWindow: fc.integer({ min: 500, max: 300_000 }),
      connectionWindow: fc.integer({ min: 65_535, max: 300_000 }),
      dataFrame: fc.integer({ min: 700, max: 20_000 }),
    });
    fc.assert(
      fc.property(
        requests,
        windows,
        fc.integer({ min: 100, max: 50_000 }),
        (paths, { dataFrame, ...limits }, chunk) => {
          const visit = new Visit([limits, { dataFrame }]);
          paths.forEach((path, request) => visit.ask(request, path));
          visit.transport.settle(chunk);
          expect([...visit.answered()].sort()).toEqual([...paths.keys()]);
          expectTrueBytes(visit);
          expectObedience(visit, limits.streamWindow);
        },
      ),
      { numRuns: 25 },
    );
  });
});

/** Each stream's DATA stays within what the client's bytes granted it in all. */
function expectObedience(visit: Visit, streamWindow: number): void {
  const granted = new Map<number, number>([[0, 65_535]]);
  const raise = (stream: number, bytes: number, initial: number) =>
    granted.set(stream, (granted.get(stream) ?? initial) + bytes);
  for (const frame of decoded(visit.clientStream))
    if (frame.type === 'WINDOW_UPDATE') raise(frame.stream, frame.increment, streamWindow);
  const spent = new Map<number, number>();
  for (const frame of decoded(visit.serverStream)) {
    if (frame.type !== 'DATA') continue;
    for (const stream of [0, frame.stream]) spent.set(stream, (spent.get(stream) ?? 0) + frame.bytes);
  }
  for (const [stream, bytes] of spent) expect(bytes).toBeLessThanOrEqual(granted.get(stream) ?? streamWindow);
}

describe('a client', () => {
  it('opens no more streams than the server takes at once', () => {
    const visit = new Visit([{}, { maximumStreams: 2 }]);
    visit.transport.settle();
    expect(visit.told).toEqual(['ready', 'room 2']);
    visit.ask(1, '/slow');
    visit.ask(2, '/slow');
    expect(visit.client.room).toBe(0);
    visit.transport.settle();
    visit.think(visit.responder);
    visit.transport.settle();
    expect(visit.client.room).toBe(2);
  });

  it('asks again for what the server refused, since it had not read yet how much that serves at once', () => {
    const visit = new Visit([{}, { maximumStreams: 2 }]);
    for (const request of [1, 2, 3, 4, 5]) visit.ask(request, '/slow');
    visit.client.close();
    visit.transport.settle();
    const refused = visit.frames(1).filter((frame) => frame.type === 'RST_STREAM');
    expect(refused).toEqual([5, 7, 9].map((stream) => ({ type: 'RST_STREAM', stream, error: 7 })));
    expect(visit.records(RecordKind.httpBlocked).map(({ a, detail }) => [a, detail])).toEqual(
      [3, 4, 5].map((request) => [request, FlowBlock.streamLimit]),
    );
    for (let round = 0; round < 5; round += 1) {
      visit.think(visit.responder);
      visit.transport.settle();
    }
    expect(visit.answered()).toEqual([1, 2, 3, 4, 5]);
    expect(visit.told.filter((line) => line.startsWith('failed'))).toEqual([]);
    expect(visit.frames(0).at(-1)).toMatchObject({ type: 'GOAWAY' });
    expectTrueBytes(visit);
  });

  it.each([1, 2, 3, 7])('never has more than %i of its requests served at once where no more are', (most) => {
    const visit = new Visit([{}, { maximumStreams: most }]);
    for (let request = 0; request < 7; request += 1) visit.ask(request, '/slow');
    let served = 0;
    while (visit.answered().length < 7) {
      visit.transport.settle();
      const taken = visit.records(RecordKind.httpRequestReceived).length;
      expect(taken - served).toBeLessThanOrEqual(most);
      served = taken;
      visit.think(visit.responder);
    }
    expect(visit.answered()).toHaveLength(7);
  });

  it('fails with what was refused where the server goes away', () => {
    const visit = new Visit([{}, { maximumStreams: 1 }]);
    visit.ask(1, '/slow');
    visit.ask(2, '/slow');
    visit.transport.settle();
    visit.server.leave();
    visit.transport.settle();
    expect(visit.told).toContain('failed 3 [2]');
    visit.think(visit.responder);
    visit.transport.settle();
    expect(visit.answered()).toEqual([1]);
  });

  it('that has lost interest has the server stop', () => {
    const visit = new Visit();
    visit.ask(1, '/huge');
    visit.ask(2, '/small');
    visit.clientStream.deliver();
    visit.serverStream.deliver();
    visit.client.cancel(1);
    visit.transport.settle();
    expect(visit.answered()).toEqual([2]);
    expect(visit.serverStream.bytes.length).toBeLessThan(200_000);
    expect(visit.frames(0)).toContainEqual({ type: 'RST_STREAM', stream: 1, error: 8 });
    expectTrueBytes(visit);
  });

  it('says that it goes when it has all its responses, and closes', () => {
    const visit = new Visit();
    visit.ask(1, '/large');
    visit.client.close();
    expect(visit.client.room).toBe(0);
    expect(visit.clientStream.isClosing).toBe(false);
    visit.transport.settle();
    expect(visit.frames(0).at(-1)).toEqual({ type: 'GOAWAY', lastStream: 0, error: 0 });
    expect(visit.clientStream.isClosing && visit.serverStream.isClosing).toBe(true);
  });

  it('fails with what it asked for when the connection breaks', () => {
    const visit = new Visit();
    visit.ask(1, '/slow');
    visit.ask(2, '/slow');
    visit.transport.settle();
    visit.serverStream.abort();
    expect(visit.told.slice(-2)).toEqual(['failed 3 [1 2]', 'closed']);
    expect(visit.client.isReady).toBe(false);
    visit.think(visit.responder);
  });
});

describe('a server that leaves', () => {
  it('serves what was asked, names the last stream, and closes', () => {
    const visit = new Visit();
    visit.ask(1, '/slow');
    visit.transport.settle();
    visit.server.leave();
    visit.ask(2, '/small');
    visit.transport.settle();
    expect(visit.frames(1).at(-1)).toEqual({ type: 'GOAWAY', lastStream: 1, error: 0 });
    expect(visit.told).toContain('failed 3 [2]');
    visit.think(visit.responder);
    visit.transport.settle();
    expect(visit.answered()).toEqual([1]);
    expect(visit.serverStream.isClosing).toBe(true);
  });
});
