import type { DissectedField } from '../../../shared/dissection';
import { varintLengthOf } from '../../../wire/encoding/varint';
import {
  FirstByte,
  formatConnectionId,
  isProtected,
  type PacketHead,
  type ProtectedHead,
} from '../../../wire/quic/header';
import type { UnmaskedHeader } from '../../../wire/quic/protection';
import { bitField, countOf, field, flagField, grouped, hexadecimal } from '../../../wire/dissection/field';

const longTypes = ['Initial', '0-RTT', 'Handshake', 'Retry'] as const;
const masked = { note: 'under header protection' };

/** The fields of a QUIC packet's header; `base`: where the datagram begins in the frame. */
export function quicHeaderFields(
  datagram: Uint8Array,
  head: PacketHead,
  unmasked: UnmaskedHeader | undefined,
  base: number,
): DissectedField[] {
  const at = base + head.at;
  const first = unmasked?.header[0] ?? datagram[head.at]!;
  if (isProtected(head) && head.lengthAt === undefined)
    return [
      ...shortBits(first, unmasked, at),
      ...idField('Destination Connection ID', head.destination, at + 1),
      ...packetNumberFields(head, unmasked, base),
    ];
  return [...longBits(first, head, unmasked, at), ...longFields(datagram, head, unmasked, base)];
}

function shortBits(first: number, unmasked: UnmaskedHeader | undefined, at: number): DissectedField[] {
  const fields = [
    bitField('Header Form', 0, at, 1, [0, 1], { note: 'short' }),
    bitField('Fixed Bit', (first >>> 6) & 1, at, 1, [1, 1]),
    flagField('Spin Bit', (first & FirstByte.spin) !== 0, at, 1, 2),
  ];
  if (!unmasked) return [...fields, bitField('Protected', 'not opened', at, 1, [3, 5])];
  return [
    ...fields,
    bitField('Reserved Bits', (first >>> 3) & 3, at, 1, [3, 2], masked),
    bitField('Key Phase', unmasked.keyPhase, at, 1, [5, 1], masked),
    bitField('Packet Number Length', first & 3, at, 1, [6, 2], lengthNote(unmasked)),
  ];
}

function lengthNote({ packetNumberLength }: UnmaskedHeader) {
  return { note: `${countOf(packetNumberLength, 'byte')}, ${masked.note}` };
}

function longBits(
  first: number,
  head: PacketHead,
  unmasked: UnmaskedHeader | undefined,
  at: number,
): DissectedField[] {
  const fields = [bitField('Header Form', 1, at, 1, [0, 1], { note: 'long' })];
  if (head.name === 'Version Negotiation')
    return [...fields, bitField('Unused', first & 0x7f, at, 1, [1, 7])];
  const type = (first >>> 4) & 3;
  fields.push(
    bitField('Fixed Bit', (first >>> 6) & 1, at, 1, [1, 1]),
    bitField('Long Packet Type', type, at, 1, [2, 2], { note: longTypes[type]! }),
  );
  if (head.name === 'Retry') fields.push(bitField('Unused', first & 15, at, 1, [4, 4]));
  else if (!unmasked) fields.push(bitField('Protected', 'not opened', at, 1, [4, 4]));
  else
    fields.push(
      bitField('Reserved Bits', (first >>> 2) & 3, at, 1, [4, 2], masked),
      bitField('Packet Number Length', first & 3, at, 1, [6, 2], lengthNote(unmasked)),
    );
  return fields;
}

function longFields(
  datagram: Uint8Array,
  head: PacketHead,
  unmasked: UnmaskedHeader | undefined,
  base: number,
): DissectedField[] {
  const at = base + head.at;
  const { destination, source } = head;
  const sourceAt = at + 6 + destination.length;
  const behindIds = sourceAt + 1 + source.length;
  const version = head.name === 'Version Negotiation' ? 0 : 1;
  return [
    field('Version', hexadecimal(version, 8), at + 1, 4, { note: version ? 'QUIC version 1' : 'none' }),
    field('Destination Connection ID Length', destination.length, at + 5, 1),
    ...idField('Destination Connection ID', destination, at + 6),
    field('Source Connection ID Length', source.length, sourceAt, 1),
    ...idField('Source Connection ID', source, sourceAt + 1),
    ...(isProtected(head)
      ? protectedFields(datagram, head, unmasked, base, behindIds)
      : openFields(head, behindIds)),
  ];
}

function idField(name: string, id: Uint8Array, at: number): DissectedField[] {
  return id.length > 0 ? [field(name, formatConnectionId(id), at, id.length)] : [];
}

function protectedFields(
  datagram: Uint8Array,
  head: ProtectedHead,
  unmasked: UnmaskedHeader | undefined,
  base: number,
  behindIds: number,
): DissectedField[] {
  const fields: DissectedField[] = [];
  if (head.name === 'Initial') {
    const tokenLengthBytes = varintLengthOf(datagram[behindIds - base]!);
    fields.push(field('Token Length', head.token.length, behindIds, tokenLengthBytes));
    if (head.token.length > 0)
      fields.push(
        field('Token', countOf(head.token.length, 'byte'), behindIds + tokenLengthBytes, head.token.length),
      );
  }
  const lengthAt = head.lengthAt ?? head.packetNumberAt;
  const length = head.end - head.packetNumberAt;
  fields.push(
    field('Length', length, base + lengthAt, head.packetNumberAt - lengthAt, {
      note: 'packet number, frames and authentication tag',
    }),
    ...packetNumberFields(head, unmasked, base),
  );
  return fields;
}

function packetNumberFields(
  head: ProtectedHead,
  unmasked: UnmaskedHeader | undefined,
  base: number,
): DissectedField[] {
  if (!unmasked) return [];
  const { packetNumber, packetNumberLength } = unmasked;
  const at = base + head.packetNumberAt;
  const sent = packetNumber % 256 ** packetNumberLength;
  const note = sent === packetNumber ? masked.note : `sent as ${grouped(sent)}, ${masked.note}`;
  return [field('Packet Number', packetNumber, at, packetNumberLength, { note })];
}

function openFields(head: PacketHead, behindIds: number): DissectedField[] {
  if (head.name === 'Retry') {
    const { token, integrityTag } = head;
    return [
      field('Retry Token', countOf(token.length, 'byte'), behindIds, token.length),
      field('Retry Integrity Tag', formatConnectionId(integrityTag), behindIds + token.length, 16),
    ];
  }
  if (head.name !== 'Version Negotiation') return [];
  return head.versions.map((version, index) =>
    field('Supported Version', hexadecimal(version, 8), behindIds + index * 4, 4),
  );
}
