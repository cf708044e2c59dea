import type { TcpParameters } from '../../../shared/protocols/tcp-parameters';
import type { EventQueue } from '../../kernel/event-queue';
import type { RandomStream } from '../../kernel/random-streams';
import type { Contents } from '../../trace/contents';
import type { TraceWriter } from '../../trace/trace-writer';

/** What a host's TCP is set to, with what a lab document does not say: it is on unless set to false. */
export interface EndpointParameters extends TcpParameters {
  readonly slowStartAfterIdle?: boolean;
}

/** What a TCP endpoint needs of the host that it runs on. */
export interface TcpEnvironment {
  readonly device: number;
  readonly parameters: EndpointParameters;
  readonly events: EventQueue;
  readonly writer: TraceWriter;
  readonly contents: Contents;
  /** Initial sequence numbers, timestamp offsets and identifications. */
  readonly random: RandomStream;
  /** Hands a packet to IP. `bytes`: its frame's length; `cause`: the tcp.send record. */
  transmit(packet: number, destination: number, bytes: number, cause: number): void;
  /** The largest IP packet on the way to an address from one of the host's own, bytes; 0: no way. */
  pathMtu(destination: number, source: number): number;
  /** The device that has an address, or NONE. */
  deviceOf(address: number): number;
}
