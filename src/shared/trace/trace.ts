import type { ConnectionRow } from './connections';
import type { ContentSpan } from './contents';
import { chunkPackets, datagramFrameBytes, frameBytes, packetBytes, protocolUdp } from './packet';
import { chunkQuicItems, quicItemBytes } from './quic';
import { chunkRecords, none, recordBytes } from './record';
import type { TlsAnswer, TlsMessage, TlsOffer, TlsRecord, TlsTables } from './tls';
import type { TraceReader } from './trace-reader';

/** What was added to a trace since the last batch: what crosses the process borders. */
export interface TraceBatch {
  readonly firstRecord: number;
  readonly records: ArrayBuffer;
  readonly firstPacket: number;
  readonly packets: ArrayBuffer;
  /** Pairs of left and right edges, u32. */
  readonly firstSackBlock: number;
  readonly sackBlocks: ArrayBuffer;
  readonly quicItems: ArrayBuffer;
  readonly tls: TlsTables;
  readonly connections: readonly ConnectionRow[];
  readonly contents: readonly ContentSpan[];
  readonly literals: readonly string[];
}

class RecordChunk {
  readonly f64: Float64Array;
  readonly u32: Uint32Array;
  readonly u16: Uint16Array;
  readonly u8: Uint8Array;
  constructor(rows: number, rowBytes: number) {
    const buffer = new ArrayBuffer(rows * rowBytes);
    this.f64 = new Float64Array(buffer);
    this.u32 = new Uint32Array(buffer);
    this.u16 = new Uint16Array(buffer);
    this.u8 = new Uint8Array(buffer);
  }
}

/** A table of rows of fixed size in chunks that never move: appending never copies what is there. */
export class RowTable {
  length = 0;
  private readonly chunks: RecordChunk[] = [];
  private readonly chunkBits: number;
  /** `chunkRows`: a power of two. */
  constructor(
    readonly rowBytes: number,
    readonly chunkRows: number,
  ) {
    this.chunkBits = Math.log2(chunkRows);
  }

  /** The chunk that holds a row; the row within it is `row % chunkRows`. */
  chunkOf(row: number): RecordChunk {
    return this.chunks[row >>> this.chunkBits] ?? this.miss(row);
  }

  /** On its own, so that what is called for every field of a row is small enough to be compiled into its callers. */
  private miss(row: number): never {
    throw new RangeError(`row ${row} is not held: the rows held are ${this.length}`);
  }

  /** Makes room for one more row and returns its chunk. */
  grow(): RecordChunk {
    const index = Math.floor(this.length / this.chunkRows);
    let chunk = this.chunks[index];
    if (!chunk) {
      chunk = new RecordChunk(this.chunkRows, this.rowBytes);
      this.chunks.push(chunk);
    }
    this.length += 1;
    return chunk;
  }

  /** Appends packed rows. */
  append(rows: ArrayBuffer): void {
    const bytes = new Uint8Array(rows);
    let from = 0;
    while (from < bytes.length) {
      const at = this.length % this.chunkRows;
      const count = Math.min(this.chunkRows - at, (bytes.length - from) / this.rowBytes);
      const chunk = this.grow();
      this.length += count - 1;
      chunk.u8.set(bytes.subarray(from, from + count * this.rowBytes), at * this.rowBytes);
      from += count * this.rowBytes;
    }
  }

  /** Copies rows from..to (exclusive) into one buffer. */
  slice(from: number, to: number): ArrayBuffer {
    const bytes = new Uint8Array((to - from) * this.rowBytes);
    let row = from;
    while (row < to) {
      const at = row % this.chunkRows;
      const count = Math.min(this.chunkRows - at, to - row);
      const source = this.chunkOf(row).u8.subarray(at * this.rowBytes, (at + count) * this.rowBytes);
      bytes.set(source, (row - from) * this.rowBytes);
      row += count;
    }
    return bytes.buffer;
  }
}

/**
 * A run's trace in memory: records, packets, SACK blocks, connections and what applications wrote. Grown by the
 * engine's writer or, elsewhere, by `appendBatch`; read as a `TraceReader`, which says what each field is.
 */
export class Trace implements TraceReader {
  readonly records = new RowTable(recordBytes, chunkRecords);
  readonly packets = new RowTable(packetBytes, chunkPackets);
  /** SACK blocks of TCP, and ACK ranges of QUIC. */
  readonly sackBlocks = new RowTable(8, chunkPackets);
  readonly quicItems = new RowTable(quicItemBytes, chunkQuicItems);
  readonly tls = {
    offers: [] as TlsOffer[],
    answers: [] as TlsAnswer[],
    messages: [] as TlsMessage[],
    records: [] as TlsRecord[],
  };
  readonly connections: ConnectionRow[] = [];
  readonly contents: ContentSpan[] = [];
  readonly literals: string[] = [];

  /** Adds what another process's trace grew by. Throws a RangeError when a batch is missing in between. */
  appendBatch(batch: TraceBatch): void {
    if (batch.firstRecord !== this.records.length || batch.firstPacket !== this.packets.length)
      throw new RangeError(`batch begins at record ${batch.firstRecord}, trace holds ${this.records.length}`);
    this.records.append(batch.records);
    this.packets.append(batch.packets);
    this.sackBlocks.append(batch.sackBlocks);
    this.quicItems.append(batch.quicItems);
    for (const row of batch.tls.offers) this.tls.offers.push(row);
    for (const row of batch.tls.answers) this.tls.answers.push(row);
    for (const row of batch.tls.messages) this.tls.messages.push(row);
    for (const row of batch.tls.records) this.tls.records.push(row);
    for (const row of batch.connections) this.connections.push(row);
    for (const span of batch.contents) this.contents.push(span);
    for (const literal of batch.literals) this.literals.push(literal);
  }

  holds(from: number, to: number): boolean {
    return from >= 0 && from <= to && to <= this.records.length;
  }
  load(from: number, to: number): Promise<void> {
    if (this.holds(from, to)) return Promise.resolve();
    const problem = `records ${from} to ${to} are not held: the trace has ${this.records.length}`;
    return Promise.reject(new RangeError(problem));
  }

  time(seq: number): number {
    return this.records.chunkOf(seq).f64[(seq % chunkRecords) * 4] ?? 0;
  }
  packet(seq: number): number {
    return this.records.chunkOf(seq).u32[(seq % chunkRecords) * 8 + 2] ?? 0;
  }
  cause(seq: number): number {
    return this.records.chunkOf(seq).u32[(seq % chunkRecords) * 8 + 3] ?? 0;
  }
  connection(seq: number): number {
    return this.records.chunkOf(seq).u32[(seq % chunkRecords) * 8 + 4] ?? 0;
  }
  a(seq: number): number {
    return this.records.chunkOf(seq).u32[(seq % chunkRecords) * 8 + 5] ?? 0;
  }
  b(seq: number): number {
    return this.records.chunkOf(seq).u32[(seq % chunkRecords) * 8 + 6] ?? 0;
  }
  place(seq: number): number {
    return this.records.chunkOf(seq).u16[(seq % chunkRecords) * 16 + 14] ?? 0;
  }
  kind(seq: number): number {
    return this.records.chunkOf(seq).u8[(seq % chunkRecords) * 32 + 30] ?? 0;
  }
  detail(seq: number): number {
    return this.records.chunkOf(seq).u8[(seq % chunkRecords) * 32 + 31] ?? 0;
  }
  wait(seq: number): number {
    return this.a(seq) + this.b(seq) * 0x100000000;
  }

  relativeSequence(packet: number): number {
    return this.packets.chunkOf(packet).f64[(packet % chunkPackets) * 8] ?? 0;
  }
  private packet32(packet: number, word: number): number {
    return this.packets.chunkOf(packet).u32[(packet % chunkPackets) * 16 + word] ?? 0;
  }
  private packet16(packet: number, half: number): number {
    return this.packets.chunkOf(packet).u16[(packet % chunkPackets) * 32 + half] ?? 0;
  }
  private packet8(packet: number, byte: number): number {
    return this.packets.chunkOf(packet).u8[(packet % chunkPackets) * 64 + byte] ?? 0;
  }
  sourceAddress(packet: number): number {
    return this.packet32(packet, 2);
  }
  destinationAddress(packet: number): number {
    return this.packet32(packet, 3);
  }
  sequence(packet: number): number {
    return this.packet32(packet, 4);
  }
  acknowledgement(packet: number): number {
    return this.packet32(packet, 5);
  }
  lowRelativeAcknowledgement(packet: number): number {
    return this.packet32(packet, 6);
  }
  timestampValue(packet: number): number {
    return this.packet32(packet, 7);
  }
  timestampEcho(packet: number): number {
    return this.packet32(packet, 8);
  }
  connectionOfPacket(packet: number): number {
    return this.packet32(packet, 9);
  }
  firstSackBlock(packet: number): number {
    return this.packet32(packet, 10);
  }
  sourcePort(packet: number): number {
    return this.packet16(packet, 22);
  }
  destinationPort(packet: number): number {
    return this.packet16(packet, 23);
  }
  window(packet: number): number {
    return this.packet16(packet, 24);
  }
  payloadBytes(packet: number): number {
    return this.packet16(packet, 25);
  }
  identification(packet: number): number {
    return this.packet16(packet, 26);
  }
  flags(packet: number): number {
    return this.packet16(packet, 27);
  }
  mssOption(packet: number): number {
    return this.packet16(packet, 28);
  }
  windowScaleOption(packet: number): number {
    return this.packet8(packet, 58);
  }
  options(packet: number): number {
    return this.packet8(packet, 59);
  }
  sackBlockCount(packet: number): number {
    return this.packet8(packet, 60);
  }
  timeToLive(packet: number): number {
    return this.packet8(packet, 61);
  }
  protocol(packet: number): number {
    return this.packet8(packet, 62);
  }
  trafficClass(packet: number): number {
    return this.packet8(packet, 63);
  }
  sackEdge(row: number, side: 0 | 1): number {
    return this.sackBlocks.chunkOf(row).u32[(row % chunkPackets) * 2 + side] ?? 0;
  }
  firstQuicItem(packet: number): number {
    return this.protocol(packet) === protocolUdp ? this.packet32(packet, 10) : none;
  }
  quicItemCount(packet: number): number {
    return this.protocol(packet) === protocolUdp ? this.packet8(packet, 60) : 0;
  }
  quicItemOffset(item: number): number {
    return this.quicItems.chunkOf(item).f64[(item % chunkQuicItems) * 4] ?? 0;
  }
  quicItemWord(item: number, word: 0 | 1 | 2 | 3 | 5): number {
    return this.quicItems.chunkOf(item).u32[(item % chunkQuicItems) * 8 + 2 + word] ?? 0;
  }
  quicItemType(item: number): number {
    return this.quicItems.chunkOf(item).u16[(item % chunkQuicItems) * 16 + 12] ?? 0;
  }
  quicItemFlags(item: number): number {
    return this.quicItems.chunkOf(item).u8[(item % chunkQuicItems) * 32 + 26] ?? 0;
  }
  quicItemSpace(item: number): number {
    return this.quicItems.chunkOf(item).u8[(item % chunkQuicItems) * 32 + 27] ?? 0;
  }
  frameBytes(packet: number): number {
    if (this.protocol(packet) === protocolUdp) return datagramFrameBytes(this.payloadBytes(packet));
    return frameBytes(this.options(packet), this.sackBlockCount(packet), this.payloadBytes(packet));
  }

  firstAtOrAfter(time: number): number {
    let low = 0;
    let high = this.records.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.time(middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
