import { hasWorkloadTrait } from '../../shared/workloads/workload';
import type { HttpMeasureName } from '../../shared/lab/http-measures';
import {
  readLanes,
  LaneKind,
  LaneWhy,
  type Lane,
  type LaneReader,
  type LaneSegment,
} from '../../shared/lanes/lanes';
import { isStalledByLoss, summariseLanes, type LaneSummary } from '../../shared/lanes/lanes-summary';
import { PathEvent } from '../../shared/trace/quic';
import { MediaFate, none, RecordKind } from '../../shared/trace/record';
import { between, connectionsOf, firstRequest, largest, sum } from './lookups';
import type { Measure } from './measure';
import type { Observations } from './observations';
import { propagationRoundTrip } from './round-trip';

/** Lanes are read once, when the first measure asks for them: most runs are not asked. */
const readers = new WeakMap<Observations, LaneReader>();

function lanesOf(run: Observations): LaneReader {
  const reader = readers.get(run) ?? readLanes(run.lab, run.trace);
  readers.set(run, reader);
  return reader;
}

function summaryOf(run: Observations, workload: number): LaneSummary | undefined {
  return summariseLanes(lanesOf(run)).find((summary) => summary.workload.index === workload);
}

/** How long lanes of a workload were in segments that match, nanoseconds; undefined where it has none. */
function timesIn(
  run: Observations,
  workload: number,
  matches: (segment: LaneSegment) => boolean,
): number[] | undefined {
  return summaryOf(run, workload)?.lanes.map((lane) => lane.timeIn(matches));
}

const isLossStall = ({ why }: LaneSegment) => why === LaneWhy.missingByte || why === LaneWhy.streamByte;
const isHeld = ({ kind }: LaneSegment) => kind === LaneKind.blocked || kind === LaneKind.queued;

function total(times: readonly number[] | undefined): number | undefined {
  return times && sum(times);
}

/** Round trips from the first request's start to a moment of it. */
function roundTrips(
  run: Observations,
  workload: number,
  moment: 'sent' | 'firstByteAtServer',
): number | undefined {
  const request = firstRequest(run, workload);
  const time = request && between(run, request.started, request[moment]);
  if (time === undefined || request === undefined) return undefined;
  const roundTrip = propagationRoundTrip(run.lab, run.trace, request.connection);
  return roundTrip === undefined || roundTrip === 0 ? undefined : time / roundTrip;
}

/** Records of a kind that belong to a workload's connections (or, for calls, to the workload) and match. */
function count(run: Observations, kind: number, matches: (seq: number) => boolean): number {
  let found = 0;
  for (let seq = 0; seq < run.trace.records.length; seq++)
    if (run.trace.kind(seq) === kind && matches(seq)) found += 1;
  return found;
}

function rowsOf(run: Observations, workload: number): Set<number> {
  const rows = new Set<number>();
  for (const request of run.requests)
    if (request.workload === workload && request.connection !== none) rows.add(request.connection);
  const { connections } = run.connections;
  for (const connection of connectionsOf(run, workload)) rows.add(connections.indexOf(connection));
  return rows;
}

/** TLS handshakes done at the clients of a workload, by what they came to: the details of `tls.established`. */
function handshakesWith(run: Observations, workload: number, details: readonly number[]): number {
  const { trace } = run;
  const rows = rowsOf(run, workload);
  return count(run, RecordKind.tlsEstablished, (seq) => {
    const row = trace.connection(seq);
    return (
      rows.has(row) &&
      trace.place(seq) === trace.connections[row]?.ends[0].device &&
      details.includes(trace.detail(seq))
    );
  });
}

/** Records of a call's frames. */
function frames(
  run: Observations,
  workload: number,
  kind: number,
  fates?: readonly number[],
): number | undefined {
  const { trace } = run;
  const made = run.lab.workloads[workload];
  if (!made || !hasWorkloadTrait(made, 'calling')) return undefined;
  return count(
    run,
    kind,
    (seq) => trace.b(seq) === workload && (!fates || fates.includes(trace.detail(seq))),
  );
}

/** A request left before its connection's handshake was done: as early data. */
function isEarly(reader: LaneReader, lane: Lane): boolean {
  if (lane.sent === undefined) return false;
  const { tlsReady } = reader.connection(lane.connection);
  return reader.sendsEarly(lane.connection) && lane.sent < (tlsReady ?? Infinity);
}

/** Measures of HTTP's versions, TLS, QUIC and calls: most are read off the lanes of requests. */
export const httpMeasures = {
  'round-trips-before-request': (run, workload) => roundTrips(run, workload, 'sent'),
  'round-trips-to-server': (run, workload) => roundTrips(run, workload, 'firstByteAtServer'),
  'first-usable-byte': (run, workload) => summaryOf(run, workload)?.firstByte,
  'page-complete': (run, workload) => summaryOf(run, workload)?.complete,
  'blocked-time': (run, workload) => total(timesIn(run, workload, isHeld)),
  'queued-time': (run, workload) => total(timesIn(run, workload, ({ kind }) => kind === LaneKind.queued)),
  'loss-stall-time': (run, workload) => total(timesIn(run, workload, isLossStall)),
  'loss-stall-max': (run, workload) => {
    const times = timesIn(run, workload, isLossStall);
    return times && largest(times);
  },
  'requests-stalled-by-loss': (run, workload) =>
    summaryOf(run, workload)?.lanes.filter(isStalledByLoss).length,
  'buffered-peak': (run, workload) => {
    const lanes = summaryOf(run, workload)?.lanes;
    return lanes && largest(lanes.map(({ line }) => line.peakBuffered));
  },
  'wire-bytes': (run, workload) => summaryOf(run, workload)?.wireBytes,
  'handshake-count': (run, workload) => summaryOf(run, workload)?.handshakes,
  'connections-used': (run, workload) => {
    const lanes = summaryOf(run, workload)?.lanes ?? [];
    return new Set(lanes.map(({ connection }) => connection).filter((row) => row !== none)).size;
  },
  'protocol-used': (run, workload) => summaryOf(run, workload)?.protocol,
  'tls-version': (run, workload) => summaryOf(run, workload)?.security || undefined,
  'early-data-requests': (run, workload) => {
    const reader = lanesOf(run);
    return summaryOf(run, workload)?.lanes.filter((lane) => isEarly(reader, lane)).length;
  },
  'early-data-rejected': (run, workload) => handshakesWith(run, workload, [3]),
  'sessions-resumed': (run, workload) => handshakesWith(run, workload, [1, 2, 3]),
  'fallback-after': (run, workload) => {
    const { trace } = run;
    for (let seq = 0; seq < trace.records.length; seq++) {
      if (trace.kind(seq) !== RecordKind.appFallback) continue;
      if (run.requests[trace.a(seq)]?.workload !== workload) continue;
      return between(run, firstRequest(run, workload)?.started, seq);
    }
    return undefined;
  },
  'paths-validated': (run, workload) => {
    const rows = rowsOf(run, workload);
    const { trace } = run;
    return count(
      run,
      RecordKind.quicPath,
      (seq) => rows.has(trace.connection(seq)) && trace.detail(seq) === PathEvent.validated,
    );
  },
  'media-frames-sent': (run, workload) => frames(run, workload, RecordKind.mediaSent),
  'media-frames-shown': (run, workload) =>
    frames(run, workload, RecordKind.mediaPlayed, [MediaFate.shown, MediaFate.frozen]),
  'media-frames-skipped': (run, workload) =>
    frames(run, workload, RecordKind.mediaPlayed, [MediaFate.skipped]),
  'media-freezes': (run, workload) => frames(run, workload, RecordKind.mediaPlayed, [MediaFate.frozen]),
  'media-freeze-time': (run, workload) => total(timesIn(run, workload, ({ why }) => why === LaneWhy.frozen)),
} as const satisfies Readonly<Record<HttpMeasureName, Measure>>;
