/**
 * QUIC. It knows packets, frames, streams, paths and recovery of its host's connections (RFC 9000, 9002); TLS inside,
 * UDP beneath. It never sees what streams carry. Not here: Retry, pacing, ECN, stateless reset, DATAGRAM.
 */

import { connectionRow } from '../../shared/trace/connections';
import { QuicPacketItem } from '../../shared/trace/quic';
import { AppError, DropReason, none } from '../../shared/trace/record';
import { noTransition } from '../kernel/machine-table';
import type { StreamListener } from '../transport/byte-stream';
import type {
  ConnectionListener,
  MultiplexedConnection,
  MultiplexedStream,
  StreamDirection,
} from '../transport/multiplexed';
import type { DatagramReceiver } from '../udp/endpoint';
import { AddressTokens } from './paths/address-tokens';
import { closeReason } from './connection/close-reason';
import { newController } from './recovery/congestion';
import { QuicConnection, type ConnectionOperations } from './connection/connection';
import { QuicAction, QuicEvent, QuicState, quicTable } from './connection/connection-machine';
import { DatagramOutput, type SendingOwner, initialDatagramBytes } from './packets/datagram-output';
import type { QuicClientTls, QuicEnvironment } from './connection/environment';
import { HandshakeDriver, type HandshakeOwner } from './handshake/handshake-driver';
import { PacketInput, type ReceivingOwner } from './packets/packet-input';
import type { PacketSpace } from './spaces/packet-space';
import { Paths } from './paths/paths';
import { Recovery } from './recovery/recovery';
import { Streams } from './streams/streams';
import { Timers, type TimerOwner } from './timers';
import { actionsOf, nextState } from './connection/transitions';

/** RFC 9000 section 10.2: how many probe timeouts a closed connection stays. */
const closingProbeTimeouts = 3;

/**
 * QUIC on one host: finds the connection for a datagram, opens and accepts connections, and carries out what their
 * machines say. Protocol behaviour sits beside it: `packet-input`, `datagram-output`, `recovery`, `streams`, `paths`,
 * `timers`.
 */
export class QuicEndpoint
  implements ConnectionOperations, TimerOwner, SendingOwner, ReceivingOwner, HandshakeOwner, DatagramReceiver
{
  private readonly connections: (QuicConnection | undefined)[] = [];
  private readonly freeSlots: number[] = [];
  /** By row of the trace's connections; undefined: over. Connection ids find them in a real endpoint (RFC 9000 section 5.2). */
  private readonly byRow = new Map<number, QuicConnection | undefined>();
  private readonly listeners = new Map<number, () => ConnectionListener>();
  private readonly streams: Streams;
  private readonly recovery: Recovery;
  private readonly paths: Paths;
  private readonly output: DatagramOutput;
  private readonly input: PacketInput;
  private readonly timers: Timers;
  private readonly tokens: AddressTokens;
  private readonly handshakes: HandshakeDriver;

  constructor(private readonly environment: QuicEnvironment) {
    this.streams = new Streams(
      environment,
      (connection) => this.requestFlush(connection),
      (connection, error) => this.refuse(connection, error),
    );
    this.recovery = new Recovery(environment, this.streams);
    this.paths = new Paths(environment, this.recovery);
    this.output = new DatagramOutput(environment, this.streams, this);
    this.input = new PacketInput(environment, this.streams, this.recovery, this.paths, this);
    this.timers = new Timers(environment, this.recovery, this.paths, this);
    this.tokens = new AddressTokens(environment);
    this.handshakes = new HandshakeDriver(environment, this.recovery, this.streams, this.tokens, this);
  }

  /** Opens a connection; undefined where no port is left. `tls`: how the client speaks it. */
  connect(
    localAddress: number,
    remoteAddress: number,
    remotePort: number,
    listener: ConnectionListener,
    tls: QuicClientTls,
  ): MultiplexedConnection | undefined {
    const port = this.environment.udp.connect(localAddress, remoteAddress, remotePort, this);
    if (port < 0) return undefined;
    const connection = this.create(0, listener, localAddress, port, remoteAddress, remotePort);
    connection.clientTls = tls;
    const { trace } = this.environment.writer;
    this.enter(connection, trace.connections.length);
    const { device } = this.environment;
    const remote = this.environment.deviceOf(remoteAddress);
    trace.connections.push(
      connectionRow(
        'quic',
        { device, address: localAddress, port },
        { device: remote, address: remoteAddress, port: remotePort },
      ),
    );
    connection.addressValidated = true;
    // Section 14: no QUIC where the way takes no datagrams of 1,200 bytes. The socket says so before anything is sent.
    if (!takesQuic(connection)) connection.idleAt = this.environment.writer.now;
    this.react(connection, QuicEvent.open);
    this.requestFlush(connection);
    return connection;
  }

  listen(port: number, accept: () => ConnectionListener): void {
    this.listeners.set(port, accept);
    this.environment.udp.bind(port, this);
  }

  /** A datagram has arrived for this host; `arrival` is its link.arrive record. */
  receive(packet: number, arrival: number): void {
    const { writer } = this.environment;
    writer.cause = arrival;
    const row = writer.trace.connectionOfPacket(packet);
    const connection = this.byRow.get(row) ?? this.accept(packet, row);
    if (!connection) {
      this.drop(packet);
      return;
    }
    connection.busy += 1;
    this.input.takeDatagram(connection, packet);
    this.finishHandling(connection);
  }

  /** EventKind.quicTimer. */
  timerDue(slot: number): void {
    const connection = this.connections[slot];
    if (!connection) return;
    connection.busy += 1;
    this.timers.fire(connection);
    this.finishHandling(connection);
  }

  /**
   * All connections that this host opened go on from another of its addresses (RFC 9000 section 9). Those whose
   * handshake is not confirmed yet go as soon as it is (section 9: not before).
   */
  migrate(localAddress: number): void {
    for (const connection of this.connections) {
      if (!connection?.isClient || !connection.isLive) continue;
      connection.moveTo = localAddress;
      if (connection.state === QuicState.confirmed) this.move(connection);
    }
  }

  /** The host is gone, and every connection with it: nothing leaves and no application is told. */
  vanish(): void {
    for (const connection of this.connections) {
      if (!connection) continue;
      this.change(connection, QuicEvent.abort);
      this.timers.stopAll(connection);
    }
    this.connections.length = 0;
    this.byRow.clear();
  }

  open(
    connection: QuicConnection,
    direction: StreamDirection,
    listener: StreamListener,
  ): MultiplexedStream | undefined {
    return this.streams.open(connection, direction, listener);
  }

  close(connection: QuicConnection, error: number): void {
    if (!connection.isLive) return;
    connection.closeError = error;
    connection.closeIsApplications = true;
    connection.busy += 1;
    this.react(connection, QuicEvent.close);
    this.finishHandling(connection);
  }

  react(connection: QuicConnection, event: number): void {
    const actions = actionsOf(quicTable, connection.state, event);
    const { writer } = this.environment;
    const { cause } = writer;
    if (!this.change(connection, event)) return;
    writer.cause = connection.enteredBy;
    this.carryOut(connection, actions);
    writer.cause = cause;
  }

  idle(connection: QuicConnection): void {
    if (!takesQuic(connection) && !connection.isEstablished) connection.error = AppError.messageTooLong;
    else if (!connection.isEstablished) connection.error = AppError.timedOut;
    else if (connection.streams.size > 0) connection.error = AppError.idleTimeout;
    this.react(connection, QuicEvent.idleTimeout);
  }

  peerClosed(connection: QuicConnection, error: number, isApplications: boolean): void {
    connection.error = closeReason(error, isApplications);
    this.react(connection, QuicEvent.peerClose);
  }

  /** The peer has broken a rule (RFC 9000 section 11.1). `error`: TransportError. */
  private refuse(connection: QuicConnection, error: number): void {
    connection.error = AppError.reset;
    connection.closeError = error;
    this.react(connection, QuicEvent.close);
  }

  takeToken(connection: QuicConnection): void {
    this.tokens.take(connection);
  }

  repeatClose(connection: QuicConnection): void {
    this.output.sendClose(connection);
  }

  discard(connection: QuicConnection, space: PacketSpace): void {
    this.recovery.discard(connection, space);
  }

  restartIdle(connection: QuicConnection): void {
    const least = closingProbeTimeouts * this.recovery.probeTimeout(connection);
    connection.idleAt = this.environment.writer.now + Math.max(connection.idleTimeout, least);
  }

  /** What happened to a connection, `busy` having been raised before it, is over: sends what it brought and sets the timers. */
  private finishHandling(connection: QuicConnection): void {
    if (connection.busy === 1) this.settle(connection);
    connection.busy -= 1;
    if (connection.busy === 0 && connection.state !== QuicState.closed) this.timers.arm(connection);
  }

  /** A connection goes to the address that it is to move to, and takes a port there. */
  private move(connection: QuicConnection): void {
    const { udp } = this.environment;
    const { localAddress, localPort, remoteAddress, remotePort, moveTo } = connection;
    connection.moveTo = none;
    if (moveTo === localAddress) return;
    const port = udp.connect(moveTo, remoteAddress, remotePort, this);
    if (port < 0) return;
    udp.disconnect(localAddress, localPort, remoteAddress, remotePort);
    connection.busy += 1;
    this.paths.migrate(connection, moveTo, port);
    this.finishHandling(connection);
  }

  private settle(connection: QuicConnection): void {
    if (connection.openPending) this.announceOpen(connection);
    while (connection.retryPending) {
      connection.retryPending = false;
      this.input.retryUndecryptable(connection);
    }
    while (connection.isLive) {
      this.output.sendAll(connection);
      if (connection.roomQueue.length === 0) break;
      const waiting = connection.roomQueue.splice(0);
      for (const stream of waiting) if (!stream.isReleased) stream.listener?.onRoom?.(stream);
    }
    if (connection.isLive) connection.recoveryAt = this.recovery.timerDue(connection);
  }

  /** Has a connection send what it has to at the end of this moment: what else is written in it goes along. */
  requestFlush(connection: QuicConnection): void {
    if (connection.busy > 0 || connection.flushAt < Infinity || connection.state === QuicState.closed) return;
    const { writer } = this.environment;
    connection.flushAt = writer.now;
    connection.flushCause = writer.cause;
    this.timers.arm(connection);
  }

  private create(
    end: 0 | 1,
    listener: ConnectionListener,
    localAddress: number,
    localPort: number,
    remoteAddress: number,
    remotePort: number,
  ): QuicConnection {
    const { parameters, random } = this.environment;
    const slot = this.freeSlots.pop() ?? this.connections.length;
    const limit = this.paths.datagramLimit(localAddress, remoteAddress);
    const connection = new QuicConnection(
      slot,
      end,
      parameters,
      listener,
      newController(parameters, limit),
      this,
    );
    this.connections[slot] = connection;
    connection.datagramLimit = limit;
    connection.localAddress = localAddress;
    connection.localPort = localPort;
    connection.remoteAddress = remoteAddress;
    connection.remotePort = remotePort;
    connection.identification = random.unsigned32() & 0xffff;
    const [initial] = connection.spaces;
    // RFC 9001 section 5.2: both ends know the Initial keys from the start.
    initial.canRead = true;
    initial.canWrite = true;
    return connection;
  }

  private enter(connection: QuicConnection, row: number): void {
    connection.connection = row;
    this.byRow.set(row, connection);
    this.restartIdle(connection);
  }

  /** An Initial packet to a port that is listened on begins a connection; undefined for anything else. */
  private accept(packet: number, row: number): QuicConnection | undefined {
    const { trace } = this.environment.writer;
    const port = trace.destinationPort(packet);
    const accept = this.listeners.get(port);
    const begins =
      trace.quicItemCount(packet) > 0 &&
      trace.quicItemType(trace.firstQuicItem(packet)) === QuicPacketItem.initial;
    if (!accept || !begins || this.byRow.has(row)) return undefined;
    const connection = this.create(
      1,
      accept(),
      trace.destinationAddress(packet),
      port,
      trace.sourceAddress(packet),
      trace.sourcePort(packet),
    );
    // The client's first source id has the number 0 (RFC 9000 section 5.1.1).
    connection.remoteId = 0;
    connection.addressValidated = this.tokens.validates(packet, row);
    this.enter(connection, row);
    connection.busy += 1;
    this.react(connection, QuicEvent.accept);
    this.finishHandling(connection);
    return connection;
  }

  private drop(packet: number): void {
    const { writer, device } = this.environment;
    const { trace } = writer;
    const isListening = this.listeners.has(trace.destinationPort(packet));
    const reason = isListening ? DropReason.noConnection : DropReason.portClosed;
    writer.ipDrop(device, packet, trace.connectionOfPacket(packet), reason);
  }

  /** Changes a connection's state and notes it; says whether the event meant anything. */
  private change(connection: QuicConnection, event: number): boolean {
    const { writer, device } = this.environment;
    const from = connection.state;
    const to = nextState(quicTable, from, event);
    if (to === noTransition) return false;
    connection.state = to;
    connection.enteredBy = writer.quicState(device, connection.connection, from, to, event);
    return true;
  }

  /** Carries out a transition's actions, in the order of `quicActions`. */
  private carryOut(connection: QuicConnection, actions: number): void {
    if (actions & QuicAction.startHandshake) this.handshakes.start(connection);
    if (actions & QuicAction.announceEstablished) this.announceEstablished(connection);
    if (actions & QuicAction.confirmHandshake) {
      // RFC 9001 section 4.9.2.
      this.discard(connection, connection.spaces[1]);
      connection.addressValidated = true;
      if (connection.moveTo !== none) this.move(connection);
    }
    if (actions & QuicAction.sendClose) this.output.sendClose(connection);
    if (actions & QuicAction.startClosing) this.startClosing(connection);
    if (actions & QuicAction.notifyClosed) this.notifyClosed(connection);
    if (actions & QuicAction.release) this.release(connection);
  }

  announceOpen(connection: QuicConnection): void {
    connection.openPending = false;
    if (connection.isOpenToApplication || !connection.isLive) return;
    connection.isOpenToApplication = true;
    connection.listener.onOpen(connection);
  }

  private announceEstablished(connection: QuicConnection): void {
    this.announceOpen(connection);
    connection.listener.onEstablished(connection);
    this.paths.announceIds(connection);
    if (connection.isClient) return;
    // RFC 9001 section 4.1.2: for a server the handshake is confirmed as soon as it is complete, and it says so.
    connection.handshakeDonePending = true;
    connection.newTokenPending = true;
    this.react(connection, QuicEvent.handshakeConfirmed);
  }

  private startClosing(connection: QuicConnection): void {
    this.timers.stopAll(connection);
    const { now } = this.environment.writer;
    connection.closingAt = now + closingProbeTimeouts * this.recovery.probeTimeout(connection);
  }

  private notifyClosed(connection: QuicConnection): void {
    connection.handshake?.end();
    const { error, listener } = connection;
    this.streams.endAll(connection, error);
    if (error !== 0) listener.onError(connection, error);
    listener.onClosed(connection);
  }

  private release(connection: QuicConnection): void {
    const { localAddress, localPort, remoteAddress, remotePort } = connection;
    this.timers.stopAll(connection);
    this.byRow.set(connection.connection, undefined);
    this.environment.handshakes.closed(connection.connection);
    this.connections[connection.slot] = undefined;
    this.freeSlots.push(connection.slot);
    if (connection.isClient)
      this.environment.udp.disconnect(localAddress, localPort, remoteAddress, remotePort);
  }
}

/** RFC 9000 section 14: whether a path takes datagrams as large as Initials are. */
function takesQuic(connection: QuicConnection): boolean {
  return connection.datagramLimit >= initialDatagramBytes;
}
