import { HandshakeType } from './names';
import type { Decoded } from '../encoding/decoded';
import { type Extension, readExtensions, writeExtensions } from './extensions';
import {
  type ClientHello,
  readClientHello,
  readServerHello,
  type ServerHello,
  writeClientHello,
  writeServerHello,
} from './hello';
import { TlsVersion } from './names';
import { decodeBy, type Reader } from './reader';
import { Writer } from './writer';

/** Handshake messages: RFC 8446 section 4, RFC 5246 section 7.4, RFC 8422 section 5.4, RFC 5077 section 3.3. */

export interface CertificateEntry {
  /** An X.509 certificate in DER. */
  readonly certificate: Uint8Array;
  /** TLS 1.3 alone. */
  readonly extensions: readonly Extension[];
}

export type HandshakeMessage =
  | ClientHello
  | ServerHello
  | { readonly name: 'encrypted-extensions'; readonly extensions: readonly Extension[] }
  | {
      readonly name: 'certificate';
      /** TLS 1.3 alone; empty for a server. */
      readonly context: Uint8Array;
      /** The end's own first. */
      readonly entries: readonly CertificateEntry[];
    }
  | { readonly name: 'certificate-verify'; readonly scheme: number; readonly signature: Uint8Array }
  | {
      readonly name: 'server-key-exchange';
      readonly group: number;
      readonly publicKey: Uint8Array;
      readonly scheme: number;
      readonly signature: Uint8Array;
    }
  | { readonly name: 'server-hello-done' }
  | { readonly name: 'client-key-exchange'; readonly publicKey: Uint8Array }
  | { readonly name: 'finished'; readonly verifyData: Uint8Array }
  | {
      readonly name: 'new-session-ticket';
      /** Seconds. */
      readonly lifetime: number;
      readonly ageAdd: number;
      readonly nonce: Uint8Array;
      readonly ticket: Uint8Array;
      readonly extensions: readonly Extension[];
    }
  | { readonly name: 'new-session-ticket-1.2'; readonly lifetime: number; readonly ticket: Uint8Array }
  | { readonly name: 'end-of-early-data' }
  | { readonly name: 'key-update'; readonly requested: boolean }
  | { readonly name: 'other'; readonly type: number; readonly body: Uint8Array };

/** Type and length: RFC 8446 section 4. */
export const handshakeHeaderBytes = 4;
/** ECCurveType named_curve (RFC 8422 section 5.4). */
const namedCurve = 3;

/** The registry's number of a message. */
export function handshakeTypeOf(message: HandshakeMessage): number {
  switch (message.name) {
    case 'client-hello':
      return HandshakeType.clientHello;
    case 'server-hello':
    case 'hello-retry-request':
      return HandshakeType.serverHello;
    case 'encrypted-extensions':
      return HandshakeType.encryptedExtensions;
    case 'certificate':
      return HandshakeType.certificate;
    case 'certificate-verify':
      return HandshakeType.certificateVerify;
    case 'server-key-exchange':
      return HandshakeType.serverKeyExchange;
    case 'server-hello-done':
      return HandshakeType.serverHelloDone;
    case 'client-key-exchange':
      return HandshakeType.clientKeyExchange;
    case 'finished':
      return HandshakeType.finished;
    case 'new-session-ticket':
    case 'new-session-ticket-1.2':
      return HandshakeType.newSessionTicket;
    case 'end-of-early-data':
      return HandshakeType.endOfEarlyData;
    case 'key-update':
      return HandshakeType.keyUpdate;
    case 'other':
      return message.type;
  }
}

/** A whole message, header and all. `version`: the one negotiated, on which a Certificate depends. */
export function encodeHandshake(message: HandshakeMessage, version: number): Uint8Array {
  const writer = new Writer();
  writer.u8(handshakeTypeOf(message));
  writer.vector(3, () => writeBody(writer, message, version === TlsVersion.tls13));
  return writer.done();
}

function writeBody(writer: Writer, message: HandshakeMessage, isTls13: boolean): void {
  switch (message.name) {
    case 'client-hello':
      writeClientHello(writer, message);
      return;
    case 'server-hello':
    case 'hello-retry-request':
      writeServerHello(writer, message);
      return;
    case 'encrypted-extensions':
      writeExtensions(writer, message.extensions);
      return;
    case 'certificate':
      if (isTls13) writer.opaque(1, message.context);
      writer.vector(3, () => {
        for (const { certificate, extensions } of message.entries) {
          writer.opaque(3, certificate);
          if (isTls13) writeExtensions(writer, extensions);
        }
      });
      return;
    case 'certificate-verify':
      writer.u16(message.scheme).opaque(2, message.signature);
      return;
    case 'server-key-exchange':
      writer.put(keyExchangeParameters(message.group, message.publicKey));
      writer.u16(message.scheme).opaque(2, message.signature);
      return;
    case 'client-key-exchange':
      writer.opaque(1, message.publicKey);
      return;
    case 'finished':
      writer.put(message.verifyData);
      return;
    case 'new-session-ticket':
      writer.u32(message.lifetime).u32(message.ageAdd).opaque(1, message.nonce).opaque(2, message.ticket);
      writeExtensions(writer, message.extensions);
      return;
    case 'new-session-ticket-1.2':
      writer.u32(message.lifetime).opaque(2, message.ticket);
      return;
    case 'server-hello-done':
    case 'end-of-early-data':
      return;
    case 'key-update':
      writer.u8(message.requested ? 1 : 0);
      return;
    case 'other':
      writer.put(message.body);
      return;
  }
}

/** ServerECDHParams: what a TLS 1.2 server signs besides the two randoms (RFC 8422 section 5.4). */
export function keyExchangeParameters(group: number, publicKey: Uint8Array): Uint8Array {
  return new Writer().u8(namedCurve).u16(group).opaque(1, publicKey).done();
}

/** Reads the message that begins at the first byte and is there whole; bytes behind it are left alone. */
export function decodeHandshake(
  bytes: Uint8Array,
  version: number,
): Decoded<{ readonly message: HandshakeMessage; readonly length: number }> {
  return decodeBy(bytes, (reader) => {
    const type = reader.u8();
    const message = reader.vector(3, (body) => readBody(body, type, version === TlsVersion.tls13));
    return { message, length: reader.position };
  });
}

function readBody(reader: Reader, type: number, isTls13: boolean): HandshakeMessage {
  switch (type) {
    case HandshakeType.clientHello:
      return readClientHello(reader);
    case HandshakeType.serverHello:
      return readServerHello(reader);
    case HandshakeType.encryptedExtensions:
      return { name: 'encrypted-extensions', extensions: readExtensions(reader, 'encrypted-extensions') };
    case HandshakeType.certificate:
      return readCertificate(reader, isTls13);
    case HandshakeType.certificateVerify:
      return { name: 'certificate-verify', scheme: reader.u16(), signature: reader.opaque(2) };
    case HandshakeType.serverKeyExchange:
      return readServerKeyExchange(reader);
    case HandshakeType.serverHelloDone:
      return { name: 'server-hello-done' };
    case HandshakeType.clientKeyExchange:
      return { name: 'client-key-exchange', publicKey: reader.opaque(1, 1) };
    case HandshakeType.finished:
      return { name: 'finished', verifyData: reader.take(isTls13 ? 32 : 12) };
    case HandshakeType.newSessionTicket:
      return readNewSessionTicket(reader, isTls13);
    case HandshakeType.endOfEarlyData:
      return { name: 'end-of-early-data' };
    case HandshakeType.keyUpdate:
      return readKeyUpdate(reader);
    default:
      return { name: 'other', type, body: reader.take() };
  }
}

function readCertificate(reader: Reader, isTls13: boolean): HandshakeMessage {
  const context = isTls13 ? reader.opaque(1) : new Uint8Array();
  const readEntry = (one: Reader): CertificateEntry => ({
    certificate: one.opaque(3, 1),
    extensions: isTls13 ? readExtensions(one, 'certificate') : [],
  });
  return { name: 'certificate', context, entries: reader.vector(3, (list) => list.list(readEntry)) };
}

function readServerKeyExchange(reader: Reader): HandshakeMessage {
  const curveType = reader.u8();
  if (curveType !== namedCurve)
    reader.refuse(`curve type ${curveType}`, '3, a named curve', reader.position - 1);
  return {
    name: 'server-key-exchange',
    group: reader.u16(),
    publicKey: reader.opaque(1, 1),
    scheme: reader.u16(),
    signature: reader.opaque(2),
  };
}

function readNewSessionTicket(reader: Reader, isTls13: boolean): HandshakeMessage {
  const lifetime = reader.u32();
  if (!isTls13) return { name: 'new-session-ticket-1.2', lifetime, ticket: reader.opaque(2) };
  return {
    name: 'new-session-ticket',
    lifetime,
    ageAdd: reader.u32(),
    nonce: reader.opaque(1),
    ticket: reader.opaque(2, 1),
    extensions: readExtensions(reader, 'new-session-ticket'),
  };
}

function readKeyUpdate(reader: Reader): HandshakeMessage {
  const request = reader.u8();
  if (request > 1) reader.refuse(`a request of ${request}`, '0 or 1', reader.position - 1);
  return { name: 'key-update', requested: request === 1 };
}
