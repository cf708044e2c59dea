import { latin1Text } from '../../encoding/octets';
import { startsHttp1Message } from '../../http1';
import type { Application, ApplicationBytes } from '../definition/application';
import type { Message } from '../definition/message';
import type { WrittenContents } from '../definition/written-contents';
import { dissectHttp1, type StreamContext } from './http1-dissection';

/** HTTP/1.1: RFC 9112. */
export const http1: Application = {
  name: 'http/1.1',
  title: 'HTTP',
  carriers: ['tcp', 'tls'],
  colours: ['http-request', 'http-response'],
  filter: { name: 'http', says: 'carries the beginning of a message of HTTP/1.1', fields: [] },
  dissect: (stretch, written) => {
    const layer = dissectHttp1(stretch.bytes, stretch.base, written && contextOf(stretch, written));
    return layer ? [layer] : [];
  },
  recognises: (bytes) => startsHttp1Message(latin1Text(bytes)),
  messagesIn: ({ text }) => (startsHttp1Message(text) ? [messageOf(text)] : []),
};

function contextOf({ stream, from }: ApplicationBytes, written: WrittenContents): StreamContext | undefined {
  return (
    stream && {
      offset: from,
      messageStart: written.textAtOrBefore(stream, from, startsHttp1Message),
      read: (offset, length) => written.read(stream, offset, length),
    }
  );
}

/** `GET /a` of a request line, `200` of a status line. */
function messageOf(text: string): Message {
  const long = text.slice(0, text.indexOf('\r\n'));
  const [first = '', second = ''] = long.split(' ');
  return { short: first.startsWith('HTTP/') ? second : `${first} ${second}`, long, weight: 'head' };
}
