import type { DissectedField, DissectedLayer } from '../../shared/dissection';
import type { DecodedRtp } from '../../wire/rtp';
import { bitField, countOf, field, flagField, hexadecimal } from '../../wire/dissection/field';

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
