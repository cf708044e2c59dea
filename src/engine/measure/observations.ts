/**
 * Measures. It knows a finished trace and its lab. It never sees a running simulation. Not here: figures that the
 * trace does not hold: what cannot be read off it is not measured.
 */

import type { Lab } from '../../shared/lab/lab';
import { read } from '../../shared/trace/record-reader';
import { tableByKind } from '../../shared/trace/record-table';
import type { TraceReader } from '../../shared/trace/trace-reader';
import { ConnectionObservations } from './connection-observations';
import { LinkObservations, countDrop, type DropCounts } from './link-observations';
import type { Watch, Watched } from './watch';
import { RequestObservations, type RequestObservation } from './request-observations';

/** All that measures are taken from: what one pass over a trace has seen. Everything stands in the trace. */
export interface Observations {
  readonly lab: Lab;
  readonly trace: TraceReader;
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
export function observe(lab: Lab, trace: TraceReader, end = 0): Observations {
  const links = new LinkObservations(lab, trace);
  const connections = new ConnectionObservations(trace, lab);
  const requests = new RequestObservations(trace);
  const deviceDrops = lab.devices.map((): DropCounts => ({}));
  const discards: Watch = {
    ipDrop: (seq) => {
      const drops = deviceDrops[trace.place(seq)];
      if (drops) countDrop(drops, read.ipDrop.reason(trace, seq));
    },
  };
  const watching = [links.watch, connections.watch, requests.watch, discards].map(tableByKind<Watched>);
  const records = trace.records.length;
  for (let seq = 0; seq < records; seq++) {
    const kind = trace.kind(seq);
    for (const watch of watching) watch[kind]?.(seq);
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
