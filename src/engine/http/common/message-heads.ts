import { engineVersion } from '../../../shared/engine-version';

/** HTTP/1.1 messages as text, RFC 9112. */

/** A GET request (RFC 9112 section 3). `last`: the client wants the connection closed after the response. */
export function requestText(path: string, host: string, last: boolean): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    `User-Agent: Hoplab/${engineVersion}`,
    'Accept: */*',
  ];
  if (last) lines.push('Connection: close');
  return lines.join('\r\n') + '\r\n\r\n';
}

const reasonPhrases: Readonly<Record<number, string>> = { 200: 'OK', 400: 'Bad Request', 404: 'Not Found' };

/** A response's status line and header fields (RFC 9112 section 4). `bytes`: its body's length. */
export function responseHead(status: number, bytes: number, last: boolean): string {
  const lines = [
    `HTTP/1.1 ${status} ${reasonPhrases[status] ?? ''}`,
    `Server: Hoplab/${engineVersion}`,
    'Content-Type: text/plain',
    `Content-Length: ${bytes}`,
  ];
  if (last) lines.push('Connection: close');
  return lines.join('\r\n') + '\r\n\r\n';
}

export interface MessageHead {
  readonly startLine: string;
  /** Field names in lower case (RFC 9110 section 5.1: they are case-insensitive). */
  readonly fields: ReadonlyMap<string, string>;
  /** Bytes of the body (RFC 9112 section 6.2), 0 without a Content-Length. */
  readonly contentLength: number;
}

/** Reads heads, and remembers them: the same few come again and again. */
export class HeadReader {
  private readonly known = new Map<string, MessageHead>();

  read(text: string): MessageHead {
    let head = this.known.get(text);
    if (!head) {
      head = parseHead(text);
      this.known.set(text, head);
    }
    return head;
  }
}

/** Reads a message's head, from its start line to the empty line. */
function parseHead(text: string): MessageHead {
  const [startLine = '', ...lines] = text.split('\r\n');
  const fields = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  const length = Number(fields.get('content-length') ?? 0);
  return { startLine, fields, contentLength: Number.isSafeInteger(length) && length >= 0 ? length : 0 };
}
