import { verify, X509Certificate } from 'node:crypto';
import { expect } from 'vitest';
import { HandshakeType, TlsEpoch, type TlsAnswer, type TlsOffer } from '../../../shared/trace/tls';
import type { Trace } from '../../../shared/trace/trace';
import { nodeCryptography as cryptography } from '../../../worker/node-cryptography';
import type { TraceBytes } from '../../frames/trace-bytes';
import { bytesOf } from '../../testing/bytes-of';
import { TraceBuilder } from '../../testing/trace-builder';
import { type Extension, findExtension } from '../../../wire/tls/extensions';
import { decodeHandshake, type HandshakeMessage } from '../../../wire/tls/handshake-message';
import {
  deriveSecret,
  earlySecret,
  handshakeSecret,
  masterSecret,
  resumptionBinder,
  signedContent,
  verifyData,
} from '../../../wire/tls/key-schedule';
import { TlsVersion } from '../../../wire/tls/names';
import { concatenate, verifyData12 } from '../../../wire/tls/tls12';
import { answerOf, offerOf } from './tls-script';

const { plaintext, earlyData, handshake, application } = TlsEpoch;
const { tls12, tls13 } = TlsVersion;

export interface PlacedMessage {
  readonly message: HandshakeMessage;
  readonly bytes: Uint8Array;
}

/** The messages of a handshake stream, which must be nothing but whole ones. */
export function messagesOf(stream: Uint8Array, version: number): PlacedMessage[] {
  const messages: PlacedMessage[] = [];
  for (let at = 0; at < stream.length;) {
    const decoded = decodeHandshake(stream.subarray(at), version);
    if (!decoded.ok) throw new Error(`${at + decoded.error.at}: ${decoded.error.what}`);
    const { message, length } = decoded.value;
    messages.push({ message, bytes: stream.subarray(at, at + length) });
    at += length;
  }
  return messages;
}

export type Named<Name extends HandshakeMessage['name']> = HandshakeMessage & { readonly name: Name };

export function only<Name extends HandshakeMessage['name']>(
  messages: PlacedMessage[],
  name: Name,
): Named<Name> {
  const found = messages.filter(({ message }) => message.name === name);
  expect(found).toHaveLength(1);
  return found[0]!.message as Named<Name>;
}

export function extension<Name extends Extension['name']>(
  message: { readonly extensions: readonly Extension[] | undefined },
  name: Name,
) {
  const found = findExtension(message.extensions ?? [], name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}

/** A trace with handshakes alone: of each connection what was offered, chosen, and how many tickets were given. */
export function traceOf(...connections: Negotiation[]): TraceBytes {
  return bytesOf(negotiated(...connections));
}

/** What one connection's two ends say to each other. */
interface Negotiation {
  readonly offer: Partial<TlsOffer>;
  readonly answer?: Partial<TlsAnswer>;
  readonly tickets?: number;
}

/** The trace that `traceOf` makes the bytes of, to be written on. */
export function negotiated(...connections: Negotiation[]): Trace {
  const builder = new TraceBuilder(1);
  builder.writer.runStart(1234);
  connections.forEach(({ offer, answer, tickets = 0 }, connection) => {
    const { tls } = builder.trace;
    builder.trace.connections[connection] = builder.trace.connections[0]!;
    tls.offers.push(offerOf({ ...offer, connection }));
    if (answer) tls.answers.push(answerOf({ ...answer, connection }));
    const epoch = answer?.version === tls12 ? plaintext : application;
    for (let ticket = 0; ticket < tickets; ticket += 1)
      tls.messages.push({
        connection,
        end: 1,
        epoch,
        type: HandshakeType.newSessionTicket,
        offset: 0,
        length: 0,
      });
  });
  return builder.trace;
}

/** A peer that was told nothing but a pre-shared key: it follows a TLS 1.3 handshake and checks all that it may. */
export function follow13(source: ReturnType<typeof bytesOf>, connection: number, preSharedKey?: Uint8Array) {
  const { tls } = source;
  const stream = (end: 0 | 1, epoch: number) => tls.handshake(connection, end, epoch);
  const hash = (...parts: Uint8Array[]) => cryptography.sha256(concatenate(...parts));
  const clientHello = stream(0, plaintext);
  const hello = only(messagesOf(clientHello, tls13), 'client-hello');
  const serverHello = only(messagesOf(stream(1, plaintext), tls13), 'server-hello');
  expect(extension(serverHello, 'selected_version').version).toBe(tls13);
  expect(serverHello.sessionId).toEqual(hello.sessionId);
  const isResumed = findExtension(serverHello.extensions ?? [], 'selected_pre_shared_key') !== undefined;

  const offered = findExtension(hello.extensions ?? [], 'pre_shared_key');
  const early = earlySecret(cryptography, preSharedKey);
  if (offered) {
    const truncated = clientHello.subarray(0, clientHello.length - 35);
    expect(offered.binders).toEqual([resumptionBinder(cryptography, early, hash(truncated))]);
  }

  const hellos = concatenate(clientHello, stream(1, plaintext));
  // Either side's private key is the peer's own: the client's here.
  const shared = tls.runMaterial.connection(connection).sharedSecret;
  const secret = handshakeSecret(cryptography, isResumed ? early : earlySecret(cryptography), shared);
  const traffic = {
    client: deriveSecret(cryptography, secret, 'c hs traffic', hash(hellos)),
    server: deriveSecret(cryptography, secret, 's hs traffic', hash(hellos)),
  };
  let transcript = hellos;
  const flight = messagesOf(stream(1, handshake), tls13);
  for (const { message, bytes } of flight) {
    if (message.name === 'certificate-verify') {
      const { entries } = only(flight, 'certificate');
      const certificate = new X509Certificate(entries[0]!.certificate);
      const content = signedContent(hash(transcript));
      expect(verify(null, content, certificate.publicKey, message.signature)).toBe(true);
    }
    if (message.name === 'finished')
      expect(message.verifyData).toEqual(verifyData(cryptography, traffic.server, hash(transcript)));
    transcript = concatenate(transcript, bytes);
  }
  const master = masterSecret(cryptography, secret);
  const applicationHash = hash(transcript);
  transcript = concatenate(transcript, stream(0, earlyData));
  const clientFinished = only(messagesOf(stream(0, handshake), tls13), 'finished');
  expect(clientFinished.verifyData).toEqual(verifyData(cryptography, traffic.client, hash(transcript)));
  transcript = concatenate(transcript, stream(0, handshake));
  return {
    hello,
    isResumed,
    flight,
    early: deriveSecret(cryptography, early, 'c e traffic', hash(clientHello)),
    traffic,
    client: deriveSecret(cryptography, master, 'c ap traffic', applicationHash),
    server: deriveSecret(cryptography, master, 's ap traffic', applicationHash),
    resumptionMaster: deriveSecret(cryptography, master, 'res master', hash(transcript)),
    tickets: messagesOf(stream(1, application), tls13).map(({ message }) => message),
  };
}

/** Follows a TLS 1.2 handshake with nothing but its master secret. */
export function follow12(source: ReturnType<typeof bytesOf>, connection: number, isResumed: boolean) {
  const { tls } = source;
  const client = messagesOf(tls.handshake(connection, 0, plaintext), tls12);
  const server = messagesOf(tls.handshake(connection, 1, plaintext), tls12);
  const finished = ([0, 1] as const).map(
    (end) => messagesOf(tls.handshake(connection, end, application), tls12)[0]!,
  );
  const [secret] = tls.secrets(connection);
  const join = (messages: PlacedMessage[]) => concatenate(...messages.map(({ bytes }) => bytes));
  const through = isResumed
    ? join([...client, ...server])
    : join([client[0]!, ...server.slice(0, 4), client[1]!]);
  const ticket = join(server.slice(4));
  const expected = (end: 0 | 1, transcript: Uint8Array) =>
    verifyData12(cryptography, secret!.secret, end, cryptography.sha256(transcript));
  const bytesBefore = isResumed
    ? [concatenate(through, finished[1]!.bytes), through]
    : [through, concatenate(through, finished[0]!.bytes, ticket)];
  for (const end of [0, 1] as const)
    expect((finished[end]!.message as Named<'finished'>).verifyData).toEqual(
      expected(end, bytesBefore[end]!),
    );
  return {
    client,
    server,
    secret: secret!,
    hello: only(client, 'client-hello'),
    chosen: only(server, 'server-hello'),
  };
}
