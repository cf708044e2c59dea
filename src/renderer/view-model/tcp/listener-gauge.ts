import { Ends } from '../../../shared/trace/fold/state/columns';
import type { LabState } from '../../../shared/trace/fold/state/lab-state';
import { tcpStates } from '../../../shared/trace/record';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import type { RunTopology } from '../run/run-topology';
import type { TcpIndex } from './tcp-index';

const synReceived = tcpStates.indexOf('SYN-RECEIVED');
const established = tcpStates.indexOf('ESTABLISHED');
const timeWait = tcpStates.indexOf('TIME-WAIT');
const closed = tcpStates.indexOf('CLOSED');

/** What a listening device holds and refused up to the playhead. */
export interface ListenerGauge {
  readonly port: number;
  /** Ends in SYN-RECEIVED, and how many the SYN backlog takes. */
  readonly synReceived: number;
  readonly synBacklog: number;
  readonly synCookies: boolean;
  /** Finished handshakes that wait for the application, and how many of them may. */
  readonly awaitsAccept: number;
  readonly acceptQueue: number;
  readonly established: number;
  /** Ends that are neither closed nor any of the above nor in TIME-WAIT. */
  readonly closing: number;
  readonly timeWait: number;
  /** How many connections the server takes at once; undefined: no ceiling. */
  readonly ceiling: number | undefined;
  /** Packets discarded because the backlog, or the accept queue, was full. */
  readonly backlogDrops: number;
  readonly acceptDrops: number;
}

/** The gauge of a device that listens; undefined for one that does not. */
export function listenerGauge(
  trace: TraceReader,
  topology: RunTopology,
  index: TcpIndex,
  state: LabState,
  device: number,
): ListenerGauge | undefined {
  const { host, serving } = topology.lab.devices[device] ?? {};
  if (!host || !serving) return undefined;
  const { counts, awaitsAccept } = countStates(trace, state, device, serving.listenPort);
  const refusals = index.refusalsOf(device);
  const counted = (wanted: number) => counts[wanted] ?? 0;
  const all = counts.reduce((sum, count) => sum + count, 0);
  const named = counted(synReceived) + counted(established) + counted(timeWait) + counted(closed);
  return {
    port: serving.listenPort,
    synReceived: counted(synReceived),
    synBacklog: host.tcp.synBacklog,
    synCookies: host.tcp.synCookies,
    awaitsAccept,
    acceptQueue: host.tcp.acceptQueue,
    established: counted(established),
    closing: all - named,
    timeWait: counted(timeWait),
    ceiling: serving.maximumConnections === Number.MAX_SAFE_INTEGER ? undefined : serving.maximumConnections,
    backlogDrops: refusals.synBacklog.countBelow(state.next),
    acceptDrops: refusals.acceptQueue.countBelow(state.next),
  };
}

/** Of the ends at a device's listening port: how many are in each state, and how many in the accept queue. */
function countStates(trace: TraceReader, state: LabState, device: number, port: number) {
  const counts = tcpStates.map(() => 0);
  let awaitsAccept = 0;
  for (let row = 0; row < state.ends.rows; row += 1) {
    const current = state.ends.cell(row, Ends.state);
    if (current === closed) continue;
    const connection = trace.connections[row >>> 1];
    const end = (row & 1) as 0 | 1;
    if (connection?.ends[end].device !== device || connection.ends[end].port !== port) continue;
    counts[current] = (counts[current] ?? 0) + 1;
    awaitsAccept += state.ends.cell(row, Ends.awaitsAccept);
  }
  return { counts, awaitsAccept };
}
