import { streamColumns, Streams } from './columns';
import { StateTable } from './state-table';

/** Ends of streams, in the order in which they were first heard of. */
export class StreamStates {
  readonly table = new StateTable(streamColumns);
  /**
   * Row of a stream's end 0; its end 1 is the row after. Which row a stream gets follows from the trace, so all copies
   * share it: a row that one of them has not come to is not in its table yet.
   */
  private rowOfStream = new Map<number, number>();

  /** The row of a stream's end, or -1 for one that nothing was heard of. */
  find(connection: number, stream: number, end: 0 | 1): number {
    const row = this.rowOfStream.get(streamKey(connection, stream));
    return row === undefined || row >= this.table.rows ? -1 : row + end;
  }

  /** Chooses the row of a stream's end in the table, made where it is new. */
  edit(connection: number, stream: number, end: 0 | 1): StateTable<(typeof streamColumns)[number]> {
    const known = this.find(connection, stream, end);
    return this.table.edit(known >= 0 ? known : this.add(connection, stream) + end);
  }

  copy(): StreamStates {
    const copy = new StreamStates();
    copy.assign(this);
    return copy;
  }

  assign(other: StreamStates): void {
    this.table.assign(other.table);
    this.rowOfStream = other.rowOfStream;
  }

  private add(connection: number, stream: number): number {
    const first = this.table.rows;
    for (const end of [0, 1])
      this.table
        .edit(first + end)
        .put(Streams.connection, connection)
        .put(Streams.stream, stream)
        .put(Streams.end, end);
    this.rowOfStream.set(streamKey(connection, stream), first);
    return first;
  }
}

/** Exact for as many connections as a trace can have in memory. */
function streamKey(connection: number, stream: number): number {
  return connection * 0x100000000 + stream;
}
