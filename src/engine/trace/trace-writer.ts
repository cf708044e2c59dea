/**
 * Trace. It knows how records, packets and what applications wrote are put down, batched and hashed. It never sees
 * devices, protocols' states, or who reads. Not here: reading and folding, which lie in `shared/trace` for every
 * process; true bytes, which `src/bytes` makes.
 */

import { PacketOption, chunkPackets, frameBytes, protocolTcp, protocolUdp } from '../../shared/trace/packet';
import { chunkQuicItems } from '../../shared/trace/quic';
import { none } from '../../shared/trace/record';
import { RecordWriter } from './record-writer';

/** A TCP segment's fields, to be filled in and written: one object reused for all segments. */
export class SegmentFields {
  relativeSequence = 0;
  sourceAddress = 0;
  destinationAddress = 0;
  sourcePort = 0;
  destinationPort = 0;
  sequence = 0;
  acknowledgement = 0;
  relativeAcknowledgement = 0;
  timestampValue = 0;
  timestampEcho = 0;
  connection = none;
  window = 0;
  payload = 0;
  identification = 0;
  flags = 0;
  options = 0;
  maximumSegmentSize = 0;
  windowScale = 0;
  timeToLive = 64;
  trafficClass = 0;
  sackBlocks = 0;
  /** Left and right edges (wire sequence numbers) of up to four SACK blocks. */
  readonly sackEdges = new Uint32Array(8);
}

/** A UDP datagram's fields, to be filled in and written: one object reused for all. */
export class DatagramFields {
  sourceAddress = 0;
  destinationAddress = 0;
  sourcePort = 0;
  destinationPort = 0;
  connection = none;
  /** Offset of its bytes in all that this end of a plain UDP flow has sent; 0 for QUIC. */
  offset = 0;
  payload = 0;
  identification = 0;
  timeToLive = 64;
  trafficClass = 0;
  /** Row of its first QUIC item, and how many: 0 for plain UDP. */
  firstItem = none;
  items = 0;
}

/** Appends to a trace as the simulation goes: records by `RecordWriter`'s methods, and what they refer to. */
export class TraceWriter extends RecordWriter {
  private readonly literalIndex = new Map<string, number>();

  /** Writes a segment's row and returns its packet number. */
  packet(fields: SegmentFields): number {
    const trace = this.trace;
    const packet = trace.packets.length;
    const row = packet % chunkPackets;
    const chunk = trace.packets.grow();
    const u32 = chunk.u32;
    const base = row * 16;
    const blocks = fields.options & PacketOption.sack ? fields.sackBlocks : 0;
    chunk.f64[row * 8] = fields.relativeSequence;
    u32[base + 2] = fields.sourceAddress;
    u32[base + 3] = fields.destinationAddress;
    u32[base + 4] = fields.sequence;
    u32[base + 5] = fields.acknowledgement;
    u32[base + 6] = fields.relativeAcknowledgement;
    u32[base + 7] = fields.timestampValue;
    u32[base + 8] = fields.timestampEcho;
    u32[base + 9] = fields.connection;
    u32[base + 10] = blocks > 0 ? trace.sackBlocks.length : none;
    u32[base + 11] = (fields.sourcePort | (fields.destinationPort << 16)) >>> 0;
    u32[base + 12] = (fields.window | (fields.payload << 16)) >>> 0;
    u32[base + 13] = (fields.identification | (fields.flags << 16)) >>> 0;
    u32[base + 14] = (fields.maximumSegmentSize | (fields.windowScale << 16) | (fields.options << 24)) >>> 0;
    u32[base + 15] =
      (blocks | (fields.timeToLive << 8) | (protocolTcp << 16) | (fields.trafficClass << 24)) >>> 0;
    for (let block = 0; block < blocks; block++) this.sackBlock(fields.sackEdges, block);
    return packet;
  }

  /** Writes a datagram's row and returns its packet number. */
  datagram(fields: DatagramFields): number {
    const trace = this.trace;
    const packet = trace.packets.length;
    const row = packet % chunkPackets;
    const chunk = trace.packets.grow();
    const u32 = chunk.u32;
    const base = row * 16;
    chunk.f64[row * 8] = fields.offset;
    u32[base + 2] = fields.sourceAddress;
    u32[base + 3] = fields.destinationAddress;
    u32[base + 9] = fields.connection;
    u32[base + 10] = fields.items > 0 ? fields.firstItem : none;
    u32[base + 11] = (fields.sourcePort | (fields.destinationPort << 16)) >>> 0;
    u32[base + 12] = (fields.payload << 16) >>> 0;
    u32[base + 13] = fields.identification;
    u32[base + 15] =
      (fields.items | (fields.timeToLive << 8) | (protocolUdp << 16) | (fields.trafficClass << 24)) >>> 0;
    return packet;
  }

  /** Writes a QUIC item (`shared/trace/quic.ts`) and returns its row. */
  quicItem(
    type: number,
    space: number,
    flags: number,
    offset: number,
    a: number,
    b: number,
    c: number,
    d: number,
    length: number,
  ): number {
    const table = this.trace.quicItems;
    const item = table.length;
    const row = item % chunkQuicItems;
    const chunk = table.grow();
    const base = row * 8;
    chunk.f64[row * 4] = offset;
    chunk.u32[base + 2] = a;
    chunk.u32[base + 3] = b;
    chunk.u32[base + 4] = c;
    chunk.u32[base + 5] = length;
    chunk.u32[base + 6] = (type | (flags << 16) | (space << 24)) >>> 0;
    chunk.u32[base + 7] = d;
    return item;
  }

  /** Writes a range of packet numbers that a QUIC ACK frame acknowledges and returns its row. */
  acknowledgedRange(smallest: number, largest: number): number {
    const table = this.trace.sackBlocks;
    const row = table.length;
    const at = row % chunkPackets;
    const chunk = table.grow();
    chunk.u32[at * 2] = smallest;
    chunk.u32[at * 2 + 1] = largest;
    return row;
  }

  /** Copies a packet's row and returns the copy's number: a duplicate made by a link, or a packet with another ECN codepoint. */
  copyPacket(packet: number, codepoint?: number): number {
    const trace = this.trace;
    const copy = trace.packets.length;
    const target = trace.packets.grow();
    const source = trace.packets.chunkOf(packet);
    const from = (packet % chunkPackets) * 16;
    target.u32.set(source.u32.subarray(from, from + 16), (copy % chunkPackets) * 16);
    if (codepoint !== undefined) {
      const at = (copy % chunkPackets) * 64 + 63;
      target.u8[at] = ((target.u8[at] as number) & ~3) | codepoint;
    }
    return copy;
  }

  /** The number of a text in the literals, added when it is new. */
  literal(text: string): number {
    let index = this.literalIndex.get(text);
    if (index === undefined) {
      index = this.trace.literals.length;
      this.trace.literals.push(text);
      this.literalIndex.set(text, index);
    }
    return index;
  }

  private sackBlock(edges: Uint32Array, block: number): void {
    const table = this.trace.sackBlocks;
    const row = table.length % chunkPackets;
    const chunk = table.grow();
    chunk.u32[row * 2] = edges[block * 2] as number;
    chunk.u32[row * 2 + 1] = edges[block * 2 + 1] as number;
  }
}

/** Bytes that a segment's frame will have. */
export function frameBytesOf(fields: SegmentFields): number {
  return frameBytes(fields.options, fields.sackBlocks, fields.payload);
}
