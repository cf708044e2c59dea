import { describe, expect, it } from 'vitest';
import { RecordKind } from '../../../shared/trace/record';
import { Responder, type Page } from '../common/responder';
import type { FakeStream } from '../testing/fake-stream';
import { FakeTransport } from '../testing/fake-transports';
import { HttpBench, target } from '../testing/http-bench';
import { Http1ClientConnection, type Http1Options } from './client';
import { Http1ServerConnection, ResponseHeads } from './server';

const pages: Page[] = [
  { path: '/small', size: 100, think: 0 },
  { path: '/slow', size: 100, think: 5_000_000 },
];

class Visit extends HttpBench {
  readonly transport = new FakeTransport();
  readonly responder = new Responder(this.environment(1), pages);
  readonly client: Http1ClientConnection;
  readonly clientStream: FakeStream;
  readonly serverStream: FakeStream;

  constructor(options?: Partial<Http1Options>) {
    super();
    const heads = new ResponseHeads();
    this.transport.listen(80, () => new Http1ServerConnection(this.responder, heads));
    const defaults = { pipelining: false, lastRequest: Infinity, asksToClose: false };
    this.client = new Http1ClientConnection(this.environment(0), target, this, { ...defaults, ...options });
    expect(this.client.connect(this.transport)).toBe(true);
    [this.clientStream, this.serverStream] = this.transport.open();
    // The trace's contents are what readers of HTTP/1.1 read.
    for (const stream of [this.clientStream, this.serverStream]) this.note(stream);
  }

  private note(stream: FakeStream): void {
    const write = stream.write.bind(stream);
    stream.write = (text: string, filler?: number) => {
      const place = { connection: stream.connection, end: stream.end, stream: 0 };
      this.contents.write(place, stream.bytes.length, text.length, text);
      if (filler) this.contents.write(place, stream.bytes.length + text.length, filler, undefined);
      write(text, filler);
    };
  }

  text({ bytes }: FakeStream): string {
    return String.fromCharCode(...bytes);
  }
}

describe('an HTTP/1.1 connection', () => {
  it('carries one request at a time', () => {
    const visit = new Visit();
    expect(visit.client.room).toBe(1);
    visit.client.request(1, '/small');
    expect(visit.client.room).toBe(0);
    visit.transport.settle();
    expect(visit.told).toEqual(['ready', 'response 1 200', 'room 1']);
    expect(visit.text(visit.clientStream)).toMatch(/^GET \/small HTTP\/1\.1\r\nHost: server\r\n/);
    expect(visit.text(visit.clientStream)).not.toContain('Connection: close');
  });

  it('carries many with pipelining, answered in the order asked, however long each is thought of', () => {
    const visit = new Visit({ pipelining: true });
    expect(visit.client.room).toBe(Infinity);
    visit.client.request(1, '/slow');
    visit.client.request(2, '/small');
    visit.client.request(3, '/nowhere');
    visit.transport.settle();
    expect(visit.records(RecordKind.httpRequestReceived).map(({ a }) => a)).toEqual([1, 2, 3]);
    expect(visit.answered()).toEqual([]);
    visit.think(visit.responder);
    visit.transport.settle();
    expect(visit.told.filter((line) => line.startsWith('response'))).toEqual([
      'response 1 200',
      'response 2 200',
      'response 3 404',
    ]);
  });

  it('is closed by the client when told, once all is answered', () => {
    const visit = new Visit();
    visit.client.request(1, '/slow');
    visit.client.close();
    visit.transport.settle();
    expect(visit.clientStream.isClosing).toBe(false);
    visit.think(visit.responder);
    visit.transport.settle();
    expect(visit.clientStream.isClosing && visit.serverStream.isClosing).toBe(true);
  });

  it('is closed by the server after the request that asks for it', () => {
    const visit = new Visit({ lastRequest: 2, asksToClose: true });
    visit.client.request(1, '/small');
    visit.transport.settle();
    visit.client.request(2, '/small');
    visit.client.close();
    visit.serverStream.deliver();
    expect(visit.text(visit.clientStream).match(/Connection: close/g)).toHaveLength(1);
    expect(visit.clientStream.isClosing).toBe(false);
    visit.clientStream.deliver();
    expect(visit.serverStream.isClosing).toBe(true);
    visit.transport.settle();
    expect(visit.answered()).toEqual([1, 2]);
  });

  it('fails with what was not answered when it breaks', () => {
    const visit = new Visit({ pipelining: true });
    visit.client.request(1, '/small');
    visit.client.request(2, '/slow');
    visit.transport.settle();
    visit.serverStream.abort();
    expect(visit.told.slice(-2)).toEqual(['failed 3 [2]', 'closed']);
  });

  it('that is given up tells its server', () => {
    const visit = new Visit();
    visit.client.abandon();
    expect(visit.clientStream.isAborted).toBe(true);
  });
});
