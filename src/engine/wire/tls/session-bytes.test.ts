import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { none, RecordKind } from '../../../shared/trace/record';
import {
  HandshakeType,
  TlsContentType,
  TlsEpoch,
  type TlsAnswer,
  type TlsOffer,
  type TlsRecord,
} from '../../../shared/trace/tls';
import { nodeCryptography as cryptography } from '../../worker/node-cryptography';
import { TraceBuilder } from '../testing/trace-builder';
import { bytesOf } from '../testing/bytes-of';
import { latin1Text } from '../octets';
import { rootCertificate } from '../x509/certificate-chain';
import { type Extension, findExtension } from './extensions';
import { handshakeMessageLength } from './handshake-lengths';
import { decodeHandshake, type HandshakeMessage } from './handshake-message';
import {
  deriveSecret,
  earlySecret,
  handshakeSecret,
  masterSecret,
  resumptionBinder,
  resumptionKey,
  signedContent,
  trafficKeys,
  verifyData,
} from './key-schedule';
import { TlsVersion } from './names';
import { openRecord } from './record-protection';
import { answerOf, offerOf, quicParameters, tls12Script, tls13Script } from './testing/tls-script';
import { concatenate, keys12, openRecord12, verifyData12 } from './tls12';

const { plaintext, earlyData, handshake, application } = TlsEpoch;
const { tls12, tls13 } = TlsVersion;

interface PlacedMessage {
  readonly message: HandshakeMessage;
  readonly bytes: Uint8Array;
}

/** The messages of a handshake stream, which must be nothing but whole ones. */
function messagesOf(stream: Uint8Array, version: number): PlacedMessage[] {
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

type Named<Name extends HandshakeMessage['name']> = HandshakeMessage & { readonly name: Name };

function only<Name extends HandshakeMessage['name']>(messages: PlacedMessage[], name: Name): Named<Name> {
  const found = messages.filter(({ message }) => message.name === name);
  expect(found).toHaveLength(1);
  return found[0]!.message as Named<Name>;
}

function extension<Name extends Extension['name']>(
  message: { readonly extensions: readonly Extension[] | undefined },
  name: Name,
) {
  const found = findExtension(message.extensions ?? [], name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}

/** A trace with handshakes alone: of each connection what was offered, chosen, and how many tickets were given. */
function traceOf(
  ...connections: { offer: Partial<TlsOffer>; answer?: Partial<TlsAnswer>; tickets?: number }[]
) {
  const builder = new TraceBuilder(1);
  builder.writer.record(RecordKind.runStart, 0, none, none, 1234, 0, 0);
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
  return bytesOf(builder.trace);
}

/** A peer that was told nothing but a pre-shared key: it follows a TLS 1.3 handshake and checks all that it may. */
function follow13(source: ReturnType<typeof bytesOf>, connection: number, preSharedKey?: Uint8Array) {
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

describe('a TLS 1.3 handshake', () => {
  it('convinces a peer: signature, both Finished, every secret', () => {
    const source = traceOf({ offer: {}, answer: {}, tickets: 2 });
    const peer = follow13(source, 0);
    expect(peer.flight.map(({ message }) => message.name)).toEqual([
      'encrypted-extensions',
      'certificate',
      'certificate-verify',
      'finished',
    ]);
    const { tls } = source;
    expect(tls.trafficSecret(0, 0, handshake)).toEqual(peer.traffic.client);
    expect(tls.trafficSecret(0, 1, handshake)).toEqual(peer.traffic.server);
    expect(tls.trafficSecret(0, 0, application)).toEqual(peer.client);
    expect(tls.trafficSecret(0, 1, application)).toEqual(peer.server);
    expect(tls.trafficSecret(0, 0, earlyData)).toBeUndefined();
    expect(extension(peer.hello, 'server_name').host).toBe('server');
    expect(peer.tickets.map(({ name }) => name)).toEqual(['new-session-ticket', 'new-session-ticket']);
  });

  it('agrees on the secret by the key shares that it shows', () => {
    const source = traceOf({ offer: {}, answer: {} });
    const { tls } = source;
    const share = extension(
      only(messagesOf(tls.handshake(0, 1, plaintext), tls13), 'server-hello'),
      'key_share',
    );
    const material = tls.runMaterial.connection(0);
    expect(share.share.key).toEqual(material.publicKey[1]);
    const offered = extension(follow13(source, 0).hello, 'key_shares').shares[0]?.key;
    expect(offered).toEqual(material.publicKey[0]);
    expect(
      createPublicKey({
        key: Buffer.from([...x25519Prefix, ...share.share.key]),
        format: 'der',
        type: 'spki',
      }).asymmetricKeyType,
    ).toBe('x25519');
  });

  it('has a certificate chain of the wanted length, down from the authority of the run', () => {
    const source = traceOf({ offer: { serverName: 'www.example.com' }, answer: { certificateBytes: 3210 } });
    const { entries } = only(follow13(source, 0).flight, 'certificate');
    expect(entries.reduce((sum, { certificate }) => sum + certificate.length, 0)).toBe(3210);
    const keys = source.tls.runMaterial.chainKeys('www.example.com');
    const chain = [...entries.map((entry) => entry.certificate), rootCertificate(cryptography, keys)];
    const [leaf, intermediate, root] = chain.map((der) => new X509Certificate(der));
    expect(leaf?.checkHost('www.example.com')).toBe('www.example.com');
    expect(leaf?.verify(intermediate!.publicKey)).toBe(true);
    expect(intermediate?.verify(root!.publicKey)).toBe(true);
  });

  it('resumes with the key of the ticket that an earlier connection was given', () => {
    const resumption = { from: 0, ticket: 1, version: tls13, age: 5000 };
    const source = traceOf(
      { offer: {}, answer: {}, tickets: 2 },
      { offer: { resumption, earlyData: true }, answer: { resumed: true, earlyDataAccepted: true } },
    );
    const first = follow13(source, 0);
    const ticket = first.tickets[1] as Named<'new-session-ticket'>;
    const key = resumptionKey(cryptography, first.resumptionMaster, ticket.nonce);
    const second = follow13(source, 1, key);
    expect(second.isResumed).toBe(true);
    expect(second.flight.map(({ message }) => message.name)).toEqual(['encrypted-extensions', 'finished']);
    const identity = extension(second.hello, 'pre_shared_key').identities[0];
    expect(identity?.identity).toEqual(ticket.ticket);
    expect(identity?.obfuscatedAge).toBe((5000 + ticket.ageAdd) % 2 ** 32);
    expect(source.tls.trafficSecret(1, 0, earlyData)).toEqual(second.early);
    expect(
      messagesOf(source.tls.handshake(1, 0, earlyData), tls13).map(({ message }) => message.name),
    ).toEqual(['end-of-early-data']);
  });

  it('forgets the key that it offered where the server would not resume', () => {
    const resumption = { from: 0, ticket: 0, version: tls13, age: 1 };
    const source = traceOf(
      { offer: {}, answer: {}, tickets: 1 },
      { offer: { resumption, earlyData: true }, answer: { resumed: false } },
    );
    const first = follow13(source, 0);
    const { nonce } = first.tickets[0] as Named<'new-session-ticket'>;
    const second = follow13(source, 1, resumptionKey(cryptography, first.resumptionMaster, nonce));
    expect(second.isResumed).toBe(false);
    expect(source.tls.trafficSecret(1, 0, earlyData)).toEqual(second.early);
    expect(source.tls.trafficSecret(1, 0, application)).toEqual(second.client);
  });

  it('has early data before the server has said anything', () => {
    const resumption = { from: none, ticket: 0, version: tls13, age: 1 };
    const source = traceOf({ offer: { resumption, earlyData: true } });
    const early = source.tls.trafficSecret(0, 0, earlyData);
    expect(early).toHaveLength(32);
    expect(source.tls.secrets(0).map(({ label }) => label)).toEqual(['CLIENT_EARLY_TRAFFIC_SECRET']);
    expect(source.tls.handshake(0, 1, plaintext)).toHaveLength(0);
    source.trace.tls.answers.push(answerOf({ resumed: true, earlyDataAccepted: true }));
    expect(source.tls.trafficSecret(0, 0, earlyData)).toEqual(early);
    expect(source.tls.trafficSecret(0, 1, application)).toHaveLength(32);
  });

  it('has a line of a thousand resumptions', () => {
    const connections = Array.from({ length: 1000 }, (_, connection) => ({
      offer: {
        resumption: connection > 0 ? { from: connection - 1, ticket: 0, version: tls13, age: 1 } : undefined,
      },
      answer: { resumed: connection > 0 },
      tickets: 1,
    }));
    expect(traceOf(...connections).tls.trafficSecret(999, 0, application)).toHaveLength(32);
  });

  it('carries transport parameters in QUIC, no session id and no end of early data', () => {
    const resumption = { from: none, ticket: 0, version: tls13, age: 1 };
    const offer = {
      carrier: 'quic',
      versions: [tls13],
      quic: quicParameters,
      resumption,
      earlyData: true,
    } as const;
    const source = traceOf({
      offer,
      answer: { quic: quicParameters, resumed: true, earlyDataAccepted: true, protocol: 'h3' },
    });
    const hello = only(messagesOf(source.tls.handshake(0, 0, plaintext), tls13), 'client-hello');
    expect(hello.sessionId).toHaveLength(0);
    expect(extension(hello, 'quic_transport_parameters').parameters.length).toBeGreaterThan(20);
    expect(source.tls.handshake(0, 0, earlyData)).toHaveLength(0);
    const { message } = messagesOf(source.tls.handshake(0, 1, handshake), tls13)[0]!;
    expect(extension(message as Named<'encrypted-extensions'>, 'alpn').protocols).toEqual(['h3']);
    expect(extension(message as Named<'encrypted-extensions'>, 'quic_transport_parameters')).toBeDefined();
  });
});

/** SubjectPublicKeyInfo of X25519 up to the key. */
const x25519Prefix = [0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 3, 0x21, 0];

/** Follows a TLS 1.2 handshake with nothing but its master secret. */
function follow12(source: ReturnType<typeof bytesOf>, connection: number, isResumed: boolean) {
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

describe('a TLS 1.2 handshake', () => {
  it('convinces a peer: signature, both Finished', () => {
    const source = traceOf({ offer: { versions: [tls12] }, answer: { version: tls12 }, tickets: 1 });
    const { server, hello, chosen, secret } = follow12(source, 0, false);
    expect(server.map(({ message }) => message.name)).toEqual([
      'server-hello',
      'certificate',
      'server-key-exchange',
      'server-hello-done',
      'new-session-ticket-1.2',
    ]);
    const exchange = only(server, 'server-key-exchange');
    const certificate = new X509Certificate(only(server, 'certificate').entries[0]!.certificate);
    const parameters = Uint8Array.of(3, 0, 29, 32, ...exchange.publicKey);
    const signed = concatenate(hello.random, chosen.random, parameters);
    expect(verify(null, signed, certificate.publicKey, exchange.signature)).toBe(true);
    expect(secret.label).toBe('CLIENT_RANDOM');
    expect(secret.clientRandom).toEqual(hello.random);
    expect(secret.secret).toHaveLength(48);
  });

  it('resumes an earlier one with its master secret and ticket', () => {
    const resumption = { from: 0, ticket: 0, version: tls12, age: 5 };
    const source = traceOf(
      { offer: { versions: [tls12] }, answer: { version: tls12 }, tickets: 1 },
      { offer: { versions: [tls12], resumption }, answer: { version: tls12, resumed: true }, tickets: 1 },
    );
    const first = follow12(source, 0, false);
    const second = follow12(source, 1, true);
    expect(second.secret.secret).toEqual(first.secret.secret);
    expect(extension(second.hello, 'session_ticket').ticket).toEqual(
      only(first.server, 'new-session-ticket-1.2').ticket,
    );
    expect(second.chosen.sessionId).toEqual(second.hello.sessionId);
    expect(second.hello.sessionId).toHaveLength(32);
  });
});

describe('the lengths that a simulation reckons with', () => {
  const resumption13 = { from: none, ticket: 0, version: tls13, age: 1 };
  const resumption12 = { from: none, ticket: 0, version: tls12, age: 1 };
  const cases: [string, Partial<TlsOffer>, Partial<TlsAnswer>][] = [
    ['TLS 1.3', {}, {}],
    [
      'a long name, two protocols',
      { serverName: 'cdn.example.com', protocols: ['h2', 'http/1.1'] },
      { protocol: 'h2' },
    ],
    ['no protocols, a small chain', { protocols: [] }, { protocol: '', certificateBytes: 1 }],
    ['resumed', { resumption: resumption13 }, { resumed: true }],
    ['early data', { resumption: resumption13, earlyData: true }, { resumed: true, earlyDataAccepted: true }],
    [
      'QUIC',
      { carrier: 'quic', versions: [tls13], quic: quicParameters },
      { quic: { ...quicParameters, maximumData: 5 }, protocol: 'h3' },
    ],
    ['TLS 1.2 where both were offered', {}, { version: tls12 }],
    ['TLS 1.2 alone', { versions: [tls12] }, { version: tls12, protocol: '' }],
    ['TLS 1.2 resumed', { versions: [tls12], resumption: resumption12 }, { version: tls12, resumed: true }],
    ['a ticket of TLS 1.2 offered with TLS 1.3', { resumption: resumption12 }, {}],
  ];

  it.each(cases)('are those of the true messages: %s', (_, offer, answer) => {
    const source = traceOf({ offer, answer, tickets: 1 });
    const [written] = source.trace.tls.offers;
    const [chosen] = source.trace.tls.answers;
    let messages = 0;
    for (const end of [0, 1] as const)
      for (let epoch = 0; epoch < 4; epoch += 1)
        for (const { bytes } of messagesOf(source.tls.handshake(0, end, epoch), chosen!.version)) {
          expect([bytes[0], bytes.length]).toEqual([
            bytes[0],
            handshakeMessageLength(bytes[0]!, written!, chosen),
          ]);
          messages += 1;
        }
    expect(messages).toBeGreaterThanOrEqual(5);
  });

  it('are not told of messages that are never sent, nor before the server has chosen', () => {
    expect(() => handshakeMessageLength(HandshakeType.keyUpdate, offerOf(), answerOf())).toThrow(RangeError);
    expect(() => handshakeMessageLength(HandshakeType.serverHello, offerOf(), undefined)).toThrow(RangeError);
  });
});

/** Opens every protected record of a trace's first connection with the secrets of its key log. */
function opened(source: ReturnType<typeof bytesOf>): { record: TlsRecord; plaintext: Uint8Array }[] {
  const isTls13 = source.trace.tls.answers[0]?.version === tls13;
  const protectedRecords = source.trace.tls.records.filter(({ epoch }) => epoch > plaintext);
  return protectedRecords.map((record) => {
    const bytes = source.tls.record(record);
    expect(bytes).toHaveLength(record.length);
    const secret = source.tls.trafficSecret(0, record.end, record.epoch);
    const result =
      isTls13 && secret
        ? openRecord(cryptography, trafficKeys(cryptography, secret), record.sequence, bytes)
        : openRecord12(cryptography, keysOf12(source)[record.end], record.sequence, bytes);
    if (!result.ok) throw new Error(result.error.what);
    expect(result.value.type).toBe(record.type);
    return { record, plaintext: result.value.plaintext };
  });
}

function keysOf12(source: ReturnType<typeof bytesOf>) {
  const { secret } = source.tls.secrets(0)[0]!;
  const hello = (end: 0 | 1) =>
    messagesOf(source.tls.handshake(0, end, plaintext), tls12)[0]!.message as Named<'client-hello'>;
  return keys12(cryptography, secret, hello(0).random, hello(1).random);
}

describe('the records of a connection', () => {
  const scripts: [string, () => TraceBuilder][] = [
    ['TLS 1.3', () => tls13Script(new TraceBuilder(1)).builder],
    ['TLS 1.3 with early data', () => tls13Script(new TraceBuilder(1), { earlyData: true }).builder],
    ['TLS 1.2', () => tls12Script(new TraceBuilder(1)).builder],
    ['TLS 1.2 resumed', () => tls12Script(new TraceBuilder(1), true).builder],
  ];

  it.each(scripts)('open to what was written: %s', (_, make) => {
    const source = bytesOf(make().trace);
    const texts = opened(source)
      .filter(({ record }) => record.type === TlsContentType.applicationData)
      .map(({ plaintext: bytes }) => latin1Text(bytes).split('\r\n')[0]);
    expect(texts).toEqual(['GET / HTTP/1.1', 'HTTP/1.1 200 OK']);
    const handshakes = opened(source).filter(({ record }) => record.type === TlsContentType.handshake);
    for (const { record, plaintext: bytes } of handshakes)
      expect(bytes).toEqual(
        source.tls.handshake(0, record.end, record.epoch).slice(record.from, record.from + record.bytes),
      );
  });

  it.each(scripts)('are the stream, however it is cut: %s', (_, make) => {
    const source = bytesOf(make().trace);
    for (const end of [0, 1] as const) {
      const records = source.trace.tls.records.filter((record) => record.end === end);
      const stream = concatenate(...records.map((record) => source.tls.record(record)));
      const pieces: Uint8Array[] = [];
      for (let at = 0, size = 1; at < stream.length; at += size, size = (size * 7) % 1449 || 1) {
        const piece = new Uint8Array(Math.min(size, stream.length - at));
        source.copyStream(0, end, at, piece.length, piece);
        pieces.push(piece);
      }
      expect(concatenate(...pieces)).toEqual(stream);
    }
  });

  it('close with an alert', () => {
    const source = bytesOf(tls13Script(new TraceBuilder(1)).builder.trace);
    const alerts = opened(source).filter(({ record }) => record.type === TlsContentType.alert);
    expect(alerts.map(({ plaintext: bytes }) => [...bytes])).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  it('are the same whoever makes them, and in whichever order', () => {
    const { trace } = tls13Script(new TraceBuilder(1)).builder;
    const [one, other] = [bytesOf(trace), bytesOf(trace)];
    const backwards = [...trace.tls.records].reverse().map((record) => other.tls.record(record));
    expect(trace.tls.records.map((record) => one.tls.record(record))).toEqual(backwards.reverse());
  });
});
