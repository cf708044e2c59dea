import { createECDH } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TlsContentType } from '../../shared/trace/tls';
import { nodeCryptography as cryptography } from '../../worker/node-cryptography';
import { fromHex } from '../testing/kernel-frames';
import vectors from './fixtures/rfc8448.json';
import {
  deriveSecret,
  earlySecret,
  handshakeSecret,
  masterSecret,
  messageHash,
  nextTrafficSecret,
  resumptionBinder,
  resumptionKey,
  signedContent,
  trafficKeys,
  verifyData,
} from './key-schedule';
import { recordHeaderBytes } from './record';
import { openRecord, sealRecord } from './record-protection';

/** The handshakes of RFC 8448, followed from their private keys on. */

const { handshake, applicationData, alert } = TlsContentType;
const closeNotify = Uint8Array.of(1, 0);
const join = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
/** The hash of a transcript in which records stand for the handshake messages in the clear that they carry. */
const hashOf = (...parts: Uint8Array[]) => cryptography.sha256(join(...parts));
const clear = (record: string) => fromHex(record).subarray(recordHeaderBytes);

/** Opens a record, expects its contents, and seals these into the very same record. */
function expectRecord(
  secret: Uint8Array,
  sequence: number,
  record: Uint8Array,
  type: number,
  plaintext: Uint8Array,
) {
  const keys = trafficKeys(cryptography, secret);
  const opened = openRecord(cryptography, keys, sequence, record);
  expect(opened).toEqual({ ok: true, value: { type, plaintext, padding: 0 } });
  expect(sealRecord(cryptography, keys, sequence, type, plaintext)).toEqual(record);
}

interface Secrets {
  readonly clientHandshake: Uint8Array;
  readonly serverHandshake: Uint8Array;
  readonly master: Uint8Array;
}

function handshakeSecrets(early: Uint8Array, shared: Uint8Array, hellos: Uint8Array): Secrets {
  const secret = handshakeSecret(cryptography, early, shared);
  return {
    clientHandshake: deriveSecret(cryptography, secret, 'c hs traffic', hellos),
    serverHandshake: deriveSecret(cryptography, secret, 's hs traffic', hellos),
    master: masterSecret(cryptography, secret),
  };
}

function finished(base: Uint8Array, transcriptHash: Uint8Array): Uint8Array {
  return join(Uint8Array.of(20, 0, 0, 32), verifyData(cryptography, base, transcriptHash));
}

const application = (master: Uint8Array, transcriptHash: Uint8Array) => ({
  client: deriveSecret(cryptography, master, 'c ap traffic', transcriptHash),
  server: deriveSecret(cryptography, master, 's ap traffic', transcriptHash),
});

const shareOf = (privateKey: string, otherPrivateKey: string) =>
  cryptography.x25519SharedSecret(
    fromHex(privateKey),
    cryptography.x25519PublicKey(fromHex(otherPrivateKey)),
  );

/** Section 3. */
function simple() {
  const { simple: vector } = vectors;
  const shared = shareOf(vector.clientPrivateKey, vector.serverPrivateKey);
  const hellos = join(clear(vector.clientHello), clear(vector.serverHello));
  const secrets = handshakeSecrets(earlySecret(cryptography), shared, hashOf(hellos));
  const signed = join(hellos, fromHex(vector.encryptedExtensions), fromHex(vector.certificate));
  const beforeFinished = join(signed, fromHex(vector.certificateVerify));
  const serverFinished = finished(secrets.serverHandshake, hashOf(beforeFinished));
  const afterServer = join(beforeFinished, serverFinished);
  const clientFinished = finished(secrets.clientHandshake, hashOf(afterServer));
  return { vector, shared, hellos, secrets, signed, serverFinished, afterServer, clientFinished };
}

describe('the 1-RTT handshake of RFC 8448 section 3', () => {
  const run = simple();
  const { vector, secrets } = run;
  const traffic = application(secrets.master, hashOf(run.afterServer));

  it('agrees on its secrets', () => {
    expect(run.shared).toEqual(fromHex(vector.sharedSecret));
    expect(secrets.clientHandshake).toEqual(fromHex(vector.clientHandshakeTrafficSecret));
    expect(secrets.serverHandshake).toEqual(fromHex(vector.serverHandshakeTrafficSecret));
    expect(traffic.client).toEqual(fromHex(vector.clientTrafficSecret));
    expect(traffic.server).toEqual(fromHex(vector.serverTrafficSecret));
  });

  it("has the server's flight in one record", () => {
    expect(run.serverFinished).toEqual(fromHex(vector.serverFinished));
    const flight = run.afterServer.subarray(run.hellos.length);
    expectRecord(secrets.serverHandshake, 0, fromHex(vector.serverFlight), handshake, flight);
  });

  it("has the client's Finished in one record", () => {
    expectRecord(secrets.clientHandshake, 0, fromHex(vector.clientFinished), handshake, run.clientFinished);
  });

  it('has the ticket, data and alerts in records numbered from 0 on', () => {
    const data = fromHex(vector.data);
    expectRecord(traffic.client, 0, fromHex(vector.clientData), applicationData, data);
    expectRecord(traffic.client, 1, fromHex(vector.clientClose), alert, closeNotify);
    const ticket = openRecord(
      cryptography,
      trafficKeys(cryptography, traffic.server),
      0,
      fromHex(vector.newSessionTicket),
    );
    expect(ticket).toMatchObject({ ok: true, value: { type: handshake } });
    expectRecord(traffic.server, 1, fromHex(vector.serverData), applicationData, data);
    expectRecord(traffic.server, 2, fromHex(vector.serverClose), alert, closeNotify);
  });

  it('leaves the key that the next connection resumes with', () => {
    const transcript = hashOf(run.afterServer, run.clientFinished);
    const master = deriveSecret(cryptography, secrets.master, 'res master', transcript);
    expect(resumptionKey(cryptography, master, Uint8Array.of(0, 0))).toEqual(fromHex(vector.preSharedKey));
  });

  it('goes on with the secrets that another implementation has after a KeyUpdate', () => {
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    expect(hex(nextTrafficSecret(cryptography, traffic.client))).toBe(
      'fcdfcc72725aaee48bf64e4fd8b749cdbdbab39d90da0b26e2245ca6ea167207',
    );
    expect(hex(nextTrafficSecret(cryptography, traffic.server))).toBe(
      '51921b8aa3001976eb401d0a4319a8516416a6c56001a357e5d162031e84f916',
    );
  });

  it('signs what the trace of section 3 signs', () => {
    const content = signedContent(hashOf(run.signed));
    expect(Buffer.from(content.subarray(0, 98)).toString('latin1')).toBe(
      ' '.repeat(64) + 'TLS 1.3, server CertificateVerify\0',
    );
    expect(Buffer.from(content.subarray(98)).toString('hex')).toBe(
      '764d6632b3c35c3f3205e3499ac3edbaabb88295fba751461d3678e2e5ea0687',
    );
  });

  it('opens under no other number, and not when a byte is changed', () => {
    const keys = trafficKeys(cryptography, traffic.client);
    const record = fromHex(vector.clientData);
    expect(openRecord(cryptography, keys, 1, record)).toMatchObject({ ok: false });
    for (const at of [0, 1, 4, 5, record.length - 1]) {
      const changed = Uint8Array.from(record, (byte, index) => (index === at ? byte ^ 1 : byte));
      expect(openRecord(cryptography, keys, 0, changed)).toMatchObject({ ok: false });
    }
    for (let length = 0; length < record.length; length += 1)
      expect(openRecord(cryptography, keys, 0, record.subarray(0, length))).toMatchObject({ ok: false });
  });
});

describe('the resumed 0-RTT handshake of RFC 8448 section 4', () => {
  const { resumed: vector } = vectors;
  const early = earlySecret(cryptography, fromHex(vectors.simple.preSharedKey));
  const clientHello = clear(vector.clientHello);
  const shared = shareOf(vector.clientPrivateKey, vector.serverPrivateKey);
  const hellos = join(clientHello, clear(vector.serverHello));
  const secrets = handshakeSecrets(early, shared, hashOf(hellos));
  const beforeFinished = join(hellos, fromHex(vector.encryptedExtensions));
  const afterServer = join(beforeFinished, finished(secrets.serverHandshake, hashOf(beforeFinished)));
  const traffic = application(secrets.master, hashOf(afterServer));
  const endOfEarlyData = Uint8Array.of(5, 0, 0, 0);

  it('agrees on its secrets', () => {
    expect(early).toEqual(fromHex(vector.earlySecretOfKey));
    expect(shared).toEqual(fromHex(vector.sharedSecret));
    expect(secrets.clientHandshake).toEqual(fromHex(vector.clientHandshakeTrafficSecret));
    expect(secrets.serverHandshake).toEqual(fromHex(vector.serverHandshakeTrafficSecret));
    expect(traffic.client).toEqual(fromHex(vector.clientTrafficSecret));
    expect(traffic.server).toEqual(fromHex(vector.serverTrafficSecret));
  });

  it('binds its key to the ClientHello up to the binders', () => {
    // The list of binders: its length, one binder's length, 32 bytes.
    const truncated = clientHello.subarray(0, clientHello.length - 35);
    expect(resumptionBinder(cryptography, early, hashOf(truncated))).toEqual(fromHex(vector.binder));
    expect(clientHello.subarray(-32)).toEqual(fromHex(vector.binder));
  });

  it('has early data, and its end, under keys of their own', () => {
    const secret = deriveSecret(cryptography, early, 'c e traffic', hashOf(clientHello));
    expectRecord(secret, 0, fromHex(vector.earlyData), applicationData, fromHex(vector.earlyPlaintext));
    const both = fromHex(vector.endOfEarlyDataAndClientFinished);
    expectRecord(secret, 1, both.subarray(0, 26), handshake, endOfEarlyData);
    const clientFinished = finished(secrets.clientHandshake, hashOf(afterServer, endOfEarlyData));
    expectRecord(secrets.clientHandshake, 0, both.subarray(26), handshake, clientFinished);
  });

  it("has the server's flight, data and alerts in the records of the trace", () => {
    const flight = afterServer.subarray(hellos.length);
    expectRecord(secrets.serverHandshake, 0, fromHex(vector.serverFlight), handshake, flight);
    const data = fromHex(vector.data);
    expectRecord(traffic.client, 0, fromHex(vector.clientData), applicationData, data);
    expectRecord(traffic.client, 1, fromHex(vector.clientClose), alert, closeNotify);
    expectRecord(traffic.server, 0, fromHex(vector.serverData), applicationData, data);
    expectRecord(traffic.server, 1, fromHex(vector.serverClose), alert, closeNotify);
  });
});

describe('the handshake with a HelloRetryRequest of RFC 8448 section 5', () => {
  const { retry: vector } = vectors;
  const serverKey = createECDH('prime256v1');
  serverKey.setPrivateKey(vector.serverPrivateKey, 'hex');
  const clientKey = createECDH('prime256v1');
  clientKey.setPrivateKey(vector.clientPrivateKey, 'hex');
  const shared = Uint8Array.from(serverKey.computeSecret(clientKey.getPublicKey()));
  const hellos = join(
    messageHash(cryptography, clear(vector.clientHello)),
    clear(vector.retryRequest),
    clear(vector.secondClientHello),
    clear(vector.serverHello),
  );
  const secrets = handshakeSecrets(earlySecret(cryptography), shared, hashOf(hellos));
  const beforeFinished = join(
    hellos,
    fromHex(vector.encryptedExtensions),
    fromHex(vector.certificate),
    fromHex(vector.certificateVerify),
  );
  const afterServer = join(beforeFinished, finished(secrets.serverHandshake, hashOf(beforeFinished)));

  it('opens with secrets over a transcript that begins with a hash of the first ClientHello', () => {
    const flight = afterServer.subarray(hellos.length);
    expectRecord(secrets.serverHandshake, 0, fromHex(vector.serverFlight), handshake, flight);
    const clientFinished = finished(secrets.clientHandshake, hashOf(afterServer));
    expectRecord(secrets.clientHandshake, 0, fromHex(vector.clientFinished), handshake, clientFinished);
    const traffic = application(secrets.master, hashOf(afterServer));
    expectRecord(traffic.client, 0, fromHex(vector.clientClose), alert, closeNotify);
    expectRecord(traffic.server, 0, fromHex(vector.serverClose), alert, closeNotify);
  });
});
