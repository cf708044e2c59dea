import type { Lab } from '../../shared/lab/lab';
import type { RecordPlace } from '../../shared/trace/kinds/definition';
import type { TraceReader } from '../../shared/trace/trace-reader';

/** Where a record happens: the device, and on a link which way, and how long the frame is. */
export const placesOnLines: Readonly<
  Record<RecordPlace, (lab: Lab, trace: TraceReader, seq: number) => Readonly<Record<string, unknown>>>
> = {
  nowhere: () => ({}),
  device: (lab, trace, seq) => {
    const device = lab.devices[trace.place(seq)]?.id;
    return device === undefined ? {} : { device };
  },
  link: linkOf,
  sender: (lab, trace, seq) => {
    const way = linkOf(lab, trace, seq);
    return { device: way.from, ...way, bytes: trace.frameBytes(trace.packet(seq)) };
  },
  receiver: (lab, trace, seq) => {
    const way = linkOf(lab, trace, seq);
    return { device: way.to, ...way, bytes: trace.frameBytes(trace.packet(seq)) };
  },
};

function linkOf(lab: Lab, trace: TraceReader, seq: number) {
  const direction = trace.place(seq);
  const link = lab.links[direction >>> 1];
  const nameOf = (end: number) => (link && lab.devices[link.devices[end as 0 | 1]]?.id) ?? '';
  return { link: link?.id ?? '', from: nameOf(direction & 1), to: nameOf(1 - (direction & 1)) };
}
