import type { LabLink } from '../../../shared/lab/lab';
import { resolveQuic } from '../../../shared/protocols/protocol-parameters';
import type { QuicSettings } from '../../../shared/lab/document';
import { QuicFrame, QuicPacketItem, quicStates } from '../../../shared/trace/quic';
import { RecordKind, appErrors } from '../../../shared/trace/record';
import type { Trace } from '../../../shared/trace/trace';
import { EventKind } from '../../kernel/event-kinds';
import { EventQueue } from '../../kernel/event-queue';
import { randomStream } from '../../kernel/random-streams';
import { LinkDirection } from '../../link/link-direction';
import { TlsLedger } from '../../tls/ledger';
import { SessionCache } from '../../tls/session-cache';
import type { TlsClientSettings, TlsServerSettings } from '../../tls/settings';
import { Contents } from '../../trace/contents';
import { TraceWriter } from '../../trace/trace-writer';
import type { StreamListener } from '../../transport/byte-stream';
import type {
  ConnectionListener,
  MultiplexedConnection,
  MultiplexedStream,
  StreamDirection,
} from '../../transport/multiplexed';
import { UdpEndpoint } from '../../udp/endpoint';
import { handshakeMessageLength } from '../../../wire/tls/handshake-lengths';
import { transportParameters } from '../connection/parameters';
import { QuicEndpoint } from '../endpoint';
import { TlsHandshakes } from '../handshake/tls-handshakes';

export const clientAddress = 0x0a000001;
export const serverAddress = 0x0a000002;
/** A second address of the client's, for migration. */
export const otherClientAddress = 0x0a000003;
const port = 443;

export interface PairSettings {
  /** One way, nanoseconds. */
  readonly delay?: number;
  readonly link?: Partial<LabLink>;
  readonly client?: QuicSettings;
  readonly server?: QuicSettings;
  readonly tlsClient?: Partial<TlsClientSettings>;
  readonly tlsServer?: Partial<TlsServerSettings>;
  /** The client was at the server before the run: it has a ticket. */
  readonly visitedBefore?: boolean;
  /** What the server declared on that visit, where it was something else than now. */
  readonly remembered?: QuicSettings;
  readonly seed?: number;
  readonly mtu?: number;
}

/** What arrived of one stream at one end. */
export interface StreamLog {
  readonly stream: MultiplexedStream;
  bytes: number;
  /** When the first and the last byte came, ns. */
  firstAt: number;
  lastAt: number;
  endAt: number;
  errors: string[];
  closed: number;
}

/** What an application at one end was told, and of its streams. */
export class Application implements ConnectionListener {
  readonly told: string[] = [];
  readonly streams = new Map<number, StreamLog>();
  connection: MultiplexedConnection | undefined;
  onOpenAction: (connection: MultiplexedConnection) => void = () => undefined;
  onEstablishedAction: (connection: MultiplexedConnection) => void = () => undefined;
  onStreamsAllowedAction: () => void = () => undefined;
  /** A stream of the peer's has ended, or begun. */
  onRequest: (stream: MultiplexedStream) => void = () => undefined;
  onAccepted: (stream: MultiplexedStream) => void = () => undefined;

  constructor(private readonly now: () => number) {}

  onOpen(connection: MultiplexedConnection): void {
    this.connection = connection;
    this.told.push('open');
    this.onOpenAction(connection);
  }
  onEstablished(connection: MultiplexedConnection): void {
    this.told.push(`established ${connection.applicationProtocol}`);
    this.onEstablishedAction(connection);
  }
  onStream(_connection: MultiplexedConnection, stream: MultiplexedStream): StreamListener {
    const listener = this.listen(stream);
    this.onAccepted(stream);
    return listener;
  }
  onStreamsAllowed(): void {
    this.told.push('streams allowed');
    this.onStreamsAllowedAction();
  }
  onError(_connection: MultiplexedConnection, error: number): void {
    this.told.push(`error ${appErrors[error] ?? ''}`);
  }
  onClosed(): void {
    this.told.push('closed');
  }

  /** Opens a stream of this end's, if it may. */
  open(direction: StreamDirection = 'bidirectional'): MultiplexedStream | undefined {
    const logs: StreamLog[] = [];
    const stream = this.connection?.open(direction, this.logger(logs));
    if (stream) {
      const log = newLog(stream);
      logs.push(log);
      this.streams.set(stream.stream, log);
    }
    return stream;
  }

  log(stream: number): StreamLog {
    const log = this.streams.get(stream);
    if (!log) throw new Error(`no stream ${stream}`);
    return log;
  }

  private listen(stream: MultiplexedStream): StreamListener {
    const log = newLog(stream);
    this.streams.set(stream.stream, log);
    return this.logger([log]);
  }

  private logger(logs: readonly StreamLog[]): StreamListener {
    const log = () => logs[0] as StreamLog;
    return {
      onOpen: () => undefined,
      onData: (_stream, bytes, total) => {
        const entry = log();
        if (entry.bytes + bytes !== total) throw new Error('bytes out of order');
        if (entry.bytes === 0) entry.firstAt = this.now();
        entry.bytes = total;
        entry.lastAt = this.now();
      },
      onEnd: () => {
        log().endAt = this.now();
        this.onRequest(log().stream);
      },
      onError: (_stream, error) => log().errors.push(appErrors[error] ?? ''),
      onClosed: () => {
        log().closed += 1;
      },
    };
  }
}

function newLog(stream: MultiplexedStream): StreamLog {
  return { stream, bytes: 0, firstAt: -1, lastAt: -1, endAt: -1, errors: [], closed: 0 };
}

/** A frame as a capture shows it. */
export interface CapturedFrame {
  readonly at: number;
  readonly end: 0 | 1;
  /** QuicPacketItem of the packet that it was in. */
  readonly packetType: number;
  readonly packetNumber: number;
  readonly type: number;
  readonly stream: number;
  readonly offset: number;
  readonly length: number;
  readonly datagram: number;
}

/** A client and a server joined by one link, with everything that a link can do to frames. */
export class QuicPair {
  readonly events = new EventQueue();
  readonly writer = new TraceWriter();
  readonly contents = new Contents(this.writer);
  readonly client: QuicEndpoint;
  readonly server: QuicEndpoint;
  readonly clientUdp: UdpEndpoint;
  readonly serverUdp: UdpEndpoint;
  readonly applications: readonly [Application, Application];
  readonly sessions = new SessionCache();
  readonly directions: readonly [LinkDirection, LinkDirection];
  private readonly ledger: TlsLedger;
  private readonly later: (() => void)[] = [];

  constructor(private readonly settings: PairSettings = {}) {
    const { writer, events } = this;
    writer.runStart(settings.seed ?? 1);
    this.ledger = new TlsLedger(writer.trace);
    const link = linkOf(settings);
    const arrive = (direction: number, packet: number, _life: number, arrival: number) => {
      if (direction === 0) this.serverUdp.receive(packet, arrival);
      else this.clientUdp.receive(packet, arrival);
    };
    const seed = settings.seed ?? 1;
    this.directions = [
      new LinkDirection(0, link, seed, events, writer, arrive),
      new LinkDirection(1, link, seed, events, writer, arrive),
    ];
    this.clientUdp = this.udp(0);
    this.serverUdp = this.udp(1);
    this.client = this.endpoint(0, this.clientUdp);
    this.server = this.endpoint(1, this.serverUdp);
    const now = () => writer.now;
    this.applications = [new Application(now), new Application(now)];
    if (settings.visitedBefore) this.rememberVisit(settings.remembered ?? settings.server);
    this.server.listen(port, () => this.applications[1]);
  }

  get trace(): Trace {
    return this.writer.trace;
  }

  connect(): MultiplexedConnection {
    const [application] = this.applications;
    const connection = this.connectFrom(clientAddress, port);
    if (!connection) throw new Error('no port');
    application.connection = connection;
    return connection;
  }

  /** Opens another connection of the client's, from one of its addresses to a port of the server's. */
  connectFrom(address: number, remotePort = port): MultiplexedConnection | undefined {
    const tls = {
      settings: { ...tlsClient, ...this.settings.tlsClient },
      sessions: this.sessions,
      server: 'server',
    };
    return this.client.connect(address, serverAddress, remotePort, this.applications[0], tls);
  }

  /** Lets an action happen at a time (ns). */
  at(time: number, action: () => void): this {
    this.run(time);
    this.writer.now = time;
    this.writer.cause = 0xffffffff;
    action();
    return this;
  }

  /** Has an action happen at a time, whatever is run until then. */
  schedule(time: number, action: () => void): void {
    this.later.push(action);
    this.events.push(time, EventKind.script, 0, this.later.length - 1);
  }

  /** Runs all events up to a time. */
  run(until = Infinity): this {
    while (this.events.nextTime() <= until && this.events.pop()) {
      this.writer.now = this.events.time;
      this.writer.cause = 0xffffffff;
      const { kind, a, b } = this.events;
      if (kind === EventKind.linkArrival) this.directions[a as 0 | 1].arrive(b);
      else if (kind === EventKind.linkStray) this.directions[a as 0 | 1].meetFate(b);
      else if (kind === EventKind.script) this.later[b]?.();
      else if (a === 0) this.client.timerDue(b);
      else this.server.timerDue(b);
    }
    return this;
  }

  /** The state of an end of the connection. */
  state(end: 0 | 1): string {
    const { trace } = this;
    for (let seq = trace.records.length - 1; seq >= 0; seq--)
      if (trace.kind(seq) === RecordKind.quicState && trace.place(seq) === end)
        return quicStates[trace.detail(seq)] ?? '';
    return 'IDLE';
  }

  /** Seqs of all records of a kind, at one end where one is given. */
  records(kind: number, end?: 0 | 1): number[] {
    const { trace } = this;
    const found: number[] = [];
    for (let seq = 0; seq < trace.records.length; seq++)
      if (trace.kind(seq) === kind && (end === undefined || trace.place(seq) === end)) found.push(seq);
    return found;
  }

  /** All frames sent, in order. */
  frames(): CapturedFrame[] {
    const { trace } = this;
    const found: CapturedFrame[] = [];
    for (const seq of this.records(RecordKind.quicSend)) {
      const datagram = trace.packet(seq);
      const first = trace.firstQuicItem(datagram);
      let packetType = 0;
      let packetNumber = 0;
      for (let item = first; item < first + trace.quicItemCount(datagram); item++) {
        const type = trace.quicItemType(item);
        if (type >= QuicPacketItem.initial) {
          packetType = type;
          packetNumber = trace.quicItemOffset(item);
          continue;
        }
        found.push({
          at: trace.time(seq),
          end: trace.place(seq) as 0 | 1,
          packetType,
          packetNumber,
          type,
          stream: trace.quicItemWord(item, 0),
          offset: trace.quicItemOffset(item),
          length: trace.quicItemWord(item, 1),
          datagram,
        });
      }
    }
    return found;
  }

  /** STREAM frames that an end sent. */
  streamFrames(end: 0 | 1): CapturedFrame[] {
    return this.frames().filter((frame) => frame.end === end && frame.type === QuicFrame.stream);
  }

  private rememberVisit(server: QuicSettings | undefined): void {
    this.sessions.rememberVisit('server', 0x0304, 'h3', transportParameters(resolveQuic(server)));
  }

  private udp(device: 0 | 1): UdpEndpoint {
    return new UdpEndpoint({
      device,
      writer: this.writer,
      contents: this.contents,
      ephemeralPorts: { from: 50000, to: 60000 },
      transmit: (packet, _destination, bytes, cause) =>
        this.directions[device].send(packet, bytes, 64, cause),
      deviceOf: (address) => (address === serverAddress ? 1 : 0),
    });
  }

  private endpoint(device: 0 | 1, udp: UdpEndpoint): QuicEndpoint {
    const { settings, writer, events } = this;
    const handshakes = new TlsHandshakes({
      environment: {
        device,
        writer,
        ledger: this.ledger,
        messageLength: handshakeMessageLength,
        later: (delay, action) => {
          this.later.push(action);
          events.push(writer.now + delay, EventKind.script, device, this.later.length - 1);
        },
      },
      server: { ...tlsServer, ...settings.tlsServer },
    });
    return new QuicEndpoint({
      device,
      parameters: resolveQuic(device === 0 ? settings.client : settings.server),
      events,
      writer,
      contents: this.contents,
      random: randomStream(settings.seed ?? 1, `quic ${device}`),
      udp,
      handshakes,
      pathMtu: () => settings.mtu ?? 1500,
      deviceOf: (address) => (address === serverAddress ? 1 : 0),
    });
  }
}

const tlsClient: TlsClientSettings = {
  versions: [0x0304],
  protocols: ['h3'],
  serverName: 'server',
  resumes: true,
  earlyData: true,
  processing: 0,
};
const tlsServer: TlsServerSettings = {
  versions: [0x0304],
  protocols: ['h3'],
  certificateBytes: 2000,
  tickets: 1,
  acceptsEarlyData: true,
  processing: 0,
  processingResumed: 0,
};

function linkOf(settings: PairSettings): LabLink {
  return {
    index: 0,
    id: 'link',
    devices: [0, 1],
    addresses: [clientAddress, serverAddress],
    bandwidth: 1e12,
    delay: settings.delay ?? 50e6,
    mtu: settings.mtu ?? 1500,
    queuePackets: 1e6,
    queueBytes: 1e12,
    frameOverhead: 24,
    markAt: Infinity,
    loss: 0,
    burst: undefined,
    duplicate: 0,
    corrupt: 0,
    reorder: 0,
    reorderBy: 0,
    jitter: 0,
    ...settings.link,
  };
}
