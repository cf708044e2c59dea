import { connectionStateName } from '../../../shared/trace/connection-states';
import type { LabState } from '../../../shared/trace/fold/state/lab-state';
import type { TraceReader } from '../../../shared/trace/trace-reader';

/** States in which an end has nothing more to do with a connection, or not yet. */
const atRest: ReadonlySet<string> = new Set(['CLOSED', 'LISTEN', 'TIME-WAIT', 'IDLE', 'CLOSING', 'DRAINING']);

/**
 * The connection that views show at a state while none is selected: the first one that is open, so that it changes only
 * when that closes; with none open the latest that there was, and at the beginning the first.
 */
export function connectionInView(trace: TraceReader, state: LabState): number {
  let latest = 0;
  for (let connection = 0; connection < trace.connections.length; connection += 1) {
    if (trace.connections[connection]?.protocol === 'udp') return connection;
    if (!wasOpened(state, connection)) continue;
    if (isOpen(trace, state, connection)) return connection;
    latest = connection;
  }
  return latest;
}

function wasOpened(state: LabState, connection: number): boolean {
  const ends = [connection * 2, connection * 2 + 1];
  return ends.some((row) => state.ends.get(row, 'enteredBy') > 0);
}

function isOpen(trace: TraceReader, state: LabState, connection: number): boolean {
  // TCP's CLOSING still waits for an acknowledgement; QUIC's only answers what comes late.
  const isTcp = trace.connections[connection]?.protocol === 'tcp';
  return [connection * 2, connection * 2 + 1].some((row) => {
    const name = connectionStateName(trace, connection, state.ends.get(row, 'state'));
    return !atRest.has(name) || (isTcp && name === 'CLOSING');
  });
}
