import type { LabState } from '../../../shared/trace/fold/state/lab-state';
import { tcpStates } from '../../../shared/trace/record';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import type { RunTopology } from '../run/run-topology';

export const timeWait = tcpStates.indexOf('TIME-WAIT');

/** How much of its TIME-WAIT an end has left. */
export interface TimeWaitLeft {
  /** Nanoseconds, not below zero. */
  readonly left: number;
  /** Nanoseconds that the whole wait takes at its device (2 MSL, RFC 9293 section 3.4.2). */
  readonly whole: number;
}

/**
 * What is left of an end's TIME-WAIT at a time (nanoseconds); undefined in any other state.
 * @param row connection * 2 + end
 */
export function timeWaitLeft(
  trace: TraceReader,
  topology: RunTopology,
  state: LabState,
  row: number,
  time: number,
): TimeWaitLeft | undefined {
  if (state.ends.get(row, 'state') !== timeWait) return undefined;
  const device = trace.connections[row >>> 1]?.ends[(row & 1) as 0 | 1].device ?? -1;
  const whole = topology.lab.devices[device]?.host?.tcp.timeWait ?? 0;
  const entered = trace.time(state.ends.get(row, 'enteredBy'));
  return { left: Math.max(0, entered + whole - time), whole };
}

/** A countdown: whole seconds from 10 s on, tenths below, milliseconds below one second. */
export function countdown(nanoseconds: number): string {
  if (nanoseconds >= 10e9) return `${Math.ceil(nanoseconds / 1e9)} s`;
  if (nanoseconds >= 1e9) return `${(Math.ceil(nanoseconds / 1e8) / 10).toFixed(1)} s`;
  return `${Math.ceil(nanoseconds / 1e6)} ms`;
}
