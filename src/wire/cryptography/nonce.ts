import { write32 } from '../encoding/octets';

/** The nonce under which a direction's record, or QUIC packet, number `sequence` is sealed: RFC 8446 section 5.3. */
export function recordNonce(iv: Uint8Array, sequence: number): Uint8Array {
  const number = new Uint8Array(12);
  write32(number, 4, Math.floor(sequence / 0x100000000));
  write32(number, 8, sequence % 0x100000000);
  return number.map((byte, at) => byte ^ iv[at]!);
}
