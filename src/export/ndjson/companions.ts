import type { Companion } from '../../shared/trace/kinds/definition';
import type { TraceReader } from '../../shared/trace/trace-reader';
import { describeDatagram } from './datagram';
import { describeSegment } from './segment';
import { describeNegotiation, describeProtocol } from './tls-negotiation';

/** What stands in a line besides the record's own fields, by what its kind's definition asks for. */
export const companionsOnLines: Readonly<Record<Companion, (trace: TraceReader, seq: number) => object>> = {
  segment: (trace, seq) => describeSegment(trace, trace.packet(seq)),
  datagram: (trace, seq) => describeDatagram(trace, trace.packet(seq)),
  'tls negotiation': describeNegotiation,
  'tls protocol': describeProtocol,
};
