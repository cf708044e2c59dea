import { usualApplications } from '../../shared/trace/connections';
import { none } from '../../shared/trace/record';
import type { RowTable, Trace } from '../../shared/trace/trace';

const transportNumbers = { tcp: 6, udp: 17, quic: 1 } as const;

/** What Node's `createHash` and its like in other places have in common. */
export interface Digest {
  update(bytes: Uint8Array): unknown;
}

/**
 * Feeds a trace's canonical bytes to a digest: for each table its row count (8 bytes, little-endian) and its rows;
 * then connections and contents as little-endian numbers; then the literals, each with its length; then what of
 * connections is not as usual (`usualApplications`, no leg before).
 * The same trace gives the same bytes on every machine (all machines that run this are little-endian).
 */
export function digestTrace(trace: Trace, digest: Digest): void {
  for (const table of [trace.records, trace.packets, trace.sackBlocks, trace.quicItems])
    digestTable(table, digest);
  digestNumbers(
    trace.connections.flatMap(({ protocol, ends }) => [
      transportNumbers[protocol],
      ...ends.map(({ device }) => device),
      ...ends.map(({ address }) => address),
      ...ends.map(({ port }) => port),
    ]),
    digest,
  );
  digestNumbers(
    trace.contents.flatMap((span) => [
      span.connection,
      span.end,
      span.stream,
      span.offset,
      span.length,
      span.literal,
      span.request,
    ]),
    digest,
  );
  digestTls(trace, digest);
  for (const literal of trace.literals) digestText(literal, digest);
  digestUnusual(trace, digest);
}

/** What of connections is not as usual, each with its row: most traces have none of it. */
function digestUnusual(trace: Trace, digest: Digest): void {
  trace.connections.forEach(({ protocol, application, via }, row) => {
    if (application === usualApplications[protocol] && via === none) return;
    digestNumbers([row, via], digest);
    digestText(application, digest);
  });
}

function digestText(text: string, digest: Digest): void {
  digestNumbers([text.length], digest);
  digest.update(latin1(text));
}

/** Messages and records hold all that offers and answers lead to, in sizes and places; those two add what was meant. */
function digestTls({ tls }: Trace, digest: Digest): void {
  for (const rows of [tls.offers, tls.answers]) {
    digestNumbers([rows.length], digest);
    for (const row of rows) digest.update(latin1(JSON.stringify(row)));
  }
  digestNumbers(
    tls.messages.flatMap((row) => [row.connection, row.end, row.epoch, row.type, row.offset, row.length]),
    digest,
  );
  digestNumbers(
    tls.records.flatMap((row) => [
      row.connection,
      row.end,
      row.offset,
      row.length,
      row.type,
      row.epoch,
      row.sequence,
      row.from,
      row.bytes,
    ]),
    digest,
  );
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
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
