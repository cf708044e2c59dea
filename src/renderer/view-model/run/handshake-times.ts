import { quicStates } from '../../../shared/trace/kinds/quic-machines';
import { tcpStates } from '../../../shared/trace/kinds/tcp-machine';
import { RecordKind } from '../../../shared/trace/record';
import { read } from '../../../shared/trace/record-reader';
import type { TraceReader } from '../../../shared/trace/trace-reader';

const synSent = tcpStates.indexOf('SYN-SENT');
const handshaking = quicStates.indexOf('HANDSHAKING');
const tcpEstablished = tcpStates.indexOf('ESTABLISHED');
const quicEstablished = quicStates.indexOf('ESTABLISHED');

/** How long the handshakes of a trace's connections took, at their openers. Each record is read once, as the trace grows. */
class HandshakeTimes {
  private taken = 0;
  /** By connection, nanoseconds: when its opener began, and how long it took; of one that failed the latter is NaN. */
  private readonly begun = new Map<number, number>();
  private readonly times = new Map<number, number>();

  constructor(private readonly trace: TraceReader) {}

  /** Nanoseconds from the opener's first message to its ESTABLISHED; undefined: it did not get there. */
  timeOf(connection: number): number | undefined {
    const { trace } = this;
    for (; this.taken < trace.records.length; this.taken += 1) {
      const kind = trace.kind(this.taken);
      if (kind === RecordKind.tcpState)
        this.take(this.taken, read.tcpState.to(trace, this.taken), synSent, tcpEstablished);
      else if (kind === RecordKind.quicState)
        this.take(this.taken, read.quicState.to(trace, this.taken), handshaking, quicEstablished);
    }
    const time = this.times.get(connection);
    return time === undefined || Number.isNaN(time) ? undefined : time;
  }

  private take(record: number, to: number, beginning: number, established: number): void {
    const { trace } = this;
    const connection = trace.connection(record);
    if (trace.place(record) !== trace.connections[connection]?.ends[0].device) return;
    if (this.times.has(connection)) return;
    if (to === beginning) {
      this.begun.set(connection, trace.time(record));
      return;
    }
    const begun = to === established ? this.begun.get(connection) : undefined;
    this.times.set(connection, begun === undefined ? NaN : trace.time(record) - begun);
    this.begun.delete(connection);
  }
}

const known = new WeakMap<TraceReader, HandshakeTimes>();

/** The handshake times of a trace, which are kept with it. */
export function handshakesOf(trace: TraceReader): HandshakeTimes {
  let times = known.get(trace);
  if (!times) known.set(trace, (times = new HandshakeTimes(trace)));
  return times;
}
