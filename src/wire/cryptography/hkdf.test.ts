import { describe, expect, it } from 'vitest';
import { nodeCryptography } from '../../worker/node-cryptography';
import { fromHex } from '../testing/kernel-frames';
import { hkdfExpand, hkdfExpandLabel, hkdfExtract } from './hkdf';

const range = (from: number, count: number) => Uint8Array.from({ length: count }, (_, at) => from + at);
const none = new Uint8Array();

/** RFC 5869 appendix A.1 to A.3. */
const cases = [
  {
    key: new Uint8Array(22).fill(0x0b),
    salt: range(0, 13),
    information: range(0xf0, 10),
    extracted: '077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5',
    expanded: '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  },
  {
    key: range(0, 80),
    salt: range(0x60, 80),
    information: range(0xb0, 80),
    extracted: '06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244',
    expanded:
      'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09' +
      'da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
  },
  {
    key: new Uint8Array(22).fill(0x0b),
    salt: none,
    information: none,
    extracted: '19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04',
    expanded: '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
  },
];

describe('HKDF', () => {
  it.each(cases)('extracts and expands as RFC 5869 shows: $extracted', (vector) => {
    const secret = hkdfExtract(nodeCryptography, vector.salt, vector.key);
    expect(secret).toEqual(fromHex(vector.extracted));
    const expected = fromHex(vector.expanded);
    expect(hkdfExpand(nodeCryptography, secret, vector.information, expected.length)).toEqual(expected);
  });

  it('refuses more than 255 hashes', () => {
    expect(() => hkdfExpand(nodeCryptography, none, none, 8161)).toThrow(RangeError);
  });

  it("expands a label as RFC 9001 appendix A.1 does for a client's first key", () => {
    const secret = fromHex('c00cf151ca5be075ed0ebfb5c80323c42d6b7db67881289af4008f1f6c357aea');
    expect(hkdfExpandLabel(nodeCryptography, secret, 'quic key', none, 16)).toEqual(
      fromHex('1f369613dd76d5467730efcbe3b1a22d'),
    );
  });
});
