import { formatAddress } from '../../../shared/units/address';
import type { ConnectionEnd, End } from '../../../shared/trace/connections';
import { none } from '../../../shared/trace/record';
import type { LabState } from '../../../shared/trace/fold/state/lab-state';
import { connectionStateName } from '../../../shared/trace/connection-states';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import { formatSize } from '../../../shared/units/units';
import type { ConnectionLine } from './connection-view-lines';
import { flowLines } from './connection-view-flow';
import { quicLines } from './connection-view-quic';
import { tcpLines } from './connection-view-tcp';
import { quicProgressOf } from './quic-progress';
import type { SentenceSource } from '../sentences/sentence-source';
import type { RunTopology } from '../run/run-topology';
import { readableTime } from '../time-format';

export type { ConnectionLine } from './connection-view-lines';

export interface EndView {
  readonly device: string;
  /** `10.0.1.2:32768` */
  readonly socket: string;
  readonly state: string;
  /** Nanoseconds in that state. */
  readonly since: string;
}

/** How one end of a connection is called: `client:32768`. */
export function endName(trace: TraceReader, topology: RunTopology, connection: number, end: 0 | 1): string {
  const row = trace.connections[connection];
  return row ? `${hostName(topology, row.ends[end])}:${row.ends[end].port}` : '?';
}

/** An end's device, or its address where no device of the lab has that. */
export function hostName(topology: RunTopology, { device, address }: ConnectionEnd): string {
  return device === none ? formatAddress(address) : topology.deviceId(device);
}

/** Who a connection is between, and in which states they are at the playhead (time in nanoseconds). */
export function connectionEnds(
  source: SentenceSource,
  state: LabState,
  time: number,
  connection: number,
): readonly [EndView, EndView] {
  const { trace, topology } = source;
  const end = (which: End): EndView => {
    const row = trace.connections[connection];
    const enteredBy = state.ends.get(connection * 2 + which, 'enteredBy');
    return {
      device: row ? hostName(topology, row.ends[which]) : '?',
      socket: row
        ? `${formatAddress(addressOf(source, state, connection, which))}:${row.ends[which].port}`
        : '?',
      state: connectionStateName(trace, connection, state.ends.get(connection * 2 + which, 'state')),
      since: enteredBy > 0 ? `for ${readableTime(time - trace.time(enteredBy))}` : '',
    };
  };
  return [end(0), end(1)];
}

/** The address that an end sends from: a QUIC client may have moved to another (RFC 9000 section 9). */
function addressOf(source: SentenceSource, state: LabState, connection: number, end: 0 | 1): number {
  const { trace } = source;
  const row = trace.connections[connection];
  const packet =
    row?.protocol === 'quic' ? quicProgressOf(source, connection).lastSent(end, state.next) : undefined;
  return packet === undefined ? (row?.ends[end].address ?? 0) : trace.sourceAddress(packet);
}

/** The figures of a connection at the playhead, both ends side by side, in the words of the protocol that it speaks. */
export function connectionLines(
  source: SentenceSource,
  state: LabState,
  connection: number,
): readonly ConnectionLine[] {
  switch (source.trace.connections[connection]?.protocol) {
    case 'quic':
      return quicLines(source, state, connection);
    case 'udp':
      return flowLines(source, state, connection);
    default:
      return tcpLines(source, state, connection);
  }
}

/** Sizes as the device's counters show them. */
export function sizeOrNone(value: number): string {
  return value === 0 ? '0 B' : formatSize(value);
}
