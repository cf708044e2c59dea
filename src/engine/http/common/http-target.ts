/** Where a client's connections go. */
export interface HttpTarget {
  readonly localAddress: number;
  readonly remoteAddress: number;
  readonly remotePort: number;
  /** The server's name (RFC 9110 section 7.2). */
  readonly authority: string;
}
