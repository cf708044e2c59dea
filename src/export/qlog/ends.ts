import type { Lab } from '../../shared/lab/lab';
import type { End } from '../../shared/trace/connections';
import { endAt, endReached } from '../../shared/trace/ends';
import { none, RecordKind } from '../../shared/trace/record';
import type { TraceReader } from '../../shared/trace/trace-reader';
import { formatAddress } from '../../shared/units/address';

/** One end of a QUIC connection, and the records that it could have logged, in order. */
export interface QlogEnd {
  readonly connection: number;
  readonly end: End;
  /** The device's id; the address of an end that is no device's. */
  readonly device: string;
  readonly records: readonly number[];
}

/** Kinds of record that an end of a connection writes itself. */
const ownKinds = new Set<number>([
  RecordKind.tlsMessage,
  RecordKind.quicState,
  RecordKind.quicStream,
  RecordKind.quicSend,
  RecordKind.quicDeliver,
  RecordKind.quicLost,
  RecordKind.quicTimer,
  RecordKind.quicCongestion,
  RecordKind.quicRoundTrip,
  RecordKind.quicBlocked,
  RecordKind.quicPath,
]);

/** Both ends of every QUIC connection of a trace; found in one reading of the records. */
export function qlogEnds(lab: Lab, trace: TraceReader): QlogEnd[] {
  const found = new Map<number, { readonly end: QlogEnd; readonly records: number[] }>();
  trace.connections.forEach(({ protocol, ends }, connection) => {
    if (protocol !== 'quic') return;
    for (const end of [0, 1] as const) {
      const records: number[] = [];
      const device = lab.devices[ends[end].device]?.id ?? formatAddress(ends[end].address);
      found.set(connection * 2 + end, { end: { connection, end, device, records }, records });
    }
  });
  for (let seq = 0; seq < trace.records.length; seq += 1) {
    const key = endOf(lab, trace, seq);
    if (key !== undefined) found.get(key)?.records.push(seq);
  }
  return [...found.values()].map(({ end }) => end).filter(({ records }) => records.length > 0);
}

/** Which end a record is of, as connection * 2 + end; undefined: of none. */
function endOf(lab: Lab, trace: TraceReader, seq: number): number | undefined {
  const kind = trace.kind(seq);
  if (kind === RecordKind.linkArrive) return receivingEnd(lab, trace, seq);
  if (!ownKinds.has(kind)) return undefined;
  const connection = trace.connection(seq);
  const row = connection === none ? undefined : trace.connections[connection];
  if (row?.protocol !== 'quic') return undefined;
  return connection * 2 + endAt(trace, connection, seq);
}

/** The end that a datagram has come to, where its last link ends at that end's device. */
function receivingEnd(lab: Lab, trace: TraceReader, seq: number): number | undefined {
  const packet = trace.packet(seq);
  const end = trace.quicItemCount(packet) === 0 ? undefined : endReached(trace, lab.links, seq);
  return end === undefined ? undefined : trace.connectionOfPacket(packet) * 2 + end;
}
