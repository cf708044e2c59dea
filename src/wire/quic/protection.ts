import { authenticationTagBytes, type ChaCha20, type Cryptography } from '../cryptography/cryptography';
import { type Decoded, refuse } from '../encoding/decoded';
import { recordNonce } from '../cryptography/nonce';
import { FirstByte, type ProtectedHead } from './header';
import type { PacketKeys } from './keys';
import { type PacketNumberLength, recoverPacketNumber } from './packet-number';

/** Packet protection, RFC 9001 section 5: the payload sealed, then packet number and some of the first byte masked. */

const sampleBytes = 16;
/** The sample is taken as if the packet number had 4 bytes (section 5.4.2). */
const sampleOffset = 4;

/** Frames that a packet must have at least, so that there is a sample to take: 4 bytes less its packet number. */
export function fewestFrameBytes(packetNumberLength: number): number {
  return sampleOffset - packetNumberLength;
}

/** The bits of the first byte that header protection covers (section 5.4.1): 4 of a long header, 5 of a short one. */
function protectedBits(firstByte: number): number {
  return firstByte & FirstByte.long ? 0x0f : 0x1f;
}

function chaCha20Of(cryptography: Cryptography): ChaCha20 {
  if (!cryptography.chaCha20) throw new RangeError('no ChaCha20 on this platform');
  return cryptography.chaCha20;
}

function seal(
  cryptography: Cryptography,
  { cipher, key }: PacketKeys,
  nonce: Uint8Array,
  header: Uint8Array,
  payload: Uint8Array,
): Uint8Array {
  return cipher === 'aes-128-gcm'
    ? cryptography.aesGcmSeal(key, nonce, header, payload)
    : chaCha20Of(cryptography).seal(key, nonce, header, payload);
}

function open(
  cryptography: Cryptography,
  { cipher, key }: PacketKeys,
  nonce: Uint8Array,
  header: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | undefined {
  return cipher === 'aes-128-gcm'
    ? cryptography.aesGcmOpen(key, nonce, header, sealed)
    : chaCha20Of(cryptography).open(key, nonce, header, sealed);
}

/** The mask of 5 bytes (at least) for a sample: section 5.4.3 with AES, 5.4.4 with ChaCha20. */
export function headerMask(cryptography: Cryptography, keys: PacketKeys, sample: Uint8Array): Uint8Array {
  return keys.cipher === 'aes-128-gcm'
    ? cryptography.aesBlock(keys.headerKey, sample)
    : chaCha20Of(cryptography).keyStream(keys.headerKey, sample, 5);
}

/**
 * A whole protected packet: `header` ends with its packet number, of `packetNumberLength` bytes; `payload`: its frames.
 * Throws a RangeError where the frames are too few for a sample.
 */
export function sealPacket(
  cryptography: Cryptography,
  keys: PacketKeys,
  header: Uint8Array,
  packetNumber: number,
  packetNumberLength: PacketNumberLength,
  payload: Uint8Array,
): Uint8Array {
  if (payload.length < fewestFrameBytes(packetNumberLength))
    throw new RangeError(
      `${payload.length} bytes of frames, at least ${fewestFrameBytes(packetNumberLength)}`,
    );
  const nonce = recordNonce(keys.iv, packetNumber);
  const sealed = seal(cryptography, keys, nonce, header, payload);
  const packet = new Uint8Array(header.length + sealed.length);
  packet.set(header);
  packet.set(sealed, header.length);
  mask(cryptography, keys, packet, 0, header.length - packetNumberLength, packetNumberLength);
  return packet;
}

/** Masks first byte and packet number, in place. */
function mask(
  cryptography: Cryptography,
  keys: PacketKeys,
  packet: Uint8Array,
  at: number,
  packetNumberAt: number,
  packetNumberLength: number,
): void {
  const sampleAt = packetNumberAt + sampleOffset;
  const bits = headerMask(cryptography, keys, packet.subarray(sampleAt, sampleAt + sampleBytes));
  packet[at]! ^= bits[0]! & protectedBits(packet[at]!);
  for (let index = 0; index < packetNumberLength; index += 1)
    packet[packetNumberAt + index]! ^= bits[1 + index]!;
}

/** A packet's header with its protection taken off. */
export interface UnmaskedHeader {
  /** First byte to packet number. */
  readonly header: Uint8Array;
  readonly packetNumberLength: PacketNumberLength;
  readonly packetNumber: number;
  /** 0 in a long header. */
  readonly keyPhase: 0 | 1;
}

/** Takes header protection off. `largest`: the highest packet number seen so far in the space, -1 before the first. */
export function unmaskHeader(
  cryptography: Cryptography,
  keys: PacketKeys,
  datagram: Uint8Array,
  head: ProtectedHead,
  largest: number,
): Decoded<UnmaskedHeader> {
  const sampleAt = head.packetNumberAt + sampleOffset;
  if (sampleAt + sampleBytes > head.end)
    return refuse(
      head.packetNumberAt,
      `${head.end - head.packetNumberAt} bytes`,
      'at least 20, for a sample',
    );
  const bits = headerMask(cryptography, keys, datagram.subarray(sampleAt, sampleAt + sampleBytes));
  const first = datagram[head.at]! ^ (bits[0]! & protectedBits(datagram[head.at]!));
  const packetNumberLength = ((first & 3) + 1) as PacketNumberLength;
  const header = datagram.slice(head.at, head.packetNumberAt + packetNumberLength);
  header[0] = first;
  let truncated = 0;
  for (let index = 0; index < packetNumberLength; index += 1) {
    const at = header.length - packetNumberLength + index;
    header[at]! ^= bits[1 + index]!;
    truncated = truncated * 256 + header[at]!;
  }
  const isShort = (first & FirstByte.long) === 0;
  const packetNumber = recoverPacketNumber(largest, truncated, packetNumberLength);
  const keyPhase = isShort && first & FirstByte.keyPhase ? 1 : 0;
  return { ok: true, value: { header, packetNumberLength, packetNumber, keyPhase } };
}

/** The frames of a packet; refused where the AEAD's tag does not fit, or bits that must be 0 are not. */
export function openPayload(
  cryptography: Cryptography,
  keys: PacketKeys,
  datagram: Uint8Array,
  head: ProtectedHead,
  unmasked: UnmaskedHeader,
): Decoded<Uint8Array> {
  const from = head.packetNumberAt + unmasked.packetNumberLength;
  const nonce = recordNonce(keys.iv, unmasked.packetNumber);
  const payload = open(cryptography, keys, nonce, unmasked.header, datagram.subarray(from, head.end));
  if (!payload)
    return refuse(
      head.end - authenticationTagBytes,
      'an authentication tag that does not fit',
      'the tag of these keys',
    );
  // RFC 9000 sections 17.2 and 17.3.1: Reserved Bits other than 0 are a PROTOCOL_VIOLATION.
  const first = unmasked.header[0]!;
  const reserved = first & FirstByte.long ? 0x0c : 0x18;
  if ((first & reserved) !== 0) return refuse(head.at, 'Reserved Bits that are not 0', '0');
  return { ok: true, value: payload };
}
