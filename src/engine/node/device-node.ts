import { isHost, type LabDevice } from '../../shared/lab/lab';
import { DropReason } from '../../shared/trace/record';
import { dropPacket } from '../ip/drop';
import { Forwarder } from '../ip/forwarder';
import type { ForwardingTable } from '../ip/forwarding-table';
import { ownAddress } from '../ip/next-hops';
import { LocalOutput, planOfForwarder, planOfHost } from '../ip/local-output';
import type { TraceWriter } from '../trace/trace-writer';
import { createHost } from './create-host';
import type { Host } from './host';
import type { Node, NodeEnvironment } from './node';

/** A device that does what its traits say, any mix of them: it forwards what is for others, and is a host for its own. */
export class DeviceNode implements Node {
  readonly host: Host | undefined;
  private readonly index: number;
  private readonly writer: TraceWriter;
  private readonly table: ForwardingTable;
  private readonly output: LocalOutput;
  private readonly forwarder: Forwarder | undefined;
  private isUp = true;

  constructor(device: LabDevice, environment: NodeEnvironment) {
    const { index, forwarding, ports } = device;
    const { writer, links, routes } = environment;
    this.index = index;
    this.writer = writer;
    this.table = routes.tableOf(index);
    this.forwarder = forwarding && new Forwarder(index, forwarding.blocks, links, writer);
    const plan = forwarding ? planOfForwarder : planOfHost(ports);
    this.output = new LocalOutput(index, plan, this.table, links, writer);
    this.host = isHost(device) ? createHost(device, environment, this.output) : undefined;
  }

  arrive(packet: number, timeToLive: number, arrival: number): void {
    const next = this.table.next(this.writer.trace.destinationAddress(packet));
    if (next === ownAddress) this.takeIn(packet, arrival);
    else if (!this.forwarder) this.drop(packet, DropReason.notForUs, arrival);
    else if (this.isUp) this.forwarder.forward(packet, next, timeToLive, arrival);
    else this.drop(packet, DropReason.hostDown, arrival);
  }

  send(packet: number, destination: number, bytes: number, cause: number): void {
    this.output.send(packet, destination, bytes, cause);
  }

  due(kind: number, ticket: number): void {
    this.host?.due(kind, ticket);
  }

  crash(): void {
    if (!this.isUp) return;
    this.isUp = false;
    this.writer.cause = this.writer.deviceCrash(this.index);
    this.host?.crash();
  }

  restart(): void {
    if (this.isUp) return;
    this.isUp = true;
    this.writer.cause = this.writer.deviceRestart(this.index);
    this.host?.restart();
  }

  private takeIn(packet: number, arrival: number): void {
    if (!this.host) this.drop(packet, DropReason.notForUs, arrival);
    else if (this.isUp) this.host.receive(packet, arrival);
    else this.drop(packet, DropReason.hostDown, arrival);
  }

  private drop(packet: number, reason: number, arrival: number): void {
    dropPacket(this.writer, this.index, packet, reason, arrival);
  }
}
