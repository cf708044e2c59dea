import { relativeAcknowledgement } from '../../../shared/trace/relative-acknowledgement';
import { connectionRow } from '../../../shared/trace/connections';
import { expect } from 'vitest';
import { resolveTcp } from '../../../shared/protocols/tcp-parameters';
import type { TcpSettings } from '../../../shared/lab/document';
import { PacketOption, TcpFlag, tcpFlagNames } from '../../../shared/trace/packet';
import { appErrors, none, tcpStates } from '../../../shared/trace/record';
import { parseDuration } from '../../../shared/units/units';
import { EventKind } from '../../kernel/event-kinds';
import { EventQueue } from '../../kernel/event-queue';
import { randomStream } from '../../kernel/random-streams';
import { Contents } from '../../trace/contents';
import { SegmentFields, TraceWriter } from '../../trace/trace-writer';
import type { ByteStream, StreamListener } from '../../transport/byte-stream';
import { TcpEndpoint } from '../endpoint';
import type { EndpointParameters } from '../connection/environment';

/**
 * One TCP endpoint alone with a scripted peer: segments are put in at given times, and the segments that it sends are
 * compared with what is expected, in order and at the nanosecond, in the manner of packetdrill. Sequence numbers are relative: 0 is each side's SYN.
 */
const localAddress = 0x0a000001;
const remoteAddress = 0x0a000002;
const localPortOfServer = 80;
const remotePort = 8080;
/** The peer's initial sequence number: close to the wrap, so that every script crosses it. */
const peerInitialSequence = 0xfffffff0;

/** A segment as scripts write it. Only what is named is compared. */
export interface ScriptedSegment {
  readonly flags: string;
  readonly seq?: number;
  readonly ack?: number;
  readonly length?: number;
  readonly window?: number;
  readonly mss?: number;
  readonly windowScale?: number;
  readonly sackPermitted?: boolean;
  /** Carries timestamps: TSval runs by the millisecond, TSecr is the latest value seen. */
  readonly timestamps?: boolean;
  /** TSval to send, where it is not the clock's. */
  readonly stamp?: number;
  /** TSecr to send as it is on the wire. */
  readonly rawEcho?: number;
  /** TSecr to send, when it is not the latest value seen: milliseconds of virtual time. */
  readonly echo?: number;
  readonly sack?: readonly (readonly [number, number])[];
  /** The port of the endpoint's that it is for, where that is not the connection's. */
  readonly port?: number;
  /** The peer's port, where that is not the usual one. */
  readonly peerPort?: number;
  /** The two ECN bits of the IP header (RFC 3168 section 5): 0 not capable, 1 ECT(1), 2 ECT(0), 3 congestion experienced. */
  readonly ecn?: number;
}

export interface SentSegment extends Required<
  Omit<ScriptedSegment, 'timestamps' | 'port' | 'peerPort' | 'stamp' | 'rawEcho' | 'sack' | 'echo'>
> {
  readonly at: number;
  /** TSval and TSecr; undefined without timestamps. */
  readonly stamps: readonly [number, number] | undefined;
  readonly sack: readonly (readonly [number, number])[];
  readonly reason: number;
}

export class TcpScript {
  readonly events = new EventQueue();
  readonly writer = new TraceWriter();
  readonly endpoint: TcpEndpoint;
  /** The stream opened by `connect` or accepted by the listener. */
  stream: ByteStream | undefined;
  /** What the application was told, in order: `open`, `data 100`, `end`, `room`, `error ETIMEDOUT`, `closed`. */
  readonly told: string[] = [];
  /** Every segment that the endpoint sent. */
  readonly sent: SentSegment[] = [];
  private checked = 0;
  private localPort = 0;
  /** Our initial sequence number towards each port of the peer's. */
  private readonly initialSequences = new Map<number, number>();
  private lastTimestamp = 0;

  constructor(settings: TcpSettings = {}, beyond: Partial<EndpointParameters> = {}, pathMtu = 1500) {
    this.endpoint = new TcpEndpoint({
      device: 0,
      parameters: {
        ...resolveTcp({
          timestamps: false,
          selectiveAcknowledgement: false,
          windowScale: false,
          ...settings,
        }),
        ...beyond,
      },
      events: this.events,
      writer: this.writer,
      contents: new Contents(this.writer),
      random: randomStream(7, 'script'),
      transmit: (packet) => this.collect(packet),
      pathMtu: () => pathMtu,
      deviceOf: (address) => (address === localAddress ? 0 : 1),
    });
  }

  /** Lets virtual time pass up to a moment (`'150ms'`), running what is due until then. */
  at(time: string): this {
    const until = nanoseconds(time);
    while (this.events.nextTime() <= until) this.runNext();
    this.writer.now = until;
    this.writer.cause = none;
    return this;
  }

  /** Lets virtual time pass until something is sent beyond the first `count` segments; false: nothing was by that time. */
  runUntilSent(count: number, until: number): boolean {
    while (this.sent.length <= count && this.events.nextTime() <= until) this.runNext();
    return this.sent.length > count;
  }

  connect(): this {
    this.stream = this.endpoint.connect(localAddress, remoteAddress, remotePort, this.listener());
    return this;
  }

  /** `ceiling`: how many connections the application serves at once. */
  listen(ceiling?: number): this {
    this.localPort = localPortOfServer;
    this.endpoint.listen(localPortOfServer, () => this.listener(), ceiling);
    return this;
  }

  write(bytes: number): this {
    this.opened().write('', bytes);
    return this;
  }
  close(): this {
    this.opened().close();
    return this;
  }
  abort(): this {
    this.opened().abort();
    return this;
  }
  pauseReading(): this {
    this.opened().pauseReading();
    return this;
  }
  resumeReading(): this {
    this.opened().resumeReading();
    return this;
  }

  /** Puts a segment of the peer's in at the present time. */
  inject(segment: ScriptedSegment): this {
    const fields = new SegmentFields();
    fields.sourceAddress = remoteAddress;
    fields.destinationAddress = localAddress;
    fields.sourcePort = segment.peerPort ?? remotePort;
    fields.destinationPort = segment.port ?? this.localPort;
    fields.connection = this.stream?.connection ?? this.newConnection(segment);
    fields.relativeSequence = segment.seq ?? 0;
    fields.sequence = (peerInitialSequence + (segment.seq ?? 0)) >>> 0;
    fields.relativeAcknowledgement = segment.ack ?? 0;
    const base = this.initialSequences.get(fields.sourcePort) ?? 0;
    fields.acknowledgement = segment.ack === undefined ? 0 : (base + segment.ack) >>> 0;
    fields.payload = segment.length ?? 0;
    fields.window = segment.window ?? 65535;
    fields.flags = flagsOf(segment.flags);
    fields.trafficClass = segment.ecn ?? 0;
    this.options(fields, segment, base);
    const packet = this.writer.packet(fields);
    this.endpoint.receive(packet, none);
    return this;
  }

  /** The next segment that the endpoint sent, which must have left at the present time. */
  expect(segment: ScriptedSegment): this {
    const actual = this.sent[this.checked];
    expect(actual, `a segment ${JSON.stringify(segment)} at ${this.writer.now} ns`).toBeDefined();
    this.checked += 1;
    if (!actual) return this;
    const compared: Partial<ScriptedSegment> = { ...segment };
    delete (compared as { timestamps?: boolean }).timestamps;
    expect(actual).toMatchObject({ ...compared, at: this.writer.now });
    return this;
  }

  /** Nothing more was sent up to the present time. */
  expectNothing(): this {
    expect(this.sent.slice(this.checked)).toEqual([]);
    return this;
  }

  /** Skips the segments sent so far. */
  skip(): this {
    this.checked = this.sent.length;
    return this;
  }

  /** The state of the connection, as the last tcp.state record has it. */
  get state(): string {
    const { trace } = this.writer;
    for (let seq = trace.records.length - 1; seq >= 0; seq--)
      if (trace.kind(seq) === 30) return tcpStates[trace.detail(seq)] ?? '';
    return 'CLOSED';
  }

  /** The reason the ledger gives for the last segment checked. */
  get lastReason(): number {
    return this.sent[this.checked - 1]?.reason ?? 0;
  }

  private runNext(): void {
    this.events.pop();
    this.writer.now = this.events.time;
    this.writer.cause = none;
    if (this.events.kind === EventKind.tcpTimer) this.endpoint.timerDue(this.events.b);
    else if (this.events.kind === EventKind.timeWait) this.endpoint.timeWaitDue();
  }

  private listener(): StreamListener {
    return {
      onOpen: (stream) => {
        this.stream = stream;
        this.told.push('open');
      },
      onData: (_stream, bytes) => this.told.push(`data ${bytes}`),
      onEnd: () => this.told.push('end'),
      onError: (_stream, error) => this.told.push(`error ${appErrors[error] ?? ''}`),
      onClosed: () => this.told.push('closed'),
      onRoom: () => this.told.push('room'),
    };
  }

  private opened(): ByteStream {
    if (!this.stream) throw new Error('no stream yet');
    return this.stream;
  }

  /** A scripted client's SYN begins a connection of its own in the trace. */
  private newConnection(segment: ScriptedSegment): number {
    const { connections } = this.writer.trace;
    if (flagsOf(segment.flags) === TcpFlag.syn)
      connections.push(
        connectionRow(
          'tcp',
          { device: 1, address: remoteAddress, port: remotePort },
          { device: 0, address: localAddress, port: this.localPort },
        ),
      );
    return Math.max(0, connections.length - 1);
  }

  private options(fields: SegmentFields, segment: ScriptedSegment, base: number): void {
    if (segment.mss !== undefined) {
      fields.options |= PacketOption.mss;
      fields.maximumSegmentSize = segment.mss;
    }
    if (segment.windowScale !== undefined) {
      fields.options |= PacketOption.windowScale;
      fields.windowScale = segment.windowScale;
    }
    if (segment.sackPermitted) fields.options |= PacketOption.sackPermitted;
    if (segment.timestamps) {
      fields.options |= PacketOption.timestamps;
      fields.timestampValue = segment.stamp ?? 1000 + Math.floor(this.writer.now / 1e6);
      fields.timestampEcho =
        segment.rawEcho ??
        (segment.echo === undefined
          ? this.lastTimestamp
          : (this.lastTimestamp - Math.floor(this.writer.now / 1e6) + segment.echo) >>> 0);
    }
    if (segment.sack) {
      fields.options |= PacketOption.sack;
      fields.sackBlocks = segment.sack.length;
      segment.sack.forEach(([left, right], index) => {
        fields.sackEdges[index * 2] = (base + left) >>> 0;
        fields.sackEdges[index * 2 + 1] = (base + right) >>> 0;
      });
    }
  }

  private collect(packet: number): void {
    const { trace, now } = this.writer;
    if (trace.flags(packet) & TcpFlag.syn) {
      this.initialSequences.set(trace.destinationPort(packet), trace.sequence(packet));
      this.localPort = trace.sourcePort(packet);
    }
    if (trace.options(packet) & PacketOption.timestamps) this.lastTimestamp = trace.timestampValue(packet);
    const options = trace.options(packet);
    const blocks = trace.sackBlockCount(packet);
    const first = trace.firstSackBlock(packet);
    this.sent.push({
      at: now,
      flags: tcpFlagNames(trace.flags(packet)).join(' '),
      seq: trace.relativeSequence(packet),
      ack: relativeAcknowledgement(trace, packet),
      length: trace.payloadBytes(packet),
      window: trace.window(packet),
      mss: options & PacketOption.mss ? trace.mssOption(packet) : 0,
      windowScale: options & PacketOption.windowScale ? trace.windowScaleOption(packet) : -1,
      sackPermitted: (options & PacketOption.sackPermitted) !== 0,
      sack: Array.from({ length: blocks }, (_, block) => [
        (trace.sackEdge(first + block, 0) - peerInitialSequence) >>> 0,
        (trace.sackEdge(first + block, 1) - peerInitialSequence) >>> 0,
      ]),
      ecn: trace.trafficClass(packet) & 3,
      stamps:
        options & PacketOption.timestamps
          ? [trace.timestampValue(packet), trace.timestampEcho(packet)]
          : undefined,
      reason: trace.detail(trace.records.length - 1),
    });
  }
}

function nanoseconds(time: string): number {
  const parsed = parseDuration(time);
  if (!parsed.ok) throw new TypeError(`${time}: ${parsed.allowed}`);
  return parsed.value;
}

function flagsOf(text: string): number {
  let flags = 0;
  for (const name of text.split(' ').filter(Boolean))
    flags |= TcpFlag[name.toLowerCase() as keyof typeof TcpFlag];
  return flags;
}

/** A connection opened by the endpoint, established at 100 ms over a path of 100 ms, with nothing sent since. */
export function establishedClient(
  settings: TcpSettings = {},
  peer: Partial<ScriptedSegment> = {},
): TcpScript {
  return new TcpScript(settings)
    .at('0ms')
    .connect()
    .expect({ flags: 'SYN', seq: 0 })
    .at('100ms')
    .inject({ flags: 'SYN ACK', seq: 0, ack: 1, mss: 1460, ...peer })
    .expect({ flags: 'ACK', seq: 1, ack: 1, length: 0 });
}

/** A connection accepted by the endpoint, established at 100 ms over a path of 100 ms. */
export function establishedServer(
  settings: TcpSettings = {},
  peer: Partial<ScriptedSegment> = {},
): TcpScript {
  return new TcpScript(settings)
    .listen()
    .at('0ms')
    .inject({ flags: 'SYN', seq: 0, mss: 1460, ...peer })
    .expect({ flags: 'SYN ACK', seq: 0, ack: 1 })
    .at('100ms')
    .inject({ flags: 'ACK', seq: 1, ack: 1, ...(peer.timestamps ? { timestamps: true } : {}) });
}
