import type { RowTable, Trace } from '../../shared/trace/trace';

/** What Node's `createHash` and its like in other places have in common. */
export interface Digest {
  update(bytes: Uint8Array): unknown;
}

/**
 * Feeds a trace's canonical bytes to a digest: for each table its row count (8 bytes, little-endian) and its rows;
 * then connections and contents as little-endian numbers; then the literals, each with its length.
 * The same trace gives the same bytes on every machine (all machines that run this are little-endian).
 */
export function digestTrace(trace: Trace, digest: Digest): void {
  for (const table of [trace.records, trace.packets, trace.sackBlocks]) digestTable(table, digest);
  digestNumbers(
    trace.connections.flatMap((row) => [...row.devices, ...row.addresses, ...row.ports]),
    digest,
  );
  digestNumbers(
    trace.contents.flatMap((span) => [span.connection, span.end, span.offset, span.length, span.literal]),
    digest,
  );
  for (const literal of trace.literals) {
    digestNumbers([literal.length], digest);
    digest.update(Uint8Array.from(literal, (letter) => letter.charCodeAt(0)));
  }
}

function digestTable(table: RowTable, digest: Digest): void {
  digestNumbers([table.length], digest);
  for (let row = 0; row < table.length; row += table.chunkRows) {
    const rows = Math.min(table.chunkRows, table.length - row);
    digest.update(table.chunkOf(row).u8.subarray(0, rows * table.rowBytes));
  }
}

function digestNumbers(numbers: readonly number[], digest: Digest): void {
  digest.update(new Uint8Array(Float64Array.from(numbers).buffer));
}
