import type { Lab, LabDevice, LabFault, LabWorkload } from '../../shared/lab/lab';
import { RecordKind, none } from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';
import type { Driver } from '../host/driver';
import { Host } from '../host/host';
import { SynFlood } from '../host/syn-flood';
import { WorkloadDriver } from '../host/workload-driver';
import type { HttpEnvironment } from '../http/environment';
import { FrameLedger } from '../http/frame-ledger';
import { HeadReader } from '../http/http1/message';
import { RequestLedger } from '../http/http1/request-ledger';
import type { Http2Carried } from '../http/http2/carried';
import type { Http3Carried } from '../http/http3/carried';
import { EventKind } from '../kernel/event-kinds';
import { EventQueue } from '../kernel/event-queue';
import { randomStream } from '../kernel/random-streams';
import { TcpEndpoint } from '../tcp/endpoint';
import { Contents } from '../trace/contents';
import { TraceWriter } from '../trace/trace-writer';
import { Network } from './network';
import { ResponseFault } from './response-faults';

/** A lab being run: advance it as far as wanted; everything it does is in its trace. */
export interface Simulation {
  readonly lab: Lab;
  readonly trace: Trace;
  /** Virtual time simulated so far, nanoseconds. */
  readonly now: number;
  readonly finished: boolean;
  /**
   * Runs all events up to and including `until` (nanoseconds), or until about `records` more records are written.
   * Returns whether there is more to run.
   */
  advance(until: number, records?: number): boolean;
}

/** Sets a lab up at virtual time 0. */
export function createSimulation(lab: Lab): Simulation {
  return new World(lab);
}

class World implements Simulation {
  finished = false;
  private readonly events = new EventQueue();
  private readonly writer = new TraceWriter();
  private readonly contents = new Contents(this.writer);
  private readonly ledger = new RequestLedger();
  private readonly heads = new HeadReader();
  private readonly http2Frames = new FrameLedger<Http2Carried>();
  private readonly http3Frames = new FrameLedger<Http3Carried>();
  private readonly network: Network;
  /** By device; routers are none. */
  private readonly hosts: (Host | undefined)[];
  private readonly drivers: Driver[];
  private readonly responseFaults: ResponseFault[] = [];

  constructor(readonly lab: Lab) {
    this.writer.record(RecordKind.runStart, 0, none, none, lab.seed, 0, 0);
    this.network = new Network(lab, this.events, this.writer, (device, packet, arrival) =>
      this.hosts[device]?.receive(packet, arrival),
    );
    this.hosts = lab.devices.map((device) => (device.kind === 'router' ? undefined : this.host(device)));
    this.drivers = lab.workloads.map((workload) => this.driver(workload));
    lab.faults.forEach((fault, index) => this.plan(fault, index));
    for (const driver of this.drivers) driver.schedule();
  }

  get trace(): Trace {
    return this.writer.trace;
  }

  get now(): number {
    return this.writer.now;
  }

  advance(until: number, records = Infinity): boolean {
    const end = Math.min(until, this.lab.duration);
    const enough = this.trace.records.length + records;
    while (!this.finished && this.trace.records.length < enough) {
      if (this.events.nextTime() > end) {
        this.reach(end);
        break;
      }
      this.events.pop();
      this.writer.now = this.events.time;
      this.writer.cause = none;
      this.dispatch(this.events.kind, this.events.a, this.events.b);
    }
    return !this.finished;
  }

  /** No event is left before `end`: time goes on to it, and the run is over where nothing can come any more. */
  private reach(end: number): void {
    const idle = this.events.size === 0;
    if (!idle) this.writer.now = end;
    if (!idle && end < this.lab.duration) return;
    this.finished = true;
    this.writer.cause = none;
    this.writer.record(RecordKind.runEnd, 0, none, none, 0, 0, idle ? 0 : 1);
  }

  private dispatch(kind: number, a: number, b: number): void {
    switch (kind) {
      case EventKind.linkArrival:
        this.network.directions[a]?.arrive(b);
        break;
      case EventKind.linkStray:
        this.network.directions[a]?.meetFate(b);
        break;
      case EventKind.tcpTimer:
        this.hosts[a]?.timerDue(b);
        break;
      case EventKind.timeWait:
        this.hosts[a]?.timeWaitDue();
        break;
      case EventKind.workload:
        this.drivers[a]?.next();
        break;
      case EventKind.think:
        this.hosts[a]?.thought(b);
        break;
      case EventKind.fault:
        this.strike(a, b === 0);
        break;
    }
  }

  private endpoint(device: LabDevice, restarts: number): TcpEndpoint {
    const { network, writer } = this;
    return new TcpEndpoint({
      device: device.index,
      parameters: device.tcp,
      events: this.events,
      writer,
      contents: this.contents,
      random: randomStream(this.lab.seed, `device/${device.id}/tcp${restarts > 0 ? `/${restarts}` : ''}`),
      transmit: (packet, destination, bytes, cause) =>
        network.originate(device.index, packet, destination, bytes, cause),
      pathMtu: (destination) => network.routes.mtu(device.index, network.routes.targetOf(destination)),
      deviceOf: (address) => network.routes.ownerOf(address),
    });
  }

  private httpEnvironment(device: LabDevice): HttpEnvironment {
    return {
      device: device.index,
      events: this.events,
      writer: this.writer,
      contents: this.contents,
      ledger: this.ledger,
      heads: this.heads,
      http2Frames: this.http2Frames,
      http3Frames: this.http3Frames,
      http2: device.http2,
    };
  }

  private host(device: LabDevice): Host {
    const closesBoth = this.lab.workloads.some(({ to, closes }) => to === device.index && closes === 'both');
    return new Host(
      device,
      {
        http: this.httpEnvironment(device),
        endpoint: (restarts) => this.endpoint(device, restarts),
      },
      closesBoth,
    );
  }

  private driver(workload: LabWorkload): Driver {
    const client = this.lab.devices[workload.from];
    const server = this.lab.devices[workload.to];
    const host = this.hosts[workload.from];
    if (!client || !server || !host)
      throw new TypeError(`workload ${workload.id} needs a client and a server`);
    if (workload.kind === 'syn-flood') return this.flood(workload, client, server, host);
    return new WorkloadDriver(
      workload,
      this.httpEnvironment(client),
      host,
      {
        localAddress: this.sourceAddress(client, server),
        remoteAddress: server.ports[0]?.address ?? 0,
        remotePort: server.listenPort,
        authority: server.id,
      },
      workload.closes === 'both' ? this.hosts[server.index]?.served : undefined,
    );
  }

  private flood(workload: LabWorkload, source: LabDevice, server: LabDevice, host: Host): SynFlood {
    const { network } = this;
    return new SynFlood(workload, {
      device: source.index,
      events: this.events,
      writer: this.writer,
      random: randomStream(this.lab.seed, `workload/${workload.id}/syn-flood`),
      targetDevice: server.index,
      targetAddress: server.ports[0]?.address ?? 0,
      targetPort: server.listenPort,
      isUp: () => host.isUp,
      isOwned: (address) => network.routes.ownerOf(address) >= 0,
      transmit: (packet, destination, bytes, cause) =>
        network.originate(source.index, packet, destination, bytes, cause),
    });
  }

  /** The address of the port by which a host reaches another. */
  private sourceAddress(from: LabDevice, to: LabDevice): number {
    const direction = this.network.routes.next(from.index, to.index);
    return (from.ports.find((port) => port.direction === direction) ?? from.ports[0])?.address ?? 0;
  }

  private plan(fault: LabFault, index: number): void {
    if (fault.kind === 'drop-packet') {
      this.network.directions[fault.direction]?.dropFrames(fault.nth);
      return;
    }
    if (fault.kind === 'drop-response') {
      const { direction, workload, path, byte } = fault;
      const response = new ResponseFault(this.trace, workload, path, byte);
      this.responseFaults.push(response);
      this.network.directions[direction]?.dropWhere((packet) => response.strikes(packet));
      return;
    }
    this.events.push(fault.at, EventKind.fault, index, 0);
    if (fault.until !== undefined) this.events.push(fault.until, EventKind.fault, index, 1);
  }

  /** A fault sets in, or is over. */
  private strike(index: number, begins: boolean): void {
    const fault = this.lab.faults[index];
    if (fault?.kind === 'cut-link') this.setCut(fault.link, begins);
    if (fault?.kind !== 'crash-device') return;
    const host = this.hosts[fault.device];
    if (begins) host?.crash();
    else host?.restart();
  }

  private setCut(link: number, cut: boolean): void {
    const place = link * 2;
    const kind = cut ? RecordKind.linkCut : RecordKind.linkMend;
    const cause = this.writer.record(kind, place, none, none, 0, 0, 0);
    this.network.directions[place]?.setCut(cut, cause);
    this.network.directions[place + 1]?.setCut(cut, cause);
  }
}
