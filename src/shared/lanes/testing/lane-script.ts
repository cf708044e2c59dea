import { connectionRow } from '../../trace/connections';
import { resolveLab } from '../../lab/lab';
import type { Workload } from '../../lab/document';
import { readLanes, type Lane, type LaneReader } from '../lanes';
import { QuicFrame, QuicPacketItem, QuicSpace } from '../../trace/quic';
import { TlsSession } from '../../trace/kinds/tls';
import { DropReason, none } from '../../trace/record';
import { TlsContentType } from '../../trace/tls';
import { DatagramFields, SegmentFields, TraceWriter } from '../../../engine/trace/trace-writer';

export const millisecond = 1_000_000;
const [clientAddress, serverAddress] = [1, 2] as const;

/** A stretch of a stream: QUIC's id (0 on TCP), stream offset, bytes. */
export interface Stretch {
  readonly stream?: number;
  readonly from: number;
  readonly bytes: number;
}

/**
 * Traces of a client (device 0) and a server (device 1) on one link, written record by record in the order of time:
 * what lanes are read from, without protocols that would decide for themselves. Times are milliseconds.
 */
export class LaneScript {
  private readonly writer = new TraceWriter();
  readonly trace = this.writer.trace;
  readonly lab;

  constructor(workload: Partial<Workload> = {}) {
    this.lab = resolveLab({
      version: 1,
      title: 'lanes',
      seed: 1,
      duration: '10s',
      devices: [
        { id: 'client', kind: 'client', position: { x: 0, y: 0 } },
        { id: 'server', kind: 'server', position: { x: 100, y: 0 } },
      ],
      links: [
        { id: 'link', a: { device: 'client' }, b: { device: 'server' }, bandwidth: '10Mbps', delay: '10ms' },
      ],
      workloads: [
        {
          id: 'visit',
          kind: 'page-load',
          from: 'client',
          to: 'server',
          paths: ['/a', '/b', '/c'],
          ...workload,
        },
      ],
    });
  }

  at(time: number): this {
    this.writer.now = time * millisecond;
    return this;
  }

  connection(protocol: 'tcp' | 'quic', port = 443): number {
    const { connections } = this.trace;
    const client = { device: 0, address: clientAddress, port: 50_000 + connections.length };
    const server = { device: 1, address: serverAddress, port };
    return connections.push(connectionRow(protocol, client, server)) - 1;
  }

  /** Any record, by the writer's method for its kind. */
  note(write: (writer: TraceWriter) => void): this {
    write(this.writer);
    return this;
  }

  start(...requests: number[]): this {
    for (const request of requests) this.writer.appStart(0, request, 0);
    return this;
  }

  /** The client's handshake is done. */
  established(connection: number): this {
    const isQuic = this.trace.connections[connection]?.protocol === 'quic';
    if (isQuic) this.writer.quicState(0, connection, 1, 2, 2);
    else this.writer.tcpState(0, connection, 2, 4, 0, none);
    return this;
  }

  sealed(connection: number, protocol = 'h2'): this {
    const offer = { versions: [0x0304], serverName: 'server', protocols: [protocol], resumption: undefined };
    this.trace.tls.offers.push({ ...offer, connection, carrier: 'tcp', earlyData: false, quic: undefined });
    const answer = { version: 0x0304, protocol, resumed: false, earlyDataAccepted: false };
    this.trace.tls.answers.push({ ...answer, connection, certificateBytes: 0, quic: undefined });
    return this.note((writer) => writer.tlsEstablished(0, connection, 0x0304, TlsSession.full));
  }

  /** A record of application data of the server: TCP stream offset, and the plaintext that it holds. */
  tlsRecord(connection: number, offset: number, from: number, bytes: number): this {
    const record = {
      connection,
      end: 1,
      offset,
      length: bytes + 22,
      type: TlsContentType.applicationData,
    } as const;
    this.trace.tls.records.push({ ...record, epoch: 3, sequence: 0, from, bytes });
    return this;
  }

  /** An application wrote bytes of a request. */
  wrote(
    connection: number,
    end: 0 | 1,
    request: number,
    { stream = 0, from, bytes }: Stretch,
    text?: string,
  ): this {
    const literal = text === undefined ? none : this.writer.literal(text);
    this.trace.contents.push({ connection, end, stream, offset: from, length: bytes, literal, request });
    return this;
  }

  /** The request goes out, 100 bytes of a stream, and is with the server at once. */
  ask(connection: number, request: number, stream = 0, from = 0): this {
    this.wrote(connection, 0, request, { stream, from, bytes: 100 });
    this.writer.httpRequest(0, connection, request);
    this.writer.httpRequestReceived(1, connection, request);
    return this;
  }

  answer(connection: number, request: number, stretch: Stretch): this {
    this.wrote(connection, 1, request, stretch);
    return this.note((writer) => writer.httpResponse(1, connection, request, 200));
  }

  complete(connection: number, request: number): this {
    return this.note((writer) => writer.httpResponseReceived(0, connection, request, 200));
  }

  /** A packet of the server with a stretch is handed to the link; returns it. */
  send(connection: number, stretch: Stretch): number {
    const packet = this.packet(connection, stretch);
    this.writer.linkSend(1, packet, connection, 0, 64);
    return packet;
  }

  /** It reaches the client. */
  arrive(connection: number, packet: number): this {
    this.writer.linkArrive(1, packet, connection, 64);
    return this;
  }

  lose(connection: number, packet: number): this {
    this.writer.linkDrop(1, packet, connection, DropReason.fault);
    return this;
  }

  /** A packet reaches the client, and the transport hands on `delivered` bytes. */
  receive(connection: number, stretch: Stretch, delivered: number): this {
    this.arrive(connection, this.packet(connection, stretch));
    if (delivered === 0) return this;
    if (this.trace.connections[connection]?.protocol === 'quic')
      this.writer.quicDeliver(0, none, connection, stretch.stream ?? 0, delivered);
    else this.writer.tcpDeliver(0, none, connection, delivered, 0);
    return this;
  }

  read(): LaneReader {
    return readLanes(this.lab, this.trace);
  }

  /** A lane's segments as short texts: `blocked 2 [10,30] about 0`. */
  told(request: number): string[] {
    return tell(this.read().laneOf(request));
  }

  private packet(connection: number, { stream = 0, from, bytes }: Stretch): number {
    const row = this.trace.connections[connection];
    const ends = {
      sourceAddress: serverAddress,
      destinationAddress: clientAddress,
      sourcePort: row?.ends[1].port ?? 0,
      destinationPort: row?.ends[0].port ?? 0,
      connection,
    };
    if (row?.protocol !== 'quic') {
      const fields = Object.assign(new SegmentFields(), ends);
      fields.relativeSequence = from + 1;
      fields.payload = bytes;
      return this.writer.packet(fields);
    }
    const fields = Object.assign(new DatagramFields(), ends);
    fields.payload = bytes + 30;
    fields.items = 2;
    fields.firstItem = this.writer.quicItem(
      QuicPacketItem.oneRtt,
      QuicSpace.application,
      0,
      1,
      bytes,
      2,
      0,
      0,
      30,
    );
    this.writer.quicItem(QuicFrame.stream, QuicSpace.application, 0, from, stream, bytes, none, 0, bytes + 8);
    return this.writer.datagram(fields);
  }
}

/** A lane's segments in milliseconds. */
export function tell(lane: Lane | undefined): string[] {
  return (lane?.segments ?? []).map(({ from, to, kind, why, about, bytes }) => {
    const words = ['setup', 'queued', 'requesting', 'thinking', 'waiting', 'flowing', 'blocked'];
    const because = why === 0 ? '' : `/${why}${about === none ? '' : `:${about}`}`;
    return `${words[kind] ?? ''}${because} ${from / millisecond}-${to / millisecond}${bytes > 0 ? ` ${bytes}B` : ''}`;
  });
}
