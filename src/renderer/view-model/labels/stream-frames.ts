/** A frame of HTTP/2 or HTTP/3, as the head of its bytes tells. */
export interface StreamFrame {
  /** `HEADERS`, `DATA`, `SETTINGS`, `stream: control`. */
  readonly name: string;
  /** HTTP/2: the stream in its header; HTTP/3 has one stream a request, so undefined. */
  readonly stream: number | undefined;
}

/** RFC 9113 section 6. */
const http2Names = [
  'DATA',
  'HEADERS',
  'PRIORITY',
  'RST_STREAM',
  'SETTINGS',
  'PUSH_PROMISE',
  'PING',
  'GOAWAY',
  'WINDOW_UPDATE',
  'CONTINUATION',
] as const;
/** RFC 9113 section 3.4. */
const http2Preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const http2HeaderBytes = 9;

/** RFC 9114 section 7.2. */
const http3Names: Readonly<Record<number, string>> = {
  0: 'DATA',
  1: 'HEADERS',
  3: 'CANCEL_PUSH',
  4: 'SETTINGS',
  5: 'PUSH_PROMISE',
  7: 'GOAWAY',
  13: 'MAX_PUSH_ID',
};
/** RFC 9114 section 6.2 and RFC 9204 section 4.2. */
const http3StreamTypes = ['control stream', 'push stream', 'QPACK encoder', 'QPACK decoder'] as const;

/** The frames of HTTP/2 that begin in a text that an application wrote whole. */
export function http2FramesIn(text: string): StreamFrame[] {
  const frames: StreamFrame[] = [];
  let at = 0;
  if (text.startsWith(http2Preface)) {
    frames.push({ name: 'Magic', stream: undefined });
    at = http2Preface.length;
  }
  while (at + http2HeaderBytes <= text.length) {
    const length = number(text, at, 3);
    frames.push({
      name: http2Names[number(text, at + 3, 1)] ?? 'unknown frame',
      stream: number(text, at + 5, 4) & 0x7fffffff,
    });
    at += http2HeaderBytes + length;
  }
  return frames;
}

/** The frames of HTTP/3 that begin in a text; `isFirst`: the text begins the stream. */
export function http3FramesIn(text: string, stream: number, isFirst: boolean): StreamFrame[] {
  // RFC 9000 section 2.1: bit 1 of its id tells that a stream is unidirectional.
  const isUnidirectional = (stream & 2) !== 0;
  const frames: StreamFrame[] = [];
  let at = 0;
  if (isUnidirectional && !isFirst) return frames;
  if (isUnidirectional) {
    const type = http3StreamTypes[text.charCodeAt(0)] ?? 'stream';
    frames.push({ name: type, stream: undefined });
    if (type !== 'control stream') return frames;
    at = 1;
  }
  while (at < text.length) {
    const type = variableLength(text, at);
    const length = variableLength(text, at + type.bytes);
    frames.push({ name: http3Names[type.value] ?? 'reserved frame', stream: undefined });
    at += type.bytes + length.bytes + length.value;
  }
  return frames;
}

function number(text: string, at: number, bytes: number): number {
  let value = 0;
  for (let index = 0; index < bytes; index += 1) value = value * 256 + (text.charCodeAt(at + index) & 255);
  return value;
}

/** RFC 9000 section 16. */
function variableLength(text: string, at: number): { value: number; bytes: number } {
  const first = text.charCodeAt(at) & 255;
  const bytes = 1 << (first >>> 6);
  let value = first & 63;
  for (let index = 1; index < bytes; index += 1) value = value * 256 + (text.charCodeAt(at + index) & 255);
  return { value: Number.isNaN(value) ? 0 : value, bytes };
}
