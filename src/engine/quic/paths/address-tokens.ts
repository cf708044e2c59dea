import { none } from '../../../shared/trace/record';
import { initialHeaderBytes } from '../../../wire/quic/lengths';
import type { QuicConnection } from '../connection/connection';
import type { QuicEnvironment } from '../connection/environment';
import { newTokenBytes } from '../connection/parameters';

/** Tokens that let a returning client skip address validation (RFC 9000 section 8.1.3), named by the connection that brought them. */
export class AddressTokens {
  private readonly unused = new Set<number>();

  constructor(private readonly environment: QuicEnvironment) {}

  /** NEW_TOKEN has arrived on a connection. */
  take(connection: QuicConnection): void {
    this.unused.add(connection.connection);
  }

  /** RFC 9000 section 8.1.3: a token of the session's connection goes into the Initial packets, once. */
  use(connection: QuicConnection): void {
    const from = this.environment.handshakes.resumedFrom(connection.connection);
    if (from === undefined || (from !== none && !this.unused.delete(from))) return;
    connection.tokenBytes = newTokenBytes;
  }

  /** Whether the token in a client's first packet was given out to the address that it comes from. */
  validates(packet: number, row: number): boolean {
    const { trace } = this.environment.writer;
    const item = trace.firstQuicItem(packet);
    const bare = initialHeaderBytes(trace.quicItemWord(item, 1), 0);
    if (trace.quicItemWord(item, 3) === bare) return false;
    const from = this.environment.handshakes.resumedFrom(row) ?? none;
    return from === none || trace.connections[from]?.ends[0].address === trace.sourceAddress(packet);
  }
}
