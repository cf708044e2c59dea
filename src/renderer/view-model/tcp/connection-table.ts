import { Ends, type EndColumn } from '../../../shared/trace/fold/state/columns';
import type { LabState } from '../../../shared/trace/fold/state/lab-state';
import { none } from '../../../shared/trace/record';
import {
  connectionStateName,
  connectionStateNumber,
  connectionStates,
} from '../../../shared/trace/connection-states';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import { endName } from '../connection/connection-view';
import type { RunTopology } from '../run/run-topology';
import { timeOf, type ConnectionRecords } from './connection-records';
import { timeWait, timeWaitLeft, type TimeWaitLeft } from './time-wait-left';

/** Where rows come from. */
export interface ConnectionSource {
  readonly trace: TraceReader;
  readonly topology: RunTopology;
}

export const connectionSorts = [
  'number',
  'opener',
  'state',
  'acceptor',
  'acceptorState',
  'bytesThere',
  'bytesBack',
  'left',
] as const;
export type ConnectionSort = (typeof connectionSorts)[number];

/** Which connections are listed: all, those not closed at both ends, or those with an end in a state (its place in `connectionStates`). */
export type ConnectionFilter = 'all' | 'open' | number;

/** One line of the table, made when it is looked at. */
export interface ConnectionRow {
  readonly connection: number;
  readonly opener: string;
  readonly acceptor: string;
  readonly states: readonly [string, string];
  /** Nanoseconds. */
  readonly opened: number;
  /** Bytes delivered to the acceptor, and to the opener. */
  readonly delivered: readonly [number, number];
  /** What is left of TIME-WAIT, of the end that has more left. */
  readonly wait: TimeWaitLeft | undefined;
}

/** A row of the table at a state and time (nanoseconds). */
export function connectionRow(
  { trace, topology }: ConnectionSource,
  records: ConnectionRecords,
  state: LabState,
  time: number,
  connection: number,
): ConnectionRow {
  const name = (end: 0 | 1) =>
    connectionStateName(trace, connection, state.ends.get(connection * 2 + end, 'state'));
  const delivered = (end: 0 | 1) => state.ends.get(connection * 2 + end, 'deliveredBytes');
  return {
    connection,
    opener: endName(trace, topology, connection, 0),
    acceptor: endName(trace, topology, connection, 1),
    states: [name(0), name(1)],
    opened: timeOf(trace, records.firstOf(connection)),
    delivered: [delivered(1), delivered(0)],
    wait: longerWait({ trace, topology }, state, time, connection),
  };
}

/** The connections to list at a state, in order, and how many there are in each state. */
export interface ConnectionList {
  readonly connections: Uint32Array;
  /** By place in `connectionStates`: connections with an end in it. */
  readonly counts: readonly number[];
  readonly total: number;
  readonly open: number;
}

/** Filters and sorts the connections that exist at a state. Equal ones stay in the order of opening. */
export function listConnections(
  source: ConnectionSource,
  state: LabState,
  time: number,
  filter: ConnectionFilter,
  sort: ConnectionSort,
  descending: boolean,
): ConnectionList {
  const counts = connectionStates.map(() => 0);
  const kept: number[] = [];
  const { ends } = state;
  let total = 0;
  let open = 0;
  for (let connection = 0; connection * 2 < ends.rows; connection += 1) {
    const row = connection * 2;
    if (ends.cell(row, Ends.enteredBy) === 0 && ends.cell(row + 1, Ends.enteredBy) === 0) continue;
    const number = (end: number) =>
      connectionStateNumber(source.trace, connection, ends.cell(end, Ends.state));
    const one = number(row);
    const other = number(row + 1);
    total += 1;
    counts[one] = (counts[one] ?? 0) + 1;
    if (other !== one) counts[other] = (counts[other] ?? 0) + 1;
    const isOpen = one !== 0 || other !== 0;
    if (isOpen) open += 1;
    if (filter === 'all' || (filter === 'open' ? isOpen : one === filter || other === filter))
      kept.push(connection);
  }
  return { connections: sorted(source, state, time, kept, sort, descending), counts, total, open };
}

function sorted(
  source: ConnectionSource,
  state: LabState,
  time: number,
  kept: readonly number[],
  sort: ConnectionSort,
  descending: boolean,
): Uint32Array {
  const connections = Uint32Array.from(kept);
  if (sort === 'number') return descending ? connections.reverse() : connections;
  const key = keyOf(source, state, time, sort);
  const keys = Float64Array.from(kept, key);
  const isInOrder = keys.every((value, at) => at === 0 || (keys[at - 1] ?? 0) <= value);
  if (isInOrder && !descending) return connections;
  const order = Uint32Array.from(kept.keys());
  const sign = descending ? -1 : 1;
  order.sort((left, right) => sign * ((keys[left] ?? 0) - (keys[right] ?? 0)) || left - right);
  return order.map((place) => connections[place] ?? 0);
}

/** What a column is sorted by: read from the state's cells themselves, for there may be a hundred thousand. */
function keyOf(
  { trace, topology }: ConnectionSource,
  state: LabState,
  time: number,
  sort: ConnectionSort,
): (connection: number) => number {
  const reader = (column: EndColumn) => (end: number) => state.ends.cell(end, Ends[column]);
  const [stateOf, delivered, enteredBy] = [reader('state'), reader('deliveredBytes'), reader('enteredBy')];
  const socket = (connection: number, end: 0 | 1) => {
    const { device = none, address = 0, port = 0 } = trace.connections[connection]?.ends[end] ?? {};
    // Those that are no device's come last, by address.
    return (device === none ? none + address : device) * 65536 + port;
  };
  const left = (connection: number, end: 0 | 1) => {
    const place = connection * 2 + end;
    const row = trace.connections[connection];
    if (stateOf(place) !== timeWait || row?.protocol !== 'tcp') return -1;
    const whole = topology.lab.devices[row.ends[end].device]?.host?.tcp.timeWait ?? 0;
    return Math.max(0, trace.time(enteredBy(place)) + whole - time);
  };
  const keys: Readonly<Record<ConnectionSort, (connection: number) => number>> = {
    number: (connection) => connection,
    opener: (connection) => socket(connection, 0),
    acceptor: (connection) => socket(connection, 1),
    state: (connection) => connectionStateNumber(trace, connection, stateOf(connection * 2)),
    acceptorState: (connection) => connectionStateNumber(trace, connection, stateOf(connection * 2 + 1)),
    bytesThere: (connection) => delivered(connection * 2 + 1),
    bytesBack: (connection) => delivered(connection * 2),
    left: (connection) => Math.max(left(connection, 0), left(connection, 1)),
  };
  return keys[sort];
}

function longerWait(
  { trace, topology }: ConnectionSource,
  state: LabState,
  time: number,
  connection: number,
): TimeWaitLeft | undefined {
  const one = timeWaitLeft(trace, topology, state, connection * 2, time);
  const other = timeWaitLeft(trace, topology, state, connection * 2 + 1, time);
  if (!one || !other) return one ?? other;
  return other.left > one.left ? other : one;
}
