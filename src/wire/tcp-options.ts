import { type Decoded, refuse } from './encoding/decoded';
import { read16, read32, write16, write32 } from './encoding/octets';

/** TCP options: RFC 9293 section 3.2, RFC 7323 (window scale, timestamps), RFC 2018 (SACK). */

export const TcpOptionKind = {
  endOfList: 0,
  noOperation: 1,
  maximumSegmentSize: 2,
  windowScale: 3,
  sackPermitted: 4,
  sack: 5,
  timestamps: 8,
} as const;

/** Edges are raw sequence numbers: the first byte held, and the one after the last. */
export interface SackBlock {
  readonly left: number;
  readonly right: number;
}

export type TcpOption =
  | { readonly name: 'no-operation' }
  | { readonly name: 'maximum-segment-size'; readonly size: number }
  | { readonly name: 'window-scale'; readonly shift: number }
  | { readonly name: 'sack-permitted' }
  | { readonly name: 'sack'; readonly blocks: readonly SackBlock[] }
  | { readonly name: 'timestamps'; readonly value: number; readonly echo: number }
  | { readonly name: 'other'; readonly kind: number; readonly data: Uint8Array };

/** Data Offset has 4 bits: a header of at most 15 words, 5 of which are fixed. */
export const longestTcpOptions = 40;

/** Bytes that one option takes, kind and length included. */
export function tcpOptionLength(option: TcpOption): number {
  switch (option.name) {
    case 'no-operation':
      return 1;
    case 'sack-permitted':
      return 2;
    case 'window-scale':
      return 3;
    case 'maximum-segment-size':
      return 4;
    case 'timestamps':
      return 10;
    case 'sack':
      return 2 + 8 * option.blocks.length;
    case 'other':
      return 2 + option.data.length;
  }
}

/** Bytes that options take in the header, padded to words of 4 (RFC 9293 section 3.1, Padding). */
export function tcpOptionsLength(options: readonly TcpOption[]): number {
  let length = 0;
  for (const option of options) length += tcpOptionLength(option);
  return (length + 3) & ~3;
}

/** Writes options at `target[at]`, padded with End of Option List; returns their padded length. */
export function writeTcpOptions(target: Uint8Array, at: number, options: readonly TcpOption[]): number {
  let next = at;
  for (const option of options) {
    writeTcpOption(target, next, option);
    next += tcpOptionLength(option);
  }
  const end = at + ((next - at + 3) & ~3);
  while (next < end) target[next++] = TcpOptionKind.endOfList;
  return end - at;
}

function writeTcpOption(target: Uint8Array, at: number, option: TcpOption): void {
  if (option.name === 'no-operation') {
    target[at] = TcpOptionKind.noOperation;
    return;
  }
  target[at + 1] = tcpOptionLength(option);
  switch (option.name) {
    case 'maximum-segment-size':
      target[at] = TcpOptionKind.maximumSegmentSize;
      write16(target, at + 2, option.size);
      break;
    case 'window-scale':
      target[at] = TcpOptionKind.windowScale;
      target[at + 2] = option.shift;
      break;
    case 'sack-permitted':
      target[at] = TcpOptionKind.sackPermitted;
      break;
    case 'timestamps':
      target[at] = TcpOptionKind.timestamps;
      write32(target, at + 2, option.value);
      write32(target, at + 6, option.echo);
      break;
    case 'sack':
      target[at] = TcpOptionKind.sack;
      option.blocks.forEach((block, index) => {
        write32(target, at + 2 + 8 * index, block.left);
        write32(target, at + 6 + 8 * index, block.right);
      });
      break;
    case 'other':
      target[at] = option.kind;
      target.set(option.data, at + 2);
      break;
  }
}

/** One option as read, with its place in the bytes given. */
export interface PlacedTcpOption {
  readonly option: TcpOption;
  readonly at: number;
  readonly length: number;
}

/** Reads the options in `bytes[from, to)`; error positions count from the start of `bytes`. */
export function decodeTcpOptions(
  bytes: Uint8Array,
  from: number,
  to: number,
): Decoded<readonly PlacedTcpOption[]> {
  const placed: PlacedTcpOption[] = [];
  let at = from;
  while (at < to) {
    const kind = bytes[at]!;
    if (kind === TcpOptionKind.endOfList) break;
    if (kind === TcpOptionKind.noOperation) {
      placed.push({ option: { name: 'no-operation' }, at, length: 1 });
      at += 1;
      continue;
    }
    const length = at + 1 < to ? bytes[at + 1]! : 0;
    if (length < 2 || at + length > to)
      return refuse(at, `option ${kind} with length ${length}`, `a length from 2 to ${Math.max(2, to - at)}`);
    const option = readTcpOption(bytes, at, kind, length);
    if (!option)
      return refuse(at, `option ${kind} with length ${length}`, 'the length that its specification gives');
    placed.push({ option, at, length });
    at += length;
  }
  return { ok: true, value: placed };
}

function readTcpOption(bytes: Uint8Array, at: number, kind: number, length: number): TcpOption | undefined {
  switch (kind) {
    case TcpOptionKind.maximumSegmentSize:
      return length === 4 ? { name: 'maximum-segment-size', size: read16(bytes, at + 2) } : undefined;
    case TcpOptionKind.windowScale:
      return length === 3 ? { name: 'window-scale', shift: bytes[at + 2]! } : undefined;
    case TcpOptionKind.sackPermitted:
      return length === 2 ? { name: 'sack-permitted' } : undefined;
    case TcpOptionKind.timestamps:
      return length === 10
        ? { name: 'timestamps', value: read32(bytes, at + 2), echo: read32(bytes, at + 6) }
        : undefined;
    case TcpOptionKind.sack:
      return readSackBlocks(bytes, at + 2, length - 2);
    default:
      return { name: 'other', kind, data: bytes.subarray(at + 2, at + length) };
  }
}

function readSackBlocks(bytes: Uint8Array, at: number, length: number): TcpOption | undefined {
  if (length === 0 || length % 8 !== 0) return undefined;
  const blocks: SackBlock[] = [];
  for (let block = at; block < at + length; block += 8)
    blocks.push({ left: read32(bytes, block), right: read32(bytes, block + 4) });
  return { name: 'sack', blocks };
}
