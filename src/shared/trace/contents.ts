/**
 * What an application wrote into one direction of a stream: `length` bytes from `offset` on, either the
 * text `literals[literal]` (ISO 8859-1) or, where `literal` is NONE, the filler that `fillerByte` gives.
 * end: which end wrote it. Under TLS these are the plaintext and its offsets.
 */
export interface ContentSpan {
  readonly connection: number;
  readonly end: 0 | 1;
  /** The QUIC stream's id; 0 on TCP and UDP. */
  readonly stream: number;
  readonly offset: number;
  readonly length: number;
  readonly literal: number;
  /** The request that these bytes belong to, or NONE. */
  readonly request: number;
}

/**
 * The byte that fills bodies at a stream offset: a letter, and different along the way, so that a shifted copy shows.
 * Letters only: what looks like a header line or a line's end would mislead a reader that lost its place.
 */
export function fillerByte(offset: number): number {
  const column = offset % 64;
  return 0x61 + ((Math.floor(offset / 64) + column) % 25);
}
