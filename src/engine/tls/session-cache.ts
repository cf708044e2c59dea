import { none } from '../../shared/trace/record';
import type { QuicParameters, TlsResumption } from '../../shared/trace/tls';

/** A session that can be taken up again. */
interface Ticket {
  readonly from: number;
  readonly ticket: number;
  readonly version: number;
  readonly protocol: string;
  /** Virtual time at which it came; negative: before the run. */
  readonly received: number;
  /** The transport parameters that the server declared with it; undefined over TCP. */
  readonly quic: QuicParameters | undefined;
}

/** What an earlier visit left, as offered to a server. */
export interface ResumableSession {
  readonly resumption: TlsResumption;
  /** What was spoken then: early data is written in it (RFC 8446 section 4.2.10). */
  readonly protocol: string;
  /** What the server let this client do then, and early data keeps to (RFC 9000 section 7.4.1); undefined over TCP. */
  readonly quic: QuicParameters | undefined;
}

/** RFC 8446 section 4.6.1: no ticket is used after seven days; those of before the run are an hour old. */
const ageBeforeRun = 3600e9;

/** A client's tickets, by server. Each is used once (RFC 8446 appendix C.4). */
export class SessionCache {
  private readonly tickets = new Map<string, Ticket[]>();
  private visitsBeforeRun = 0;

  /** A ticket has come. */
  keep(server: string, ticket: Ticket): void {
    const known = this.tickets.get(server);
    if (known) known.push(ticket);
    else this.tickets.set(server, [ticket]);
  }

  /** The client was at this server before the run began: a ticket of then is at hand. `quic`: what the server declared. */
  rememberVisit(server: string, version: number, protocol: string, quic: QuicParameters | undefined): void {
    this.keep(server, {
      from: none,
      ticket: this.visitsBeforeRun++,
      version,
      protocol,
      received: -ageBeforeRun,
      quic,
    });
  }

  /** Takes the newest ticket for a server, if there is one that speaks one of the protocols (none: any). */
  take(server: string, protocols: readonly string[], now: number): ResumableSession | undefined {
    const known = this.tickets.get(server) ?? [];
    const accepts = ({ protocol }: Ticket) => protocols.length === 0 || protocols.includes(protocol);
    const at = known.findLastIndex(accepts);
    const ticket = known[at];
    if (!ticket) return undefined;
    known.splice(at, 1);
    const { from, ticket: number, version, received, protocol, quic } = ticket;
    const age = Math.floor((now - received) / 1e6);
    return { resumption: { from, ticket: number, version, age }, protocol, quic };
  }
}
