import { describe, expect, it } from 'vitest';
import { nodeCryptography as cryptography } from '../../worker/node-cryptography';
import { decodeFrames, encodeFrames } from './frames/frame';
import {
  decodePacketHead,
  encodeHeader,
  isProtected,
  type ProtectedHeader,
  type ProtectedHead,
} from './header';
import { initialSecrets, nextSecret, packetKeys } from './keys';
import { headerMask, openPayload, sealPacket, unmaskHeader } from './protection';
import { retryIntegrityTag, sealRetry } from './retry';
import { fromHexadecimal, toHexadecimal } from './testing/hexadecimal';
import * as sample from './testing/rfc9001-samples';

/** RFC 9001 appendix A, byte for byte. */

const originalDestination = fromHexadecimal('8394c8f03e515708');
const serverId = fromHexadecimal('f067a5502a4262b5');
const nothing = new Uint8Array(0);
const [clientSecret, serverSecret] = initialSecrets(cryptography, originalDestination);
const clientKeys = packetKeys(cryptography, clientSecret);
const serverKeys = packetKeys(cryptography, serverSecret);

const clientPayload = new Uint8Array(1162);
clientPayload.set(sample.clientCrypto);

function protectedHead(packet: Uint8Array, shortIdBytes = 0): ProtectedHead {
  const head = decodePacketHead(packet, 0, shortIdBytes);
  if (!head.ok || !isProtected(head.value)) throw new Error('no protected packet');
  return head.value;
}

function opened(packet: Uint8Array, keys: typeof clientKeys, largest: number) {
  const head = protectedHead(packet);
  const unmasked = unmaskHeader(cryptography, keys, packet, head, largest);
  if (!unmasked.ok) throw new Error(unmasked.error.what);
  const payload = openPayload(cryptography, keys, packet, head, unmasked.value);
  if (!payload.ok) throw new Error(payload.error.what);
  return { head, unmasked: unmasked.value, payload: payload.value };
}

describe('A.1: keys', () => {
  it.each([
    ['client', clientSecret, 'c00cf151ca5be075ed0ebfb5c80323c42d6b7db67881289af4008f1f6c357aea'],
    ['server', serverSecret, '3c199828fd139efd216c155ad844cc81fb82fa8d7446fa7d78be803acdda951b'],
  ])('the %s Initial secret follows from the destination id', (_, secret, text) => {
    expect(toHexadecimal(secret)).toBe(text);
  });

  it.each([
    [
      'client',
      clientKeys,
      ['1f369613dd76d5467730efcbe3b1a22d', 'fa044b2f42a3fd3b46fb255c', '9f50449e04a0e810283a1e9933adedd2'],
    ],
    [
      'server',
      serverKeys,
      ['cf3a5331653c364c88f0f379b6067e37', '0ac1493ca1905853b0bba03e', 'c206b8d9b9f0f37644430b490eeaa314'],
    ],
  ])('the %s has key, IV and header protection key', (_, { key, iv, headerKey }, texts) => {
    expect([key, iv, headerKey].map(toHexadecimal)).toEqual(texts);
  });
});

describe('A.2: the client Initial', () => {
  const header: ProtectedHeader = {
    name: 'Initial',
    destination: originalDestination,
    source: nothing,
    token: nothing,
    packetNumber: 2,
    packetNumberLength: 4,
  };

  it('has the header of the sample', () => {
    expect(encodeHeader(header, 1162 + 16)).toEqual(sample.clientHeader);
  });

  it('is masked by its sample', () => {
    const bits = headerMask(cryptography, clientKeys, fromHexadecimal('d1b1c98dd7689fb8ec11d242b123dc9b'));
    expect(toHexadecimal(bits.subarray(0, 5))).toBe('437b9aec36');
  });

  it('is sealed byte for byte', () => {
    const packet = sealPacket(cryptography, clientKeys, sample.clientHeader, 2, 4, clientPayload);
    expect(toHexadecimal(packet)).toBe(toHexadecimal(sample.clientPacket));
  });

  it('opens to its CRYPTO frame and padding', () => {
    const { payload, unmasked } = opened(sample.clientPacket, clientKeys, -1);
    expect([unmasked.packetNumber, unmasked.header]).toEqual([2, sample.clientHeader]);
    const frames = decodeFrames(payload);
    if (!frames.ok) throw new Error(frames.error.what);
    expect(frames.value.map(({ frame }) => frame.name)).toEqual(['crypto', 'padding']);
    const [crypto, padding] = frames.value.map(({ frame }) => frame);
    expect(encodeFrames([crypto!])).toEqual(sample.clientCrypto);
    expect(padding).toEqual({ name: 'padding', bytes: 1162 - sample.clientCrypto.length });
  });
});

describe('A.3: the server Initial', () => {
  it('is sealed byte for byte', () => {
    const header = encodeHeader(
      {
        name: 'Initial',
        destination: nothing,
        source: serverId,
        token: nothing,
        packetNumber: 1,
        packetNumberLength: 2,
      },
      sample.serverPayload.length + 16,
    );
    expect(header).toEqual(sample.serverHeader);
    const packet = sealPacket(cryptography, serverKeys, header, 1, 2, sample.serverPayload);
    expect(toHexadecimal(packet)).toBe(toHexadecimal(sample.serverPacket));
  });

  it('opens to an ACK and a CRYPTO frame that are written again as they were', () => {
    const { payload, head } = opened(sample.serverPacket, serverKeys, 0);
    expect(head.source).toEqual(serverId);
    const frames = decodeFrames(payload);
    if (!frames.ok) throw new Error(frames.error.what);
    expect(frames.value.map(({ frame }) => frame.name)).toEqual(['ack', 'crypto']);
    expect(encodeFrames(frames.value.map(({ frame }) => frame))).toEqual(sample.serverPayload);
  });
});

describe('A.4: Retry', () => {
  const retry = {
    name: 'Retry',
    destination: nothing,
    source: serverId,
    token: fromHexadecimal('746f6b656e'),
  } as const;

  it('is made with its integrity tag', () => {
    const packet = sealRetry(cryptography, originalDestination, retry);
    expect(toHexadecimal(packet)).toBe(toHexadecimal(sample.retryPacket));
  });

  it('is read, and its tag is the right one', () => {
    const head = decodePacketHead(sample.retryPacket, 0, 0);
    const integrityTag = retryIntegrityTag(
      cryptography,
      originalDestination,
      sample.retryPacket.subarray(0, sample.retryPacket.length - 16),
    );
    expect(head.ok && head.value).toEqual({ ...retry, integrityTag, at: 0, end: sample.retryPacket.length });
  });
});

describe.skipIf(cryptography.chaCha20 === undefined)(
  'A.5: a short header packet under ChaCha20-Poly1305',
  () => {
    const secret = fromHexadecimal('9ac312a7f877468ebe69422748ad00a15443f18203a07d6060f688f30f21632b');
    const keys = packetKeys(cryptography, secret, 'chacha20-poly1305');
    const packet = fromHexadecimal('4cfe4189655e5cd55c41f69080575d7999c25a5bfb');

    it('has these keys, and this secret after a key update', () => {
      const found = [keys.key, keys.iv, keys.headerKey, nextSecret(cryptography, secret)];
      expect(found.map(toHexadecimal)).toEqual([
        'c6d98ff3441c3fe1b2182094f69caa2ed4b716b65488960a7a984979fb23e1c8',
        'e0459b3474bdd0e44a41c144',
        '25a282b9e82f06f21f488917a4fc8f1b73573685608597d0efcb076b0ab7a7a4',
        '1223504755036d556342ee9361d253421a826c9ecdf3c7148684b36b714881f9',
      ]);
    });

    it('is sealed byte for byte', () => {
      const header = encodeHeader(
        {
          name: '1-RTT',
          destination: nothing,
          spin: false,
          keyPhase: 0,
          packetNumber: 654360564,
          packetNumberLength: 3,
        },
        17,
      );
      expect(toHexadecimal(header)).toBe('4200bff4');
      const sealed = sealPacket(cryptography, keys, header, 654360564, 3, Uint8Array.of(1));
      expect(sealed).toEqual(packet);
    });

    it('opens to its PING frame', () => {
      const { payload, unmasked } = opened(packet, keys, 654360563);
      expect(unmasked.packetNumber).toBe(654360564);
      expect(payload).toEqual(Uint8Array.of(1));
    });
  },
);
