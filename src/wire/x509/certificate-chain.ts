import type { Cryptography } from '../cryptography/cryptography';
import { type CertificateContents, encodeCertificate } from './certificate';

/** A server's chain: its own certificate and the intermediate authority's. The root is known to clients and not sent. */

/** Ed25519 private keys, 32 bytes each, and the serial numbers' source. */
export interface ChainKeys {
  readonly server: Uint8Array;
  readonly intermediate: Uint8Array;
  readonly root: Uint8Array;
  /** 20 bytes each. */
  readonly serials: readonly [server: Uint8Array, intermediate: Uint8Array, root: Uint8Array];
}

/** Certificates in a chain. */
export const certificatesInChain = 2;

const intermediateName = 'Hoplab Intermediate CA';
const rootName = 'Hoplab Root CA';
/** With none at all its extension would be gone too, and no length between could be had. */
const shortestComment = 1;
const shortestSerial = 8;
const longestSerial = 20;
const remark = 'This remark makes the chain as long as the lab document asks for. ';
const zeros = new Uint8Array(32);
const zeroSerial = new Uint8Array(longestSerial).fill(1);

/** How a chain comes to its length: by a remark of some letters, and a serial number of some bytes. */
interface Shape {
  readonly commentLength: number;
  readonly serialBytes: number;
}

/** Bytes that a chain for a host has at least. */
export function smallestChainBytes(host: string): number {
  return unsignedBytes(host, { commentLength: shortestComment, serialBytes: shortestSerial });
}

/** Bytes that the chain for a host has when `wanted` are asked for: those, or as few as it can have. */
export function chainBytes(host: string, wanted: number): number {
  return Math.max(wanted, smallestChainBytes(host));
}

/** The chain for a host in DER, the server's certificate first: `chainBytes(host, wanted)` bytes together. */
export function certificateChain(
  cryptography: Cryptography,
  keys: ChainKeys,
  host: string,
  wanted: number,
): readonly [server: Uint8Array, intermediate: Uint8Array] {
  const shape = shapeFor(host, chainBytes(host, wanted));
  const publicKeys = {
    server: cryptography.ed25519PublicKey(keys.server),
    intermediate: cryptography.ed25519PublicKey(keys.intermediate),
    root: cryptography.ed25519PublicKey(keys.root),
  };
  const [serial, intermediateSerial] = keys.serials;
  return [
    encodeCertificate(serverContents(host, shape, serial, publicKeys.server, publicKeys.intermediate), {
      cryptography,
      privateKey: keys.intermediate,
    }),
    encodeCertificate(intermediateContents(intermediateSerial, publicKeys.intermediate, publicKeys.root), {
      cryptography,
      privateKey: keys.root,
    }),
  ];
}

/** The root's own certificate, which whoever verifies a chain has to trust. */
export function rootCertificate(cryptography: Cryptography, keys: ChainKeys): Uint8Array {
  const publicKey = cryptography.ed25519PublicKey(keys.root);
  const contents: CertificateContents = {
    subject: rootName,
    issuer: rootName,
    serial: serialNumber(keys.serials[2], longestSerial),
    publicKey,
    issuerPublicKey: publicKey,
    host: undefined,
    comment: '',
  };
  return encodeCertificate(contents, { cryptography, privateKey: keys.root });
}

function serverContents(
  host: string,
  { commentLength, serialBytes }: Shape,
  serial: Uint8Array,
  publicKey: Uint8Array,
  issuerPublicKey: Uint8Array,
): CertificateContents {
  const comment = remark.repeat(Math.ceil(commentLength / remark.length)).slice(0, commentLength);
  return {
    subject: host,
    issuer: intermediateName,
    serial: serialNumber(serial, serialBytes),
    publicKey,
    issuerPublicKey,
    host,
    comment,
  };
}

function intermediateContents(
  serial: Uint8Array,
  publicKey: Uint8Array,
  issuerPublicKey: Uint8Array,
): CertificateContents {
  return {
    subject: intermediateName,
    issuer: rootName,
    serial: serialNumber(serial, longestSerial),
    publicKey,
    issuerPublicKey,
    host: undefined,
    comment: '',
  };
}

/** A positive number of exactly so many bytes. */
function serialNumber(source: Uint8Array, length: number): Uint8Array {
  const serial = source.slice(0, length);
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  return serial;
}

function unsignedBytes(host: string, shape: Shape): number {
  const server = encodeCertificate(serverContents(host, shape, zeroSerial, zeros, zeros), undefined);
  const intermediate = encodeCertificate(intermediateContents(zeroSerial, zeros, zeros), undefined);
  return server.length + intermediate.length;
}

/**
 * The shape that gives exactly so many bytes. The lengths that stand before everything grow by a byte at 128 and at
 * 256, so a remark alone cannot give every length; the serial number makes up for what is missing.
 */
function shapeFor(host: string, total: number): Shape {
  for (let serialBytes = shortestSerial; serialBytes <= longestSerial; serialBytes += 1) {
    let low = shortestComment;
    let high = total;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (unsignedBytes(host, { commentLength: middle, serialBytes }) < total) low = middle + 1;
      else high = middle;
    }
    if (unsignedBytes(host, { commentLength: low, serialBytes }) === total)
      return { commentLength: low, serialBytes };
  }
  throw new RangeError(`no certificate chain for ${host} has ${total} bytes`);
}
