import { FallbackWinner } from '../../../shared/trace/kinds/http';
import { none } from '../../../shared/trace/record';
import type { HttpConnection, HttpConnectionListener } from '../../http/common/http-connection';
import { ClientPool, type OpenConnection, type PoolEnvironment, type Waiting } from './client-pool';
import type { RequestPriority } from '../../http/common/fields';

export interface RaceEnvironment extends PoolEnvironment {
  later(delay: number, action: () => void): void;
}

/**
 * Two ways to a server, as browsers race them: QUIC first, and if it is not ready after its head start, TCP as well.
 * The first to be ready serves all requests, and the other is given up (as RFC 8305 does for addresses).
 */
export class ConnectionRace implements HttpConnectionListener {
  private readonly pool: ClientPool;
  private quic: HttpConnection | undefined;
  private tcp: HttpConnection | undefined;
  private isOver = false;
  private tcpTried = false;
  private firstRequest = none;
  private readonly waiting: Waiting[] = [];
  /** Connections that failed, perhaps while they were being opened. */
  private readonly failed = new Set<HttpConnection>();

  constructor(
    private readonly environment: RaceEnvironment,
    private readonly openQuic: OpenConnection,
    private readonly openTcp: OpenConnection,
    private readonly headStart: number,
  ) {
    // What the winner loses later is asked for again over TCP.
    this.pool = new ClientPool(environment, openTcp, 1);
  }

  request(request: number, path: string, priority?: RequestPriority): void {
    if (this.isOver) {
      this.pool.request(request, path, priority);
      return;
    }
    this.waiting.push({ request, path, priority });
    if (this.firstRequest !== none) return;
    this.firstRequest = request;
    const { cause } = this.environment.writer;
    this.quic = this.begun(this.openQuic);
    this.environment.later(this.headStart, () => {
      this.environment.writer.cause = cause;
      this.tryTcp();
    });
  }

  finish(): void {
    if (this.isOver) this.pool.finish();
    else this.finishesLater = true;
  }
  private finishesLater = false;

  onReady(connection: HttpConnection): void {
    if (this.isOver) {
      this.pool.onReady();
      return;
    }
    this.win(connection);
  }

  onRoom(): void {
    if (this.isOver) this.pool.onRoom();
  }

  onResponse(): void {
    this.pool.onResponse();
  }

  onFailed(connection: HttpConnection, error: number, unanswered: readonly number[]): void {
    if (this.isOver) {
      this.pool.onFailed(connection, error, unanswered);
      return;
    }
    this.failed.add(connection);
    if (connection === this.quic) this.quic = undefined;
    if (connection === this.tcp) this.tcp = undefined;
    this.tryTcp();
    // The other way may have failed within, and have ended it all.
    if (this.hasEnded() || this.quic || this.tcp) return;
    this.report(FallbackWinner.none);
    const { writer, device } = this.environment;
    for (const { request } of this.waiting.splice(0)) writer.appError(device, none, request, error);
    // What is asked for from now on is tried over TCP.
    this.isOver = true;
    if (this.finishesLater) this.pool.finish();
  }

  onClosed(connection: HttpConnection): void {
    if (this.isOver) this.pool.onClosed(connection);
  }

  private hasEnded(): boolean {
    return this.isOver;
  }

  private tryTcp(): void {
    if (this.isOver || this.tcpTried) return;
    this.tcpTried = true;
    this.tcp = this.begun(this.openTcp);
  }

  /** Opens a connection; undefined: it has failed already. */
  private begun(open: OpenConnection): HttpConnection | undefined {
    const connection = open(this);
    return this.failed.has(connection) ? undefined : connection;
  }

  private win(winner: HttpConnection): void {
    this.isOver = true;
    const { writer } = this.environment;
    const { cause } = writer;
    const wasRace = this.tcpTried;
    if (wasRace) writer.cause = this.report(winner === this.quic ? FallbackWinner.quic : FallbackWinner.tcp);
    (winner === this.quic ? this.tcp : this.quic)?.abandon();
    this.pool.adopt(winner);
    for (const { request, path, priority } of this.waiting.splice(0))
      this.pool.request(request, path, priority);
    if (this.finishesLater) this.pool.finish();
    writer.cause = cause;
  }

  private report(winner: number): number {
    const { writer, device } = this.environment;
    return writer.appFallback(device, this.firstRequest, winner);
  }
}
