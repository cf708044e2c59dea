import { TcpFlag } from '../../shared/trace/packet';
import { AppError, RecordKind, SegmentReason, none } from '../../shared/trace/record';
import { noTransition } from '../kernel/machine-table';
import type { CarrierStream, StreamListener, StreamTransport } from '../transport/byte-stream';
import { UnlimitedController } from '../transport/congestion/controller';
import { Acknowledgements } from './acknowledgement';
import { TcpConnection, type ConnectionOperations } from './connection';
import { TcpAction, TcpEvent, TcpState } from './connection-machine';
import type { TcpEnvironment } from './environment';
import { EphemeralPorts } from '../transport/ephemeral-ports';
import { FourTupleTable } from '../transport/four-tuple-table';
import { PassiveOpen, type PassiveOwner } from './passive-open';
import { Receiver } from './receiver';
import { Recovery } from './recovery';
import { SegmentInput, type SegmentOwner } from './segment-input';
import { SegmentOutput } from './segment-output';
import { SentSegments } from './sent-segments';
import { Sender } from './sender';
import { TimeWaitHost } from './time-wait-host';
import { Timers, type TimerOwner } from './timers';
import { actionsOf, nextState } from './transitions';

/** Marks a four-tuple's value as a TIME-WAIT slot rather than a connection's. */
const inTimeWait = 0x40000000;

/** Stands in until the handshake has settled the segment size. */
const beforeHandshake = new UnlimitedController(536);

/**
 * TCP on one host: finds the connection for a segment, opens and accepts connections, and carries out what their
 * machines say. Protocol behaviour sits beside it: `segment-input`, `segment-output`, `sender`, `receiver`,
 * `acknowledgement`, `timers`, `time-wait-host`.
 */
export class TcpEndpoint
  implements StreamTransport<CarrierStream>, ConnectionOperations, TimerOwner, SegmentOwner, PassiveOwner
{
  private readonly connections: (TcpConnection | undefined)[] = [];
  private readonly freeSlots: number[] = [];
  private readonly spareScoreboards: SentSegments[] = [];
  private readonly fourTuples = new FourTupleTable();
  private readonly passive: PassiveOpen;
  private readonly ports: EphemeralPorts;
  private openings = 0;
  private readonly output: SegmentOutput;
  private readonly sender: Sender;
  private readonly receiver: Receiver;
  private readonly timers: Timers;
  private readonly input: SegmentInput;
  private readonly timeWait: TimeWaitHost;

  constructor(private readonly environment: TcpEnvironment) {
    const { from, to } = environment.parameters.ephemeralPorts;
    this.ports = new EphemeralPorts(from, to);
    this.output = new SegmentOutput(environment);
    this.sender = new Sender(environment, this.output);
    this.receiver = new Receiver(environment, this.output);
    const recovery = new Recovery(environment, this.sender);
    const acknowledgements = new Acknowledgements(environment, this.sender, recovery);
    this.timers = new Timers(environment, this.output, this.sender, recovery, this);
    this.input = new SegmentInput(
      environment,
      this.output,
      this.sender,
      this.receiver,
      acknowledgements,
      this.timers,
      this,
    );
    this.passive = new PassiveOpen(environment, this.output, this.input, this);
    this.timeWait = new TimeWaitHost(environment, this.output, (entry) => {
      this.forget(
        entry.localAddress,
        entry.localPort,
        entry.remoteAddress,
        entry.remotePort,
        entry.ephemeral,
      );
    });
  }

  /** Opens a connection from `localAddress`, or from one of those that follow it where the host has several. */
  connect(
    localAddress: number,
    remoteAddress: number,
    remotePort: number,
    listener: StreamListener<CarrierStream>,
  ): CarrierStream | undefined {
    const { sourceAddresses, timeWaitReuse } = this.environment.parameters;
    const first = this.openings++ % sourceAddresses;
    for (const reuses of timeWaitReuse ? [false, true] : [false]) {
      for (let tried = 0; tried < sourceAddresses; tried++) {
        const address = localAddress + ((first + tried) % sourceAddresses);
        if (reuses && !this.timeWait.reuseOldest(address, remoteAddress, remotePort)) continue;
        const port = this.takePort(address, remoteAddress, remotePort);
        if (port >= 0) return this.open(address, port, remoteAddress, remotePort, listener, true);
      }
    }
    return undefined;
  }

  private takePort(localAddress: number, remoteAddress: number, remotePort: number): number {
    return this.ports.take(
      localAddress,
      remoteAddress,
      remotePort,
      (candidate) => this.fourTuples.find(localAddress, candidate, remoteAddress, remotePort) >= 0,
    );
  }

  /** Opens a connection from a port of the caller's choice; undefined when that four-tuple is taken. */
  connectFrom(
    localAddress: number,
    localPort: number,
    remoteAddress: number,
    remotePort: number,
    listener: StreamListener<CarrierStream>,
  ): CarrierStream | undefined {
    if (this.fourTuples.find(localAddress, localPort, remoteAddress, remotePort) >= 0) return undefined;
    return this.open(localAddress, localPort, remoteAddress, remotePort, listener, false);
  }

  listen(port: number, accept: () => StreamListener<CarrierStream>, ceiling = Infinity): void {
    this.passive.listen(port, accept, ceiling);
  }

  /** A segment has arrived for this host; `arrival` is its link.arrive record. */
  receive(packet: number, arrival: number): void {
    const { writer } = this.environment;
    const { trace } = writer;
    writer.cause = arrival;
    const value = this.fourTuples.find(
      trace.destinationAddress(packet),
      trace.destinationPort(packet),
      trace.sourceAddress(packet),
      trace.sourcePort(packet),
    );
    if (value < 0) {
      this.receiveUnknown(packet);
    } else if (value >= inTimeWait) {
      if (this.timeWait.takeSegment(value - inTimeWait, packet)) this.receiveUnknown(packet);
    } else {
      const connection = this.connections[value];
      if (connection) this.input.take(connection, packet);
    }
  }

  /** EventKind.tcpTimer. */
  timerDue(slot: number): void {
    const connection = this.connections[slot];
    if (!connection) return;
    this.timers.fire(connection);
    if (connection.state !== TcpState.closed) this.timers.arm(connection);
  }

  /** EventKind.timeWait. */
  timeWaitDue(): void {
    this.timeWait.expire();
  }

  /**
   * The host is gone, and every connection with it: the machines abort, but no segment leaves and no application is
   * told. The endpoint is of no use afterwards.
   */
  vanish(): void {
    const { writer, device } = this.environment;
    for (const connection of this.connections) {
      if (!connection) continue;
      const to = nextState(connection.state, TcpEvent.abort);
      const change = connection.state | (to << 8) | (TcpEvent.abort << 16);
      writer.record(RecordKind.tcpState, device, none, connection.connection, change, none, to);
      connection.state = to;
      this.timers.stopAll(connection);
    }
    this.connections.length = 0;
    this.timeWait.vanish();
  }

  /** How many connections wait in TIME-WAIT. */
  get timeWaitCount(): number {
    return this.timeWait.table.size;
  }

  write(connection: TcpConnection, text: string, filler: number, request: number): void {
    if (!this.mayWrite(connection)) return;
    this.append(connection, text.length, text, request);
    this.append(connection, filler, undefined, request);
    this.sendWritten(connection);
  }

  carry(connection: TcpConnection, bytes: number): void {
    if (!this.mayWrite(connection)) return;
    connection.writtenEnd += bytes;
    this.sendWritten(connection);
  }

  close(connection: TcpConnection): void {
    if (connection.unreadBytes > 0) {
      // RFC 2525 section 2.17: data that nobody will read is answered with a reset, as Linux does.
      this.abort(connection);
      return;
    }
    this.react(connection, TcpEvent.close);
    if (connection.state !== TcpState.closed) this.timers.arm(connection);
  }

  abort(connection: TcpConnection): void {
    // In TIME-WAIT there is no connection any more, only the entry.
    if (connection.state === TcpState.timeWait) return;
    this.react(connection, TcpEvent.abort);
  }

  resume(connection: TcpConnection): void {
    if (connection.state === TcpState.closed) return;
    const unread = connection.unreadBytes;
    connection.unreadBytes = 0;
    if (unread > 0) {
      connection.listener.onData(connection, unread, this.readableTotal(connection));
      this.receiver.announceWindow(connection);
    }
  }

  deliver(connection: TcpConnection, packet: number, bytes: number): void {
    const { writer, device } = this.environment;
    const total = this.readableTotal(connection);
    const cause = writer.cause;
    writer.cause = writer.record(
      RecordKind.tcpDeliver,
      device,
      packet,
      connection.connection,
      bytes,
      (total - bytes) >>> 0,
      0,
    );
    if (!connection.readingPaused) connection.listener.onData(connection, bytes, total);
    writer.cause = cause;
  }

  react(connection: TcpConnection, event: number): void {
    const { writer, device } = this.environment;
    const from = connection.state;
    const to = nextState(from, event);
    if (to === noTransition) return;
    const actions = actionsOf(from, event);
    const initial =
      actions & (TcpAction.sendSyn | TcpAction.sendSynAck) ? connection.initialSendSequence : none;
    const change = from | (to << 8) | (event << 16);
    const cause = writer.cause;
    const record = writer.record(
      RecordKind.tcpState,
      device,
      none,
      connection.connection,
      change,
      initial,
      to,
    );
    writer.cause = record;
    connection.enteredBy = record;
    if (from === TcpState.synReceived) this.passive.leaveHalfOpen(connection);
    if (actions & TcpAction.sendReset) this.output.reset(connection, SegmentReason.rst);
    connection.state = to;
    this.carryOut(connection, actions);
    writer.cause = cause;
  }

  arm(connection: TcpConnection): void {
    this.timers.arm(connection);
  }

  giveUp(connection: TcpConnection): void {
    this.react(connection, TcpEvent.userTimeout);
  }

  retransmitSyn(connection: TcpConnection): void {
    const { parameters } = connection;
    const isSyn = connection.state === TcpState.synSent;
    const retries = isSyn ? parameters.synRetries : parameters.synAckRetries;
    if (connection.synTransmissions > retries) {
      this.giveUp(connection);
      return;
    }
    connection.roundTrip.backoff += 1;
    this.sendSyn(connection, isSyn ? SegmentReason.synRetransmission : SegmentReason.synAckRetransmission);
  }

  mayEstablish(connection: TcpConnection, packet: number): boolean {
    return !connection.passive || this.passive.mayEstablish(connection, packet);
  }

  repeatSynAck(connection: TcpConnection): void {
    this.sendSyn(connection, SegmentReason.synAckRetransmission);
  }

  private open(
    localAddress: number,
    localPort: number,
    remoteAddress: number,
    remotePort: number,
    listener: StreamListener<CarrierStream>,
    ephemeral: boolean,
  ): TcpConnection {
    const connection = this.create(localAddress, localPort, remoteAddress, remotePort, listener);
    connection.ephemeral = ephemeral;
    const { trace } = this.environment.writer;
    connection.connection = trace.connections.length;
    connection.end = 0;
    trace.connections.push({
      protocol: 'tcp',
      devices: [this.environment.device, Math.max(connection.remoteDevice, 0)],
      addresses: [localAddress, remoteAddress],
      ports: [localPort, remotePort],
    });
    this.react(connection, TcpEvent.openActive);
    this.timers.arm(connection);
    return connection;
  }

  create(
    localAddress: number,
    localPort: number,
    remoteAddress: number,
    remotePort: number,
    listener: StreamListener<CarrierStream>,
  ): TcpConnection {
    const { environment } = this;
    const slot = this.freeSlots.pop() ?? this.connections.length;
    const connection = new TcpConnection(
      slot,
      environment.parameters,
      listener,
      beforeHandshake,
      this.spareScoreboards.pop() ?? new SentSegments(),
      this,
    );
    this.connections[slot] = connection;
    connection.localAddress = localAddress;
    connection.localPort = localPort;
    connection.remoteAddress = remoteAddress;
    connection.remotePort = remotePort;
    connection.remoteDevice = environment.deviceOf(remoteAddress);
    connection.initialSendSequence = environment.random.unsigned32();
    connection.timestampOffset = environment.random.unsigned32();
    connection.identification = environment.random.unsigned32() & 0xffff;
    connection.maximumSegmentSize = 1460;
    this.fourTuples.set(localAddress, localPort, remoteAddress, remotePort, slot);
    return connection;
  }

  private mayWrite(connection: TcpConnection): boolean {
    return connection.finSequence < 0 && connection.state !== TcpState.closed;
  }

  private append(connection: TcpConnection, bytes: number, text: string | undefined, request: number): void {
    if (bytes === 0) return;
    this.environment.contents.write(connection, connection.written, bytes, text, request);
    connection.writtenEnd += bytes;
  }

  private sendWritten(connection: TcpConnection): void {
    this.sender.sendPending(connection);
    this.timers.arm(connection);
  }

  /** A segment that belongs to no connection: one for a listener, or something to refuse. */
  private receiveUnknown(packet: number): void {
    if (this.passive.take(packet)) return;
    const { trace } = this.environment.writer;
    // RFC 9293 section 3.10.7.1: a reset is never answered with a reset.
    if (!(trace.flags(packet) & TcpFlag.rst)) this.output.refuse(packet, SegmentReason.rst);
  }

  /** Carries out a transition's actions, in the order of `tcpActions`. */
  private carryOut(connection: TcpConnection, actions: number): void {
    if (actions & TcpAction.sendSyn) this.sendSyn(connection, SegmentReason.syn);
    if (actions & TcpAction.sendSynAck) this.sendSyn(connection, SegmentReason.synAck);
    if (actions & TcpAction.sendAcknowledgement)
      this.output.send(connection, connection.sendNext, 0, 0, SegmentReason.ack);
    if (actions & TcpAction.sendFin) {
      connection.finSequence = connection.writtenEnd;
      this.sender.sendPending(connection);
    }
    if (actions & TcpAction.notifyOpen) {
      this.timers.heardFromPeer(connection);
      if (connection.passive) this.passive.established(connection);
      else connection.listener.onOpen(connection);
    }
    if (actions & TcpAction.notifyEnd) connection.listener.onEnd(connection);
    if (actions & TcpAction.notifyRefused && !connection.passive)
      connection.listener.onError(connection, AppError.refused);
    if (actions & TcpAction.notifyReset) connection.listener.onError(connection, AppError.reset);
    if (actions & TcpAction.notifyTimedOut) connection.listener.onError(connection, AppError.timedOut);
    if (actions & TcpAction.startTimeWait) this.enterTimeWait(connection);
    if (actions & TcpAction.release) this.release(connection);
  }

  /** Sends the SYN, or SYN-ACK, for the first time or again, and starts its timer. */
  private sendSyn(connection: TcpConnection, reason: number): void {
    const { now } = this.environment.writer;
    connection.synTransmissions += 1;
    if (connection.synTransmissions === 1) connection.synSentAt = now;
    const record = this.output.send(connection, 0, 0, TcpFlag.syn, reason);
    connection.sendNext = Math.max(connection.sendNext, 1);
    connection.retransmissionCause = record;
    connection.retransmissionAt = now + connection.roundTrip.timeout;
  }

  private enterTimeWait(connection: TcpConnection): void {
    this.timers.stopAll(connection);
    const slot = this.timeWait.add(connection);
    this.fourTuples.set(
      connection.localAddress,
      connection.localPort,
      connection.remoteAddress,
      connection.remotePort,
      slot + inTimeWait,
    );
    this.freeSlot(connection);
    connection.listener.onClosed(connection);
    if (connection.passive) this.passive.gone(connection);
  }

  private release(connection: TcpConnection): void {
    this.timers.stopAll(connection);
    this.freeSlot(connection);
    const { localAddress, localPort, remoteAddress, remotePort, ephemeral } = connection;
    this.forget(localAddress, localPort, remoteAddress, remotePort, ephemeral);
    connection.listener.onClosed(connection);
    if (connection.passive) this.passive.gone(connection);
  }

  private freeSlot(connection: TcpConnection): void {
    this.connections[connection.slot] = undefined;
    connection.sent.clear();
    this.spareScoreboards.push(connection.sent);
    this.freeSlots.push(connection.slot);
  }

  private forget(
    localAddress: number,
    localPort: number,
    remoteAddress: number,
    remotePort: number,
    ephemeral: boolean,
  ): void {
    this.fourTuples.delete(localAddress, localPort, remoteAddress, remotePort);
    if (ephemeral) this.ports.release(localAddress, remoteAddress, remotePort);
  }

  private readableTotal(connection: TcpConnection): number {
    return connection.receiveNext - 1 - (connection.receivedFin ? 1 : 0);
  }
}
