import type { ByteStream, StreamListener, StreamTransport } from '../../transport/byte-stream';
import type {
  ConnectionListener,
  MultiplexedConnection,
  MultiplexedStream,
  MultiplexedTransport,
  StreamDirection,
} from '../../transport/multiplexed';
import { FakeStream, join } from './fake-stream';

/** Streams in memory between one client and one server, whose bytes move when the test says. */
export class FakeTransport implements StreamTransport {
  readonly pairs: [client: FakeStream, server: FakeStream][] = [];
  private accept: (() => StreamListener) | undefined;

  constructor(private readonly protocol = '') {}

  listen(_port: number, accept: () => StreamListener): void {
    this.accept = accept;
  }

  /** Both ends are open at once, the client's when `open` is called. */
  connect(_local: number, _remote: number, _port: number, listener: StreamListener): ByteStream | undefined {
    if (!this.accept) return undefined;
    const connection = this.pairs.length;
    const client = new FakeStream(connection, 0, 0, listener, this.protocol);
    const server = new FakeStream(connection, 1, 0, this.accept(), this.protocol);
    join(client, server);
    this.pairs.push([client, server]);
    return client;
  }

  /** Opens the latest connection at both ends. */
  open(): [client: FakeStream, server: FakeStream] {
    const pair = this.pairs[this.pairs.length - 1];
    if (!pair) throw new Error('no connection');
    pair[1].listener.onOpen(pair[1]);
    pair[0].listener.onOpen(pair[0]);
    return pair;
  }

  /** Moves bytes to and fro, so many at a time, until none are left. */
  settle(chunk = Infinity): void {
    for (let busy = true; busy;) {
      busy = false;
      for (const stream of this.pairs.flat())
        if (stream.hasNews) {
          stream.deliver(chunk);
          busy = true;
        }
    }
  }
}

/** One end of a connection of many streams in memory. */
export class FakeConnection implements MultiplexedConnection {
  readonly applicationProtocol = 'h3';
  isEstablished = false;
  peer!: FakeConnection;
  closedWith: number | undefined;
  /** Streams that this end opened, with their numbers as RFC 9000 section 2.1 gives them. */
  readonly opened: FakeStream[] = [];
  private readonly counts = { bidirectional: 0, unidirectional: 0 };
  allowed = Infinity;

  constructor(
    readonly connection: number,
    readonly end: 0 | 1,
    readonly listener: ConnectionListener,
  ) {}

  open(direction: StreamDirection, listener: StreamListener): MultiplexedStream | undefined {
    if (direction === 'bidirectional' && this.counts.bidirectional >= this.allowed) return undefined;
    const count = this.counts[direction]++;
    const number = count * 4 + (direction === 'bidirectional' ? 0 : 2) + this.end;
    const stream = new FakeStream(this.connection, this.end, number, listener);
    const other = new FakeStream(this.connection, this.end === 0 ? 1 : 0, number, notYet(this.peer));
    join(stream, other);
    this.opened.push(stream);
    return stream;
  }

  close(error: number): void {
    if (this.closedWith !== undefined) return;
    this.closedWith = error;
    this.peer.closedWith = error;
    this.listener.onClosed(this);
    this.peer.listener.onClosed(this.peer);
  }
}

/** Tells a connection of a stream of the peer's when its first bytes arrive. */
function notYet(connection: FakeConnection): StreamListener {
  const chosen = (stream: ByteStream) => {
    const fake = stream as FakeStream;
    fake.listener = connection.listener.onStream(connection, fake);
    return fake.listener;
  };
  return {
    onOpen: () => undefined,
    onData: (stream, bytes, total) => chosen(stream).onData(stream, bytes, total),
    onEnd: (stream) => chosen(stream).onEnd(stream),
    onError: (stream, error) => chosen(stream).onError(stream, error),
    onClosed: () => undefined,
  };
}

/** Connections of many streams in memory; each stream's bytes move when the test says. */
export class FakeMultiplexedTransport implements MultiplexedTransport {
  readonly pairs: [client: FakeConnection, server: FakeConnection][] = [];
  private accept: (() => ConnectionListener) | undefined;

  listen(_port: number, accept: () => ConnectionListener): void {
    this.accept = accept;
  }

  connect(
    _local: number,
    _remote: number,
    _port: number,
    listener: ConnectionListener,
  ): MultiplexedConnection | undefined {
    if (!this.accept) return undefined;
    const connection = this.pairs.length;
    const client = new FakeConnection(connection, 0, listener);
    const server = new FakeConnection(connection, 1, this.accept());
    client.peer = server;
    server.peer = client;
    this.pairs.push([client, server]);
    return client;
  }

  /** Opens the latest connection at both ends. */
  open(): [client: FakeConnection, server: FakeConnection] {
    const pair = this.pairs[this.pairs.length - 1];
    if (!pair) throw new Error('no connection');
    for (const end of [pair[1], pair[0]]) {
      end.isEstablished = true;
      end.listener.onOpen(end);
      end.listener.onEstablished(end);
    }
    return pair;
  }

  /** Moves bytes to and fro until none are left, but for those of streams that are `held`. */
  settle(chunk = Infinity, held: (stream: FakeStream) => boolean = () => false): void {
    for (let busy = true; busy;) {
      busy = false;
      for (const stream of this.streams())
        if (stream.hasNews && !held(stream)) {
          stream.deliver(chunk);
          busy = true;
        }
    }
  }

  /** Both ends of all streams of all connections that are not closed. */
  streams(): FakeStream[] {
    return this.pairs
      .flat()
      .filter(({ closedWith }) => closedWith === undefined)
      .flatMap(({ opened }) => opened.flatMap((stream) => [stream, stream.peer]));
  }
}
