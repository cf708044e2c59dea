import type { DissectedField } from '../../../shared/dissection';
import { handshakeTypeNames } from '../../../shared/trace/tls';
import type { Extension } from '../../../wire/tls/extensions';
import {
  decodeHandshake,
  handshakeHeaderBytes,
  type HandshakeMessage,
  handshakeTypeOf,
} from '../../../wire/tls/handshake-message';
import type { ClientHello, ServerHello } from '../../../wire/tls/hello';
import {
  cipherSuiteNames,
  namedGroupNames,
  signatureSchemeNames,
  TlsVersion,
  versionName,
} from '../../../wire/tls/names';
import { clipFields } from '../../../wire/dissection/clip';
import {
  countOf,
  field,
  type FieldExtras,
  hexadecimal,
  malformedField,
} from '../../../wire/dissection/field';
import { extensionsField } from './tls-extensions';

/** Fields one behind the other. */
class FieldList {
  readonly fields: DissectedField[] = [];
  constructor(private at: number) {}

  add(name: string, value: string | number, length: number, extras: FieldExtras = {}): this {
    this.fields.push(field(name, value, this.at, length, extras));
    this.at += length;
    return this;
  }

  extensions(extensions: readonly Extension[] | undefined): this {
    if (!extensions) return this;
    const { field: list, length } = extensionsField(extensions, this.at);
    this.fields.push(list);
    this.at += length;
    return this;
  }
}

/** What people call a handshake message: `ClientHello`, `HelloRetryRequest`. */
function messageName(message: HandshakeMessage): string {
  if (message.name === 'hello-retry-request') return 'HelloRetryRequest';
  const type = handshakeTypeOf(message);
  return handshakeTypeNames[type] ?? `handshake message ${type}`;
}

/** A handshake message of `length` bytes, header included, that begins `at` bytes into the frame. */
function handshakeField(
  message: HandshakeMessage,
  length: number,
  version: number,
  at: number,
): DissectedField {
  const name = messageName(message);
  const list = new FieldList(at);
  list.add('Handshake Type', handshakeTypeOf(message), 1, { note: name });
  list.add('Length', length - handshakeHeaderBytes, 3);
  addBody(list, message, length - handshakeHeaderBytes, version);
  return field(name, countOf(length, 'byte'), at, length, { children: list.fields });
}

/** The messages of which a stretch of a handshake stream carries a part. */
export interface HandshakeStretch {
  readonly names: readonly string[];
  /** Cut to the stretch. */
  readonly fields: readonly DissectedField[];
}

/**
 * The messages in `length` bytes from offset `from` on of an end's handshake bytes `stream`, which are `at` bytes into
 * the frame: messages are cut into records, and into CRYPTO frames, anywhere (RFC 8446 section 5.1, RFC 9000 section 7.5).
 */
export function handshakeStretch(
  stream: Uint8Array,
  version: number,
  from: number,
  length: number,
  at: number,
): HandshakeStretch {
  const names: string[] = [];
  const fields: DissectedField[] = [];
  const last = from + length;
  for (let next = 0; next < Math.min(last, stream.length);) {
    const place = at + next - from;
    const decoded = decodeHandshake(stream.subarray(next), version);
    if (!decoded.ok) {
      names.push('malformed');
      fields.push(malformedField(decoded.error, place, last - next));
      break;
    }
    const { message, length: bytes } = decoded.value;
    if (next + bytes > from) {
      names.push(messageName(message));
      fields.push(handshakeField(message, bytes, version, place));
    }
    next += bytes;
  }
  return { names, fields: clipFields(fields, at, at + length) };
}

function addBody(list: FieldList, message: HandshakeMessage, length: number, version: number): void {
  switch (message.name) {
    case 'client-hello':
      addClientHello(list, message);
      break;
    case 'server-hello':
    case 'hello-retry-request':
      addServerHello(list, message);
      break;
    case 'encrypted-extensions':
      list.extensions(message.extensions);
      break;
    case 'certificate':
      addCertificates(list, message, version);
      break;
    case 'certificate-verify':
      addSignature(list, message.scheme, message.signature);
      break;
    case 'server-key-exchange':
      list.add('Curve Type', 'named_curve', 1);
      list.add('Named Curve', namedGroupNames[message.group] ?? message.group, 2);
      list.add('Public Key', bytesText(message.publicKey), 1 + message.publicKey.length);
      addSignature(list, message.scheme, message.signature);
      break;
    case 'client-key-exchange':
      list.add('Public Key', bytesText(message.publicKey), 1 + message.publicKey.length);
      break;
    case 'finished':
      list.add('Verify Data', bytesText(message.verifyData), message.verifyData.length);
      break;
    case 'new-session-ticket':
      list.add('Ticket Lifetime', message.lifetime, 4, { note: 'seconds' });
      list.add('Ticket Age Add', message.ageAdd, 4);
      list.add('Ticket Nonce', bytesText(message.nonce), 1 + message.nonce.length);
      list.add('Ticket', countOf(message.ticket.length, 'byte'), 2 + message.ticket.length);
      list.extensions(message.extensions);
      break;
    case 'new-session-ticket-1.2':
      list.add('Ticket Lifetime Hint', message.lifetime, 4, { note: 'seconds' });
      list.add('Ticket', countOf(message.ticket.length, 'byte'), 2 + message.ticket.length);
      break;
    case 'key-update':
      list.add('Request Update', message.requested ? 'requested' : 'not requested', 1);
      break;
    case 'server-hello-done':
    case 'end-of-early-data':
      break;
    case 'other':
      if (length > 0) list.add('Body', countOf(length, 'byte'), length);
  }
}

function addClientHello(list: FieldList, hello: ClientHello): void {
  addVersionAndRandom(list, hello);
  const suites = hello.cipherSuites.map(suiteName);
  list.add('Cipher Suites', countOf(suites.length, 'suite'), 2 + 2 * suites.length, {
    note: suites.join(', '),
  });
  const methods = hello.compressionMethods;
  list.add('Compression Methods', methods.join(', '), 1 + methods.length, compressionNote(methods));
  list.extensions(hello.extensions);
}

function addServerHello(list: FieldList, hello: ServerHello): void {
  addVersionAndRandom(list, hello);
  list.add('Cipher Suite', hexadecimal(hello.cipherSuite, 4), 2, { note: suiteName(hello.cipherSuite) });
  list.add('Compression Method', hello.compressionMethod, 1, compressionNote([hello.compressionMethod]));
  list.extensions(hello.extensions);
}

function addVersionAndRandom(list: FieldList, hello: ClientHello | ServerHello): void {
  // RFC 8446 section 4.1.2: the true version is in supported_versions.
  list.add('Legacy Version', hexadecimal(hello.legacyVersion, 4), 2, {
    note: versionName(hello.legacyVersion),
  });
  list.add('Random', bytesText(hello.random), hello.random.length);
  list.add('Session ID', bytesText(hello.sessionId), 1 + hello.sessionId.length);
}

const suiteName = (suite: number) => cipherSuiteNames[suite] ?? hexadecimal(suite, 4);

function compressionNote(methods: readonly number[]): FieldExtras {
  return methods.every((method) => method === 0) ? { note: 'none' } : {};
}

function addSignature(list: FieldList, scheme: number, signature: Uint8Array): void {
  list.add('Signature Algorithm', hexadecimal(scheme, 4), 2, {
    note: signatureSchemeNames[scheme] ?? 'unknown',
  });
  list.add('Signature', bytesText(signature), 2 + signature.length);
}

function addCertificates(
  list: FieldList,
  { context, entries }: Extract<HandshakeMessage, { name: 'certificate' }>,
  version: number,
): void {
  const isTls13 = version === TlsVersion.tls13;
  if (isTls13) list.add('Certificate Request Context', bytesText(context), 1 + context.length);
  list.add('Certificates Length', countOf(entries.length, 'certificate'), 3);
  for (const { certificate, extensions } of entries) {
    list.add('Certificate', countOf(certificate.length, 'byte'), 3 + certificate.length, {
      note: 'X.509, DER',
    });
    if (isTls13) list.extensions(extensions);
  }
}

/** Bytes in hexadecimal, as many as fit a line. */
function bytesText(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'empty';
  const shown = Array.from(bytes.subarray(0, 32), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return bytes.length > 32 ? `${shown}…` : shown;
}
