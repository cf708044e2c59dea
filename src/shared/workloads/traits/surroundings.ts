import type { HttpVersion, TlsVersion } from '../../protocols/protocol-settings';

/** What a workload may know of the lab that it is in. */
export interface WorkloadSurroundings {
  /** What the device of that identifier offers over TLS; undefined: it is none, or serves nobody. */
  offerOf(device: string): ServerOffer | undefined;
}

export interface ServerOffer {
  readonly http: readonly HttpVersion[];
  readonly tls: readonly TlsVersion[];
}
