import { none } from '../../shared/trace/record';
import type { ContentSpan } from '../../shared/trace/trace';
import type { TraceWriter } from './trace-writer';

/** What applications wrote into streams, findable by stream while the run goes on. */
export class Contents {
  private readonly spans = new Map<number, ContentSpan[]>();
  constructor(private readonly writer: TraceWriter) {}

  /** Notes that an end of a connection wrote `length` bytes at a stream offset: a text, or filler (undefined). */
  write(connection: number, end: 0 | 1, offset: number, length: number, text: string | undefined): void {
    const literal = text === undefined ? none : this.writer.literal(text);
    const span: ContentSpan = { connection, end, offset, length, literal };
    this.writer.trace.contents.push(span);
    const key = connection * 2 + end;
    const known = this.spans.get(key);
    if (known) known.push(span);
    else this.spans.set(key, [span]);
  }

  /** The text that was written at exactly this offset of a stream; undefined where there is none, or filler. */
  textAt(connection: number, end: 0 | 1, offset: number): string | undefined {
    const span = this.spans.get(connection * 2 + end)?.find((candidate) => candidate.offset === offset);
    return span && span.literal !== none ? this.writer.trace.literals[span.literal] : undefined;
  }

  /** Forgets a finished connection (the trace keeps all). */
  forget(connection: number): void {
    this.spans.delete(connection * 2);
    this.spans.delete(connection * 2 + 1);
  }
}
