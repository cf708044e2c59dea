import { PacketOption, TcpFlag } from '../../shared/trace/packet';
import { none } from '../../shared/trace/record';
import type { TraceReader } from '../../shared/trace/trace-reader';
import { sendingEnd } from '../../shared/trace/ends';

/** The window scale that each end of each connection offered with its SYN; -1: it offered none. */
class OfferedScales {
  private readonly shifts: (number | undefined)[] = [];
  private read = 0;
  constructor(private readonly trace: TraceReader) {}

  /** Takes in the packets made since last time. */
  catchUp(): this {
    const { trace } = this;
    const { length } = trace.packets;
    for (; this.read < length; this.read += 1)
      if (trace.flags(this.read) & TcpFlag.syn) this.takeSyn(this.read);
    return this;
  }

  private takeSyn(packet: number): void {
    const { trace } = this;
    const connection = trace.connectionOfPacket(packet);
    if (connection === none) return;
    const offered = trace.options(packet) & PacketOption.windowScale;
    this.shifts[connection * 2 + sendingEnd(trace, packet)] = offered ? trace.windowScaleOption(packet) : -1;
  }

  shift(connection: number, end: 0 | 1): number | undefined {
    return this.shifts[connection * 2 + end];
  }
}

const scalesOf = new WeakMap<TraceReader, OfferedScales>();
/** RFC 7323 section 2.3: a larger shift is taken as this one. */
const largestShift = 14;

/**
 * Bits by which a packet's window field is shifted, as its receiver reads it: 0 on a SYN and where an end offered no
 * scaling (RFC 7323 section 2.2); undefined where the trace does not hold both SYNs.
 */
export function windowShift(trace: TraceReader, packet: number): number | undefined {
  if (trace.flags(packet) & TcpFlag.syn) return 0;
  let scales = scalesOf.get(trace);
  if (!scales) {
    scales = new OfferedScales(trace);
    scalesOf.set(trace, scales);
  }
  scales.catchUp();
  const connection = trace.connectionOfPacket(packet);
  if (connection === none) return undefined;
  const end = sendingEnd(trace, packet);
  const own = scales.shift(connection, end);
  const other = scales.shift(connection, end === 0 ? 1 : 0);
  if (own === undefined || other === undefined) return undefined;
  return own < 0 || other < 0 ? 0 : Math.min(own, largestShift);
}
