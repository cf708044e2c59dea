import { formatAddress } from '../../../shared/units/address';
import type { LabState } from '../../../shared/trace/fold/state/lab-state';
import { connectionStateName } from '../../../shared/trace/connection-states';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import { endName } from './connection-view';
import type { SentenceSource } from '../sentences/sentence-source';

/** What passed one port of a device up to the playhead. */
export interface PortView {
  /** `eth0` */
  readonly name: string;
  readonly link: string;
  readonly address: string;
  readonly cut: boolean;
  readonly sentFrames: number;
  readonly sentBytes: number;
  readonly receivedFrames: number;
  /** Frames that it sent and that were lost on the link, or refused by its queue. */
  readonly lostFrames: number;
}

/** The ports of a device with their counters. */
export function portsOf({ topology }: SentenceSource, state: LabState, device: number): PortView[] {
  const { lab } = topology;
  return (lab.devices[device]?.ports ?? []).map((port) => ({
    name: port.name,
    link: lab.links[port.link]?.id ?? '?',
    address: formatAddress(port.address),
    cut: state.directions.get(port.link * 2, 'cut') > 0,
    sentFrames: state.directions.get(port.direction, 'frames'),
    sentBytes: state.directions.get(port.direction, 'bytes'),
    receivedFrames: state.directions.get(port.direction ^ 1, 'arrived'),
    lostFrames: state.directions.get(port.direction, 'dropped'),
  }));
}

/** The connections that a device is an end of, as connection * 2 + end, in the order in which they were opened. */
export function connectionRowsOf(trace: TraceReader, device: number): number[] {
  const rows: number[] = [];
  for (const [connection, { ends }] of trace.connections.entries())
    for (const end of [0, 1] as const) if (ends[end].device === device) rows.push(connection * 2 + end);
  return rows;
}

/** One connection in a device's list: `32768 → server:80`, its state. */
export function connectionLine(
  { trace, topology }: SentenceSource,
  state: LabState,
  row: number,
): { connection: number; name: string; state: string; delivered: number } {
  const connection = row >>> 1;
  const end = (row & 1) as 0 | 1;
  const other = end === 0 ? 1 : 0;
  const own = trace.connections[connection]?.ends[end].port ?? 0;
  const arrow = end === 0 ? '→' : '←';
  return {
    connection,
    name: `${own} ${arrow} ${endName(trace, topology, connection, other)}`,
    state: connectionStateName(trace, connection, state.ends.get(row, 'state')),
    delivered: state.ends.get(row, 'deliveredBytes'),
  };
}
