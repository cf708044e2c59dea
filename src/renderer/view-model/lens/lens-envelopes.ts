import {
  ethernetHeaderBytes,
  ipv4HeaderBytes,
  protocolUdp,
  tcpHeaderBytes,
  tcpOptionBytes,
  udpHeaderBytes,
} from '../../../shared/trace/packet';
import type { Trace } from '../../../shared/trace/trace';
import type { PacketLabels } from '../labels/packet-labels';
import type { Layer } from './layer-crossings';
import type { MessageText } from '../packets/message-texts';

/** One envelope around, or at the heart of, a packet. */
export interface LensEnvelope {
  /** The layer that put it on. */
  readonly layer: 2 | 3 | 4 | 7;
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
  trace: Trace,
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
  // What is sealed, or is no message, is called by what begins in it: `ClientHello`.
  const otherwise = isDatagram || labels.isOverTls(packet) ? labels.short(packet) : 'data';
  const text = payload === 0 ? '' : (labels.message(packet) ?? otherwise);
  const protocol = labels.protocol(packet);
  return [
    header(2, 'Ethernet', ethernetHeaderBytes, trace.frameBytes(packet), layer <= 2),
    header(3, 'IPv4', ipv4HeaderBytes, ipv4HeaderBytes + segment + payload, layer <= 3),
    header(4, isDatagram ? 'UDP' : 'TCP', segment, segment + payload, layer <= 4),
    {
      layer: 7,
      name: protocol !== 'TCP' ? protocol : labels.isOverTls(packet) ? 'TLS' : 'HTTP',
      own: payload,
      bytes: payload,
      text,
      present: payload > 0,
    },
  ];
}

function messageAlone(message: MessageText | undefined): LensEnvelope[] {
  const bytes = message?.length ?? 0;
  return [
    header(2, 'Ethernet', ethernetHeaderBytes, 0, false),
    header(3, 'IPv4', ipv4HeaderBytes, 0, false),
    header(4, 'TCP', tcpHeaderBytes, 0, false),
    {
      layer: 7,
      name: message?.protocol ?? 'HTTP',
      own: bytes,
      bytes,
      text: message?.startLine ?? '',
      present: message !== undefined,
    },
  ];
}

function header(layer: 2 | 3 | 4, name: string, own: number, bytes: number, present: boolean): LensEnvelope {
  return { layer, name, own, bytes, text: '', present };
}
