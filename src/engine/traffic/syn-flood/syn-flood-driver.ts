import type { LabWorkloadOf } from '../../../shared/workloads/workload';
import { connectionRow } from '../../../shared/trace/connections';
import { PacketOption, TcpFlag } from '../../../shared/trace/packet';
import { SegmentReason, none } from '../../../shared/trace/record';
import type { RandomStream } from '../../kernel/random-streams';
import { SegmentFields, frameBytesOf } from '../../trace/trace-writer';
import type { Driver } from '../driver/driver';
import type { DriverSite } from '../driver/driver-site';
import { TimedDriver } from '../driver/timed-driver';

/** 198.18.0.0/15: set aside for tests (RFC 2544 appendix C.2.2), so that nobody has these addresses. */
const spoofedNetwork = 0xc6120000;
const spoofedHosts = 0x1ffff;

type Flood = LabWorkloadOf<'syn-flood'>;

/** Makes a flood. */
export function createSynFloodDriver(workload: Flood, site: DriverSite): Driver {
  return new SynFloodDriver(workload, site);
}

/** A SYN flood (RFC 4987 section 2): SYNs from addresses that will never answer, each a connection left half open. */
class SynFloodDriver extends TimedDriver {
  private readonly fields = new SegmentFields();
  /** Addresses, ports and sequence numbers. */
  private readonly random: RandomStream;

  constructor(
    workload: Flood,
    private readonly site: DriverSite,
  ) {
    super(workload, site);
    this.random = site.random('syn-flood');
  }

  protected act(): void {
    const { site, fields, random } = this;
    const { writer, client, server } = site;
    fields.connection = writer.trace.connections.length;
    fields.sourceAddress = this.spoofedAddress();
    fields.sourcePort = 1024 + (random.unsigned32() % 64512);
    fields.destinationAddress = site.remoteAddress;
    fields.destinationPort = server.serving.listenPort;
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
          device: server.index,
          address: fields.destinationAddress,
          port: fields.destinationPort,
        },
        { application: '' },
      ),
    );
    const packet = writer.packet(fields);
    const record = writer.tcpSend(client.index, packet, fields.connection, SegmentReason.syn, 0, 0, none);
    site.transmit(packet, fields.destinationAddress, frameBytesOf(fields), record);
  }

  private spoofedAddress(): number {
    const { random, site } = this;
    for (;;) {
      const address = spoofedNetwork + (random.unsigned32() & spoofedHosts);
      if (!site.isOwned(address)) return address;
    }
  }
}
