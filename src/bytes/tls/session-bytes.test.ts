import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { none } from '../../shared/trace/record';
import { TlsEpoch } from '../../shared/trace/tls';
import { nodeCryptography as cryptography } from '../../worker/node-cryptography';
import { bytesOf } from '../testing/bytes-of';
import { rootCertificate } from '../../wire/x509/certificate-chain';
import { resumptionKey } from '../../wire/tls/key-schedule';
import { TlsVersion } from '../../wire/tls/names';
import {
  extension,
  follow12,
  follow13,
  messagesOf,
  type Named,
  negotiated,
  only,
  traceOf,
} from './testing/handshake-peer';
import { answerOf, quicParameters } from './testing/tls-script';
import { concatenate } from '../../wire/tls/tls12';

const { plaintext, earlyData, handshake, application } = TlsEpoch;
const { tls12, tls13 } = TlsVersion;

/** SubjectPublicKeyInfo of X25519 up to the key. */
const x25519Prefix = [0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 3, 0x21, 0];

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
    const trace = negotiated({ offer: { resumption, earlyData: true } });
    const source = bytesOf(trace);
    const early = source.tls.trafficSecret(0, 0, earlyData);
    expect(early).toHaveLength(32);
    expect(source.tls.secrets(0).map(({ label }) => label)).toEqual(['CLIENT_EARLY_TRAFFIC_SECRET']);
    expect(source.tls.handshake(0, 1, plaintext)).toHaveLength(0);
    trace.tls.answers.push(answerOf({ resumed: true, earlyDataAccepted: true }));
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
