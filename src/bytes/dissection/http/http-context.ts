import { Http2StreamFrames } from '../../../wire/http2/stream-frames';
import { Http3SentSections } from '../../http/sent-sections';
import type { StreamEnd } from '../../streams/stream-contents';
import type { TraceBytes } from '../../frames/trace-bytes';
import type { Http3Context } from './http3';

/** What reading HTTP/2 and HTTP/3 learns on the way, kept with the trace that it was read from. */
class HttpKnowledge {
  readonly sections: Http3SentSections;
  /** By connection * 2 + end. */
  private readonly frames = new Map<number, Http2StreamFrames>();

  constructor(private readonly source: TraceBytes) {
    this.sections = new Http3SentSections(source.trace);
  }

  framesOf(stream: StreamEnd): Http2StreamFrames {
    const key = stream.connection * 2 + stream.end;
    let frames = this.frames.get(key);
    if (!frames) {
      frames = new Http2StreamFrames((offset, length) => readStream(this.source, stream, offset, length));
      this.frames.set(key, frames);
    }
    return frames;
  }
}

const knowledge = new WeakMap<TraceBytes, HttpKnowledge>();

function knowledgeOf(source: TraceBytes): HttpKnowledge {
  let known = knowledge.get(source);
  if (!known) {
    known = new HttpKnowledge(source);
    knowledge.set(source, known);
  }
  return known;
}

function readStream(source: TraceBytes, stream: StreamEnd, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  source.copyContents(stream, offset, length, bytes);
  return bytes;
}

/** The HTTP/2 frames of one direction of a connection. */
export function http2Frames(source: TraceBytes, stream: StreamEnd): Http2StreamFrames {
  return knowledgeOf(source).framesOf(stream);
}

/** What a stretch of an HTTP/3 stream is read with. */
export function http3Context(source: TraceBytes, stream: StreamEnd): Http3Context {
  return {
    stream,
    read: (offset, length) => readStream(source, stream, offset, length),
    sections: knowledgeOf(source).sections,
  };
}
