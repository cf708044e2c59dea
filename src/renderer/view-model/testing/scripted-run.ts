import { connectionRow, type End } from '../../../shared/trace/connections';
import { resolveLab, type Lab } from '../../../shared/lab/lab';
import type { LabDocument } from '../../../shared/lab/document';
import { PacketOption, chunkPackets } from '../../../shared/trace/packet';
import { chunkRecords, none, RecordKind } from '../../../shared/trace/record';
import { Trace, type TraceBatch } from '../../../shared/trace/trace';
import { RunIndex } from '../run/run-index';
import { RunTopology } from '../run/run-topology';

/** A record to be written; `cause` is the number that `at` returned for another one. */
interface ScriptedRecord {
  readonly id: number;
  readonly time: number;
  readonly kind: number;
  readonly place: number;
  readonly packet: number;
  readonly connection: number;
  readonly a: number;
  readonly b: number;
  readonly detail: number;
  readonly cause: number | undefined;
}

export interface SegmentScript {
  readonly time: number;
  readonly connection: number;
  /** End of the connection that sends. */
  readonly end: 0 | 1;
  readonly flags: number;
  readonly sequence?: number;
  readonly acknowledgement?: number;
  readonly payload?: number;
  readonly reason: number;
  /** Link directions on its way, in order. */
  readonly path: readonly number[];
  /** Hop (index in `path`) on which it is lost, and why (DropReason). */
  readonly lostOn?: number;
  readonly lostWhy?: number;
  readonly options?: number;
  readonly cause?: number;
  /** Nanoseconds that it waits at the first link. */
  readonly wait?: number;
}

export interface ScriptedSegment {
  readonly packet: number;
  /** Numbers of its records, for causes. */
  readonly sent: number;
  /** Of the last `link.arrive`, or of its loss. */
  readonly ended: number;
  readonly endTime: number;
}

/**
 * A trace written by hand, in any order: `build` sorts it by time. It holds what a test tells and nothing more; no
 * protocol runs here.
 */
export class ScriptedRun {
  readonly lab: Lab;
  readonly topology: RunTopology;
  private readonly trace = new Trace();
  private readonly script: ScriptedRecord[] = [];

  constructor(readonly document: LabDocument) {
    this.lab = resolveLab(document);
    this.topology = new RunTopology(this.lab);
  }

  /** A TCP connection, opener first. */
  connection({
    devices,
    addresses,
    ports,
  }: Readonly<Record<'devices' | 'addresses' | 'ports', readonly [number, number]>>): number {
    const end = (which: End) => ({
      device: devices[which],
      address: addresses[which],
      port: ports[which],
    });
    return this.trace.connections.push(connectionRow('tcp', end(0), end(1))) - 1;
  }

  /** Scripts one record; returns its number, for causes. */
  at(time: number, kind: number, fields: Partial<Omit<ScriptedRecord, 'id' | 'time' | 'kind'>> = {}): number {
    const id = this.script.length;
    const blank = { place: 0, packet: none, connection: none, a: 0, b: 0, detail: 0, cause: undefined };
    this.script.push({ ...blank, ...fields, id, time, kind });
    return id;
  }

  /** Scripts a segment from `tcp.send` over its links to its arrival or loss. */
  segment(script: SegmentScript): ScriptedSegment {
    const { connection, time } = script;
    const packet = this.packet(script);
    const sender = this.topology.sender(script.path[0] ?? 0);
    const sent = this.at(time, RecordKind.tcpSend, {
      place: sender,
      packet,
      connection,
      detail: script.reason,
      a: script.payload ?? 0,
      b: 64240,
      cause: script.cause,
    });
    let cause = sent;
    let now = time;
    for (const [hop, place] of script.path.entries()) {
      const wait = hop === 0 ? (script.wait ?? 0) : 0;
      cause = this.at(now, RecordKind.linkSend, {
        place,
        packet,
        connection,
        a: wait,
        detail: 64 - hop,
        cause,
      });
      const serialised = now + wait + this.topology.serialisation(place, this.trace.frameBytes(packet));
      if (hop === script.lostOn) {
        const detail = script.lostWhy ?? 3;
        const ended = this.at(serialised, RecordKind.linkDrop, { place, packet, connection, detail, cause });
        return { packet, sent, ended, endTime: serialised };
      }
      now = serialised + this.topology.delay(place);
      cause = this.at(now, RecordKind.linkArrive, { place, packet, connection, detail: 64 - hop, cause });
    }
    return { packet, sent, ended: cause, endTime: now };
  }

  /** Notes what an application wrote: a text, or that many bytes of filler. `request`: whose bytes they are. */
  wrote(connection: number, end: 0 | 1, offset: number, content: string | number, request = none): void {
    const isText = typeof content === 'string';
    const literal = isText ? this.trace.literals.push(content) - 1 : none;
    const length = isText ? content.length : content;
    this.trace.contents.push({ connection, end, stream: 0, offset, length, literal, request });
  }

  /** The whole trace, its records in the order of time. */
  build(): Trace {
    const seqOf = new Map<number, number>();
    const ordered = this.script.toSorted((left, right) => left.time - right.time || left.id - right.id);
    for (const [seq, record] of ordered.entries()) seqOf.set(record.id, seq);
    for (const record of ordered) this.write(record, seqOf);
    return this.trace;
  }

  /** The whole trace with its index. */
  indexed(): { trace: Trace; index: RunIndex; topology: RunTopology; lab: Lab } {
    const trace = this.build();
    const index = new RunIndex(trace, this.topology);
    index.update();
    return { trace, index, topology: this.topology, lab: this.lab };
  }

  private write(record: ScriptedRecord, seqOf: ReadonlyMap<number, number>): void {
    const row = this.trace.records.length % chunkRecords;
    const { f64, u32 } = this.trace.records.grow();
    f64[row * 4] = record.time;
    const cause = record.cause === undefined ? none : (seqOf.get(record.cause) ?? none);
    const last = (record.place | (record.kind << 16) | (record.detail << 24)) >>> 0;
    u32.set([record.packet, cause, record.connection, record.a, record.b, last], row * 8 + 2);
  }

  private packet(script: SegmentScript): number {
    const connection = this.trace.connections[script.connection];
    if (!connection) throw new RangeError(`connection ${script.connection}`);
    const from = script.end;
    const to = from === 0 ? 1 : 0;
    const packet = this.trace.packets.length;
    const row = packet % chunkPackets;
    const { f64, u32, u16, u8 } = this.trace.packets.grow();
    f64[row * 8] = script.sequence ?? 0;
    const addresses = [connection.ends[from].address, connection.ends[to].address];
    const sequence = 1000 + (script.sequence ?? 0);
    const acknowledgement = script.acknowledgement ?? 0;
    u32.set([...addresses, sequence, 2000 + acknowledgement, acknowledgement], row * 16 + 2);
    u32.set([17, 11, script.connection, none], row * 16 + 7);
    const options = script.options ?? PacketOption.timestamps;
    const ports = [connection.ends[from].port, connection.ends[to].port];
    u16.set([...ports, 501, script.payload ?? 0, packet, script.flags, 1460], row * 32 + 22);
    u8.set([7, options, 0, 64, 6, 0], row * 64 + 58);
    return packet;
  }
}

/** A trace as one batch, as main would send it. */
export function batchOf(trace: Trace): TraceBatch {
  return {
    firstRecord: 0,
    records: trace.records.slice(0, trace.records.length),
    firstPacket: 0,
    packets: trace.packets.slice(0, trace.packets.length),
    firstSackBlock: 0,
    sackBlocks: trace.sackBlocks.slice(0, trace.sackBlocks.length),
    quicItems: trace.quicItems.slice(0, trace.quicItems.length),
    tls: trace.tls,
    connections: trace.connections,
    contents: trace.contents,
    literals: trace.literals,
  };
}
