import type { LabState } from '../../../shared/trace/fold/state/lab-state';
import { none } from '../../../shared/trace/record';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import { handshakesOf } from './handshake-times';

/** A connection's round trip, and where the figure comes from. */
export interface RoundTrip {
  readonly nanoseconds: number;
  readonly source: 'smoothed' | 'handshake';
  readonly connection: number;
}

/**
 * The round trip to step by: the connection's smoothed RTT at this state (RFC 6298 section 2), and before one was
 * measured the time its handshake takes in this trace. Undefined when the connection never came about.
 */
export function roundTripOf(trace: TraceReader, state: LabState, connection: number): RoundTrip | undefined {
  for (const end of [0, 1]) {
    const microseconds = state.ends.get(connection * 2 + end, 'smoothedRoundTrip');
    if (microseconds > 0) return { nanoseconds: microseconds * 1000, source: 'smoothed', connection };
  }
  const handshake = handshakesOf(trace).timeOf(connection);
  return handshake === undefined ? undefined : { nanoseconds: handshake, source: 'handshake', connection };
}

/** The connection of a packet; undefined when it belongs to none. */
export function connectionOf(trace: TraceReader, packet: number): number | undefined {
  const connection = trace.connectionOfPacket(packet);
  return connection === none ? undefined : connection;
}
