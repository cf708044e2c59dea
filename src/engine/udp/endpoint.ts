/**
 * UDP. It knows ports, sockets and flows of datagrams on one host (RFC 768). It never sees what is in a datagram. Not
 * here: fragmentation: what is larger than the path takes is dropped with a reason.
 */

import { connectionRow } from '../../shared/trace/connections';
import { datagramFrameBytes } from '../../shared/trace/packet';
import { DropReason, none } from '../../shared/trace/record';
import type { Contents } from '../trace/contents';
import { DatagramFields, type TraceWriter } from '../trace/trace-writer';
import type { DatagramListener, DatagramSocket, DatagramTransport } from '../transport/datagram';
import { EphemeralPorts } from '../transport/ephemeral-ports';
import { FourTupleTable } from '../transport/four-tuple-table';

/** What UDP needs of the host that it runs on. */
export interface UdpEnvironment {
  readonly device: number;
  readonly writer: TraceWriter;
  readonly contents: Contents;
  readonly ephemeralPorts: { readonly from: number; readonly to: number };
  /** Hands a packet to IP. `bytes`: its frame's length; `cause`: the record of what sent it. */
  transmit(packet: number, destination: number, bytes: number, cause: number): void;
  /** The device that has an address, or NONE. */
  deviceOf(address: number): number;
}

/** Takes the datagrams of a port, or of a four-tuple. */
export interface DatagramReceiver {
  /** `arrival`: its link.arrive record. */
  receive(packet: number, arrival: number): void;
}

/**
 * UDP on one host (RFC 768): ports, and who takes what comes to them. What goes to a port that nobody has is dropped;
 * no ICMP tells the sender.
 */
export class UdpEndpoint implements DatagramTransport {
  private readonly ports: EphemeralPorts;
  private readonly fourTuples = new FourTupleTable();
  private readonly receivers: (DatagramReceiver | undefined)[] = [];
  private readonly freeSlots: number[] = [];
  private readonly listeners = new Map<number, DatagramReceiver>();
  private readonly fields = new DatagramFields();

  constructor(private readonly environment: UdpEnvironment) {
    this.ports = new EphemeralPorts(environment.ephemeralPorts.from, environment.ephemeralPorts.to);
  }

  /** Takes an ephemeral port towards a destination, and all that comes back to it; -1: none is left. */
  connect(
    localAddress: number,
    remoteAddress: number,
    remotePort: number,
    receiver: DatagramReceiver,
  ): number {
    const port = this.ports.take(
      localAddress,
      remoteAddress,
      remotePort,
      (candidate) => this.fourTuples.find(localAddress, candidate, remoteAddress, remotePort) >= 0,
    );
    if (port < 0) return -1;
    const slot = this.freeSlots.pop() ?? this.receivers.length;
    this.receivers[slot] = receiver;
    this.fourTuples.set(localAddress, port, remoteAddress, remotePort, slot);
    return port;
  }

  /** Gives back a port that `connect` took. */
  disconnect(localAddress: number, localPort: number, remoteAddress: number, remotePort: number): void {
    const slot = this.fourTuples.find(localAddress, localPort, remoteAddress, remotePort);
    if (slot < 0) return;
    this.fourTuples.delete(localAddress, localPort, remoteAddress, remotePort);
    this.ports.release(localAddress, remoteAddress, remotePort);
    this.receivers[slot] = undefined;
    this.freeSlots.push(slot);
  }

  /** Takes all that comes to a port and belongs to no four-tuple. */
  bind(port: number, receiver: DatagramReceiver): void {
    this.listeners.set(port, receiver);
  }

  /** A datagram has arrived for this host; `arrival` is its link.arrive record. */
  receive(packet: number, arrival: number): void {
    const { writer, device } = this.environment;
    const { trace } = writer;
    writer.cause = arrival;
    const slot = this.fourTuples.find(
      trace.destinationAddress(packet),
      trace.destinationPort(packet),
      trace.sourceAddress(packet),
      trace.sourcePort(packet),
    );
    const receiver = this.receivers[slot] ?? this.listeners.get(trace.destinationPort(packet));
    if (receiver) {
      receiver.receive(packet, arrival);
      return;
    }
    const connection = trace.connectionOfPacket(packet);
    writer.ipDrop(device, packet, connection, DropReason.portClosed);
  }

  /** Hands a datagram, whose row is written, to IP. `payload`: bytes above UDP; `cause`: what sent it. */
  transmit(packet: number, destination: number, payload: number, cause: number): void {
    this.environment.transmit(packet, destination, datagramFrameBytes(payload), cause);
  }

  open(
    localAddress: number,
    remoteAddress: number,
    remotePort: number,
    listener: DatagramListener,
  ): DatagramSocket | undefined {
    const flow = new UdpFlow(this, 0, localAddress, remoteAddress, remotePort, listener);
    const port = this.connect(localAddress, remoteAddress, remotePort, flow);
    if (port < 0) return undefined;
    flow.localPort = port;
    const { trace } = this.environment.writer;
    flow.connection = trace.connections.length;
    const { device } = this.environment;
    const remote = this.environment.deviceOf(remoteAddress);
    trace.connections.push(
      connectionRow(
        'udp',
        { device, address: localAddress, port },
        { device: remote, address: remoteAddress, port: remotePort },
        { application: listener.application },
      ),
    );
    return flow;
  }

  listen(port: number, accept: () => DatagramListener): void {
    const flows = new Map<number, UdpFlow>();
    this.bind(port, {
      receive: (packet, arrival) => {
        const { trace } = this.environment.writer;
        const connection = trace.connectionOfPacket(packet);
        let flow = flows.get(connection);
        if (!flow) {
          const [to, from] = [trace.destinationAddress(packet), trace.sourceAddress(packet)];
          flow = new UdpFlow(this, 1, to, from, trace.sourcePort(packet), accept());
          flow.localPort = port;
          flow.connection = connection;
          flows.set(connection, flow);
          flow.onClose = () => flows.delete(connection);
        }
        flow.receive(packet, arrival);
      },
    });
  }

  /** Sends a datagram of a plain flow. */
  send(flow: UdpFlow, text: string, filler: number): void {
    const { writer, contents } = this.environment;
    const { fields } = this;
    const payload = text.length + filler;
    const place = { connection: flow.connection, end: flow.end, stream: 0 };
    if (text.length > 0) contents.write(place, flow.written, text.length, text);
    if (filler > 0) contents.write(place, flow.written + text.length, filler, undefined);
    fields.sourceAddress = flow.localAddress;
    fields.destinationAddress = flow.remoteAddress;
    fields.sourcePort = flow.localPort;
    fields.destinationPort = flow.remotePort;
    fields.connection = flow.connection;
    fields.offset = flow.written;
    fields.payload = payload;
    flow.identification = (flow.identification + 1) & 0xffff;
    fields.identification = flow.identification;
    fields.firstItem = none;
    fields.items = 0;
    flow.written += payload;
    this.transmit(writer.datagram(fields), flow.remoteAddress, payload, writer.cause);
  }

  close(flow: UdpFlow): void {
    if (flow.end === 0)
      this.disconnect(flow.localAddress, flow.localPort, flow.remoteAddress, flow.remotePort);
  }

  /** Hands a datagram of a plain flow to its application. */
  deliver(flow: UdpFlow, packet: number): void {
    const { trace } = this.environment.writer;
    flow.listener.onDatagram(flow, trace.relativeSequence(packet), trace.payloadBytes(packet));
  }
}

/** One end of a plain flow of datagrams. */
class UdpFlow implements DatagramSocket, DatagramReceiver {
  connection = none;
  localPort = 0;
  /** Bytes sent so far. */
  written = 0;
  identification = 0;
  onClose: (() => void) | undefined;
  private isClosed = false;

  constructor(
    private readonly udp: UdpEndpoint,
    readonly end: 0 | 1,
    readonly localAddress: number,
    readonly remoteAddress: number,
    readonly remotePort: number,
    readonly listener: DatagramListener,
  ) {}

  receive(packet: number, _arrival: number): void {
    this.udp.deliver(this, packet);
  }
  send(text: string, filler: number): void {
    if (!this.isClosed) this.udp.send(this, text, filler);
  }
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.udp.close(this);
    this.onClose?.();
  }
}
