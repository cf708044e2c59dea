import { endAt } from '../../shared/trace/ends';
import { TcpFlag } from '../../shared/trace/packet';
import { RecordKind, none, tcpEvents, tcpStates } from '../../shared/trace/record';
import type { TraceReader } from '../../shared/trace/trace-reader';

/** What a trace tells of one connection, looked up when somebody asks: of the many nobody does. */

/** Records of a kind at one end of a connection, in order. */
function recordsAt(trace: TraceReader, kind: number, row: number, end: 0 | 1): number[] {
  const found: number[] = [];
  for (let seq = 0; seq < trace.records.length; seq++) {
    if (trace.connection(seq) !== row || trace.kind(seq) !== kind) continue;
    if (endAt(trace, row, seq) === end) found.push(seq);
  }
  return found;
}

/** The names of the states that an end went through, less the CLOSED that it began with. */
export function statesOf(trace: TraceReader, row: number, end: 0 | 1): string[] {
  return recordsAt(trace, RecordKind.tcpState, row, end).map((seq) => tcpStates[trace.detail(seq)] ?? '');
}

/** The record by which an end came to TIME-WAIT or, without it, to CLOSED; undefined: it is open. */
export function endedBy(trace: TraceReader, row: number, end: 0 | 1): number | undefined {
  return recordsAt(trace, RecordKind.tcpState, row, end).find((seq) =>
    ['TIME-WAIT', 'CLOSED'].includes(tcpStates[trace.detail(seq)] ?? ''),
  );
}

/** The name of that record's event. */
export function endEvent(trace: TraceReader, row: number, end: 0 | 1): string | undefined {
  const over = endedBy(trace, row, end);
  return over === undefined ? undefined : tcpEvents[trace.a(over) >>> 16];
}

/** The `tcp.send` record in which what a later one repeats was sent first; `none` where there is none. */
export function firstSending(trace: TraceReader, repeated: number): number {
  const packet = trace.packet(repeated);
  const row = trace.connection(repeated);
  const place = trace.place(repeated);
  const sequence = trace.relativeSequence(packet);
  for (let seq = 0; seq < repeated; seq++) {
    if (trace.connection(seq) !== row || trace.kind(seq) !== RecordKind.tcpSend) continue;
    const earlier = trace.packet(seq);
    const begins = trace.relativeSequence(earlier);
    // An ACK at this number holds none of it.
    const length = trace.payloadBytes(earlier) + (trace.flags(earlier) & (TcpFlag.syn | TcpFlag.fin) ? 1 : 0);
    if (trace.place(seq) === place && begins <= sequence && sequence < begins + length) return seq;
  }
  return none;
}
