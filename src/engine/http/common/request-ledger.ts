/** Which requests travel on which connection, in the order sent: HTTP/1.1 answers in that order (RFC 9112 section 9.3.2). */
export class RequestLedger {
  private readonly waiting = new Map<number, number[]>();
  private next = 0;

  /** A new request's number. */
  begin(): number {
    return this.next++;
  }

  sent(connection: number, request: number): void {
    const queue = this.waiting.get(connection);
    if (queue) queue.push(request);
    else this.waiting.set(connection, [request]);
  }

  /** The oldest request sent on a connection and not yet taken at the server; -1: none. */
  take(connection: number): number {
    const queue = this.waiting.get(connection);
    const request = queue?.shift() ?? -1;
    if (queue?.length === 0) this.waiting.delete(connection);
    return request;
  }

  forget(connection: number): void {
    this.waiting.delete(connection);
  }
}
