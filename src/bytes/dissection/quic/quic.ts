import type { DissectedField, DissectedLayer } from '../../../shared/dissection';
import { authenticationTagBytes } from '../../../wire/cryptography/cryptography';
import type { WireError } from '../../../wire/encoding/decoded';
import { type Frame } from '../../../wire/quic/frames/frame';
import { isProtected, type PacketHead } from '../../../wire/quic/header';
import type { OpenedDatagram, OpenedPacket } from '../../../wire/quic/open-datagram';
import { countOf, field, malformedField } from '../../../wire/dissection/field';
import { frameField, frameLine } from './quic-frames';
import { quicHeaderFields } from './quic-header';

/** A stretch of stream data or handshake bytes in a datagram, for the layer above. */
export interface CarriedData {
  readonly frame: Extract<Frame, { name: 'stream' | 'crypto' | 'datagram' }>;
  /** The packet that it is in: `Initial`, `1-RTT`. */
  readonly packetName: PacketHead['name'];
  /** Where the data begins in the frame on the wire. */
  readonly at: number;
}

/** The QUIC packets of a UDP payload that begins `base` bytes into the frame, a layer each. */
export function dissectQuic(
  datagram: Uint8Array,
  opened: OpenedDatagram,
  ackDelayExponent: number,
  base: number,
): DissectedLayer[] {
  const layers = opened.packets.map((packet) => packetLayer(datagram, packet, ackDelayExponent, base));
  if (opened.error) layers.push(malformedLayer(opened.error, base, datagram.length));
  return layers;
}

/** Everything in a datagram that another protocol reads: CRYPTO, STREAM and DATAGRAM frames with data. */
export function carriedData({ packets }: OpenedDatagram, base: number): CarriedData[] {
  const carried: CarriedData[] = [];
  for (const { head, frames, payloadAt } of packets)
    for (const { frame, at, length } of frames) {
      if (frame.name !== 'stream' && frame.name !== 'crypto' && frame.name !== 'datagram') continue;
      if (frame.data.length === 0) continue;
      const behind = base + payloadAt + at + length - frame.data.length;
      carried.push({ frame, packetName: head.name, at: behind });
    }
  return carried;
}

function malformedLayer(error: WireError, base: number, length: number): DissectedLayer {
  return {
    name: 'QUIC',
    layer: 4,
    summary: `malformed: ${error.what}`,
    offset: base + Math.min(error.at, length),
    length: Math.max(0, length - error.at),
    fields: [malformedField(error, base, length)],
  };
}

function packetLayer(
  datagram: Uint8Array,
  packet: OpenedPacket,
  ackDelayExponent: number,
  base: number,
): DissectedLayer {
  const { head, unmasked, frames, error, payloadAt } = packet;
  // Only 1-RTT packets have an exponent of their own: before, it is 3 (RFC 9000 section 18.2).
  const exponent = head.name === '1-RTT' ? ackDelayExponent : 3;
  const fields = quicHeaderFields(datagram, head, unmasked, base);
  for (const frame of frames) fields.push(frameField(frame, exponent, base + payloadAt));
  fields.push(...sealFields(packet, base));
  if (error) fields.push(malformedField(error, base, head.end));
  return {
    name: 'QUIC',
    layer: 4,
    summary: summaryOf(packet, exponent),
    offset: base + head.at,
    length: head.end - head.at,
    fields,
  };
}

function summaryOf({ head, unmasked, frames, error }: OpenedPacket, exponent: number): string {
  if (!isProtected(head)) return head.name;
  if (!unmasked) return `${head.name}, sealed`;
  const lines = frames.map(({ frame }) => {
    const { name, text } = frameLine(frame, exponent);
    return frame.name === 'stream' || frame.name === 'ack' ? `${name} ${text}` : name;
  });
  const parts = [`${head.name}, packet ${unmasked.packetNumber}`];
  if (lines.length > 0) parts.push(lines.join('; '));
  if (error) parts.push(`malformed: ${error.what}`);
  return parts.join(': ');
}

/** What stands behind the frames, or in their place while nobody can open them. */
function sealFields({ head, unmasked, payload, payloadAt }: OpenedPacket, base: number): DissectedField[] {
  if (!isProtected(head)) return [];
  if (!unmasked || payload.length === 0) {
    const at = head.packetNumberAt;
    return [field('Protected Payload', countOf(head.end - at, 'byte'), base + at, head.end - at)];
  }
  const tagAt = base + payloadAt + payload.length;
  return [
    field('Authentication Tag', countOf(authenticationTagBytes, 'byte'), tagAt, authenticationTagBytes, {
      note: "fits: decrypted with the lab's keys",
    }),
  ];
}
