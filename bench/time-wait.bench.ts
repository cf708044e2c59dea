import type { TcpSettings } from '../src/shared/lab/document';
import { resolveTcp } from '../src/shared/protocols/tcp-parameters';
import { EventKind } from '../src/engine/kernel/event-kinds';
import { EventQueue } from '../src/engine/kernel/event-queue';
import { randomStream } from '../src/engine/kernel/random-streams';
import { TcpEndpoint } from '../src/engine/tcp/endpoint';
import { Contents } from '../src/engine/trace/contents';
import { TraceWriter } from '../src/engine/trace/trace-writer';
import type { ByteStream, StreamListener } from '../src/engine/transport/byte-stream';
import { medianOf, processorMilliseconds, report } from './support/measure';

/**
 * 60,000 connections in TIME-WAIT in one host: what each of them costs in memory. They are opened and closed properly,
 * against a second host. The trace is not counted: it is put away before memory is looked at, and only the hosts are kept.
 */
const connections = 60_000;
/** 500 a second: timers of closed connections run out on the way, as they do in life. */
const interval = 2e6;
/** What a row of the TIME-WAIT table takes by itself: anything below was not measured. */
const bytesOfRow = 80;
const addresses = [0x0a000001, 0x0a000002] as const;
const settings: TcpSettings = { timeWait: 'rfc9293', ephemeralPorts: { from: 1024, to: 65535 } };

class Recorder {
  writer = new TraceWriter();
  contents = new Contents(this.writer);
}

/** Two hosts joined by nothing; what they write goes to a recorder that can be put away. */
class Pair {
  readonly events = new EventQueue();
  recorder = new Recorder();
  readonly hosts: readonly [TcpEndpoint, TcpEndpoint];

  constructor() {
    this.hosts = [this.host(0), this.host(1)];
    this.hosts[1].listen(80, () => listener({ onEnd: (stream) => stream.close() }));
  }

  /** Opens a connection and lets the opener close it as soon as it is there. */
  visit(): void {
    const stream = this.hosts[0].connect(
      addresses[0],
      addresses[1],
      80,
      listener({ onOpen: (opened) => opened.close() }),
    );
    if (!stream) throw new Error('no port is left');
    const next = this.recorder.writer.now + interval;
    while (this.events.nextTime() < next) this.runNext();
    this.recorder.writer.now = next;
  }

  /** Lets go of the trace so far; the hosts keep what they know. */
  putTraceAway(): void {
    const { now } = this.recorder.writer;
    this.recorder = new Recorder();
    this.recorder.writer.now = now;
  }

  private runNext(): void {
    this.events.pop();
    this.recorder.writer.now = this.events.time;
    const { kind, a, b } = this.events;
    if (kind === EventKind.script) this.hosts[a as 0 | 1].receive(b, 0);
    else if (kind === EventKind.timeWait) this.hosts[a as 0 | 1].timeWaitDue();
    else this.hosts[a as 0 | 1].timerDue(b);
  }

  private host(index: 0 | 1): TcpEndpoint {
    const recorder = () => this.recorder;
    const { events } = this;
    return new TcpEndpoint({
      device: index,
      parameters: resolveTcp(settings),
      events,
      get writer() {
        return recorder().writer;
      },
      get contents() {
        return recorder().contents;
      },
      random: randomStream(1, `host ${index}`),
      transmit: (packet) => events.push(recorder().writer.now, EventKind.script, 1 - index, packet),
      pathMtu: () => 1500,
      deviceOf: (address) => addresses.indexOf(address as (typeof addresses)[number]),
    });
  }
}

function listener(heard: Partial<StreamListener>): StreamListener {
  const nothing = (_stream: ByteStream) => undefined;
  return { onOpen: nothing, onData: nothing, onEnd: nothing, onError: nothing, onClosed: nothing, ...heard };
}

function collectGarbage(): void {
  if (!globalThis.gc) throw new Error('run with --expose-gc');
  globalThis.gc();
  globalThis.gc();
}

/** Bytes in use: the heap and array buffers. */
function memory(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function fill(pair: Pair): void {
  for (let visit = 0; visit < connections; visit++) pair.visit();
  pair.putTraceAway();
}

/** In a function of its own, so that nothing here holds on to that pair. */
function warmUp(): void {
  fill(new Pair());
}

const atStart = memory();
warmUp();
const pair = new Pair();
const before = memory();
const milliseconds = processorMilliseconds(() => fill(pair));
const bytes = memory() - before;
if (before - atStart > connections * bytesOfRow) throw new Error('the warm-up is still in memory');
if (bytes < connections * bytesOfRow) throw new Error(`${bytes} bytes cannot be all of it`);
if (pair.hosts[0].timeWaitCount !== connections) throw new Error('not all of them wait');

report([
  { name: 'connections in TIME-WAIT in one host', value: pair.hosts[0].timeWaitCount, unit: '' },
  {
    name: 'bytes per connection, heap and array buffers (target 400)',
    value: bytes / connections,
    unit: 'B',
  },
  {
    name: 'opened and closed per second of processor',
    value: connections / milliseconds,
    unit: 'k connections/s',
  },
  {
    name: 'full garbage collection with all of them',
    value: medianOf(5, () => processorMilliseconds(() => globalThis.gc?.())),
    unit: 'ms',
  },
]);
