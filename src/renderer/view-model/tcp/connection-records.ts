import { none } from '../../../shared/trace/record';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import { GrowingList } from '../growing-list';

/**
 * The `tcp.*`, `tls.*` and `quic.*` records of each connection, chained from its latest one back: a connection is read without the rest of
 * the trace, and one that has a single record costs no list of its own.
 */
export class ConnectionRecords {
  private readonly records = new GrowingList();
  /** By place in `records`: the place of the same connection's record before it; NONE at its first. */
  private readonly before = new GrowingList();
  private readonly latest = new GrowingList();
  private readonly firsts = new GrowingList();

  /** Takes in the next record of a connection; records come in rising order. */
  add(connection: number, record: number): void {
    const place = this.records.length;
    const before = this.latest.at(connection) ?? none;
    this.records.push(record);
    this.before.push(before);
    this.latest.set(connection, place, none);
    if (before === none) this.firsts.set(connection, record, none);
  }

  /** The record with which a connection came into being; undefined before it is known. */
  firstOf(connection: number): number | undefined {
    const first = this.firsts.at(connection);
    return first === none ? undefined : first;
  }

  /** A connection's records after record `after` (-1: all), in order. */
  since(connection: number, after: number): number[] {
    const found: number[] = [];
    let place = this.latest.at(connection) ?? none;
    while (place !== none) {
      const record = this.records.at(place) ?? 0;
      if (record <= after) break;
      found.push(record);
      place = this.before.at(place) ?? none;
    }
    return found.reverse();
  }
}

/** Time of a record, nanoseconds; 0 for one that is unknown. */
export function timeOf(trace: TraceReader, record: number | undefined): number {
  return record === undefined || record >= trace.records.length ? 0 : trace.time(record);
}
