import type { Message } from '../definition/message';

/** What a frame of HTTP/2 or HTTP/3 is called. `about`: the request or response that its text belongs to, or ''. */
export function frameMessage(name: string, about: string, stream?: number): Message {
  const place = stream === undefined ? '' : `[${stream}]`;
  const isHead = name === 'HEADERS' && about !== '';
  return {
    short: isHead ? about : name,
    long: `${name}${place}${isHead ? ` ${about}` : ''}`,
    weight: isHead ? 'head' : name === 'DATA' ? 'filling' : 'detail',
    ...(stream === undefined ? {} : { stream }),
  };
}
