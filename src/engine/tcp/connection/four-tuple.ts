/** Who a host's connections are with: local address and port, remote address and port. */
export interface FourTuple {
  readonly localAddress: number;
  readonly localPort: number;
  readonly remoteAddress: number;
  readonly remotePort: number;
}
