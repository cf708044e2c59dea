import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeCryptography as cryptography } from '../../worker/node-cryptography';
import { fromHex } from '../testing/kernel-frames';
import {
  extendedMasterSecret,
  keys12,
  masterSecret12,
  openRecord12,
  pseudorandom,
  recordOverhead12,
  sealRecord12,
  verifyData12,
} from './tls12';

const keys = { key: new Uint8Array(16).fill(7), salt: Uint8Array.of(1, 2, 3, 4) };

describe("TLS 1.2's pseudorandom function", () => {
  it("gives the 100 bytes of the TLS working group's test vector", () => {
    const secret = fromHex('9bbe436ba940f017b17652849a71db35');
    const seed = fromHex('a0ba9f936cda311827a6f796ffd5198c');
    expect(pseudorandom(cryptography, secret, 'test label', seed, 100)).toEqual(
      fromHex(`e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14
        baf9af0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110
        fff70187347b66`),
    );
  });
});

describe("TLS 1.2's secrets", () => {
  const preMaster = new Uint8Array(32).fill(9);
  const [clientRandom, serverRandom] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];

  /** P_SHA256 of RFC 5246 section 5, written out once more. */
  function expanded(secret: Uint8Array, labelled: Buffer, length: number): Uint8Array {
    const hmac = (bytes: Buffer) => createHmac('sha256', secret).update(bytes).digest();
    let chained = labelled;
    const blocks: Buffer[] = [];
    while (blocks.length * 32 < length) {
      chained = hmac(chained);
      blocks.push(hmac(Buffer.concat([chained, labelled])));
    }
    return Uint8Array.from(Buffer.concat(blocks).subarray(0, length));
  }

  it('are made of the randoms, in the order of RFC 5246 section 8.1 and 6.3', () => {
    const master = masterSecret12(cryptography, preMaster, clientRandom, serverRandom);
    expect(master).toEqual(
      expanded(
        preMaster,
        Buffer.from([...Buffer.from('master secret'), ...clientRandom, ...serverRandom]),
        48,
      ),
    );
    const [client, server] = keys12(cryptography, master, clientRandom, serverRandom);
    const block = expanded(
      master,
      Buffer.from([...Buffer.from('key expansion'), ...serverRandom, ...clientRandom]),
      40,
    );
    expect([...client.key, ...server.key, ...client.salt, ...server.salt]).toEqual([...block]);
  });

  it('are made of the hash of the handshake where both ends extend them, as RFC 7627 has it', () => {
    const hash = cryptography.sha256(clientRandom);
    expect(extendedMasterSecret(cryptography, preMaster, hash)).toEqual(
      expanded(preMaster, Buffer.from([...Buffer.from('extended master secret'), ...hash]), 48),
    );
  });

  it('finish a handshake with 12 bytes, others at either end', () => {
    const hash = cryptography.sha256(preMaster);
    const client = verifyData12(cryptography, preMaster, 0, hash);
    expect(client).toEqual(
      expanded(preMaster, Buffer.from([...Buffer.from('client finished'), ...hash]), 12),
    );
    expect(verifyData12(cryptography, preMaster, 1, hash)).not.toEqual(client);
  });
});

describe("TLS 1.2's records", () => {
  it('open as they were sealed, and are longer by 29 bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 100 }),
        fc.constantFrom(20, 21, 22, 23),
        fc.integer({ min: 0, max: 2 ** 40 }),
        (plaintext, type, sequence) => {
          const record = sealRecord12(cryptography, keys, sequence, type, plaintext);
          expect(record).toHaveLength(plaintext.length + recordOverhead12);
          expect(openRecord12(cryptography, keys, sequence, record)).toEqual({
            ok: true,
            value: { type, plaintext },
          });
        },
      ),
    );
  });

  it('do not open under another number, nor when a byte is changed, nor when they are cut', () => {
    const record = sealRecord12(cryptography, keys, 5, 23, Uint8Array.of(1, 2, 3));
    expect(openRecord12(cryptography, keys, 6, record)).toMatchObject({ ok: false });
    for (let at = 0; at < record.length; at += 1) {
      // The version is not looked at beyond its first byte; its low byte is in no tag of ours.
      if (at === 2) continue;
      const changed = Uint8Array.from(record, (byte, index) => (index === at ? byte ^ 1 : byte));
      expect(openRecord12(cryptography, keys, 5, changed)).toMatchObject({ ok: false });
      expect(openRecord12(cryptography, keys, 5, record.subarray(0, at))).toMatchObject({ ok: false });
    }
  });
});
