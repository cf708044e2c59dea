import { QuicFrame, QuicPacketItem } from '../../../shared/trace/quic';
import { none } from '../../../shared/trace/record';
import type { TraceWriter } from '../../trace/trace-writer';
import {
  fewestFrameBytes,
  handshakeHeaderBytes,
  initialHeaderBytes,
  oneRttHeaderBytes,
  packetNumberLength,
  sealOverhead,
} from '../../../wire/quic/lengths';
import type { PacketNumberLength } from '../../../wire/quic/packet-number';
import type { QuicConnection } from '../connection/connection';
import type { PacketSpace } from '../spaces/packet-space';
import { SentPacketFlag } from '../spaces/sent-packets';

/** Items of a datagram that the trace's row can count. */
const mostItems = 250;
const mostPackets = 4;

/** What a datagram carries, for the reason that the trace gives. */
export const Carries = { retransmission: 1, path: 2, handshake: 4, data: 8, control: 16, close: 32 } as const;

/** Frames whose loss matters, or whose arrival does: what `SentPackets` keeps. */
const kept = new Uint8Array(64);
for (const type of [
  QuicFrame.ack,
  QuicFrame.resetStream,
  QuicFrame.stopSending,
  QuicFrame.crypto,
  QuicFrame.newToken,
  QuicFrame.stream,
  QuicFrame.maxData,
  QuicFrame.maxStreamData,
  QuicFrame.maxStreamsBidirectional,
  QuicFrame.maxStreamsUnidirectional,
  QuicFrame.newConnectionId,
  QuicFrame.retireConnectionId,
  QuicFrame.handshakeDone,
])
  kept[type] = 1;

/** Whether a frame makes the peer acknowledge its packet (RFC 9000 section 13.2.1 and 12.4). */
export function isAckEliciting(type: number): boolean {
  return (
    type !== QuicFrame.ack &&
    type !== QuicFrame.padding &&
    type !== QuicFrame.connectionCloseTransport &&
    type !== QuicFrame.connectionCloseApplication
  );
}

/** The QUIC packets of one datagram while it is being filled: one object for all datagrams of an endpoint. */
export class DatagramBuilder {
  /** Bytes of the packets that are closed. */
  size = 0;
  packets = 0;
  /** `Carries` bits. */
  carries = 0;
  private limit = 0;
  private tokenBytes = 0;
  private frames = 0;
  private frameBytes = 0;
  private isEliciting = false;
  private readonly types = new Uint8Array(mostItems);
  private readonly flags = new Uint8Array(mostItems);
  private readonly offsets = new Float64Array(mostItems);
  private readonly as = new Uint32Array(mostItems);
  private readonly bs = new Uint32Array(mostItems);
  private readonly cs = new Uint32Array(mostItems);
  private readonly lengths = new Uint32Array(mostItems);
  private readonly packetTypes = new Uint16Array(mostPackets);
  private readonly packetSpaces: (PacketSpace | undefined)[] = [];
  private readonly headers = new Uint8Array(mostPackets);
  private readonly numberBytes = new Uint8Array(mostPackets);
  private readonly firstFrames = new Uint16Array(mostPackets + 1);
  private readonly bytesOfFrames = new Uint16Array(mostPackets);
  private readonly eliciting = new Uint8Array(mostPackets);

  /** Begins a datagram of at most `limit` bytes. `tokenBytes`: of the token in Initial packets. */
  begin(limit: number, tokenBytes: number): void {
    this.limit = limit;
    this.tokenBytes = tokenBytes;
    this.size = 0;
    this.packets = 0;
    this.frames = 0;
    this.carries = 0;
  }

  /** Begins a QUIC packet; says whether at least `least` bytes of frames fit. */
  openPacket(type: number, space: PacketSpace, least: number): boolean {
    const at = this.packets;
    const { next, largestAcknowledged } = space.sent;
    const numberBytes = packetNumberLength(next, largestAcknowledged < 0 ? undefined : largestAcknowledged);
    this.packetTypes[at] = type;
    this.packetSpaces[at] = space;
    this.numberBytes[at] = numberBytes;
    this.headers[at] = headerBytes(type, numberBytes, this.tokenBytes);
    this.firstFrames[at] = this.frames;
    this.frameBytes = 0;
    this.isEliciting = false;
    return at < mostPackets && this.room >= least;
  }

  /** Bytes left for frames of the open packet. */
  get room(): number {
    if (this.frames > mostItems - 2 * mostPackets) return 0;
    return this.limit - this.size - (this.headers[this.packets] as number) - sealOverhead - this.frameBytes;
  }

  /** Whether the open packet has frames besides its acknowledgement. */
  get elicits(): boolean {
    return this.isEliciting;
  }
  get hasFrames(): boolean {
    return this.frames > (this.firstFrames[this.packets] as number);
  }

  add(type: number, flags: number, offset: number, a: number, b: number, c: number, length: number): void {
    const at = this.frames;
    this.types[at] = type;
    this.flags[at] = flags;
    this.offsets[at] = offset;
    this.as[at] = a;
    this.bs[at] = b;
    this.cs[at] = c;
    this.lengths[at] = length;
    this.frames += 1;
    this.frameBytes += length;
    if (isAckEliciting(type)) this.isEliciting = true;
  }

  /** Takes the open packet back: nothing in it is worth sending. */
  dropPacket(): void {
    this.frames = this.firstFrames[this.packets] as number;
  }

  /** Ends the open packet, which has frames. */
  closePacket(): void {
    const at = this.packets;
    // RFC 9001 section 5.4.2: shorter ones have no sample for header protection.
    const missing = fewestFrameBytes(this.numberBytes[at] as number) - this.frameBytes;
    if (missing > 0) this.add(QuicFrame.padding, 0, 0, missing, 0, 0, missing);
    this.bytesOfFrames[at] = this.frameBytes;
    this.eliciting[at] = this.isEliciting ? 1 : 0;
    this.size += (this.headers[at] as number) + this.frameBytes + sealOverhead;
    this.packets += 1;
    this.firstFrames[this.packets] = this.frames;
  }

  /** RFC 9000 section 14.1: pads the last packet until the datagram has a size. */
  pad(size: number): void {
    const missing = size - this.size;
    if (missing <= 0) return;
    const last = this.packets - 1;
    this.add(QuicFrame.padding, 0, 0, missing, 0, 0, missing);
    this.firstFrames[this.packets] = this.frames;
    this.bytesOfFrames[last] = (this.bytesOfFrames[last] as number) + missing;
    this.size = size;
  }

  hasPacketOf(type: number): boolean {
    for (let at = 0; at < this.packets; at++) if (this.packetTypes[at] === type) return true;
    return false;
  }
  elicitsIn(type: number): boolean {
    for (let at = 0; at < this.packets; at++)
      if (this.packetTypes[at] === type && this.eliciting[at] === 1) return true;
    return false;
  }
  get elicitsAnywhere(): boolean {
    for (let at = 0; at < this.packets; at++) if (this.eliciting[at] === 1) return true;
    return false;
  }

  /** Bytes of a packet as it counts in flight: 0 where it is not ack-eliciting. */
  private flightBytes(at: number): number {
    if (this.eliciting[at] === 0) return 0;
    return (this.headers[at] as number) + (this.bytesOfFrames[at] as number) + sealOverhead;
  }
  get bytesToFly(): number {
    let bytes = 0;
    for (let at = 0; at < this.packets; at++) bytes += this.flightBytes(at);
    return bytes;
  }

  get items(): number {
    return this.packets + this.frames;
  }

  /** Writes all items into the trace and returns the row of the first. */
  write(connection: QuicConnection, writer: TraceWriter): number {
    const first = writer.trace.quicItems.length;
    for (let at = 0; at < this.packets; at++) {
      const space = this.packetSpaces[at] as PacketSpace;
      writer.quicItem(
        this.packetTypes[at] as number,
        space.index,
        0,
        space.sent.next,
        this.bytesOfFrames[at] as number,
        this.numberBytes[at] as number,
        connection.remoteId,
        connection.localId,
        this.headers[at] as number,
      );
      for (let frame = this.firstFrames[at] as number; frame < (this.firstFrames[at + 1] as number); frame++)
        this.writeFrame(frame, space, writer);
    }
    return first;
  }

  /** Notes every packet as sent. `row`: the datagram's. */
  noteSent(writer: TraceWriter, row: number): void {
    for (let at = 0; at < this.packets; at++) {
      const { sent } = this.packetSpaces[at] as PacketSpace;
      let frames = 0;
      for (
        let frame = this.firstFrames[at] as number;
        frame < (this.firstFrames[at + 1] as number);
        frame++
      ) {
        const type = this.types[frame] as number;
        if (kept[type] === 0) continue;
        frames += 1;
        sent.addFrame(
          type,
          this.as[frame] as number,
          this.offsets[frame] as number,
          this.bs[frame] as number,
          this.flags[frame] as number,
        );
      }
      const isEarly = this.packetTypes[at] === QuicPacketItem.zeroRtt;
      const flags =
        (this.eliciting[at] === 1 ? SentPacketFlag.ackEliciting : 0) | (isEarly ? SentPacketFlag.zeroRtt : 0);
      sent.add(writer.now, this.flightBytes(at), flags, row, frames);
    }
  }

  private writeFrame(frame: number, space: PacketSpace, writer: TraceWriter): void {
    const type = this.types[frame] as number;
    let b = this.bs[frame] as number;
    if (type === QuicFrame.ack) {
      const { numbers } = space.received;
      b = none;
      for (let index = numbers.count - 1; index >= 0; index--) {
        const row = writer.acknowledgedRange(numbers.start(index), numbers.end(index) - 1);
        if (b === none) b = row;
      }
    }
    writer.quicItem(
      type,
      space.index,
      this.flags[frame] as number,
      this.offsets[frame] as number,
      this.as[frame] as number,
      b,
      this.cs[frame] as number,
      0,
      this.lengths[frame] as number,
    );
  }
}

/** Bytes of a packet's header; none of the lab's is so long that its Length field would need four. */
function headerBytes(type: number, numberBytes: PacketNumberLength, tokenBytes: number): number {
  if (type === QuicPacketItem.oneRtt) return oneRttHeaderBytes(numberBytes);
  return type === QuicPacketItem.initial
    ? initialHeaderBytes(numberBytes, 0, tokenBytes)
    : handshakeHeaderBytes(numberBytes, 0);
}
