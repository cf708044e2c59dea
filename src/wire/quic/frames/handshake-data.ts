import { QuicFrame } from './frame-type';
import type { FrameCodec } from './codec';
import { varintsLength, writeVarints } from './fields';

/** What a handshake carries: CRYPTO, NEW_TOKEN (RFC 9000 sections 19.6, 19.7). */

export interface CryptoFrame {
  readonly name: 'crypto';
  readonly offset: number;
  readonly data: Uint8Array;
}

export interface NewTokenFrame {
  readonly name: 'new-token';
  readonly token: Uint8Array;
}

export const cryptoCodec: FrameCodec<CryptoFrame> = {
  length: ({ offset, data }) => 1 + varintsLength(offset, data.length) + data.length,
  write(target, at, { offset, data }) {
    const header = writeVarints(target, at, QuicFrame.crypto, offset, data.length);
    target.set(data, at + header);
    return header + data.length;
  },
  read(cursor) {
    const offset = cursor.varint('Offset');
    const length = cursor.varint('Length');
    return { name: 'crypto', offset, data: cursor.slice(length, 'Crypto Data') };
  },
};

export const newTokenCodec: FrameCodec<NewTokenFrame> = {
  length: ({ token }) => 1 + varintsLength(token.length) + token.length,
  write(target, at, { token }) {
    const header = writeVarints(target, at, QuicFrame.newToken, token.length);
    target.set(token, at + header);
    return header + token.length;
  },
  read(cursor) {
    const start = cursor.at;
    const length = cursor.varint('Token Length');
    // Section 19.7: "The token MUST NOT be empty."
    if (length === 0) cursor.fail(start, 'an empty token', 'at least 1 byte');
    return { name: 'new-token', token: cursor.slice(length, 'Token') };
  },
};
