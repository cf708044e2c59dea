/**
 * TCP. It knows segments of its host's connections, virtual time, its parameters. It never sees applications beyond
 * the stream contract, TLS, routes; no bytes either: contents are told by stretches. Not here: Fast Open, MTU
 * probing, pacing; `docs/tcp.md` lists what differs from Linux, and why.
 */

import { connectionRow } from '../../shared/trace/connections';
import { TcpFlag } from '../../shared/trace/packet';
import { SegmentReason } from '../../shared/trace/record';
import type { CarrierStream, StreamListener, StreamTransport } from '../transport/byte-stream';
import { Acknowledgements } from './sending/acknowledgement';
import { ApplicationCalls } from './input/application-calls';
import type { TcpConnection } from './connection/connection';
import { TcpEvent, TcpState } from './connection/connection-machine';
import { ConnectionTable } from './connection/connection-table';
import type { FourTuple } from './connection/four-tuple';
import type { TcpEnvironment } from './connection/environment';
import { HandshakeInput } from './input/handshake-input';
import { Lifecycle } from './lifetime/lifecycle';
import { Listeners } from './connection/listeners';
import { PassiveOpen } from './input/passive-open';
import { Receiver } from './input/receiver';
import { Recovery } from './sending/recovery';
import { SegmentAcceptance } from './input/segment-acceptance';
import { SegmentInput } from './input/segment-input';
import { SegmentOutput } from './sending/segment-output';
import { Sender } from './sending/sender';
import { TimeWaitHost } from './lifetime/time-wait-host';
import { TimerEvents } from './timer-events';
import { Timers } from './connection/timers';

/**
 * TCP on one host: opens connections, listens, and finds whom a segment or a timer is for. Protocol behaviour sits
 * beside it: `lifecycle`, `segment-input`, `segment-output`, `sender`, `receiver`, `acknowledgement`, `timer-events`,
 * `passive-open`, `time-wait-host`.
 */
export class TcpEndpoint implements StreamTransport<CarrierStream> {
  private openings = 0;
  private readonly table: ConnectionTable;
  private readonly listeners: Listeners;
  private readonly lifecycle: Lifecycle;
  private readonly calls: ApplicationCalls;
  private readonly passive: PassiveOpen;
  private readonly output: SegmentOutput;
  private readonly timers: Timers;
  private readonly timerEvents: TimerEvents;
  private readonly input: SegmentInput;
  private readonly timeWait: TimeWaitHost;

  constructor(private readonly environment: TcpEnvironment) {
    const table = new ConnectionTable(environment);
    const output = new SegmentOutput(environment);
    const sender = new Sender(environment, output);
    const receiver = new Receiver(environment, output);
    const recovery = new Recovery(environment, sender);
    const timers = new Timers(environment);
    const listeners = new Listeners(environment);
    const timeWait = new TimeWaitHost(environment, output, listeners, (entry) =>
      table.forget(entry, entry.ephemeral),
    );
    const lifecycle = new Lifecycle(environment, table, output, sender, timers, listeners, timeWait);
    const calls = new ApplicationCalls(environment, sender, receiver, timers, lifecycle);
    const acknowledgements = new Acknowledgements(environment, sender, recovery);
    const handshake = new HandshakeInput(environment, output, sender, acknowledgements, lifecycle);
    this.input = new SegmentInput(environment, {
      output,
      sender,
      receiver,
      acknowledgements,
      timers,
      lifecycle,
      calls,
      handshake,
      acceptance: new SegmentAcceptance(environment, output, receiver, lifecycle),
    });
    this.passive = new PassiveOpen(
      environment,
      output,
      this.input,
      handshake,
      table,
      listeners,
      lifecycle,
      timers,
      calls,
    );
    this.timerEvents = new TimerEvents(environment, output, sender, recovery, lifecycle);
    this.table = table;
    this.output = output;
    this.timers = timers;
    this.listeners = listeners;
    this.timeWait = timeWait;
    this.lifecycle = lifecycle;
    this.calls = calls;
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
        const localPort = this.table.takePort(address, remoteAddress, remotePort);
        if (localPort >= 0)
          return this.open({ localAddress: address, localPort, remoteAddress, remotePort }, listener, true);
      }
    }
    return undefined;
  }

  /** Opens a connection from a port of the caller's choice; undefined when that four-tuple is taken. */
  connectFrom(
    localAddress: number,
    localPort: number,
    remoteAddress: number,
    remotePort: number,
    listener: StreamListener<CarrierStream>,
  ): CarrierStream | undefined {
    if (this.table.has(localAddress, localPort, remoteAddress, remotePort)) return undefined;
    return this.open({ localAddress, localPort, remoteAddress, remotePort }, listener, false);
  }

  listen(port: number, accept: () => StreamListener<CarrierStream>, ceiling = Infinity): void {
    this.listeners.listen(port, accept, ceiling);
  }

  /** A segment has arrived for this host; `arrival` is its link.arrive record. */
  receive(packet: number, arrival: number): void {
    this.environment.writer.cause = arrival;
    const slot = this.table.slotFor(packet);
    const waiting = this.table.timeWaitSlot(slot);
    if (slot < 0) {
      this.receiveUnknown(packet);
    } else if (waiting >= 0) {
      if (this.timeWait.takeSegment(waiting, packet)) this.receiveUnknown(packet);
    } else {
      const connection = this.table.at(slot);
      if (connection) this.input.take(connection, packet);
    }
  }

  /** EventKind.tcpTimer. */
  timerDue(slot: number): void {
    const connection = this.table.at(slot);
    if (!connection) return;
    this.timerEvents.fire(connection);
    if (connection.state !== TcpState.closed) this.timers.arm(connection);
  }

  /** EventKind.timeWait. */
  timeWaitDue(): void {
    this.timeWait.expire();
  }

  /** The host is gone, and every connection with it. The endpoint is of no use afterwards. */
  vanish(): void {
    for (const connection of this.table.takeAll()) this.lifecycle.vanish(connection);
    this.timeWait.vanish();
  }

  /** How many connections wait in TIME-WAIT. */
  get timeWaitCount(): number {
    return this.timeWait.table.size;
  }

  private open(
    fourTuple: FourTuple,
    listener: StreamListener<CarrierStream>,
    ephemeral: boolean,
  ): TcpConnection {
    const { localAddress, localPort, remoteAddress, remotePort } = fourTuple;
    const connection = this.table.create(fourTuple, listener, this.calls);
    connection.ephemeral = ephemeral;
    const { trace } = this.environment.writer;
    connection.connection = trace.connections.length;
    connection.end = 0;
    const { device } = this.environment;
    const remote = this.environment.deviceOf(remoteAddress);
    trace.connections.push(
      connectionRow(
        'tcp',
        { device, address: localAddress, port: localPort },
        { device: remote, address: remoteAddress, port: remotePort },
        { application: listener.application },
      ),
    );
    this.lifecycle.react(connection, TcpEvent.openActive);
    this.timers.arm(connection);
    return connection;
  }

  /** A segment that belongs to no connection: one for a listener, or something to refuse. */
  private receiveUnknown(packet: number): void {
    if (this.passive.take(packet)) return;
    const { trace } = this.environment.writer;
    // RFC 9293 section 3.10.7.1: a reset is never answered with a reset.
    if (!(trace.flags(packet) & TcpFlag.rst)) this.output.refuse(packet, SegmentReason.rst);
  }
}
