import type { DissectedLayer } from '../../shared/dissection';
import { startsHttp1Message } from '../../wire/http1';
import type { StreamEnd } from '../streams/stream-contents';
import type { TraceBytes } from '../frames/trace-bytes';
import { http2Frames, http3Context } from './http/http-context';
import { dissectHttp1, type StreamContext } from './http/http1';
import { dissectHttp2 } from './http/http2';
import { dissectHttp3 } from './http/http3';
import { dataLayers } from '../../wire/dissection/plain';

/** A stretch of what an application wrote: bytes from a stream's offset `from` on, `base` bytes into the frame. */
export interface ApplicationStretch {
  readonly stream: StreamEnd;
  readonly from: number;
  readonly bytes: Uint8Array;
  readonly base: number;
}

/** The stream that a stretch from `offset` on is part of, in the clear. */
export function streamContext(source: TraceBytes, stream: StreamEnd, offset: number): StreamContext {
  return {
    offset,
    messageStart: source.literalAtOrBefore(stream, offset, startsHttp1Message),
    read: (from, length) => {
      const bytes = new Uint8Array(length);
      source.copyContents(stream, from, length, bytes);
      return bytes;
    },
  };
}

/** What a stretch says in the protocol that ALPN chose (RFC 7301); '' where none was. */
export function applicationLayers(
  source: TraceBytes,
  protocol: string,
  { stream, from, bytes, base }: ApplicationStretch,
): DissectedLayer[] {
  const layers = protocolLayers(source, protocol, { stream, from, bytes, base });
  return layers.length > 0 ? layers : dataLayers(bytes, base);
}

function protocolLayers(
  source: TraceBytes,
  protocol: string,
  { stream, from, bytes, base }: ApplicationStretch,
): DissectedLayer[] {
  const stretch = { from, length: bytes.length, base };
  switch (protocol) {
    case '':
    case 'http/1.1': {
      const http = dissectHttp1(bytes, base, streamContext(source, stream, from));
      return http ? [http] : [];
    }
    case 'h2':
      return dissectHttp2(http2Frames(source, stream), stretch);
    case 'h3':
      return dissectHttp3(http3Context(source, stream), stretch);
    default:
      return [];
  }
}
