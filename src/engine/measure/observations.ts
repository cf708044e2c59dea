import type { Lab } from '../../shared/lab/lab';
import { RecordKind, placeIsLink } from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';
import { ConnectionObservations } from './connection-observations';
import { LinkObservations, countDrop, type DropCounts } from './link-observations';
import { RequestObservations, type RequestObservation } from './request-observations';

/** All that measures are taken from: what one pass over a trace has seen. Everything stands in the trace. */
export interface Observations {
  readonly lab: Lab;
  readonly trace: Trace;
  /** Virtual time at which the run ended, or the trace's last record so far, nanoseconds. */
  readonly end: number;
  readonly links: LinkObservations;
  readonly connections: ConnectionObservations;
  /** Requests by their number; the order in which they were started. */
  readonly requests: readonly RequestObservation[];
  /** By device: packets that it discarded, by reason. */
  readonly deviceDrops: readonly DropCounts[];
}

/** Goes once over a trace. `end`: how far was simulated, where that is later than the last record. */
export function observe(lab: Lab, trace: Trace, end = 0): Observations {
  const links = new LinkObservations(lab, trace);
  const connections = new ConnectionObservations(trace, lab.devices.length);
  const requests = new RequestObservations(trace);
  const deviceDrops = lab.devices.map((): DropCounts => ({}));
  const records = trace.records.length;
  for (let seq = 0; seq < records; seq++) {
    const kind = trace.kind(seq);
    if (placeIsLink(kind)) links.take(seq, kind);
    else if (kind >= RecordKind.appStart && kind <= RecordKind.appError) requests.take(seq, kind);
    else if (kind >= RecordKind.quicState && kind < RecordKind.mediaSent) {
      connections.takeQuic(seq, kind);
      if (kind === RecordKind.quicDeliver) requests.takeDelivery(seq, trace.a(seq), trace.b(seq));
    } else if (kind >= RecordKind.tcpState && kind <= RecordKind.tcpReceive) {
      connections.take(seq, kind);
      if (kind === RecordKind.tcpDeliver) requests.takeDelivery(seq, 0, trace.a(seq));
    } else if (kind === RecordKind.ipDrop) {
      const drops = deviceDrops[trace.place(seq)];
      if (drops) countDrop(drops, trace.detail(seq));
    }
  }
  const last = records > 0 ? trace.time(records - 1) : 0;
  links.finish(Math.max(end, last));
  return {
    lab,
    trace,
    end: Math.max(end, last),
    links,
    connections,
    requests: requests.requests,
    deviceDrops,
  };
}
