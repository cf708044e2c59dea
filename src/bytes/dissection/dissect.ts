import { relativeAcknowledgement } from '../../shared/trace/relative-acknowledgement';
import type { DissectedLayer, Dissection } from '../../shared/dissection';
import { ethernetHeaderBytes, protocolTcp, protocolUdp } from '../../shared/trace/packet';
import { none, placeIsLink, RecordKind } from '../../shared/trace/record';
import type { TraceReader } from '../../shared/trace/trace-reader';
import { applicationLayers, unknownLayers } from './application';
import { dissectEthernet } from './headers/ethernet';
import { type DatagramContext, dissectDatagram } from './datagram';
import { datagramContext } from './datagram-context';
import { countOf, field } from '../../wire/dissection/field';
import { dissectIpv4 } from './headers/ipv4';
import { dataLayers, malformedLayer } from '../../wire/dissection/plain';
import { dissectTcp, type TcpContext } from './headers/tcp';
import { dissectTls, type TlsContext } from './tls/tls';
import { tlsContext } from './tls-context';
import { decodeEthernet, etherTypeIpv4 } from '../../wire/ethernet';
import { encodeFrame, type FrameHop, hopOver } from '../frames/frame';
import { findLinkRecord, findSendOn } from '../frames/hop-search';
import { decodeIpv4 } from '../../wire/ipv4';
import { sendingEnd } from '../../shared/trace/ends';
import { streamOffset } from '../frames/payload';
import { decodeTcp, tcpChecksum } from '../../wire/tcp';
import type { TraceBytes } from '../frames/trace-bytes';
import { windowShift } from '../frames/window-scale';

/** What is known about a frame besides its bytes; all of it only adds notes. */
export interface FrameContext {
  readonly tcp?: TcpContext;
  /** What the payload of a segment says, where nothing seals it. */
  readonly application?: (bytes: Uint8Array, base: number) => DissectedLayer[];
  readonly tls?: TlsContext;
  readonly datagram?: DatagramContext;
}

/**
 * What a frame's bytes say, layer by layer, outermost first. Bytes that cannot be read end in a layer with a
 * `Malformed` field that tells why; nothing is thrown.
 */
export function dissectFrame(bytes: Uint8Array, context: FrameContext = {}): DissectedLayer[] {
  const layers = [frameLayer(bytes)];
  const ethernet = decodeEthernet(bytes);
  if (!ethernet.ok) return [...layers, malformedLayer('Ethernet II', 2, ethernet.error, 0, bytes.length)];
  layers.push(dissectEthernet(ethernet.value.header));
  const { payload } = ethernet.value;
  if (ethernet.value.header.etherType !== etherTypeIpv4)
    return [...layers, ...dataLayers(payload, ethernetHeaderBytes)];
  const base = ethernetHeaderBytes;
  const packet = decodeIpv4(payload);
  if (!packet.ok)
    return [...layers, malformedLayer('Internet Protocol Version 4', 3, packet.error, base, payload.length)];
  layers.push(dissectIpv4(packet.value, base));
  const transport = base + packet.value.totalLength - packet.value.payload.length;
  const { header } = packet.value;
  if (header.protocol === protocolUdp && header.fragmentOffset === 0)
    return [...layers, ...dissectDatagram(packet.value.payload, transport, header, context.datagram)];
  if (header.protocol !== protocolTcp || header.fragmentOffset > 0)
    return [...layers, ...dataLayers(packet.value.payload, transport)];
  return [...layers, ...dissectSegment(packet.value.payload, transport, header, context)];
}

function dissectSegment(
  bytes: Uint8Array,
  base: number,
  addresses: { source: number; destination: number },
  context: FrameContext,
): DissectedLayer[] {
  const segment = decodeTcp(bytes);
  if (!segment.ok)
    return [malformedLayer('Transmission Control Protocol', 4, segment.error, base, bytes.length)];
  const expected = tcpChecksum(bytes, 0, bytes.length, addresses);
  const layer = dissectTcp(segment.value, expected, base, context.tcp);
  const { payload, headerBytes } = segment.value;
  if (payload.length === 0) return [layer];
  if (context.tls) return [layer, ...dissectTls(payload, base + headerBytes, context.tls)];
  const above = context.application ?? unknownLayers;
  return [layer, ...above(payload, base + headerBytes)];
}

function frameLayer(bytes: Uint8Array): DissectedLayer {
  const length = countOf(bytes.length, 'byte');
  const bits = countOf(bytes.length * 8, 'bit');
  return {
    name: 'Frame',
    layer: 1,
    summary: `${length}, ${bits}`,
    offset: 0,
    length: bytes.length,
    fields: [field('Frame Length', length, 0, bytes.length, { note: bits })],
  };
}

/**
 * A packet of a trace as bytes and what they mean, on the hop that a TTL tells (each router takes one off); without
 * a TTL as it was first sent. Fields come from decoding the very bytes returned.
 */
export function dissectPacket(source: TraceBytes, packet: number, timeToLive?: number): Dissection {
  const { trace } = source;
  const record = findLinkRecord(trace, packet, timeToLive);
  const ttl = timeToLive ?? trace.timeToLive(packet);
  // A packet that met no link (no route, a full queue at a later hop) has no addresses on one yet.
  const nowhere: FrameHop = { timeToLive: ttl, sourceMac: 0, destinationMac: 0 };
  return dissectOn(source, packet, record === undefined ? nowhere : hopOver(trace.place(record), ttl));
}

/** The packet of a `link.*` record as it is on that very link; undefined for a record of any other kind. */
export function dissectRecord(source: TraceBytes, record: number): Dissection | undefined {
  const { trace } = source;
  const packet = trace.packet(record);
  if (!placeIsLink(trace.kind(record)) || packet === none) return undefined;
  return dissectOn(source, packet, hopOver(trace.place(record), timeToLiveAt(trace, record)));
}

/** The TTL of a frame on the link of its record. A drop's detail is its reason: what led to it is asked. */
function timeToLiveAt(trace: TraceReader, record: number): number {
  const kind = trace.kind(record);
  if (kind === RecordKind.linkSend || kind === RecordKind.linkArrive) return trace.detail(record);
  const packet = trace.packet(record);
  const sent = findSendOn(trace, packet, trace.place(record), record);
  if (sent !== undefined) return trace.detail(sent);
  // Refused before its first bit left: it came from another link, through a router (RFC 1812 section 5.3.1), or from here.
  const cause = trace.cause(record);
  const forwarded = cause !== none && trace.kind(cause) === RecordKind.linkArrive;
  return forwarded ? trace.detail(cause) - 1 : trace.timeToLive(packet);
}

function dissectOn(source: TraceBytes, packet: number, hop: FrameHop): Dissection {
  const bytes = encodeFrame(source, packet, hop);
  return { packet, bytes, layers: dissectFrame(bytes, contextOf(source, packet)) };
}

function contextOf(source: TraceBytes, packet: number): FrameContext {
  const { trace } = source;
  if (trace.protocol(packet) === protocolUdp) {
    const datagram = datagramContext(source, packet);
    return datagram ? { datagram } : {};
  }
  const tcp = {
    relativeSequence: trace.relativeSequence(packet),
    relativeAcknowledgement: relativeAcknowledgement(trace, packet),
    windowShift: windowShift(trace, packet),
  };
  const connection = trace.connectionOfPacket(packet);
  if (connection === none) return { tcp };
  const end = sendingEnd(trace, packet);
  const offset = streamOffset(trace, packet);
  const tls = tlsContext(source, connection, end, offset, trace.payloadBytes(packet));
  if (tls) return { tcp, tls };
  const stream = { connection, end, stream: 0 };
  return {
    tcp,
    application: (bytes, base) =>
      applicationLayers(source, connection, { carrier: 'tcp', stream, from: offset, bytes, base }),
  };
}
