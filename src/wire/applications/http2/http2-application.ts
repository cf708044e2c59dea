import { latin1Bytes } from '../../encoding/octets';
import { http2FrameHeaderBytes, http2FrameNames, http2Preface } from '../../http2/constants';
import { decodeHttp2FrameHeader } from '../../http2/decode';
import { Http2StreamFrames } from '../../http2/stream-frames';
import type { Application } from '../definition/application';
import { frameMessage } from '../http/frame-messages';
import type { Message } from '../definition/message';
import { rememberedBy, type StreamEnd, type WrittenContents } from '../definition/written-contents';
import { dissectHttp2 } from './http2-dissection';

/** HTTP/2: RFC 9113. */
export const http2: Application = {
  name: 'h2',
  title: 'HTTP/2',
  carriers: ['tls'],
  colours: ['http-request', 'http-response'],
  filter: { name: 'http2', says: 'carries the beginning of a frame of HTTP/2', fields: [] },
  dissect: ({ stream, from, bytes, base }, written) =>
    stream && written ? dissectHttp2(framesOf(written, stream), { from, length: bytes.length, base }) : [],
  messagesIn: ({ text, about }) => messagesIn(latin1Bytes(text), text.startsWith(http2Preface), about),
};

/** What begins a connection, in the words of those who capture it. */
const preface: Message = { short: 'Magic', long: 'Magic', weight: 'filling' };

function messagesIn(bytes: Uint8Array, hasPreface: boolean, about: string): Message[] {
  const messages = hasPreface ? [preface] : [];
  for (let at = hasPreface ? http2Preface.length : 0; at < bytes.length;) {
    const header = decodeHttp2FrameHeader(bytes, at);
    if (!header.ok) break;
    const { type, stream, length } = header.value;
    messages.push(frameMessage(http2FrameNames[type] ?? 'unknown frame', about, stream));
    at += http2FrameHeaderBytes + length;
  }
  return messages;
}

/** By connection * 2 + end: the frames of that direction. */
const knownFrames = rememberedBy(() => new Map<number, Http2StreamFrames>());

function framesOf(written: WrittenContents, stream: StreamEnd): Http2StreamFrames {
  const known = knownFrames(written);
  const key = stream.connection * 2 + stream.end;
  let frames = known.get(key);
  if (!frames) {
    frames = new Http2StreamFrames((offset, length) => written.read(stream, offset, length));
    known.set(key, frames);
  }
  return frames;
}
