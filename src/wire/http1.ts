import { type Decoded, refuse } from './encoding/decoded';
import { latin1Text } from './encoding/octets';

/** The head of an HTTP/1.1 message: RFC 9112 sections 2 to 6. Offsets count from the start of the bytes given. */

export interface RequestLine {
  readonly kind: 'request';
  readonly method: string;
  readonly target: string;
  readonly version: string;
}

export interface StatusLine {
  readonly kind: 'response';
  readonly version: string;
  readonly statusCode: number;
  readonly reason: string;
}

/** One line of a head; `length` has its CRLF in it. */
export interface HeadLine {
  readonly offset: number;
  readonly length: number;
}

export interface HeaderField extends HeadLine {
  readonly name: string;
  readonly value: string;
}

export interface Http1Head {
  readonly startLine: (RequestLine | StatusLine) & HeadLine;
  readonly fields: readonly HeaderField[];
  /** Bytes of head read: with its empty line where it is complete. */
  readonly length: number;
  /** Whether the empty line that ends a head was there. */
  readonly complete: boolean;
  /** Bytes of body that the head announces (RFC 9112 section 6.3); undefined: until the connection closes, or chunked. */
  readonly bodyLength: number | undefined;
}

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
/** RFC 9112 section 3. */
const requestLine = new RegExp(`^(${token}) ([^\\s\\x00-\\x1f]+) (HTTP/\\d\\.\\d)$`);
/** RFC 9112 section 4; the space after the code may be missing, as it often is. */
const statusLine = /^(HTTP\/\d\.\d) (\d{3})(?: ([^\r\n]*))?$/;
/** RFC 9112 section 5: no space before the colon; optional white space around the value. */
const fieldLine = new RegExp(`^(${token}):[ \\t]*(.*?)[ \\t]*$`);
/** A start line longer than this is not one: so much is searched for its end. */
const longestLine = 16_384;

const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/** Whether a text begins with a whole request or status line. */
export function startsHttp1Message(text: string): boolean {
  const end = text.indexOf('\r\n');
  const line = end < 0 ? text : text.slice(0, end);
  return end >= 0 && (requestLine.test(line) || statusLine.test(line));
}

/** Offset behind the CRLF of the line that begins at `from`, or undefined where it does not end within reach. */
function lineEnd(bytes: Uint8Array, from: number): number | undefined {
  const reach = Math.min(bytes.length, from + longestLine) - 1;
  for (let at = from; at < reach; at += 1)
    if (bytes[at] === carriageReturn && bytes[at + 1] === lineFeed) return at + 2;
  return undefined;
}

function readStartLine(text: string): RequestLine | StatusLine | undefined {
  const request = requestLine.exec(text);
  if (request) return { kind: 'request', method: request[1]!, target: request[2]!, version: request[3]! };
  const status = statusLine.exec(text);
  if (!status) return undefined;
  return {
    kind: 'response',
    version: status[1]!,
    statusCode: Number(status[2]),
    reason: status[3] ?? '',
  };
}

/** Reads the head that begins at the first byte. One that is cut off after some whole line is read that far. */
export function decodeHttp1Head(bytes: Uint8Array): Decoded<Http1Head> {
  const end = lineEnd(bytes, 0);
  const startLine = end === undefined ? undefined : readStartLine(latin1Text(bytes, 0, end - 2));
  if (end === undefined || !startLine)
    return refuse(0, 'no start line', 'a request line or a status line that ends with CRLF');
  const fields: HeaderField[] = [];
  let at = end;
  let complete = false;
  for (let next = lineEnd(bytes, at); next !== undefined; next = lineEnd(bytes, at)) {
    complete = next === at + 2;
    if (!complete) {
      const field = fieldLine.exec(latin1Text(bytes, at, next - 2));
      if (!field) return refuse(at, 'a line that is no header field', 'a name, a colon and a value');
      fields.push({ name: field[1]!, value: field[2]!, offset: at, length: next - at });
    }
    at = next;
    if (complete) break;
  }
  return {
    ok: true,
    value: {
      startLine: { ...startLine, offset: 0, length: end },
      fields,
      length: at,
      complete,
      bodyLength: announcedBody(startLine, fields),
    },
  };
}

/** RFC 9112 section 6.3. A response to HEAD cannot be told from its head alone, and is read as any other. */
function announcedBody(
  startLine: RequestLine | StatusLine,
  fields: readonly HeaderField[],
): number | undefined {
  const valueOf = (name: string) => fields.find((field) => field.name.toLowerCase() === name)?.value;
  if (startLine.kind === 'response') {
    const code = startLine.statusCode;
    if (code < 200 || code === 204 || code === 304) return 0;
  }
  if (valueOf('transfer-encoding') !== undefined) return undefined;
  const length = valueOf('content-length');
  if (length !== undefined && /^\d{1,15}$/.test(length)) return Number(length);
  return startLine.kind === 'request' ? 0 : undefined;
}
