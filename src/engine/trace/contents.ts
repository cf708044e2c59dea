import { none } from '../../shared/trace/record';
import type { ContentSpan } from '../../shared/trace/contents';
import type { TraceWriter } from './trace-writer';

/** Where in a connection something is written: which end writes, and to which of its streams (0 where there is one). */
export interface ContentPlace {
  readonly connection: number;
  readonly end: 0 | 1;
  readonly stream: number;
}

/** What applications wrote into streams, findable by stream while the run goes on. */
export class Contents {
  /** By connection, then by stream * 2 + end. */
  private readonly spans = new Map<number, Map<number, ContentSpan[]>>();
  constructor(private readonly writer: TraceWriter) {}

  /** Notes that `length` bytes were written at a stream offset: a text, or filler (undefined). `request`: whose they are. */
  write(place: ContentPlace, offset: number, length: number, text: string | undefined, request = none): void {
    const literal = text === undefined ? none : this.writer.literal(text);
    const { connection, end, stream } = place;
    const span: ContentSpan = { connection, end, stream, offset, length, literal, request };
    this.writer.trace.contents.push(span);
    let streams = this.spans.get(connection);
    if (!streams) {
      streams = new Map();
      this.spans.set(connection, streams);
    }
    const known = streams.get(stream * 2 + end);
    if (known) known.push(span);
    else streams.set(stream * 2 + end, [span]);
  }

  /** The text that was written at exactly this offset of a stream; undefined where there is none, or filler. */
  textAt(place: ContentPlace, offset: number): string | undefined {
    const spans = this.spans.get(place.connection)?.get(place.stream * 2 + place.end);
    const span = spans?.find((candidate) => candidate.offset === offset);
    return span && span.literal !== none ? this.writer.trace.literals[span.literal] : undefined;
  }

  /** Forgets a finished connection (the trace keeps all). */
  forget(connection: number): void {
    this.spans.delete(connection);
  }
}
