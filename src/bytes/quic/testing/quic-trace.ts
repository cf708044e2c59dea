import { connectionRow } from '../../../shared/trace/connections';
import { QuicFrame, QuicPacketItem, QuicSpace } from '../../../shared/trace/quic';
import { none } from '../../../shared/trace/record';
import { DatagramFields, TraceWriter } from '../../../engine/trace/trace-writer';
import {
  ackFrameBytes,
  ackRangeBytes,
  connectionCloseFrameBytes,
  cryptoFrameOverhead,
  datagramFrameOverhead,
  handshakeHeaderBytes,
  initialHeaderBytes,
  limitFrameBytes,
  newConnectionIdFrameBytes,
  newTokenFrameBytes,
  oneRttHeaderBytes,
  pathFrameBytes,
  resetStreamFrameBytes,
  retireConnectionIdFrameBytes,
  retryPacketBytes,
  sealOverhead,
  stopSendingFrameBytes,
  streamFrameOverhead,
  streamLimitFrameBytes,
} from '../../../wire/quic/lengths';

/** A frame as an item of the trace has it. */
export interface BuiltFrame {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly length: number;
  readonly ranges?: readonly (readonly [smallest: number, largest: number])[];
}

export interface BuiltPacket {
  readonly type: number;
  readonly number: number;
  readonly numberBytes?: 1 | 2 | 3 | 4;
  readonly frames: readonly BuiltFrame[];
  /** Sequence number of the destination id; 0 where left out. */
  readonly to?: number;
  readonly updates?: number;
  /** Of an Initial packet. */
  readonly tokenBytes?: number;
  /** PADDING is added until the datagram's payload has so many bytes. */
  readonly padTo?: number;
}

function item(type: number, length: number, fields: Partial<BuiltFrame> = {}): BuiltFrame {
  return { type, flags: 0, offset: 0, a: 0, b: 0, c: 0, length, ...fields };
}

/** Frames for `QuicTraceBuilder.datagram`, each as long as it will be. */
export const built = {
  ping: () => item(QuicFrame.ping, 1),
  handshakeDone: () => item(QuicFrame.handshakeDone, 1),
  padding: (a: number) => item(QuicFrame.padding, a, { a }),
  crypto: (offset: number, b: number) =>
    item(QuicFrame.crypto, cryptoFrameOverhead(offset, b) + b, { offset, b }),
  stream(a: number, offset: number, b: number, fin = false, hasLength = true) {
    const flags = (fin ? 1 : 0) | (hasLength ? 2 : 0) | (offset > 0 ? 4 : 0);
    return item(QuicFrame.stream, streamFrameOverhead(a, offset, b, hasLength) + b, { flags, a, offset, b });
  },
  ack(delay: number, ...ranges: readonly (readonly [smallest: number, largest: number])[]) {
    const [[smallest, largest] = [0, 0], ...others] = ranges;
    let length = ackFrameBytes(largest, smallest, delay >> 3, ranges.length);
    let above = smallest;
    for (const [low, high] of others) {
      length += ackRangeBytes(above, high, low);
      above = low;
    }
    return item(QuicFrame.ack, length, { offset: largest, a: delay, c: ranges.length, ranges });
  },
  resetStream: (a: number, b: number, offset: number) =>
    item(QuicFrame.resetStream, resetStreamFrameBytes(a, b, offset), { a, b, offset }),
  stopSending: (a: number, b: number) => item(QuicFrame.stopSending, stopSendingFrameBytes(a, b), { a, b }),
  newToken: (b: number) => item(QuicFrame.newToken, newTokenFrameBytes(b), { b }),
  limit: (type: number, offset: number) => item(type, limitFrameBytes(offset), { offset }),
  streamLimit: (type: number, a: number, offset: number) =>
    item(type, streamLimitFrameBytes(a, offset), { a, offset }),
  newConnectionId: (a: number, b: number) =>
    item(QuicFrame.newConnectionId, newConnectionIdFrameBytes(a, b), { a, b }),
  retireConnectionId: (a: number) =>
    item(QuicFrame.retireConnectionId, retireConnectionIdFrameBytes(a), { a }),
  path: (type: number, a: number) => item(type, pathFrameBytes, { a }),
  close: (type: number, a: number, b: number, literal: number, reasonBytes: number) =>
    item(
      type,
      connectionCloseFrameBytes(a, type === QuicFrame.connectionCloseTransport ? b : undefined, reasonBytes),
      { a, b, c: literal },
    ),
  datagram: (a: number, offset: number, b: number, hasLength: boolean) =>
    item(QuicFrame.datagram, datagramFrameOverhead(b, hasLength) + b, { a, offset, b }),
};

export const quicClientAddress = 0x0a000102;
export const quicServerAddress = 0x0a000202;
const ports = [50_000, 443] as const;

function spaceOf(type: number): number {
  if (type === QuicPacketItem.initial) return QuicSpace.initial;
  return type === QuicPacketItem.handshake ? QuicSpace.handshake : QuicSpace.application;
}

/** Writes small traces of QUIC by hand: connection 0 between device 0 and device 1, over one link of a millisecond. */
export class QuicTraceBuilder {
  readonly writer = new TraceWriter();
  readonly trace = this.writer.trace;
  private readonly written = new Map<string, number>();
  private readonly identifications: [number, number] = [100, 200];

  constructor(readonly seed = 7) {
    this.writer.runStart(seed);
    this.connect();
  }

  /** Adds a connection, from the same client to the same server, on a port of its own. */
  connect(): number {
    const connection = this.trace.connections.length;
    this.trace.connections.push(
      connectionRow(
        'quic',
        { device: 0, address: quicClientAddress, port: ports[0] + connection },
        { device: 1, address: quicServerAddress, port: ports[1] },
      ),
    );
    return connection;
  }

  /** An end's application writes a text into a stream, or filler. */
  write(end: 0 | 1, stream: number, what: string | number, connection = 0): this {
    const key = `${connection} ${stream} ${end}`;
    const offset = this.written.get(key) ?? 0;
    const length = typeof what === 'string' ? what.length : what;
    const literal = typeof what === 'string' ? this.writer.literal(what) : none;
    this.trace.contents.push({ connection, end, stream, offset, length, literal, request: none });
    this.written.set(key, offset + length);
    return this;
  }

  /** A datagram of an end, with its QUIC packets; returns the `quic.send` record. */
  datagram(from: 0 | 1, packets: readonly BuiltPacket[], connection = 0): number {
    const fields = new DatagramFields();
    fields.firstItem = this.trace.quicItems.length;
    const sized = packets.map((packet) => packet.frames.reduce((sum, frame) => sum + frame.length, 0));
    let payload = 0;
    packets.forEach((packet, index) => {
      let frameBytes = sized[index]!;
      let { frames } = packet;
      const bare = payload + headerBytes(packet, frameBytes) + frameBytes + sealOverhead;
      if (packet.padTo !== undefined && bare < packet.padTo) {
        frames = [...frames, built.padding(packet.padTo - bare)];
        frameBytes += packet.padTo - bare;
      }
      payload += this.packet(packet, frames, frameBytes);
    });
    const row = this.trace.connections[connection]!;
    const to = from === 0 ? 1 : 0;
    fields.items = this.trace.quicItems.length - fields.firstItem;
    fields.sourceAddress = row.ends[from].address;
    fields.destinationAddress = row.ends[to].address;
    fields.sourcePort = row.ends[from].port;
    fields.destinationPort = row.ends[to].port;
    fields.connection = connection;
    fields.payload = payload;
    fields.identification = this.identifications[from];
    this.identifications[from] += 1;
    const number = this.writer.datagram(fields);
    return this.writer.quicSend(from, number, connection, 2, payload);
  }

  /** A Retry in a datagram of its own. */
  retry(tokenBytes: number): number {
    return this.datagram(1, [{ type: QuicPacketItem.retry, number: 0, frames: [], tokenBytes }]);
  }

  private packet(packet: BuiltPacket, frames: readonly BuiltFrame[], frameBytes: number): number {
    const { type, number, numberBytes = 1, to = 0, updates = 0 } = packet;
    const header = headerBytes(packet, frameBytes);
    const space = spaceOf(type);
    this.writer.quicItem(type, space, updates, number, frameBytes, numberBytes, to, 0, header);
    for (const frame of frames) {
      const b = frame.ranges ? this.ranges(frame.ranges) : frame.b;
      const { flags, offset, a, c, length } = frame;
      this.writer.quicItem(frame.type, space, flags, offset, a, b, c, 0, length);
    }
    return type === QuicPacketItem.retry ? header : header + frameBytes + sealOverhead;
  }

  private ranges(ranges: readonly (readonly [smallest: number, largest: number])[]): number {
    const rows = ranges.map(([smallest, largest]) => this.writer.acknowledgedRange(smallest, largest));
    return rows[0]!;
  }

  /** Takes a datagram over the link, a millisecond on the way. */
  carry(send: number): number {
    const packet = this.trace.packet(send);
    const direction = this.trace.place(send);
    const connection = this.trace.connection(send);
    const left = this.writer.linkSend(direction, packet, connection, 0, 64, send);
    this.writer.now += 1_000_000;
    this.writer.linkArrive(direction, packet, connection, 64, left);
    return packet;
  }
}

function headerBytes({ type, numberBytes = 1, tokenBytes = 0 }: BuiltPacket, frameBytes: number): number {
  if (type === QuicPacketItem.retry) return retryPacketBytes(tokenBytes);
  if (type === QuicPacketItem.oneRtt) return oneRttHeaderBytes(numberBytes);
  if (type === QuicPacketItem.initial) return initialHeaderBytes(numberBytes, frameBytes, tokenBytes);
  return handshakeHeaderBytes(numberBytes, frameBytes);
}
