import { none, RecordKind } from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';

/** A request or response as its application wrote it. */
export interface MessageText {
  /** Its first line: `GET / HTTP/1.1`. */
  readonly startLine: string;
  /** Bytes, head and body. */
  readonly length: number;
}

/** A request line or a status line (RFC 9112 sections 3 and 4). */
const beginsMessage = /^(?:HTTP\/|[A-Z]+ \/)/;

/**
 * The messages that `http.*` records are about. The n-th message that one end of a connection writes is the n-th text
 * of its stream, with all that follows up to the next text. Takes in a growing trace by itself.
 */
export class MessageTexts {
  /** Per connection * 2 + end: the messages written, in order. */
  private readonly written: { startLine: string; length: number }[][] = [];
  /** Per `http.*` record: the number of its message within its stream. */
  private readonly numbers = new Map<number, number>();
  private readonly counts = new Map<string, number>();
  private contentsTaken = 0;
  private recordsTaken = 0;

  constructor(private readonly trace: Trace) {}

  /** The message of an `http.*` record; undefined for another record. */
  of(record: number): MessageText | undefined {
    this.catchUp();
    const number = this.numbers.get(record);
    if (number === undefined) return undefined;
    return this.written[this.stream(record)]?.[number];
  }

  private catchUp(): void {
    const { contents, literals } = this.trace;
    for (; this.contentsTaken < contents.length; this.contentsTaken += 1) {
      const span = contents[this.contentsTaken]!;
      const stream = span.connection * 2 + span.end;
      const messages = (this.written[stream] ??= []);
      const startLine = span.literal === none ? '' : firstLine(literals[span.literal] ?? '');
      const latest = messages[messages.length - 1];
      if (beginsMessage.test(startLine)) messages.push({ startLine, length: span.length });
      else if (latest) latest.length += span.length;
    }
    for (; this.recordsTaken < this.trace.records.length; this.recordsTaken += 1)
      this.take(this.recordsTaken);
  }

  private take(record: number): void {
    const kind = this.trace.kind(record);
    if (kind < RecordKind.httpRequest || kind > RecordKind.httpResponseReceived) return;
    const key = `${kind} ${this.trace.connection(record)}`;
    const number = this.counts.get(key) ?? 0;
    this.counts.set(key, number + 1);
    this.numbers.set(record, number);
  }

  /** Requests are written by the opener, end 0; responses by the other. */
  private stream(record: number): number {
    const kind = this.trace.kind(record);
    const isRequest = kind === RecordKind.httpRequest || kind === RecordKind.httpRequestReceived;
    return this.trace.connection(record) * 2 + (isRequest ? 0 : 1);
  }
}

function firstLine(text: string): string {
  const end = text.indexOf('\r\n');
  return end < 0 ? text : text.slice(0, end);
}
