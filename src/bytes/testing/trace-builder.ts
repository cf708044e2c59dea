import { connectionRow } from '../../shared/trace/connections';
import { PacketOption, TcpFlag } from '../../shared/trace/packet';
import { none, SegmentReason } from '../../shared/trace/record';
import { SegmentFields, TraceWriter } from '../../engine/trace/trace-writer';

/** A segment as a test writes it: offsets count from the connection's start (0: the SYN). */
export interface BuiltSegment {
  readonly from: 0 | 1;
  readonly flags: number;
  readonly sequence: number;
  readonly acknowledgement?: number;
  readonly payload?: number;
  readonly options?: number;
  readonly sack?: readonly (readonly [left: number, right: number])[];
  readonly reason?: number;
}

export const clientAddress = 0x0a000102;
export const serverAddress = 0x0a000202;
const initialSequences = [0xfffffff0, 1_000_000] as const;

/** Writes small traces by hand: one connection between device 0 and the last one, over a chain of links. */
export class TraceBuilder {
  readonly writer = new TraceWriter();
  readonly trace = this.writer.trace;
  private readonly written: [number, number] = [0, 0];
  private readonly identifications: [number, number] = [1000, 2000];

  constructor(
    private readonly links: number,
    serverPort = 80,
  ) {
    this.trace.connections.push(
      connectionRow(
        'tcp',
        { device: 0, address: clientAddress, port: 40_000 },
        { device: links, address: serverAddress, port: serverPort },
      ),
    );
  }

  at(time: number): this {
    this.writer.now = time;
    return this;
  }

  /** An end's application writes a text. */
  text(end: 0 | 1, text: string): this {
    return this.content(end, text.length, this.writer.literal(text));
  }

  /** An end's application writes that many bytes of filler. */
  filler(end: 0 | 1, length: number): this {
    return this.content(end, length, none);
  }

  private content(end: 0 | 1, length: number, literal: number): this {
    this.trace.contents.push({
      connection: 0,
      end,
      stream: 0,
      offset: this.written[end],
      length,
      literal,
      request: none,
    });
    this.written[end] += length;
    return this;
  }

  /** TCP makes a segment; returns the `tcp.send` record. */
  segment(segment: BuiltSegment): number {
    const packet = this.writer.packet(this.fieldsOf(segment));
    const device = segment.from === 0 ? 0 : this.links;
    const reason = segment.reason ?? SegmentReason.data;
    return this.writer.tcpSend(device, packet, 0, reason, segment.payload ?? 0, 65_535);
  }

  private fieldsOf(segment: BuiltSegment): SegmentFields {
    const fields = new SegmentFields();
    const { from } = segment;
    const to = from === 0 ? 1 : 0;
    const row = this.trace.connections[0]!;
    const acknowledgement = segment.acknowledgement ?? 0;
    fields.relativeSequence = segment.sequence;
    fields.relativeAcknowledgement = acknowledgement;
    fields.sequence = (initialSequences[from] + segment.sequence) >>> 0;
    if (segment.flags & TcpFlag.ack) fields.acknowledgement = (initialSequences[to] + acknowledgement) >>> 0;
    fields.sourceAddress = row.ends[from].address;
    fields.destinationAddress = row.ends[to].address;
    fields.sourcePort = row.ends[from].port;
    fields.destinationPort = row.ends[to].port;
    fields.connection = 0;
    fields.window = segment.flags & TcpFlag.syn ? 64_240 : 502;
    fields.payload = segment.payload ?? 0;
    fields.flags = segment.flags;
    fields.maximumSegmentSize = 1460;
    fields.windowScale = 7;
    fields.timestampValue = 5_000 + segment.sequence;
    fields.timestampEcho = 7_000 + acknowledgement;
    fields.identification = this.identifications[from];
    this.identifications[from] += 1;
    fields.options = segment.options ?? PacketOption.timestamps;
    fields.sackBlocks = segment.sack?.length ?? 0;
    segment.sack?.forEach((edges, block) => {
      for (const side of [0, 1] as const)
        fields.sackEdges[block * 2 + side] = (initialSequences[to] + edges[side]) >>> 0;
    });
    return fields;
  }

  /** A frame is handed to a link's end; returns the `link.send` record. */
  send(direction: number, packet: number, cause: number, timeToLive = 64, wait = 0): number {
    return this.writer.linkSend(direction, packet, 0, wait, timeToLive, cause);
  }

  arrive(direction: number, packet: number, cause: number, timeToLive = 64): number {
    return this.writer.linkArrive(direction, packet, 0, timeToLive, cause);
  }

  drop(direction: number, packet: number, cause: number, reason: number): number {
    return this.writer.linkDrop(direction, packet, 0, reason, cause);
  }

  /** Makes a segment and takes it over every link of the chain, one millisecond each; returns its packet number. */
  carry(segment: BuiltSegment): number {
    let cause = this.segment(segment);
    const packet = this.trace.packet(cause);
    for (let hop = 0; hop < this.links; hop += 1) {
      const link = segment.from === 0 ? hop : this.links - 1 - hop;
      const direction = link * 2 + segment.from;
      cause = this.send(direction, packet, cause, 64 - hop);
      this.writer.now += 1_000_000;
      cause = this.arrive(direction, packet, cause, 64 - hop);
    }
    return packet;
  }
}

const { mss, windowScale, sackPermitted, timestamps } = PacketOption;
export const synOptions = mss | windowScale | sackPermitted | timestamps;

/** The three segments of RFC 9293 section 3.5, figure 6. */
export function handshake(builder: TraceBuilder, options = synOptions): TraceBuilder {
  const later = options & timestamps;
  builder.carry({ from: 0, flags: TcpFlag.syn, sequence: 0, options, reason: SegmentReason.syn });
  const synAck = { from: 1, flags: TcpFlag.syn | TcpFlag.ack, sequence: 0, acknowledgement: 1 } as const;
  builder.carry({ ...synAck, options, reason: SegmentReason.synAck });
  const ack = { from: 0, flags: TcpFlag.ack, sequence: 1, acknowledgement: 1 } as const;
  builder.carry({ ...ack, options: later, reason: SegmentReason.ack });
  return builder;
}
