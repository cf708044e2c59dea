import { hasFaultTrait } from '../../shared/faults/fault';
import type { MeasureName } from '../../shared/lab/measures';
import { AppError, dropReasons, DropReason, none, segmentReasons } from '../../shared/trace/record';
import { endEvent, endedBy, firstSending, statesOf } from './connection-story';
import {
  between,
  connectionsOf,
  firstConnection,
  firstRequest,
  handshakeTime,
  largest,
  requestsOf,
  sum,
} from './lookups';
import type { Measure } from './measure';
import type { Observations } from './observations';
import type { RequestObservation } from './request-observations';

/** Measures of what TCP charges: handshakes, ports, TIME-WAIT, backlogs, repairs. */
export const tcpMeasures = {
  'ports-exhausted-after': (run, workload) =>
    between(run, firstRequest(run, workload)?.started, portFailures(run, workload)[0]?.failed),
  'port-failures': (run, workload) => portFailures(run, workload).length,
  'handshakes-per-request': (run, workload) => {
    const responses = requestsOf(run, workload).filter(({ completed }) => completed !== none).length;
    return responses > 0 ? handshakeTimes(run, workload).length / responses : undefined;
  },
  'handshake-time-max': (run, workload) => {
    const times = handshakeTimes(run, workload);
    return times.length > 0 ? largest(times) : undefined;
  },
  'handshake-time-total': (run, workload) => {
    const times = handshakeTimes(run, workload);
    return times.length > 0 ? sum(times) : undefined;
  },
  'segments-before-any-data': ({ connections }) =>
    connections.firstData === none ? undefined : connections.segmentsBeforeData,
  'response-round-trips': (run, workload) => {
    const request = firstRequest(run, workload);
    const connection = firstConnection(run, workload);
    const transfer = between(run, request?.sent, request?.completed);
    const roundTrip = connection && handshakeTime(run, connection);
    return transfer !== undefined && roundTrip ? transfer / roundTrip : undefined;
  },
  'first-repair': (run, workload) => {
    const repair = firstRepair(run, workload);
    return repair === undefined ? undefined : segmentReasons[run.trace.detail(repair)];
  },
  'recovery-time': (run, workload) => {
    const repair = firstRepair(run, workload);
    return repair === undefined ? undefined : between(run, firstSending(run.trace, repair), repair);
  },
  'client-states': (run, workload) => states(run, workload, 0),
  'server-states': (run, workload) => states(run, workload, 1),
  'client-end-event': (run, workload) => {
    const row = firstRow(run, workload);
    return row < 0 ? undefined : endEvent(run.trace, row, 0);
  },
  'half-open-time': (run, workload) => halfOpenTime(run, workload),
  'syn-backlog-peak': (run, device) => run.connections.devices[device]?.halfOpenPeak ?? 0,
  'syn-backlog-drops': (run, device) => dropsFor(run, device, DropReason.synBacklogFull),
  'accept-queue-drops': (run, device) => dropsFor(run, device, DropReason.acceptQueueFull),
} as const satisfies Partial<Record<MeasureName, Measure>>;

function portFailures(run: Observations, workload: number): RequestObservation[] {
  return requestsOf(run, workload).filter(
    ({ failed }) => failed !== none && run.trace.detail(failed) === AppError.noPorts,
  );
}

function handshakeTimes(run: Observations, workload: number): number[] {
  return connectionsOf(run, workload).flatMap((connection) => handshakeTime(run, connection) ?? []);
}

/** The first segment sent again on any connection of a workload. */
function firstRepair(run: Observations, workload: number): number | undefined {
  const repairs = connectionsOf(run, workload).map((connection) => connection.firstRepair);
  const first = repairs.reduce((least, seq) => Math.min(least, seq), none);
  return first === none ? undefined : first;
}

/** The row of the connection on which a workload's first request went; -1: none. */
function firstRow(run: Observations, workload: number): number {
  const connection = firstConnection(run, workload);
  return connection ? run.connections.connections.indexOf(connection) : -1;
}

function states(run: Observations, workload: number, end: 0 | 1): string | undefined {
  const row = firstRow(run, workload);
  const names = row < 0 ? [] : statesOf(run.trace, row, end);
  return names.length > 0 ? names.join(', ') : undefined;
}

function halfOpenTime(run: Observations, workload: number): number | undefined {
  const row = firstRow(run, workload);
  const ends = run.trace.connections[row]?.ends;
  for (const crashed of [0, 1] as const) {
    const lost = crashOf(run, row, crashed, ends?.[crashed].device);
    const other = lost === undefined ? undefined : endedBy(run.trace, row, crashed === 0 ? 1 : 0);
    if (lost !== undefined && other !== undefined && other > lost) return between(run, lost, other);
  }
  return undefined;
}

/** The record in which a crash took an end of a connection. */
function crashOf(run: Observations, row: number, end: 0 | 1, device: number | undefined): number | undefined {
  const over = endedBy(run.trace, row, end);
  const crashed = run.lab.faults.some(
    (fault) =>
      hasFaultTrait(fault, 'crashing') &&
      fault.crashing.device === device &&
      over !== undefined &&
      fault.crashing.at === run.trace.time(over),
  );
  return crashed ? over : undefined;
}

function dropsFor(run: Observations, device: number, reason: number): number {
  return run.deviceDrops[device]?.[dropReasons[reason] ?? ''] ?? 0;
}
