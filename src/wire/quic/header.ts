import type { Decoded } from '../encoding/decoded';
import { write32 } from '../encoding/octets';
import { type VarintLength, writeVarint } from '../encoding/varint';
import { Cursor } from '../encoding/cursor';
import { type PacketNumberLength, writePacketNumber } from './packet-number';

/** Packet headers: RFC 9000 section 17. */

/** QUIC version 1, RFC 9000 section 15. */
export const quicVersion = 1;

/** Long Packet Type, RFC 9000 table 5; the names as the RFC writes them. */
export const longPacketNames = ['Initial', '0-RTT', 'Handshake', 'Retry'] as const;
export type ProtectedLongName = 'Initial' | '0-RTT' | 'Handshake';

/** Bits of the first byte: Header Form, Fixed Bit, and below them what each form has. */
export const FirstByte = { long: 0x80, fixed: 0x40, spin: 0x20, keyPhase: 0x04 } as const;
const longestConnectionId = 20;
const retryTagBytes = 16;

/** The header of a packet whose packet number and payload are protected, long form: RFC 9000 sections 17.2.2 to 17.2.4. */
export interface LongHeader {
  readonly name: ProtectedLongName;
  readonly destination: Uint8Array;
  readonly source: Uint8Array;
  /** Of an Initial packet; empty on all others. */
  readonly token: Uint8Array;
  readonly packetNumber: number;
  readonly packetNumberLength: PacketNumberLength;
}

/** RFC 9000 section 17.3.1. */
export interface ShortHeader {
  readonly name: '1-RTT';
  readonly destination: Uint8Array;
  readonly spin: boolean;
  readonly keyPhase: 0 | 1;
  readonly packetNumber: number;
  readonly packetNumberLength: PacketNumberLength;
}

export type ProtectedHeader = LongHeader | ShortHeader;

/** RFC 9000 section 17.2.5, its Retry Integrity Tag included. */
export interface RetryPacket {
  readonly name: 'Retry';
  readonly destination: Uint8Array;
  readonly source: Uint8Array;
  readonly token: Uint8Array;
  readonly integrityTag: Uint8Array;
}

/** RFC 9000 section 17.2.1. */
export interface VersionNegotiationPacket {
  readonly name: 'Version Negotiation';
  readonly destination: Uint8Array;
  readonly source: Uint8Array;
  readonly versions: readonly number[];
}

/** What can be read of a packet before its header protection is taken off. Offsets in bytes of the datagram. */
export interface ProtectedHead {
  readonly name: ProtectedLongName | '1-RTT';
  readonly at: number;
  readonly destination: Uint8Array;
  readonly source: Uint8Array;
  readonly token: Uint8Array;
  /** Where the Length field stands; undefined in the short form. */
  readonly lengthAt: number | undefined;
  readonly packetNumberAt: number;
  /** Behind the packet's last byte: where the next one of the datagram begins. */
  readonly end: number;
}

/** A whole packet of a datagram, as far as it is readable without keys. */
export type PacketHead =
  ProtectedHead | ((RetryPacket | VersionNegotiationPacket) & { readonly at: number; readonly end: number });

/** Bytes of the Length field: two, as most senders write it, whatever the value; four where two do not hold it. */
export function lengthFieldBytes(value: number): VarintLength {
  return value < 0x4000 ? 2 : 4;
}

/**
 * A header before it is protected; `payloadBytes`: bytes behind the packet number, the AEAD's tag included.
 * Throws a RangeError for a connection id of more than 20 bytes.
 */
export function encodeHeader(header: ProtectedHeader, payloadBytes: number): Uint8Array {
  return header.name === '1-RTT' ? encodeShort(header) : encodeLong(header, payloadBytes);
}

function encodeShort(header: ShortHeader): Uint8Array {
  const { destination, packetNumber, packetNumberLength } = header;
  const bytes = new Uint8Array(1 + destination.length + packetNumberLength);
  bytes[0] =
    FirstByte.fixed |
    (header.spin ? FirstByte.spin : 0) |
    (header.keyPhase === 1 ? FirstByte.keyPhase : 0) |
    (packetNumberLength - 1);
  bytes.set(destination, 1);
  writePacketNumber(bytes, 1 + destination.length, packetNumber, packetNumberLength);
  return bytes;
}

function encodeLong(header: LongHeader, payloadBytes: number): Uint8Array {
  const { token, packetNumber, packetNumberLength } = header;
  const remainder = packetNumberLength + payloadBytes;
  const lengthBytes = lengthFieldBytes(remainder);
  const isInitial = header.name === 'Initial';
  const start = beginLong(header, longPacketNames.indexOf(header.name), packetNumberLength - 1);
  const tokenField = isInitial ? tokenBytes(token) : new Uint8Array(0);
  const bytes = new Uint8Array(start.length + tokenField.length + lengthBytes + packetNumberLength);
  bytes.set(start);
  bytes.set(tokenField, start.length);
  const lengthAt = start.length + tokenField.length;
  writeVarint(bytes, lengthAt, remainder, lengthBytes);
  writePacketNumber(bytes, lengthAt + lengthBytes, packetNumber, packetNumberLength);
  return bytes;
}

function tokenBytes(token: Uint8Array): Uint8Array {
  const field = new Uint8Array(8 + token.length);
  const length = writeVarint(field, 0, token.length);
  field.set(token, length);
  return field.subarray(0, length + token.length);
}

/** First byte, version and both ids: what every long header begins with (RFC 8999 section 5.1). */
function beginLong(
  { destination, source }: { readonly destination: Uint8Array; readonly source: Uint8Array },
  type: number,
  lowBits: number,
  version = quicVersion,
): Uint8Array {
  for (const id of [destination, source])
    if (id.length > longestConnectionId) throw new RangeError(`a connection ID of ${id.length} bytes`);
  const bytes = new Uint8Array(7 + destination.length + source.length);
  bytes[0] = FirstByte.long | FirstByte.fixed | (type << 4) | lowBits;
  write32(bytes, 1, version);
  bytes[5] = destination.length;
  bytes.set(destination, 6);
  bytes[6 + destination.length] = source.length;
  bytes.set(source, 7 + destination.length);
  return bytes;
}

/** A Retry packet without its Retry Integrity Tag. The four unused bits are set, as in RFC 9001 appendix A.4. */
export function encodeRetry(retry: Omit<RetryPacket, 'integrityTag'>): Uint8Array {
  const start = beginLong(retry, 3, 0x0f);
  const bytes = new Uint8Array(start.length + retry.token.length);
  bytes.set(start);
  bytes.set(retry.token, start.length);
  return bytes;
}

export function encodeVersionNegotiation(packet: VersionNegotiationPacket): Uint8Array {
  const start = beginLong(packet, 0, 0, 0);
  const bytes = new Uint8Array(start.length + packet.versions.length * 4);
  bytes.set(start);
  packet.versions.forEach((version, index) => {
    write32(bytes, start.length + index * 4, version);
  });
  return bytes;
}

/**
 * Reads the packet that begins at `datagram[at]`, as far as it is not protected. `shortIdBytes`: length of the
 * connection ids that the receiver gave out, which a short header does not tell.
 */
export function decodePacketHead(
  datagram: Uint8Array,
  at: number,
  shortIdBytes: number,
): Decoded<PacketHead> {
  const cursor = new Cursor(datagram, at);
  const first = cursor.byte('first byte');
  if (!cursor.error && (first & FirstByte.long) === 0) return readShort(cursor, at, first, shortIdBytes);
  const version = cursor.word('Version');
  if (!cursor.error && version !== 0) checkLong(cursor, at, first, version);
  const destination = readConnectionId(cursor, 'Destination Connection ID');
  const source = readConnectionId(cursor, 'Source Connection ID');
  if (version === 0) return readVersionNegotiation(cursor, at, destination, source);
  const name = longPacketNames[(first >>> 4) & 3]!;
  if (name === 'Retry') return readRetry(cursor, at, destination, source);
  const token = name === 'Initial' ? cursor.slice(cursor.varint('Token Length'), 'Token') : new Uint8Array(0);
  const lengthAt = cursor.at;
  const length = cursor.varint('Length');
  const packetNumberAt = cursor.at;
  cursor.slice(length, 'Packet Payload');
  return cursor.finish<PacketHead>({
    ...{ name, at, destination, source, token, lengthAt, packetNumberAt },
    end: packetNumberAt + length,
  });
}

function checkLong(cursor: Cursor, at: number, first: number, version: number): void {
  if (version !== quicVersion) cursor.fail(at + 1, `version 0x${version.toString(16)}`, 'version 1 of QUIC');
  checkFixedBit(cursor, at, first);
}

/** RFC 9000 sections 17.2 and 17.3: "Packets containing a zero value for this bit are not valid packets". */
function checkFixedBit(cursor: Cursor, at: number, first: number): void {
  if ((first & FirstByte.fixed) === 0) cursor.fail(at, 'a Fixed Bit of 0', '1');
}

function readConnectionId(cursor: Cursor, name: string): Uint8Array {
  const { at } = cursor;
  const length = cursor.byte(`${name} Length`);
  if (length > longestConnectionId) cursor.fail(at, `a ${name} of ${length} bytes`, 'at most 20 bytes');
  return cursor.slice(length, name);
}

function readShort(cursor: Cursor, at: number, first: number, idBytes: number): Decoded<PacketHead> {
  checkFixedBit(cursor, at, first);
  const destination = cursor.slice(idBytes, 'Destination Connection ID');
  const nothing = new Uint8Array(0);
  return cursor.finish<PacketHead>({
    ...{ name: '1-RTT', at, destination, source: nothing, token: nothing, lengthAt: undefined },
    packetNumberAt: cursor.at,
    end: cursor.end,
  });
}

function readVersionNegotiation(
  cursor: Cursor,
  at: number,
  destination: Uint8Array,
  source: Uint8Array,
): Decoded<PacketHead> {
  const versions: number[] = [];
  while (cursor.left > 0 && !cursor.error) versions.push(cursor.word('Supported Version'));
  if (versions.length === 0) cursor.fail(cursor.at, 'no version', 'at least one Supported Version');
  const { end } = cursor;
  return cursor.finish<PacketHead>({ name: 'Version Negotiation', destination, source, versions, at, end });
}

function readRetry(
  cursor: Cursor,
  at: number,
  destination: Uint8Array,
  source: Uint8Array,
): Decoded<PacketHead> {
  const tokenLength = cursor.left - retryTagBytes;
  // RFC 9000 section 17.2.5.2: "A client MUST discard a Retry packet with a zero-length Retry Token field."
  if (tokenLength < 1)
    cursor.fail(cursor.at, `${cursor.left} bytes left`, 'a token and the 16 bytes of its tag');
  const token = cursor.slice(Math.max(0, tokenLength), 'Retry Token');
  const integrityTag = cursor.slice(retryTagBytes, 'Retry Integrity Tag');
  const { end } = cursor;
  return cursor.finish<PacketHead>({ name: 'Retry', destination, source, token, integrityTag, at, end });
}

/** Whether a packet is one whose payload is sealed. */
export function isProtected(head: PacketHead): head is ProtectedHead {
  return head.name !== 'Retry' && head.name !== 'Version Negotiation';
}

/** A connection id as it is shown: hexadecimal, or `none`. */
export function formatConnectionId(id: Uint8Array): string {
  if (id.length === 0) return 'none';
  return Array.from(id, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
