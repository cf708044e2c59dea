import type { LabWorkloadOf } from '../../shared/workloads/workload';
import { connectionRow } from '../../shared/trace/connections';
import { PacketOption, TcpFlag } from '../../shared/trace/packet';
import { SegmentReason, none } from '../../shared/trace/record';
import { EventKind } from '../kernel/event-kinds';
import type { EventQueue } from '../kernel/event-queue';
import type { RandomStream } from '../kernel/random-streams';
import { SegmentFields, frameBytesOf, type TraceWriter } from '../trace/trace-writer';
import type { Driver } from './driver';

/** 198.18.0.0/15: set aside for tests (RFC 2544 appendix C.2.2), so that nobody has these addresses. */
const spoofedNetwork = 0xc6120000;
const spoofedHosts = 0x1ffff;

export interface FloodEnvironment {
  /** The device that sends. */
  readonly device: number;
  readonly events: EventQueue;
  readonly writer: TraceWriter;
  /** Addresses, ports and sequence numbers. */
  readonly random: RandomStream;
  readonly targetDevice: number;
  readonly targetAddress: number;
  readonly targetPort: number;
  /** Whether the sending device is there. */
  isUp(): boolean;
  /** Whether a device of the lab has an address: it would answer with a reset. */
  isOwned(address: number): boolean;
  /** Hands a packet to IP. `bytes`: its frame's length; `cause`: the tcp.send record. */
  transmit(packet: number, destination: number, bytes: number, cause: number): void;
}

/** A SYN flood (RFC 4987 section 2): SYNs from addresses that will never answer, each a connection left half open. */
export class SynFlood implements Driver {
  private sent = 0;
  private readonly fields = new SegmentFields();

  constructor(
    private readonly workload: LabWorkloadOf<'syn-flood'>,
    private readonly environment: FloodEnvironment,
  ) {}

  schedule(): void {
    this.environment.events.push(this.workload.start, EventKind.workload, this.workload.index, 0);
  }

  next(): void {
    const { environment, workload } = this;
    if (environment.isUp()) this.sendSyn();
    this.sent += 1;
    if (this.sent < workload.count)
      environment.events.push(
        environment.writer.now + workload.interval,
        EventKind.workload,
        workload.index,
        this.sent,
      );
  }

  private sendSyn(): void {
    const { environment, fields } = this;
    const { writer, device, random } = environment;
    fields.connection = writer.trace.connections.length;
    fields.sourceAddress = this.spoofedAddress();
    fields.sourcePort = 1024 + (random.unsigned32() % 64512);
    fields.destinationAddress = environment.targetAddress;
    fields.destinationPort = environment.targetPort;
    fields.sequence = random.unsigned32();
    fields.identification = random.unsigned32() & 0xffff;
    fields.flags = TcpFlag.syn;
    fields.window = 64240;
    fields.options = PacketOption.mss;
    fields.maximumSegmentSize = 1460;
    writer.trace.connections.push(
      connectionRow(
        'tcp',
        // Nobody has the address that the SYN claims to come from.
        { device: none, address: fields.sourceAddress, port: fields.sourcePort },
        {
          device: environment.targetDevice,
          address: fields.destinationAddress,
          port: fields.destinationPort,
        },
        { application: '' },
      ),
    );
    const packet = writer.packet(fields);
    const record = writer.tcpSend(device, packet, fields.connection, SegmentReason.syn, 0, 0, none);
    environment.transmit(packet, fields.destinationAddress, frameBytesOf(fields), record);
  }

  private spoofedAddress(): number {
    const { random } = this.environment;
    for (;;) {
      const address = spoofedNetwork + (random.unsigned32() & spoofedHosts);
      if (!this.environment.isOwned(address)) return address;
    }
  }
}
