import type { Trace } from '../../../shared/trace/trace';
import type { TcpConnection } from './connection';

/** A segment's wire sequence number as a relative one that never wraps: the one nearest to what is expected next. */
export function relativeSequence(connection: TcpConnection, trace: Trace, packet: number): number {
  const expected = (connection.initialReceiveSequence + connection.receiveNext) >>> 0;
  const distance = (trace.sequence(packet) - expected) | 0;
  return connection.receiveNext + distance;
}

/** A segment's acknowledgement number as a relative one that never wraps: the one nearest to what was sent last. */
export function relativeAcknowledgement(connection: TcpConnection, trace: Trace, packet: number): number {
  const expected = (connection.initialSendSequence + connection.sendNext) >>> 0;
  const distance = (trace.acknowledgement(packet) - expected) | 0;
  return connection.sendNext + distance;
}
