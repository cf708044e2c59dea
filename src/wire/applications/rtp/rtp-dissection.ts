import { clipFields } from '../../dissection/clip';
import { bitField, countOf, field, flagField, hexadecimal } from '../../dissection/field';
import type { DissectedField, DissectedLayer } from '../../dissection/layer';
import { latin1Bytes, read16 } from '../../encoding/octets';
import type { ApplicationBytes } from '../definition/application';
import type { WrittenContents } from '../definition/written-contents';
import { type DecodedRtp, decodeRtp, rtpFramingBytes, rtpHeaderIn } from './rtp-packet';

/** The RTP packet that a datagram is, or those, or parts of those, that a stretch of a byte stream has: a layer each. */
export function dissectRtpIn(
  stretch: ApplicationBytes,
  written: WrittenContents | undefined,
): DissectedLayer[] {
  if (stretch.carrier === 'tcp') return written ? framedLayers(stretch, written) : [];
  const packet = decodeRtp(stretch.bytes);
  return packet.ok ? [dissectRtp(packet.value, stretch.base)] : [];
}

const isFramedHeader = (text: string) => rtpHeaderIn(latin1Bytes(text)) !== undefined;

/** RFC 4571: each packet has its length before it. The first may have begun in an earlier segment. */
function framedLayers(
  { stream, from, bytes, base }: ApplicationBytes,
  written: WrittenContents,
): DissectedLayer[] {
  const layers: DissectedLayer[] = [];
  const to = from + bytes.length;
  let start = stream && written.textAtOrBefore(stream, from, isFramedHeader);
  while (stream && start !== undefined && start < to) {
    const length = read16(written.read(stream, start, rtpFramingBytes), 0);
    const packet = decodeRtp(written.read(stream, start + rtpFramingBytes, length));
    if (!packet.ok) break;
    const end = start + rtpFramingBytes + length;
    const at = base + start - from;
    if (end > from) layers.push(clipped(dissectFramed(packet.value, length, at), base, base + bytes.length));
    start = end;
  }
  return layers;
}

function dissectFramed(packet: DecodedRtp, length: number, at: number): DissectedLayer {
  const layer = dissectRtp(packet, at + rtpFramingBytes);
  const framing = field('Length', length, at, rtpFramingBytes, { note: 'RFC 4571' });
  return { ...layer, offset: at, length: rtpFramingBytes + length, fields: [framing, ...layer.fields] };
}

/** A layer as far as it lies in the frame's bytes `from` to `to`. */
function clipped(layer: DissectedLayer, from: number, to: number): DissectedLayer {
  const offset = Math.max(layer.offset, from);
  const length = Math.min(layer.offset + layer.length, to) - offset;
  const summary = layer.offset < from ? `${layer.summary}, continued` : layer.summary;
  return { ...layer, summary, offset, length, fields: clipFields(layer.fields, from, to) };
}

/** An RTP packet that begins `base` bytes into the frame: RFC 3550 section 5.1. */
export function dissectRtp(packet: DecodedRtp, base: number): DissectedLayer {
  const { header, headerBytes, payload, paddingBytes } = packet;
  const length = headerBytes + payload.length + paddingBytes;
  const marker = header.marker ? ", the frame's last" : '';
  return {
    name: 'Real-time Transport Protocol',
    layer: 7,
    summary: `packet ${header.sequence}, timestamp ${header.timestamp}${marker}`,
    offset: base,
    length,
    fields: [
      bitField('Version', 2, base, 1, [0, 2]),
      flagField('Padding', paddingBytes > 0, base, 1, 2),
      flagField('Extension', headerBytes > 12 + header.contributors.length * 4, base, 1, 3),
      bitField('CSRC Count', header.contributors.length, base, 1, [4, 4]),
      flagField('Marker', header.marker, base + 1, 1, 0),
      bitField('Payload Type', header.payloadType, base + 1, 1, [1, 7], {
        note: header.payloadType >= 96 ? 'dynamic' : 'static',
      }),
      field('Sequence Number', header.sequence, base + 2, 2),
      field('Timestamp', header.timestamp, base + 4, 4),
      field('SSRC', hexadecimal(header.source, 8), base + 8, 4),
      ...contributorFields(header.contributors, base + 12),
      ...payloadFields(packet, base),
    ],
  };
}

function contributorFields(contributors: readonly number[], at: number): DissectedField[] {
  return contributors.map((contributor, index) =>
    field('CSRC', hexadecimal(contributor, 8), at + index * 4, 4),
  );
}

function payloadFields({ headerBytes, payload, paddingBytes }: DecodedRtp, base: number): DissectedField[] {
  const fields: DissectedField[] = [];
  const at = base + headerBytes;
  if (payload.length > 0) fields.push(field('Payload', countOf(payload.length, 'byte'), at, payload.length));
  if (paddingBytes > 0)
    fields.push(field('Padding', countOf(paddingBytes, 'byte'), at + payload.length, paddingBytes));
  return fields;
}
