import type { LabState } from '../../../shared/trace/fold/lab-state';
import { transitionNames } from '../../../shared/trace/connection-states';
import { none, RecordKind } from '../../../shared/trace/record';
import type { Trace } from '../../../shared/trace/trace';

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
export function roundTripOf(trace: Trace, state: LabState, connection: number): RoundTrip | undefined {
  for (const end of [0, 1]) {
    const microseconds = state.ends.get(connection * 2 + end, 'smoothedRoundTrip');
    if (microseconds > 0) return { nanoseconds: microseconds * 1000, source: 'smoothed', connection };
  }
  const handshake = handshakeTime(trace, connection);
  return handshake === undefined ? undefined : { nanoseconds: handshake, source: 'handshake', connection };
}

/** Nanoseconds from the beginning of a connection's handshake to its opener's ESTABLISHED; undefined when it did not get there. */
function handshakeTime(trace: Trace, connection: number): number | undefined {
  const opener = trace.connections[connection]?.ends[0].device;
  let opened: number | undefined;
  for (let record = 0; record < trace.records.length; record += 1) {
    const isOpeners =
      (trace.kind(record) === RecordKind.tcpState || trace.kind(record) === RecordKind.quicState) &&
      trace.connection(record) === connection &&
      trace.place(record) === opener;
    if (!isOpeners) continue;
    const { to } = transitionNames(trace, record);
    if (to === 'SYN-SENT' || to === 'HANDSHAKING') opened = trace.time(record);
    else return to === 'ESTABLISHED' && opened !== undefined ? trace.time(record) - opened : undefined;
  }
  return undefined;
}

/** The connection of a packet; undefined when it belongs to none. */
export function connectionOf(trace: Trace, packet: number): number | undefined {
  const connection = trace.connectionOfPacket(packet);
  return connection === none ? undefined : connection;
}
