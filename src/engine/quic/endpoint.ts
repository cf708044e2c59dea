import { QuicPacketItem } from '../../shared/trace/quic';
import { AppError, DropReason, RecordKind, none } from '../../shared/trace/record';
import { TlsEpoch, type QuicParameters } from '../../shared/trace/tls';
import { noTransition } from '../kernel/machine-table';
import type { HandshakeCarrier } from '../tls/handshake';
import type { StreamListener } from '../transport/byte-stream';
import type {
  ConnectionListener,
  MultiplexedConnection,
  MultiplexedStream,
  MultiplexedTransport,
  StreamDirection,
} from '../transport/multiplexed';
import type { DatagramReceiver } from '../udp/endpoint';
import { initialHeaderBytes } from '../wire/quic/lengths';
import { closeReason } from './close-reason';
import { newController } from './congestion';
import { QuicConnection, type ConnectionOperations } from './connection';
import { QuicAction, QuicEvent, QuicState, quicTable } from './connection-machine';
import { DatagramOutput, type SendingOwner } from './datagram-output';
import type { QuicClientHandshake, QuicEnvironment } from './environment';
import { PacketInput, type ReceivingOwner } from './packet-input';
import type { PacketSpace } from './packet-space';
import { newTokenBytes, transportParameters } from './parameters';
import { Paths } from './paths';
import { Recovery } from './recovery';
import { Streams } from './streams';
import { Timers, type TimerOwner } from './timers';
import { actionsOf, nextState } from './transitions';

/** RFC 9000 section 10.2: how many probe timeouts a closed connection stays. */
const closingProbeTimeouts = 3;
/** RFC 9001 section 4.8: 0x100 and the alert; 120 is no_application_protocol (RFC 7301). */
const noApplicationProtocol = 0x178;

/**
 * QUIC on one host: finds the connection for a datagram, opens and accepts connections, and carries out what their
 * machines say. Protocol behaviour sits beside it: `packet-input`, `datagram-output`, `recovery`, `streams`, `paths`,
 * `timers`.
 */
export class QuicEndpoint
  implements
    MultiplexedTransport,
    ConnectionOperations,
    TimerOwner,
    SendingOwner,
    ReceivingOwner,
    DatagramReceiver
{
  private readonly connections: (QuicConnection | undefined)[] = [];
  private readonly freeSlots: number[] = [];
  /** By row of the trace's connections; undefined: over. Connection ids find them in a real endpoint (RFC 9000 section 5.2). */
  private readonly byRow = new Map<number, QuicConnection | undefined>();
  /** Connections whose servers gave out a token that has not been used. */
  private readonly tokens = new Set<number>();
  private readonly listeners = new Map<number, () => ConnectionListener>();
  private readonly streams: Streams;
  private readonly recovery: Recovery;
  private readonly paths: Paths;
  private readonly output: DatagramOutput;
  private readonly input: PacketInput;
  private readonly timers: Timers;
  private readonly declared: QuicParameters;

  constructor(private readonly environment: QuicEnvironment) {
    this.declared = transportParameters(environment.parameters);
    this.streams = new Streams(environment, (connection) => this.requestFlush(connection));
    this.recovery = new Recovery(environment, this.streams);
    this.paths = new Paths(environment, this.recovery);
    this.output = new DatagramOutput(environment, this.streams, this);
    this.input = new PacketInput(environment, this.streams, this.recovery, this.paths, this);
    this.timers = new Timers(environment, this.recovery, this.paths, this);
  }

  connect(
    localAddress: number,
    remoteAddress: number,
    remotePort: number,
    listener: ConnectionListener,
  ): MultiplexedConnection | undefined {
    const port = this.environment.udp.connect(localAddress, remoteAddress, remotePort, this);
    if (port < 0) return undefined;
    const connection = this.create(0, listener, localAddress, port, remoteAddress, remotePort);
    const { trace } = this.environment.writer;
    this.enter(connection, trace.connections.length);
    trace.connections.push({
      protocol: 'quic',
      devices: [this.environment.device, Math.max(this.environment.deviceOf(remoteAddress), 0)],
      addresses: [localAddress, remoteAddress],
      ports: [port, remotePort],
    });
    connection.addressValidated = true;
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
   * handshake is not confirmed yet stay where they are (section 9: no migration before).
   */
  migrate(localAddress: number): void {
    for (const connection of this.connections) {
      if (!connection || !connection.isClient || connection.state !== QuicState.confirmed) continue;
      const { remoteAddress, remotePort, localPort } = connection;
      const port = this.environment.udp.connect(localAddress, remoteAddress, remotePort, this);
      if (port < 0) continue;
      this.environment.udp.disconnect(connection.localAddress, localPort, remoteAddress, remotePort);
      connection.busy += 1;
      this.paths.migrate(connection, localAddress, port);
      this.finishHandling(connection);
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
    if (!connection.isEstablished) connection.error = AppError.timedOut;
    else if (connection.streams.size > 0) connection.error = AppError.idleTimeout;
    this.react(connection, QuicEvent.idleTimeout);
  }

  peerClosed(connection: QuicConnection, error: number, isApplications: boolean): void {
    connection.error = closeReason(error, isApplications);
    this.react(connection, QuicEvent.peerClose);
  }

  takeToken(connection: QuicConnection): void {
    this.tokens.add(connection.connection);
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
  private requestFlush(connection: QuicConnection): void {
    if (connection.busy > 0 || connection.flushAt < Infinity) return;
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
    const limit = this.paths.datagramLimit(remoteAddress);
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
    connection.addressValidated = this.validatesAddress(packet, row);
    this.enter(connection, row);
    connection.busy += 1;
    this.react(connection, QuicEvent.accept);
    this.finishHandling(connection);
    return connection;
  }

  private drop(packet: number): void {
    const { writer, device } = this.environment;
    const connection = writer.trace.connectionOfPacket(packet);
    writer.record(RecordKind.ipDrop, device, packet, connection, 0, 0, DropReason.notForUs);
  }

  /** Changes a connection's state and notes it; says whether the event meant anything. */
  private change(connection: QuicConnection, event: number): boolean {
    const { writer, device } = this.environment;
    const from = connection.state;
    const to = nextState(quicTable, from, event);
    if (to === noTransition) return false;
    const change = from | (to << 8) | (event << 16);
    connection.state = to;
    connection.enteredBy = writer.record(
      RecordKind.quicState,
      device,
      none,
      connection.connection,
      change,
      0,
      to,
    );
    return true;
  }

  /** Carries out a transition's actions, in the order of `quicActions`. */
  private carryOut(connection: QuicConnection, actions: number): void {
    if (actions & QuicAction.startHandshake) this.startHandshake(connection);
    if (actions & QuicAction.announceEstablished) this.announceEstablished(connection);
    if (actions & QuicAction.confirmHandshake) {
      // RFC 9001 section 4.9.2.
      this.discard(connection, connection.spaces[1]);
      connection.addressValidated = true;
    }
    if (actions & QuicAction.sendClose) this.output.sendClose(connection);
    if (actions & QuicAction.startClosing) this.startClosing(connection);
    if (actions & QuicAction.notifyClosed) this.notifyClosed(connection);
    if (actions & QuicAction.release) this.release(connection);
  }

  private startHandshake(connection: QuicConnection): void {
    const { handshakes } = this.environment;
    const carrier = this.carrier(connection);
    if (!connection.isClient) {
      connection.handshake = handshakes.server(carrier, connection.connection, this.declared);
      return;
    }
    const handshake: QuicClientHandshake = handshakes.client(
      carrier,
      connection.connection,
      connection.remoteAddress,
      this.declared,
    );
    connection.handshake = handshake;
    connection.earlyProtocol = handshake.earlyProtocol;
    handshake.start();
    this.useToken(connection);
  }

  /** RFC 9000 section 8.1.3: a token of the session's connection goes into the Initial packets, once. */
  private useToken(connection: QuicConnection): void {
    const from = this.environment.handshakes.resumedFrom(connection.connection);
    if (from === undefined || (from !== none && !this.tokens.delete(from))) return;
    connection.tokenBytes = newTokenBytes;
  }

  /** Whether the token in a client's first packet was given out to the address that it comes from. */
  private validatesAddress(packet: number, row: number): boolean {
    const { trace } = this.environment.writer;
    const item = trace.firstQuicItem(packet);
    const bare = initialHeaderBytes(trace.quicItemWord(item, 1), 0);
    if (trace.quicItemWord(item, 3) === bare) return false;
    const from = this.environment.handshakes.resumedFrom(row) ?? none;
    return from === none || trace.connections[from]?.addresses[0] === trace.sourceAddress(packet);
  }

  /** What the handshake does to its connection (RFC 9001 section 4.1). */
  private carrier(connection: QuicConnection): HandshakeCarrier {
    return {
      send: (epoch, length) => {
        const space = spaceOfEpoch(connection, epoch);
        if (!space.isDiscarded) space.crypto.written += length;
        this.requestFlush(connection);
      },
      flush: () => this.requestFlush(connection),
      keysReady: (epoch, use) => this.keysReady(connection, epoch, use),
      established: (protocol) => {
        connection.applicationProtocol = protocol;
        this.react(connection, QuicEvent.handshakeComplete);
        this.requestFlush(connection);
      },
      ready: () => undefined,
      earlyDataRejected: () => this.recovery.requeueEarlyData(connection),
      failed: (error) => {
        connection.error = error;
        connection.closeError = noApplicationProtocol;
        this.react(connection, QuicEvent.close);
        this.timers.arm(connection);
      },
    };
  }

  private keysReady(connection: QuicConnection, epoch: number, use: 'read' | 'write'): void {
    const { handshakes } = this.environment;
    const peer = connection.isClient ? 1 : 0;
    if (epoch === TlsEpoch.earlyData && connection.isClient) {
      this.takeParameters(connection, handshakes.remembered(connection.connection) ?? this.declared);
      connection.canWriteEarly = true;
      connection.applicationProtocol = connection.earlyProtocol;
      connection.openPending = true;
      this.requestFlush(connection);
      return;
    }
    const declared = handshakes.declared(connection.connection, peer);
    // A server has the client's parameters with the ClientHello, a client the server's with its Finished.
    if (declared && (!connection.isClient || epoch === TlsEpoch.application))
      this.takeParameters(connection, declared);
    if (epoch === TlsEpoch.earlyData) {
      connection.canReadEarly = true;
      connection.applicationProtocol = handshakes.protocol(connection.connection);
      connection.openPending = true;
    } else {
      const space = spaceOfEpoch(connection, epoch);
      if (use === 'read') space.canRead = true;
      else space.canWrite = true;
      if (epoch === TlsEpoch.application && use === 'write') {
        connection.canWriteEarly = false;
        connection.earlyDataRefused = !connection.canReadEarly;
      }
    }
    if (connection.undecryptable.length > 0) connection.retryPending = true;
    this.requestFlush(connection);
  }

  /** The peer's transport parameters (RFC 9000 section 7.4). */
  private takeParameters(connection: QuicConnection, peer: QuicParameters): void {
    const { counts, parameters } = connection;
    connection.dataLimit = Math.max(connection.dataLimit, peer.maximumData);
    connection.peerStreamLimit = peer.maximumStreamData;
    for (const stream of connection.streams.values())
      stream.sendLimit = Math.max(stream.sendLimit, peer.maximumStreamData);
    counts[0].allowed = Math.max(counts[0].allowed, peer.maximumStreamsBidirectional);
    counts[1].allowed = Math.max(counts[1].allowed, peer.maximumStreamsUnidirectional);
    connection.peerMaximumAckDelay = peer.maximumAckDelay * 1e6;
    connection.peerActiveConnectionIds = peer.activeConnectionIds;
    // RFC 9000 section 10.1: the smaller of both; 0 means none.
    const timeouts = [parameters.idleTimeout, peer.idleTimeout * 1e6].filter((timeout) => timeout > 0);
    connection.idleTimeout = Math.min(...timeouts, Infinity);
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

function spaceOfEpoch(connection: QuicConnection, epoch: number): PacketSpace {
  if (epoch === TlsEpoch.plaintext) return connection.spaces[0];
  return epoch === TlsEpoch.handshake ? connection.spaces[1] : connection.spaces[2];
}
