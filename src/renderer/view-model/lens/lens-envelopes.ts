import {
  ethernetHeaderBytes,
  ipv4HeaderBytes,
  protocolUdp,
  tcpHeaderBytes,
  tcpOptionBytes,
  udpHeaderBytes,
} from '../../../shared/trace/packet';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import type { PacketLabels } from '../labels/packet-labels';
import type { Layer } from './layer-crossings';
import type { MessageText } from '../packets/message-texts';

/** One envelope around, or at the heart of, a packet. */
export interface LensEnvelope {
  /** The layer that put it on. */
  readonly layer: 2 | 3 | 4 | 6 | 7;
  readonly name: string;
  /** Bytes of its header alone; for the message, all of its bytes in this packet. */
  readonly own: number;
  /** Bytes with all that is inside. */
  readonly bytes: number;
  /** What is written on it; empty for headers. */
  readonly text: string;
  /** Whether it is on the packet at the layer that has it now. */
  readonly present: boolean;
}

/**
 * The envelopes of a packet at a layer, outermost first. On the way down each layer puts one on; on the way up each
 * takes its own off after reading it: what a layer holds is the same in both directions.
 * @param message what an application has handed over, where it is in no packet yet
 */
export function envelopesAt(
  trace: TraceReader,
  packet: number | undefined,
  message: MessageText | undefined,
  layer: Layer,
  labels: PacketLabels,
): LensEnvelope[] {
  if (packet === undefined) return messageAlone(message);
  const payload = trace.payloadBytes(packet);
  const isDatagram = trace.protocol(packet) === protocolUdp;
  const segment = isDatagram
    ? udpHeaderBytes
    : tcpHeaderBytes + tcpOptionBytes(trace.options(packet), trace.sackBlockCount(packet));
  return [
    header(2, 'Ethernet', ethernetHeaderBytes, trace.frameBytes(packet), layer <= 2),
    header(3, 'IPv4', ipv4HeaderBytes, ipv4HeaderBytes + segment + payload, layer <= 3),
    header(4, isDatagram ? 'UDP' : 'TCP', segment, segment + payload, layer <= 4),
    ...insideOf(trace, packet, layer, labels),
  ];
}

/** What seals the application's bytes, where something does, and those bytes. */
function insideOf(trace: TraceReader, packet: number, layer: Layer, labels: PacketLabels): LensEnvelope[] {
  const payload = trace.payloadBytes(packet);
  const own = labels.messages.applicationBytes(packet);
  const isQuic = trace.quicItemCount(packet) > 0;
  const isSealed = isQuic || labels.isOverTls(packet);
  // What is no message is called by what begins in the envelope around it: `ClientHello`.
  const text = labels.message(packet) ?? (isSealed ? labels.short(packet) : 'data');
  const seal: LensEnvelope = isQuic
    ? header(4, 'QUIC', payload - own, payload, layer <= 4)
    : header(6, 'TLS', isSealed ? payload - own : 0, isSealed ? payload : 0, isSealed && payload > 0);
  return [
    { ...seal, text: own === 0 && seal.present ? labels.short(packet) : '' },
    {
      layer: 7,
      name: labels.messages.applicationOf(packet).title,
      own,
      bytes: own,
      text: own === 0 ? '' : text,
      present: own > 0,
    },
  ];
}

/** A message that is in no packet yet: an application's, or one of TLS's own. */
function messageAlone(message: MessageText | undefined): LensEnvelope[] {
  const bytes = message?.length ?? 0;
  const isOfTls = message?.protocol === 'TLS';
  const held = { own: bytes, bytes, text: message?.startLine ?? '', present: message !== undefined };
  const name = message?.protocol ?? 'HTTP';
  return [
    header(2, 'Ethernet', ethernetHeaderBytes, 0, false),
    header(3, 'IPv4', ipv4HeaderBytes, 0, false),
    header(4, 'TCP', tcpHeaderBytes, 0, false),
    isOfTls ? { layer: 6, name, ...held } : header(6, 'TLS', 0, 0, false),
    isOfTls ? header(7, 'HTTP', 0, 0, false) : { layer: 7, name, ...held },
  ];
}

function header(
  layer: LensEnvelope['layer'],
  name: string,
  own: number,
  bytes: number,
  present: boolean,
): LensEnvelope {
  return { layer, name, own, bytes, text: '', present };
}
