import { applicationOf } from '../../../shared/trace/connection-application';
import { none, RecordKind } from '../../../shared/trace/record';
import { read } from '../../../shared/trace/record-reader';
import { tableByKind } from '../../../shared/trace/record-table';
import { say } from '../../../shared/trace/record-words';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import type { RequestNames } from '../labels/request-names';

/** A request or response as its application wrote it, or a handshake message of TLS. */
export interface MessageText {
  /** Whose words they are: `TLS`, `HTTP/2`. */
  readonly protocol: string;
  /** Its first line: `GET / HTTP/1.1`; of HTTP/2 and HTTP/3, which have none, `GET /` or `200`. */
  readonly startLine: string;
  /** Bytes, head and body. */
  readonly length: number;
}

/** A request line or a status line (RFC 9112 sections 3 and 4). */
const beginsMessage = /^(?:HTTP\/|[A-Z]+ \/)/;

/** Kinds of record about a whole message: whether it is a request, else a response. */
const messages = tableByKind({
  httpRequest: true,
  httpRequestReceived: true,
  httpResponse: false,
  httpResponseReceived: false,
});

/** The messages that `http.*` records are about: all that an end wrote for a request. Takes in a growing trace by itself. */
export class MessageTexts {
  /** By request * 2 + the end that wrote. */
  private readonly written: ({ startLine: string; length: number } | undefined)[] = [];
  private contentsTaken = 0;

  constructor(
    private readonly trace: TraceReader,
    private readonly names: RequestNames,
  ) {}

  /** The message of an `http.*` or `tls.message` record; undefined for another record. */
  of(record: number): MessageText | undefined {
    const kind = this.trace.kind(record);
    if (kind === RecordKind.tlsMessage) return this.handshakeMessage(record);
    const isRequest = messages[kind];
    if (isRequest === undefined) return undefined;
    this.catchUp();
    const request = read.httpRequest.request(this.trace, record);
    const message = this.written[request * 2 + (isRequest ? 0 : 1)];
    if (!message) return undefined;
    const known = message.startLine;
    const named = isRequest ? this.names.requestLine(request) : this.names.status(request);
    const protocol = applicationOf(this.trace, this.trace.connection(record)).title;
    return { protocol, length: message.length, startLine: known === '' ? named : known };
  }

  private handshakeMessage(record: number): MessageText {
    const startLine = say.tlsMessage.message(this.trace, record);
    return { protocol: 'TLS', startLine, length: read.tlsMessage.bytes(this.trace, record) };
  }

  private catchUp(): void {
    const { contents, literals } = this.trace;
    for (; this.contentsTaken < contents.length; this.contentsTaken += 1) {
      const span = contents[this.contentsTaken]!;
      if (span.request === none) continue;
      const message = (this.written[span.request * 2 + span.end] ??= { startLine: '', length: 0 });
      message.length += span.length;
      const line = span.literal === none ? '' : firstLine(literals[span.literal] ?? '');
      if (message.startLine === '' && beginsMessage.test(line)) message.startLine = line;
    }
  }
}

function firstLine(text: string): string {
  const end = text.indexOf('\r\n');
  return end < 0 ? text : text.slice(0, end);
}
