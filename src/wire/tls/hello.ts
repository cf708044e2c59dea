import { type Extension, type ExtensionContext, readExtensions, writeExtensions } from './extensions';
import type { Reader } from './reader';
import type { Writer } from './writer';

/** ClientHello and ServerHello, alike in both versions: RFC 8446 section 4.1, RFC 5246 section 7.4.1. */

export interface ClientHello {
  readonly name: 'client-hello';
  /** 0x0303 in TLS 1.3 too, where the versions are in an extension. */
  readonly legacyVersion: number;
  /** 32 bytes. */
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly cipherSuites: readonly number[];
  readonly compressionMethods: readonly number[];
  /** undefined: there is not even their length, as RFC 5246 allows. */
  readonly extensions: readonly Extension[] | undefined;
}

export interface ServerHello {
  /** A HelloRetryRequest is a ServerHello with a random of its own (RFC 8446 section 4.1.3). */
  readonly name: 'server-hello' | 'hello-retry-request';
  readonly legacyVersion: number;
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly cipherSuite: number;
  readonly compressionMethod: number;
  readonly extensions: readonly Extension[] | undefined;
}

const randomBytes = 32;
const longestSessionId = 32;

/** SHA-256 of `HelloRetryRequest`. */
export const retryRandom = Uint8Array.from([
  0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2,
  0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
]);

export function writeClientHello(writer: Writer, hello: ClientHello): void {
  writer.u16(hello.legacyVersion).put(hello.random).opaque(1, hello.sessionId);
  writer.vector(2, () => {
    for (const suite of hello.cipherSuites) writer.u16(suite);
  });
  writer.opaque(1, Uint8Array.from(hello.compressionMethods));
  if (hello.extensions) writeExtensions(writer, hello.extensions);
}

export function readClientHello(reader: Reader): ClientHello {
  return {
    name: 'client-hello',
    legacyVersion: reader.u16(),
    random: reader.take(randomBytes),
    sessionId: readSessionId(reader),
    cipherSuites: reader.vector(2, (list) => list.list((one) => one.u16()), 2),
    compressionMethods: [...reader.opaque(1, 1)],
    extensions: optionalExtensions(reader, 'client-hello'),
  };
}

export function writeServerHello(writer: Writer, hello: ServerHello): void {
  writer.u16(hello.legacyVersion).put(hello.random).opaque(1, hello.sessionId);
  writer.u16(hello.cipherSuite).u8(hello.compressionMethod);
  if (hello.extensions) writeExtensions(writer, hello.extensions);
}

export function readServerHello(reader: Reader): ServerHello {
  const legacyVersion = reader.u16();
  const random = reader.take(randomBytes);
  const isRetry = random.every((byte, at) => byte === retryRandom[at]);
  const name = isRetry ? 'hello-retry-request' : 'server-hello';
  return {
    name,
    legacyVersion,
    random,
    sessionId: readSessionId(reader),
    cipherSuite: reader.u16(),
    compressionMethod: reader.u8(),
    extensions: optionalExtensions(reader, name),
  };
}

function readSessionId(reader: Reader): Uint8Array {
  const { position } = reader;
  const sessionId = reader.opaque(1);
  if (sessionId.length > longestSessionId)
    reader.refuse(`a session id of ${sessionId.length} bytes`, `at most ${longestSessionId}`, position);
  return sessionId;
}

function optionalExtensions(reader: Reader, context: ExtensionContext): Extension[] | undefined {
  return reader.left > 0 ? readExtensions(reader, context) : undefined;
}
