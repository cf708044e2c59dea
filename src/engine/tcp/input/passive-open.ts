import { PacketOption, TcpFlag } from '../../../shared/trace/packet';
import { DropReason, SegmentReason } from '../../../shared/trace/record';
import type { StreamListener } from '../../transport/byte-stream';
import type { AcceptQueue } from '../connection/accept-queue';
import type { ConnectionOperations, TcpConnection } from '../connection/connection';
import { TcpEvent, TcpState } from '../connection/connection-machine';
import type { ConnectionTable } from '../connection/connection-table';
import type { TcpEnvironment } from '../connection/environment';
import type { HandshakeInput } from './handshake-input';
import type { Lifecycle } from '../lifetime/lifecycle';
import type { Listeners } from '../connection/listeners';
import type { SegmentInput } from './segment-input';
import type { SegmentOutput } from '../sending/segment-output';
import { offerInSyn, windowInSyn } from '../connection/receive-window';
import { SynCookies, cookieSegmentSize } from './syn-cookies';
import type { Timers } from '../connection/timers';

/** Hears a connection until the application has accepted it. */
const nobody: StreamListener = {
  onOpen: () => undefined,
  onData: () => undefined,
  onEnd: () => undefined,
  onError: () => undefined,
  onClosed: () => undefined,
};

/** How a listening port answers: SYNs, the SYN backlog, and its cookies. */
export class PassiveOpen {
  private readonly cookies: SynCookies;

  constructor(
    private readonly environment: TcpEnvironment,
    private readonly output: SegmentOutput,
    private readonly input: SegmentInput,
    private readonly handshake: HandshakeInput,
    private readonly table: ConnectionTable,
    private readonly listeners: Listeners,
    private readonly lifecycle: Lifecycle,
    private readonly timers: Timers,
    private readonly operations: ConnectionOperations,
  ) {
    this.cookies = new SynCookies(environment.random.unsigned32());
  }

  /** A segment that belongs to no connection; says whether a listener took it (or dropped it). */
  take(packet: number): boolean {
    const { trace } = this.environment.writer;
    const queue = this.listeners.on(trace.destinationPort(packet));
    if (!queue) return false;
    const flags = trace.flags(packet);
    // RFC 9293 section 3.10.7.2: a reset is ignored; an ACK is refused, unless it carries our cookie.
    if (flags & TcpFlag.rst) return true;
    if (flags & TcpFlag.ack) return !(flags & TcpFlag.syn) && this.takeCookie(queue, packet);
    // What is neither is dropped; so does Linux with a SYN that is a FIN too.
    if (flags & TcpFlag.syn && !(flags & TcpFlag.fin)) this.takeSyn(queue, packet);
    return true;
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
    this.handshake.takeSyn(connection, packet);
    this.lifecycle.react(connection, TcpEvent.syn);
    this.timers.arm(connection);
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
      const segment = this.handshake.segmentSizeTowards(
        fields.sourceAddress,
        fields.destinationAddress,
        cookieSegmentSize(announced),
      );
      fields.window = windowInSyn(this.environment.parameters.receiveBuffer, segment);
      fields.options = PacketOption.mss;
      fields.maximumSegmentSize = this.output.announcedSegmentSize(
        fields.sourceAddress,
        fields.destinationAddress,
      );
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
    if (queue.isFull) {
      // Nothing is remembered of it; the peer's first data brings the cookie again.
      this.drop(packet, DropReason.acceptQueueFull);
      return true;
    }
    const connection = this.open(packet);
    connection.state = TcpState.synReceived;
    queue.halfOpen += 1;
    connection.initialSendSequence = cookie;
    connection.sendNext = 1;
    connection.synTransmissions = 2;
    connection.initialReceiveSequence = sequence;
    connection.receiveNext = 1;
    this.handshake.agreeSegmentSize(connection, segmentSize);
    connection.lastAcknowledged = 1;
    offerInSyn(connection);
    this.input.take(connection, packet);
    return true;
  }

  private open(packet: number): TcpConnection {
    const { trace } = this.environment.writer;
    const connection = this.table.create(
      {
        localAddress: trace.destinationAddress(packet),
        localPort: trace.destinationPort(packet),
        remoteAddress: trace.sourceAddress(packet),
        remotePort: trace.sourcePort(packet),
      },
      nobody,
      this.operations,
    );
    connection.passive = true;
    connection.connection = trace.connectionOfPacket(packet);
    connection.end = 1;
    return connection;
  }

  private drop(packet: number, reason: number): void {
    const { writer, device } = this.environment;
    const connection = writer.trace.connectionOfPacket(packet);
    writer.ipDrop(device, packet, connection, reason);
  }
}
