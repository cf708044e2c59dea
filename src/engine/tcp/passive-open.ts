import { PacketOption, TcpFlag } from '../../shared/trace/packet';
import { DropReason, RecordKind, SegmentReason, none } from '../../shared/trace/record';
import type { StreamListener } from '../transport/byte-stream';
import { AcceptQueue } from './accept-queue';
import type { TcpConnection } from './connection';
import { TcpEvent, TcpState } from './connection-machine';
import type { TcpEnvironment } from './environment';
import type { SegmentInput } from './segment-input';
import type { SegmentOutput } from './segment-output';
import { SynCookies } from './syn-cookies';

/** What opening passively needs of the endpoint. */
export interface PassiveOwner {
  create(
    localAddress: number,
    localPort: number,
    remoteAddress: number,
    remotePort: number,
    listener: StreamListener,
  ): TcpConnection;
  react(connection: TcpConnection, event: number): void;
  arm(connection: TcpConnection): void;
}

/** Hears a connection until the application has accepted it. */
const nobody: StreamListener = {
  onOpen: () => undefined,
  onData: () => undefined,
  onEnd: () => undefined,
  onError: () => undefined,
  onClosed: () => undefined,
};

/** Listening ports: SYNs, the SYN backlog and its cookies, the accept queue. */
export class PassiveOpen {
  private readonly queues = new Map<number, AcceptQueue>();
  private readonly cookies: SynCookies;

  constructor(
    private readonly environment: TcpEnvironment,
    private readonly output: SegmentOutput,
    private readonly input: SegmentInput,
    private readonly owner: PassiveOwner,
  ) {
    this.cookies = new SynCookies(environment.random.unsigned32());
  }

  listen(port: number, accept: () => StreamListener, ceiling: number): void {
    const { writer, device, parameters } = this.environment;
    const queue = new AcceptQueue(accept, ceiling, parameters.acceptQueue, ({ connection }) =>
      writer.record(RecordKind.tcpAccept, device, none, connection, queue.waitingCount, 0, 0),
    );
    this.queues.set(port, queue);
  }

  /** A segment that belongs to no connection; says whether a listener took it (or dropped it). */
  take(packet: number): boolean {
    const { trace } = this.environment.writer;
    const queue = this.queues.get(trace.destinationPort(packet));
    if (!queue) return false;
    const kind = trace.flags(packet) & (TcpFlag.syn | TcpFlag.ack | TcpFlag.rst);
    if (kind === TcpFlag.syn) {
      this.takeSyn(queue, packet);
      return true;
    }
    return kind === TcpFlag.ack && this.takeCookie(queue, packet);
  }

  /** Whether a handshake may be finished: Linux ignores its last ACK, or resets, while the accept queue is full. */
  mayEstablish(connection: TcpConnection, packet: number): boolean {
    const queue = this.queues.get(connection.localPort);
    if (!queue?.isFull) return true;
    this.drop(packet, DropReason.acceptQueueFull);
    if (this.environment.parameters.acceptOverflow === 'reset') this.owner.react(connection, TcpEvent.abort);
    return false;
  }

  established(connection: TcpConnection): void {
    this.queues.get(connection.localPort)?.enter(connection);
  }

  /** A passively opened connection leaves SYN-RECEIVED. */
  leaveHalfOpen(connection: TcpConnection): void {
    const queue = connection.passive ? this.queues.get(connection.localPort) : undefined;
    if (queue) queue.halfOpen -= 1;
  }

  /** A passively opened connection is gone, or in TIME-WAIT: its application has nothing more to do. */
  gone(connection: TcpConnection): void {
    this.queues.get(connection.localPort)?.leave(connection);
  }

  private takeSyn(queue: AcceptQueue, packet: number): void {
    const { parameters } = this.environment;
    if (queue.isFull) this.drop(packet, DropReason.acceptQueueFull);
    else if (queue.halfOpen < parameters.synBacklog) this.remember(queue, packet);
    else if (parameters.synCookies) this.answerWithCookie(packet);
    else this.drop(packet, DropReason.synBacklogFull);
  }

  private remember(queue: AcceptQueue, packet: number): void {
    const connection = this.open(packet);
    connection.state = TcpState.listen;
    queue.halfOpen += 1;
    this.input.takeSyn(connection, packet);
    this.owner.react(connection, TcpEvent.syn);
    this.owner.arm(connection);
  }

  private answerWithCookie(packet: number): void {
    const { writer } = this.environment;
    const { trace } = writer;
    const announced = trace.options(packet) & PacketOption.mss ? trace.mssOption(packet) : 536;
    this.output.sendFields((fields) => {
      fields.sourceAddress = trace.destinationAddress(packet);
      fields.destinationAddress = trace.sourceAddress(packet);
      fields.sourcePort = trace.destinationPort(packet);
      fields.destinationPort = trace.sourcePort(packet);
      fields.connection = trace.connectionOfPacket(packet);
      fields.flags = TcpFlag.syn | TcpFlag.ack;
      fields.relativeSequence = 0;
      fields.sequence = this.cookies.make(
        fields.destinationAddress,
        fields.destinationPort,
        fields.sourcePort,
        trace.sequence(packet),
        announced,
      );
      fields.acknowledgement = (trace.sequence(packet) + 1) >>> 0;
      fields.relativeAcknowledgement = 1;
      fields.window = 65535;
      fields.options = PacketOption.mss;
      fields.maximumSegmentSize = 1460;
    }, SegmentReason.synAck);
  }

  /** The third segment of a handshake that began with a cookie: the connection is made from it. */
  private takeCookie(queue: AcceptQueue, packet: number): boolean {
    const { trace } = this.environment.writer;
    if (!this.environment.parameters.synCookies) return false;
    const cookie = (trace.acknowledgement(packet) - 1) >>> 0;
    const sequence = (trace.sequence(packet) - 1) >>> 0;
    const segmentSize = this.cookies.check(
      cookie,
      trace.sourceAddress(packet),
      trace.sourcePort(packet),
      trace.destinationPort(packet),
      sequence,
    );
    if (segmentSize === undefined) return false;
    const connection = this.open(packet);
    connection.state = TcpState.synReceived;
    queue.halfOpen += 1;
    connection.initialSendSequence = cookie;
    connection.sendNext = 1;
    connection.synTransmissions = 2;
    connection.initialReceiveSequence = sequence;
    connection.receiveNext = 1;
    connection.receiveEdge = 1 + 65535;
    connection.maximumSegmentSize = segmentSize;
    this.input.take(connection, packet);
    return true;
  }

  private open(packet: number): TcpConnection {
    const { trace } = this.environment.writer;
    const connection = this.owner.create(
      trace.destinationAddress(packet),
      trace.destinationPort(packet),
      trace.sourceAddress(packet),
      trace.sourcePort(packet),
      nobody,
    );
    connection.passive = true;
    connection.connection = trace.connectionOfPacket(packet);
    connection.end = 1;
    return connection;
  }

  private drop(packet: number, reason: number): void {
    const { writer, device } = this.environment;
    const connection = writer.trace.connectionOfPacket(packet);
    writer.record(RecordKind.ipDrop, device, packet, connection, 0, 0, reason);
  }
}
