import { ethernetHeaderBytes, ipv4HeaderBytes, PacketOption, protocolUdp } from '../../shared/trace/packet';
import type { TraceReader } from '../../shared/trace/trace-reader';
import { etherTypeIpv4, type MacAddress, portMacAddress, writeEthernetHeader } from '../../wire/ethernet';
import { Ipv4Flag, noIpv4Options, writeIpv4Header } from '../../wire/ipv4';
import { writePayload } from './payload';
import type { TraceBytes } from './trace-bytes';
import { writeTcpHeader } from '../../wire/tcp';
import type { TcpOption } from '../../wire/tcp-options';
import { writeUdpHeader } from '../../wire/udp';

/** What differs from hop to hop in a packet's frame. */
export interface FrameHop {
  readonly timeToLive: number;
  readonly sourceMac: MacAddress;
  readonly destinationMac: MacAddress;
}

/** The hop over a link direction (link * 2 + end), at a TTL. */
export function hopOver(direction: number, timeToLive: number): FrameHop {
  const link = direction >>> 1;
  const end = direction & 1;
  return {
    timeToLive,
    sourceMac: portMacAddress(link, end),
    destinationMac: portMacAddress(link, 1 - end),
  };
}

const noOperation: TcpOption = { name: 'no-operation' };
const sackPermitted: TcpOption = { name: 'sack-permitted' };

/**
 * A packet's TCP options in the order and with the padding that Linux uses: `tcpOptionBytes` counts these very bytes.
 * SACK permitted takes the place of the two No-Operations before the timestamps.
 */
export function tcpOptionsOf(trace: TraceReader, packet: number): TcpOption[] {
  const present = trace.options(packet);
  const options: TcpOption[] = [];
  if (present & PacketOption.mss)
    options.push({ name: 'maximum-segment-size', size: trace.mssOption(packet) });
  const permitted = (present & PacketOption.sackPermitted) !== 0;
  if (present & PacketOption.timestamps) {
    if (permitted) options.push(sackPermitted);
    else options.push(noOperation, noOperation);
    options.push({
      name: 'timestamps',
      value: trace.timestampValue(packet),
      echo: trace.timestampEcho(packet),
    });
  } else if (permitted) options.push(noOperation, noOperation, sackPermitted);
  if (present & PacketOption.windowScale)
    options.push(noOperation, { name: 'window-scale', shift: trace.windowScaleOption(packet) });
  if (present & PacketOption.sack && trace.sackBlockCount(packet) > 0)
    options.push(noOperation, noOperation, sackOption(trace, packet));
  return options;
}

function sackOption(trace: TraceReader, packet: number): TcpOption {
  const first = trace.firstSackBlock(packet);
  const blocks = Array.from({ length: trace.sackBlockCount(packet) }, (_, block) => ({
    left: trace.sackEdge(first + block, 0),
    right: trace.sackEdge(first + block, 1),
  }));
  return { name: 'sack', blocks };
}

/** Writes a packet's whole frame at `target[at]`, which must have room; returns its length in bytes. */
export function writeFrame(
  target: Uint8Array,
  at: number,
  source: TraceBytes,
  packet: number,
  hop: FrameHop,
): number {
  const { trace } = source;
  const length = trace.frameBytes(packet);
  const payloadBytes = trace.payloadBytes(packet);
  writePayload(source, packet, target, at + length - payloadBytes);
  const internet = at + ethernetHeaderBytes;
  const addresses = {
    source: trace.sourceAddress(packet),
    destination: trace.destinationAddress(packet),
  };
  const trafficClass = trace.trafficClass(packet);
  const header = {
    differentiatedServices: trafficClass >>> 2,
    congestionNotification: trafficClass & 3,
    identification: trace.identification(packet),
    // Path MTU discovery: nothing is sent that may be fragmented (RFC 1191 section 3, RFC 9000 section 14).
    flags: Ipv4Flag.dontFragment,
    fragmentOffset: 0,
    timeToLive: hop.timeToLive,
    protocol: trace.protocol(packet),
    ...addresses,
    options: noIpv4Options,
  };
  const transport =
    internet + writeIpv4Header(target, internet, header, at + length - internet - ipv4HeaderBytes);
  if (header.protocol === protocolUdp)
    writeUdpHeader(target, transport, udpHeaderOf(trace, packet), payloadBytes, addresses);
  else writeTcpHeader(target, transport, tcpHeaderOf(trace, packet), payloadBytes, addresses);
  writeEthernetHeader(target, at, {
    destination: hop.destinationMac,
    source: hop.sourceMac,
    etherType: etherTypeIpv4,
  });
  return length;
}

function udpHeaderOf(trace: TraceReader, packet: number) {
  return { sourcePort: trace.sourcePort(packet), destinationPort: trace.destinationPort(packet) };
}

function tcpHeaderOf(trace: TraceReader, packet: number) {
  return {
    sourcePort: trace.sourcePort(packet),
    destinationPort: trace.destinationPort(packet),
    sequence: trace.sequence(packet),
    acknowledgement: trace.acknowledgement(packet),
    reserved: 0,
    flags: trace.flags(packet) & 0xff,
    window: trace.window(packet),
    urgentPointer: 0,
    options: tcpOptionsOf(trace, packet),
  };
}

/** A packet's whole frame as it is on one hop: Ethernet header to end of payload. */
export function encodeFrame(source: TraceBytes, packet: number, hop: FrameHop): Uint8Array {
  const bytes = new Uint8Array(source.trace.frameBytes(packet));
  writeFrame(bytes, 0, source, packet, hop);
  return bytes;
}
