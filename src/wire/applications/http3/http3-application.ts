import { latin1Bytes } from '../../encoding/octets';
import { decodeVarint } from '../../encoding/varint';
import { http3FrameNames, http3StreamNames, Http3StreamType } from '../../http3/constants';
import { decodeHttp3FrameHeader } from '../../http3/decode';
import type { Application } from '../definition/application';
import { frameMessage } from '../http/frame-messages';
import type { Message, WrittenText } from '../definition/message';
import { dissectHttp3 } from './http3-dissection';
import { sentSections } from './sent-sections';

/** HTTP/3: RFC 9114. */
export const http3: Application = {
  name: 'h3',
  title: 'HTTP/3',
  carriers: ['quic'],
  colours: ['http-request', 'http-response'],
  filter: { name: 'http3', says: 'carries the beginning of a frame of HTTP/3', fields: [] },
  dissect: ({ stream, from, bytes, base }, written) => {
    if (!stream || !written) return [];
    const read = (offset: number, length: number) => written.read(stream, offset, length);
    return dissectHttp3(
      { stream, read, sections: sentSections(written) },
      { from, length: bytes.length, base },
    );
  },
  messagesIn: (written) => {
    const bytes = latin1Bytes(written.text);
    // RFC 9000 section 2.1: bit 1 of its id tells that a stream is unidirectional.
    return written.stream & 2 ? beginningOf(bytes, written) : framesIn(bytes, written.about);
  },
};

/** What a unidirectional stream says at its beginning: RFC 9114 section 6.2. Later, the lab's say nothing of their own. */
function beginningOf(bytes: Uint8Array, { offset, about }: WrittenText): Message[] {
  const type = offset === 0 ? decodeVarint(bytes) : undefined;
  if (!type?.ok) return [];
  const { value, length } = type.value;
  const stream = frameMessage(http3StreamNames[value] ?? 'stream', '');
  return value === Http3StreamType.control ? [stream, ...framesIn(bytes.subarray(length), about)] : [stream];
}

function framesIn(bytes: Uint8Array, about: string): Message[] {
  const messages: Message[] = [];
  for (let at = 0; at < bytes.length;) {
    const header = decodeHttp3FrameHeader(bytes, at);
    if (!header.ok) break;
    messages.push(frameMessage(http3FrameNames[header.value.type] ?? 'reserved frame', about));
    at += header.value.headerBytes + header.value.length;
  }
  return messages;
}
