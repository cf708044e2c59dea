import { none } from '../../../shared/trace/record';
import { TraceWriter } from '../trace-writer';

/** A record by its words, whatever its kind would say of them. */
export interface RawRecord {
  readonly kind: number;
  readonly place?: number;
  readonly packet?: number;
  readonly connection?: number;
  readonly a?: number;
  readonly b?: number;
  readonly detail?: number;
  readonly cause?: number;
}

/** Writes records that no engine would write. */
export class RawTraceWriter extends TraceWriter {
  raw({
    kind,
    place = 0,
    packet = none,
    connection = none,
    a = 0,
    b = 0,
    detail = 0,
    cause = none,
  }: RawRecord): number {
    return this.row(kind, place, packet, connection, a, b, detail, cause);
  }
}
