import type { TlsAnswer, TlsMessage, TlsOffer, TlsRecord } from '../../shared/trace/tls';
import type { Trace } from '../../shared/trace/trace';

/** A direction of a connection's TLS: what was written, in order. */
interface Direction {
  readonly records: TlsRecord[];
  /** By epoch. */
  readonly messages: TlsMessage[][];
}

interface Account {
  readonly offer: TlsOffer;
  answer: TlsAnswer | undefined;
  endsLeft: number;
  readonly directions: readonly [Direction, Direction];
}

const newDirection = (): Direction => ({ records: [], messages: [[], [], [], []] });

/**
 * What each end of each connection has written into TLS. A receiver looks here for what the bytes say that have
 * arrived: it reads nothing of which the last byte is not there yet.
 */
export class TlsLedger {
  private readonly accounts = new Map<number, Account>();

  constructor(private readonly trace: Trace) {}

  offer(offer: TlsOffer): void {
    this.trace.tls.offers.push(offer);
    const directions = [newDirection(), newDirection()] as const;
    this.accounts.set(offer.connection, { offer, answer: undefined, endsLeft: 2, directions });
  }

  answer(answer: TlsAnswer): void {
    this.trace.tls.answers.push(answer);
    this.account(answer.connection).answer = answer;
  }

  offerOf(connection: number): TlsOffer {
    return this.account(connection).offer;
  }

  answerOf(connection: number): TlsAnswer | undefined {
    return this.accounts.get(connection)?.answer;
  }

  /** A handshake message is written; says which it is among its epoch's. */
  message(message: TlsMessage): void {
    this.trace.tls.messages.push(message);
    this.account(message.connection).directions[message.end].messages[message.epoch]?.push(message);
  }

  messages(connection: number, end: 0 | 1, epoch: number): readonly TlsMessage[] {
    return this.accounts.get(connection)?.directions[end].messages[epoch] ?? [];
  }

  record(record: TlsRecord): void {
    this.trace.tls.records.push(record);
    this.account(record.connection).directions[record.end].records.push(record);
  }

  records(connection: number, end: 0 | 1): readonly TlsRecord[] {
    return this.accounts.get(connection)?.directions[end].records ?? [];
  }

  /** An end is done with a connection; when both are, it is forgotten (the trace keeps all). */
  closed(connection: number): void {
    const account = this.accounts.get(connection);
    if (!account) return;
    account.endsLeft -= 1;
    if (account.endsLeft === 0) this.accounts.delete(connection);
  }

  private account(connection: number): Account {
    const account = this.accounts.get(connection);
    if (!account) throw new RangeError(`connection ${connection} has sent no ClientHello`);
    return account;
  }
}
