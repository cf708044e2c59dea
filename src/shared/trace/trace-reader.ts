import type { ConnectionRow } from './connections';
import type { ContentSpan } from './contents';
import type { TlsTables } from './tls';

/** How many rows a table of the trace has, held or not. */
export interface RowCount {
  readonly length: number;
}

/**
 * A run's trace as whoever shows, folds, measures or exports it reads it: one field at a time, by row, so that no
 * objects are made. Where the rows lie is the affair of what implements this: `Trace` has them all in memory; a
 * trace on disk would hold some spans of them at a time.
 *
 * The layout and meaning of the fields: record.ts, packet.ts, quic.ts, and docs/trace.md in prose. Connections,
 * contents, literals and the lists of TLS are whole at all times.
 *
 * Reading a record that is not held throws a RangeError that says so, and so does a row that only it names. What
 * lies at or beyond a table's length is no row: asking for it is the caller's fault.
 */
export interface TraceReader {
  readonly records: RowCount;
  readonly packets: RowCount;
  /** SACK blocks of TCP, and ACK ranges of QUIC. */
  readonly sackBlocks: RowCount;
  readonly quicItems: RowCount;
  readonly tls: TlsTables;
  readonly connections: readonly ConnectionRow[];
  readonly contents: readonly ContentSpan[];
  readonly literals: readonly string[];

  /**
   * Whether the records `from` to `to` (exclusive) can be read now, with the packets, SACK blocks and QUIC items that
   * they name. Their causes may lie before the span, and are asked for on their own. False where the span ends
   * beyond the trace, or is none.
   */
  holds(from: number, to: number): boolean;
  /**
   * Makes what `holds` tells of true of the span; resolves at once where it is already. Rejects with a RangeError
   * where the span ends beyond the trace, or is none: it waits for no record yet to be written.
   */
  load(from: number, to: number): Promise<void>;

  /** Virtual time in nanoseconds, whole. */
  time(seq: number): number;
  /** Row of the packet that the record is about, or NONE. */
  packet(seq: number): number;
  /** The record that caused this one, or NONE. */
  cause(seq: number): number;
  /** Row of the connection, or NONE. */
  connection(seq: number): number;
  /** What words a and b and the detail hold is told by the kind: `read` of record-reader.ts names it. */
  a(seq: number): number;
  b(seq: number): number;
  /** A device's index, or a link's direction (link * 2 + end), by kind. */
  place(seq: number): number;
  kind(seq: number): number;
  detail(seq: number): number;
  /** Nanoseconds that the frame of a `link.send` record waits before its first bit leaves. */
  wait(seq: number): number;

  /** Unwrapped: 0 for a SYN, 1 for the first byte of data. */
  relativeSequence(packet: number): number;
  sourceAddress(packet: number): number;
  destinationAddress(packet: number): number;
  sequence(packet: number): number;
  acknowledgement(packet: number): number;
  /** The low 32 bits; `relativeAcknowledgement` of relative-acknowledgement.ts tells all of it. */
  lowRelativeAcknowledgement(packet: number): number;
  timestampValue(packet: number): number;
  timestampEcho(packet: number): number;
  connectionOfPacket(packet: number): number;
  firstSackBlock(packet: number): number;
  sourcePort(packet: number): number;
  destinationPort(packet: number): number;
  window(packet: number): number;
  payloadBytes(packet: number): number;
  identification(packet: number): number;
  flags(packet: number): number;
  mssOption(packet: number): number;
  windowScaleOption(packet: number): number;
  /** Bits of PacketOption. */
  options(packet: number): number;
  sackBlockCount(packet: number): number;
  timeToLive(packet: number): number;
  protocol(packet: number): number;
  trafficClass(packet: number): number;
  /** Left edge (side 0) or right edge (side 1) of a SACK block by its row. */
  sackEdge(row: number, side: 0 | 1): number;

  /** Row of a datagram's first QUIC item, or NONE. */
  firstQuicItem(packet: number): number;
  /** QUIC items of a datagram; 0 for a TCP segment, or plain UDP. */
  quicItemCount(packet: number): number;
  quicItemOffset(item: number): number;
  /** Word a, b or c of a QUIC item, or its length in bytes (3), or word d (5). */
  quicItemWord(item: number, word: 0 | 1 | 2 | 3 | 5): number;
  quicItemType(item: number): number;
  quicItemFlags(item: number): number;
  quicItemSpace(item: number): number;

  /** Bytes of the packet's frame: Ethernet header to end of payload. */
  frameBytes(packet: number): number;
  /** The first record at or after a time (nanoseconds); `records.length` when there is none. */
  firstAtOrAfter(time: number): number;
}
