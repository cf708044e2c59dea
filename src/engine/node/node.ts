import type { DeviceWith } from '../../shared/lab/lab';
import type { HttpEnvironment } from '../http/common/environment';
import type { Routes } from '../ip/routes';
import type { EventQueue } from '../kernel/event-queue';
import type { LinkDirection } from '../link/link-direction';
import type { TlsLedger } from '../tls/ledger';
import type { Contents } from '../trace/contents';
import type { TraceWriter } from '../trace/trace-writer';
import type { Host } from './host';

/**
 * A device in a run: what comes in by its links goes in here, what it put off comes due here, and it crashes and
 * comes back here.
 *
 * A node knows its own device's numbers, its forwarding table, the links that it sends into, and the run's clock and
 * trace. It never sees the document, other nodes, workloads or faults: they are behind the links, or set things up from
 * above (`traffic/`, `world/`). What is not there: link layer addresses (a link joins two devices, nobody asks whose
 * frame it is), fragments, and ICMP.
 */
export interface Node {
  /** Its transports and applications; undefined: it has none. */
  readonly host: Host | undefined;
  /**
   * A packet has come in whole. `arrival`: its link.arrive record; `direction`: the link direction that it came by,
   * for those to whom it matters which of their links that is.
   */
  arrive(packet: number, timeToLive: number, arrival: number, direction: number): void;
  /** Sends a packet of its own. `bytes`: its frame's length; `cause`: the record of what sent it. */
  send(packet: number, destination: number, bytes: number, cause: number): void;
  /** Something that it put into the event queue is due: the EventKind and the ticket that it gave. */
  due(kind: number, ticket: number): void;
  /** It vanishes with all that it knew, and tells nobody (RFC 9293 section 3.5.1). */
  crash(): void;
  /** It is back and knows nothing of what was. */
  restart(): void;
}

/** What all nodes of a run share, and what each finds its own in. */
export interface NodeEnvironment {
  readonly seed: number;
  readonly events: EventQueue;
  readonly writer: TraceWriter;
  readonly contents: Contents;
  readonly tls: TlsLedger;
  readonly routes: Routes;
  /** Every link direction, by its number. */
  readonly links: readonly LinkDirection[];
  /** What HTTP at a device works with. */
  http(device: DeviceWith<'host'>): HttpEnvironment;
}
