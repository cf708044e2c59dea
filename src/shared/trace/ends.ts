/**
 * Which end of a connection something belongs to: the one place that says so, for packets and for records. Where nothing
 * tells, it is the opener's, end 0: it has spoken first, and of a packet or record of no connection nobody asks twice.
 */
import { otherEnd, type ConnectionEnd, type ConnectionRow, type End } from './connections';
import { none, RecordKind } from './record';
import type { TraceReader } from './trace-reader';

/**
 * The end that sent a packet. Asked of both ends by address and port: either may have moved (RFC 9000 section 9), the
 * other then tells. A packet that bears the addresses of an earlier leg of its connection is asked of that leg.
 */
export function sendingEnd(trace: TraceReader, packet: number): End {
  const own = trace.connectionOfPacket(packet);
  let row = trace.connections[own];
  for (let leg = own; row;) {
    const end = endByAddresses(trace, packet, row);
    if (end !== undefined) return end;
    if (row.via >= leg) break;
    leg = row.via;
    row = trace.connections[leg];
  }
  return endByPorts(trace, packet, trace.connections[own]);
}

/** The end that a packet goes to. */
export function receivingEnd(trace: TraceReader, packet: number): End {
  return otherEnd(sendingEnd(trace, packet));
}

/**
 * Which end of a connection wrote a record, by the device in its place: the end that the device is in this leg, or in
 * an earlier one; else the end that no device is named for. A device that is both (or an unnamed pair) is told apart by
 * the latest packet that led to the record.
 */
export function endAt(trace: TraceReader, connection: number, seq: number): End {
  const row = trace.connections[connection];
  if (!row) return 0;
  const device = trace.place(seq);
  const [opener, asked] = row.ends;
  if (opener.device !== asked.device) {
    if (opener.device === device) return 0;
    if (asked.device === device) return 1;
    if (row.via < connection) return endAt(trace, row.via, seq);
    if (opener.device === none) return 0;
    if (asked.device === none) return 1;
  }
  return endByCause(trace, connection, seq);
}

/** What is needed of a lab's links: the devices at their `a` and `b` ends. */
type Links = readonly { readonly devices: readonly [number, number] }[];

/** The end that a frame leaves, where its `link.send` record's link begins at that end's device; undefined on its way. */
export function endLeft(trace: TraceReader, links: Links, seq: number): End | undefined {
  const direction = trace.place(seq);
  const end = sendingEnd(trace, trace.packet(seq));
  const device = trace.connections[trace.connection(seq)]?.ends[end].device;
  return links[direction >>> 1]?.devices[(direction & 1) as 0 | 1] === device ? end : undefined;
}

/** The end that a frame has come to, where its `link.arrive` record's link ends at that end's device; undefined on its way. */
export function endReached(trace: TraceReader, links: Links, seq: number): End | undefined {
  const direction = trace.place(seq);
  const end = receivingEnd(trace, trace.packet(seq));
  const device = trace.connections[trace.connection(seq)]?.ends[end].device;
  return links[direction >>> 1]?.devices[(1 - (direction & 1)) as 0 | 1] === device ? end : undefined;
}

/** The end of a connection that a device is; undefined: it is neither. The opener, where it is both. */
export function endOfDevice(row: ConnectionRow, device: number): End | undefined {
  if (row.ends[0].device === device) return 0;
  return row.ends[1].device === device ? 1 : undefined;
}

function endByAddresses(trace: TraceReader, packet: number, { ends }: ConnectionRow): End | undefined {
  const [opener, asked] = ends;
  const source = trace.sourceAddress(packet);
  const port = trace.sourcePort(packet);
  const isFromOpener = isAt(opener, source, port);
  if (isFromOpener !== isAt(asked, source, port)) return isFromOpener ? 0 : 1;
  const destination = trace.destinationAddress(packet);
  const destinationPort = trace.destinationPort(packet);
  const isToOpener = isAt(opener, destination, destinationPort);
  if (isToOpener !== isAt(asked, destination, destinationPort)) return isToOpener ? 1 : 0;
  return undefined;
}

function isAt(end: ConnectionEnd, address: number, port: number): boolean {
  return end.address === address && end.port === port;
}

/** Addresses that nobody knows: a translation that kept the ports leaves those. */
function endByPorts(trace: TraceReader, packet: number, row: ConnectionRow | undefined): End {
  const port = row?.ends[1].port;
  return trace.sourcePort(packet) === port && trace.destinationPort(packet) !== port ? 1 : 0;
}

/** Kinds of record about a packet that has come, not one that was sent. */
const arrivals: ReadonlySet<number> = new Set([
  RecordKind.linkArrive,
  RecordKind.ipDrop,
  RecordKind.tcpReceive,
  RecordKind.tcpDeliver,
  RecordKind.quicDeliver,
]);

function endByCause(trace: TraceReader, connection: number, seq: number): End {
  for (let at = seq; at !== none; at = trace.cause(at)) {
    const packet = trace.packet(at);
    if (packet === none || trace.connectionOfPacket(packet) !== connection) continue;
    const sender = sendingEnd(trace, packet);
    return arrivals.has(trace.kind(at)) ? otherEnd(sender) : sender;
  }
  return 0;
}
