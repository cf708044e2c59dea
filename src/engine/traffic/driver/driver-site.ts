import type { DeviceWith } from '../../../shared/lab/lab';
import type { HttpEnvironment } from '../../http/common/environment';
import type { EventQueue } from '../../kernel/event-queue';
import type { RandomStream } from '../../kernel/random-streams';
import type { Host } from '../../node/host';
import type { TraceWriter } from '../../trace/trace-writer';

/** Told of each request as it begins. */
export type RequestWatcher = (request: number, workload: number, path: string) => void;

/** Where a workload happens: its two ends, and what of the run drivers work with. */
export interface DriverSite {
  readonly client: DeviceWith<'host' | 'opening'>;
  readonly server: DeviceWith<'host' | 'serving'>;
  readonly clientHost: Host;
  readonly serverHost: Host;
  /** The client's address that leads to the server, and the server's. */
  readonly localAddress: number;
  readonly remoteAddress: number;
  readonly events: EventQueue;
  readonly writer: TraceWriter;
  /** What HTTP at the client works with. */
  readonly http: HttpEnvironment;
  readonly watch: RequestWatcher;
  /** A stream of random numbers of the workload's own. */
  random(purpose: string): RandomStream;
  /** Whether a device of the lab has an address. */
  isOwned(address: number): boolean;
  /** Hands a packet of the client's to IP. `bytes`: its frame's length; `cause`: the record that sent it. */
  transmit(packet: number, destination: number, bytes: number, cause: number): void;
}
