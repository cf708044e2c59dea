import type { StreamListener, CarrierStream } from '../../transport/byte-stream';
import { unlimited } from '../../../shared/policies/congestion/none';
import { EphemeralPorts } from '../../transport/ephemeral-ports';
import type { FourTuple } from './four-tuple';
import { FourTupleTable } from '../../transport/four-tuple-table';
import { TcpConnection, type ConnectionOperations } from './connection';
import type { TcpEnvironment } from './environment';
import { InitialNumbers } from './initial-numbers';
import { SentSegments } from './sent-segments';

/** Marks a four-tuple's value as a TIME-WAIT slot rather than a connection's. */
const inTimeWait = 0x40000000;

/** Stands in until the handshake has settled the segment size. */
const beforeHandshake = unlimited.create(536, 1);

/** A host's connections by slot and by four-tuple, and the ephemeral ports that they hold. */
export class ConnectionTable {
  private readonly connections: (TcpConnection | undefined)[] = [];
  private readonly freeSlots: number[] = [];
  private readonly spareScoreboards: SentSegments[] = [];
  private readonly fourTuples = new FourTupleTable();
  private readonly ports: EphemeralPorts;
  private readonly initialNumbers: InitialNumbers;

  constructor(private readonly environment: TcpEnvironment) {
    const { from, to } = environment.parameters.ephemeralPorts;
    this.ports = new EphemeralPorts(from, to);
    this.initialNumbers = new InitialNumbers(environment.random);
  }

  /** The connection in a slot; undefined: it is free. */
  at(slot: number): TcpConnection | undefined {
    return this.connections[slot];
  }

  /** The slot that a packet is for; -1: nobody's. `timeWaitSlot` tells those of TIME-WAIT apart. */
  slotFor(packet: number): number {
    const { trace } = this.environment.writer;
    return this.fourTuples.find(
      trace.destinationAddress(packet),
      trace.destinationPort(packet),
      trace.sourceAddress(packet),
      trace.sourcePort(packet),
    );
  }

  /** The slot in the TIME-WAIT table that `slotFor` means; -1: it means a connection's. */
  timeWaitSlot(slot: number): number {
    return slot >= inTimeWait ? slot - inTimeWait : -1;
  }

  has(localAddress: number, localPort: number, remoteAddress: number, remotePort: number): boolean {
    return this.fourTuples.find(localAddress, localPort, remoteAddress, remotePort) >= 0;
  }

  /** A free ephemeral port towards a destination, taken; -1: none is left. */
  takePort(localAddress: number, remoteAddress: number, remotePort: number): number {
    return this.ports.take(localAddress, remoteAddress, remotePort, (candidate) =>
      this.has(localAddress, candidate, remoteAddress, remotePort),
    );
  }

  create(
    fourTuple: FourTuple,
    listener: StreamListener<CarrierStream>,
    operations: ConnectionOperations,
  ): TcpConnection {
    const { environment, initialNumbers } = this;
    const { localAddress, localPort, remoteAddress, remotePort } = fourTuple;
    const slot = this.freeSlots.pop() ?? this.connections.length;
    const connection = new TcpConnection(
      slot,
      environment.parameters,
      listener,
      beforeHandshake,
      this.spareScoreboards.pop() ?? new SentSegments(),
      operations,
    );
    this.connections[slot] = connection;
    connection.localAddress = localAddress;
    connection.localPort = localPort;
    connection.remoteAddress = remoteAddress;
    connection.remotePort = remotePort;
    connection.sequenceClock = initialNumbers.clockAt(environment.writer.now);
    connection.initialSendSequence = initialNumbers.sequence(fourTuple, connection.sequenceClock);
    connection.timestampOffset = initialNumbers.timestampOffset(localAddress, remoteAddress);
    connection.identification = environment.random.unsigned32() & 0xffff;
    connection.maximumSegmentSize = 1460;
    this.fourTuples.set(localAddress, localPort, remoteAddress, remotePort, slot);
    return connection;
  }

  /** A connection has become an entry in the TIME-WAIT table, which keeps its four-tuple. */
  moveToTimeWait(connection: TcpConnection, slot: number): void {
    const { localAddress, localPort, remoteAddress, remotePort } = connection;
    this.fourTuples.set(localAddress, localPort, remoteAddress, remotePort, slot + inTimeWait);
    this.freeSlot(connection);
  }

  /** A connection is gone. */
  release(connection: TcpConnection): void {
    this.freeSlot(connection);
    this.forget(connection, connection.ephemeral);
  }

  /** A four-tuple is free again, and its port where that is an ephemeral one. */
  forget({ localAddress, localPort, remoteAddress, remotePort }: FourTuple, ephemeral: boolean): void {
    this.fourTuples.delete(localAddress, localPort, remoteAddress, remotePort);
    if (ephemeral) this.ports.release(localAddress, remoteAddress, remotePort);
  }

  /** Every connection, in the order of their slots, and then none. */
  takeAll(): TcpConnection[] {
    const all = this.connections.filter((connection) => connection !== undefined);
    this.connections.length = 0;
    return all;
  }

  private freeSlot(connection: TcpConnection): void {
    this.initialNumbers.retire(connection.sequenceClock, connection.sendNext);
    this.connections[connection.slot] = undefined;
    connection.sent.clear();
    this.spareScoreboards.push(connection.sent);
    this.freeSlots.push(connection.slot);
  }
}
