import type { DissectedField, DissectedLayer } from '../../dissection/layer';
import { decodeHttp1Head, type HeadLine, type Http1Head } from '../../http1';
import { bodyField, clippedField, type Piece } from './http1-pieces';
import { countOf, field, grouped } from '../../dissection/field';

/** The stream that a payload is a stretch of, so that a message cut into segments can be told by any one of them. */
export interface StreamContext {
  /** Stream offset of the payload's first byte. */
  readonly offset: number;
  /** Where the latest message at or before the payload's first byte begins; undefined: none does. */
  readonly messageStart: number | undefined;
  /** Bytes of the stream; zeros past its end. */
  read(offset: number, length: number): Uint8Array;
}

/** Bytes read in search of a message's head. */
const longestHead = 65_536;

/**
 * The HTTP/1.1 messages, or parts of them, in the payload that begins `base` bytes into the frame; undefined where
 * it is none. Lines that go over a segment's edge are shown as far as they are in this segment.
 */
export function dissectHttp1(
  payload: Uint8Array,
  base: number,
  stream: StreamContext | undefined,
): DissectedLayer | undefined {
  const context = stream ?? streamOf(payload);
  const end = context.offset + payload.length;
  const fields: DissectedField[] = [];
  const summaries: string[] = [];
  let start = context.messageStart ?? end;
  while (start < end) {
    const head = decodeHttp1Head(context.read(start, longestHead));
    if (!head.ok) break;
    const message = new MessageView(head.value, start, context.offset, payload, base);
    fields.push(...message.fields());
    summaries.push(message.summary());
    if (!head.value.complete || message.end <= start) break;
    start = message.end;
  }
  if (fields.length === 0) return undefined;
  return {
    name: 'Hypertext Transfer Protocol',
    layer: 7,
    summary: summaries.join('; '),
    offset: base,
    length: payload.length,
    fields,
  };
}

/** A payload whose stream is not known: a message may begin at its first byte, nowhere else. */
function streamOf(payload: Uint8Array): StreamContext {
  return { offset: 0, messageStart: 0, read: (offset, length) => payload.subarray(offset, offset + length) };
}

/** One message as far as it lies in one payload. */
class MessageView {
  /** Stream offset behind the message; Infinity where only the connection's end tells. */
  readonly end: number;
  private readonly bodyStart: number;
  constructor(
    private readonly head: Http1Head,
    private readonly start: number,
    private readonly payloadStart: number,
    private readonly payload: Uint8Array,
    private readonly base: number,
  ) {
    this.bodyStart = start + head.length;
    this.end = head.bodyLength === undefined ? Infinity : this.bodyStart + head.bodyLength;
  }

  summary(): string {
    const line = startLineText(this.head);
    if (this.payloadStart <= this.start) return line;
    if (this.payloadStart < this.bodyStart) return `head of ${line}, continued`;
    const first = this.payloadStart - this.bodyStart;
    const last = Math.min(this.end, this.payloadStart + this.payload.length) - this.bodyStart;
    return `body of ${line}, continued: bytes ${grouped(first + 1)} to ${grouped(last)}${this.ofAll()}`;
  }

  fields(): DissectedField[] {
    const { head } = this;
    const pieces: Piece[] = [this.startLine()];
    for (const header of head.fields) pieces.push(this.line(header, header.name, header.value));
    if (head.complete)
      pieces.push(this.line({ offset: head.length - 2, length: 2 }, 'End of Header Section', 'CRLF'));
    const lines = pieces
      .map((piece) => clippedField(piece, this.payloadStart, this.payload, this.base))
      .filter((line) => line !== undefined);
    const body =
      head.complete && bodyField(this.bodyStart, this.end, this.payloadStart, this.payload, this.base);
    return body ? [...lines, body] : lines;
  }

  private ofAll(): string {
    return this.head.bodyLength === undefined ? '' : ` of ${countOf(this.head.bodyLength, 'byte')}`;
  }

  private line(line: HeadLine, name: string, value: string): Piece {
    return { name, value, from: this.start + line.offset, length: line.length };
  }

  private startLine(): Piece {
    const line = this.head.startLine;
    const parts: [string, string][] =
      line.kind === 'request'
        ? [
            ['Method', line.method],
            ['Request Target', line.target],
            ['HTTP Version', line.version],
          ]
        : [
            ['HTTP Version', line.version],
            ['Status Code', String(line.statusCode).padStart(3, '0')],
            ['Reason Phrase', line.reason],
          ];
    const children: DissectedField[] = [];
    let at = this.base + this.start - this.payloadStart;
    for (const [name, value] of parts) {
      if (value.length > 0) children.push(field(name, value, at, value.length));
      at += value.length + 1;
    }
    const name = line.kind === 'request' ? 'Request Line' : 'Status Line';
    return { ...this.line(line, name, startLineText(this.head)), children };
  }
}

function startLineText({ startLine }: Http1Head): string {
  return startLine.kind === 'request'
    ? `${startLine.method} ${startLine.target} ${startLine.version}`
    : `${startLine.version} ${String(startLine.statusCode).padStart(3, '0')} ${startLine.reason}`.trimEnd();
}
