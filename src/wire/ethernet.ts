import { type Decoded, refuse } from './encoding/decoded';
import { read16, read32, write16, write32 } from './encoding/octets';

/** Ethernet II frames as captures hold them: no preamble, no frame check sequence, no padding. IEEE 802.3 clause 3. */

export const ethernetHeaderBytes = 14;

/** A 48-bit address as a number: 02:00:00:00:01:0a is 0x02000000010a. */
export type MacAddress = number;

export const etherTypeIpv4 = 0x0800;
/** Below this the type field is a length (IEEE 802.3 clause 3.2.6). */
const smallestEtherType = 0x0600;

export interface EthernetHeader {
  readonly destination: MacAddress;
  readonly source: MacAddress;
  readonly etherType: number;
}

export interface EthernetFrame {
  readonly header: EthernetHeader;
  readonly payload: Uint8Array;
}

/**
 * The address of a port. Traces do not hold any: link number n (from 1) and its end give `02:00:00:nn:nn:0a` for
 * end a and `...:0b` for end b. The bit 02 says "locally administered" (IEEE 802 clause 8.2.2).
 */
export function portMacAddress(link: number, end: number): MacAddress {
  return 0x020000000000 + (link + 1) * 0x100 + (end === 0 ? 0x0a : 0x0b);
}

/** `02:00:00:00:01:0a`. */
export function formatMacAddress(address: MacAddress): string {
  return (address.toString(16).padStart(12, '0').match(/../g) ?? []).join(':');
}

function writeMacAddress(target: Uint8Array, at: number, address: MacAddress): void {
  write16(target, at, Math.floor(address / 0x100000000));
  write32(target, at + 2, address % 0x100000000);
}

/** A MAC address's six bytes, for file formats that carry them bare. */
export function macAddressBytes(address: MacAddress): Uint8Array {
  const bytes = new Uint8Array(6);
  writeMacAddress(bytes, 0, address);
  return bytes;
}

/** Writes the 14 bytes of a header at `target[at]`. */
export function writeEthernetHeader(target: Uint8Array, at: number, header: EthernetHeader): void {
  writeMacAddress(target, at, header.destination);
  writeMacAddress(target, at + 6, header.source);
  write16(target, at + 12, header.etherType);
}

/** A whole frame: header and payload. */
export function encodeEthernet({ header, payload }: EthernetFrame): Uint8Array {
  const bytes = new Uint8Array(ethernetHeaderBytes + payload.length);
  writeEthernetHeader(bytes, 0, header);
  bytes.set(payload, ethernetHeaderBytes);
  return bytes;
}

/** Reads a frame. The payload is a view of `bytes`, trailing padding included: only the next layer knows its own length. */
export function decodeEthernet(bytes: Uint8Array): Decoded<EthernetFrame> {
  if (bytes.length < ethernetHeaderBytes)
    return refuse(
      bytes.length,
      `a frame of ${bytes.length} bytes`,
      'at least the 14 bytes of an Ethernet header',
    );
  const etherType = read16(bytes, 12);
  if (etherType < smallestEtherType)
    return refuse(12, `a length field of ${etherType}`, 'an EtherType, 0x0600 or above (Ethernet II)');
  const header = {
    destination: read16(bytes, 0) * 0x100000000 + read32(bytes, 2),
    source: read16(bytes, 6) * 0x100000000 + read32(bytes, 8),
    etherType,
  };
  return { ok: true, value: { header, payload: bytes.subarray(ethernetHeaderBytes) } };
}
