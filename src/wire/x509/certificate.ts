import type { Cryptography } from '../cryptography/cryptography';
import {
  bitString,
  contextual,
  ia5String,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  trueValue,
  utcTime,
  utf8String,
} from './der';

/** X.509 certificates (RFC 5280) signed and used with Ed25519 (RFC 8410). */

/** What a certificate binds to a key, and how it is used. */
export interface CertificateContents {
  /** The common name. */
  readonly subject: string;
  readonly issuer: string;
  /** As many bytes as wanted, up to 20; the first must be between 1 and 127 (RFC 5280 section 4.1.2.2). */
  readonly serial: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly issuerPublicKey: Uint8Array;
  /** Of a server: its host name. Of an authority: undefined. */
  readonly host: string | undefined;
  /** A remark in the certificate; '' for none. */
  readonly comment: string;
}

const ed25519 = sequence(objectIdentifier('1.3.101.112'));
const version3 = contextual(0, true, integer(Uint8Array.of(2)));
/** From virtual time 0, which captures tell as 1970, to the last year that UTCTime knows. */
const validity = sequence(utcTime('700101000000Z'), utcTime('491231235959Z'));
/** RFC 5280 appendix A: ub-common-name. */
const longestCommonName = 64;

/** The certificate in DER; without a key, with 64 zeros for a signature: as long as the true one. */
export function encodeCertificate(
  contents: CertificateContents,
  signer: { readonly cryptography: Cryptography; readonly privateKey: Uint8Array } | undefined,
): Uint8Array {
  const signed = sequence(
    version3,
    integer(contents.serial),
    ed25519,
    distinguishedName(contents.issuer),
    validity,
    distinguishedName(contents.subject),
    sequence(ed25519, bitString(contents.publicKey)),
    contextual(3, true, sequence(...extensionsOf(contents))),
  );
  const signature = signer ? signer.cryptography.ed25519Sign(signer.privateKey, signed) : new Uint8Array(64);
  return sequence(signed, ed25519, bitString(signature));
}

function distinguishedName(commonName: string): Uint8Array {
  const attribute = (type: string, value: string) => set(sequence(objectIdentifier(type), utf8String(value)));
  return sequence(
    attribute('2.5.4.10', 'Hoplab'),
    attribute('2.5.4.3', commonName.slice(0, longestCommonName)),
  );
}

/** RFC 5280 section 4.2.1. */
function extensionsOf({ host, publicKey, issuerPublicKey, comment }: CertificateContents): Uint8Array[] {
  const isAuthority = host === undefined;
  // basicConstraints: cA, and a path that ends with the next certificate.
  const constraints = isAuthority ? sequence(trueValue) : sequence();
  // keyUsage: keyCertSign and cRLSign, or digitalSignature.
  const usage = isAuthority ? bitString(Uint8Array.of(0x06), 1) : bitString(Uint8Array.of(0x80), 7);
  return [
    ...(isAuthority ? [] : [extension('2.5.29.17', sequence(hostName(host)))]),
    extension('2.5.29.19', constraints, true),
    extension('2.5.29.15', usage, true),
    ...(isAuthority ? [] : [extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.1')))]),
    extension('2.5.29.14', octetString(keyIdentifier(publicKey))),
    extension('2.5.29.35', sequence(contextual(0, false, keyIdentifier(issuerPublicKey)))),
    // nsComment.
    ...(comment === '' ? [] : [extension('2.16.840.1.113730.1.13', ia5String(comment))]),
  ];
}

function extension(type: string, value: Uint8Array, critical = false): Uint8Array {
  return sequence(objectIdentifier(type), ...(critical ? [trueValue] : []), octetString(value));
}

/** A GeneralName: dNSName, or iPAddress where the name is an IPv4 address. */
function hostName(host: string): Uint8Array {
  const address = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(host);
  if (address) return contextual(7, false, Uint8Array.from(address.slice(1), Number));
  return contextual(
    2,
    false,
    Uint8Array.from(host, (letter) => letter.charCodeAt(0)),
  );
}

/** Of a key of 32 random-looking bytes, 20 identify it as well as a hash would (RFC 5280 section 4.2.1.2). */
function keyIdentifier(publicKey: Uint8Array): Uint8Array {
  return publicKey.subarray(0, 20);
}
