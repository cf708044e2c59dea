import { none } from '../../shared/trace/record';
import type { ConnectionObservation } from './connection-observations';
import type { DirectionObservation } from './link-observations';
import type { Observations } from './observations';
import type { RequestObservation } from './request-observations';

/** What measures look up in the observations of a run. Workloads and links by their index. */

/** From the first SYN to ESTABLISHED at the opener, nanoseconds; undefined when it never came to it. */
export function handshakeTime(run: Observations, connection: ConnectionObservation): number | undefined {
  return between(run, connection.firstSyn, connection.establishedBy[0]);
}

/** Nanoseconds between two records; undefined where either did not happen. */
export function between(
  run: Observations,
  from: number | undefined,
  to: number | undefined,
): number | undefined {
  if (from === undefined || to === undefined || from === none || to === none) return undefined;
  return run.trace.time(to) - run.trace.time(from);
}

export const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
export const largest = (numbers: readonly number[]) =>
  numbers.reduce((most, number) => Math.max(most, number), 0);

export function requestsOf(run: Observations, workload: number): RequestObservation[] {
  return run.requests.filter((request) => request.workload === workload);
}

export function firstRequest(run: Observations, workload: number): RequestObservation | undefined {
  return run.requests.find((request) => request.workload === workload);
}

export function connectionsOf(run: Observations, workload: number): ConnectionObservation[] {
  return run.connections.connections.filter(
    (connection) => run.requests[connection.openedFor]?.workload === workload,
  );
}

/** The connection on which a workload's first request went, or at least was to go. */
export function firstConnection(run: Observations, workload: number): ConnectionObservation | undefined {
  const request = firstRequest(run, workload);
  if (request && request.connection !== none) return run.connections.connections[request.connection];
  return connectionsOf(run, workload)[0];
}

export function sumOfConnections(
  run: Observations,
  workload: number,
  count: (connection: ConnectionObservation) => number,
): number {
  return sum(connectionsOf(run, workload).map(count));
}

export function directionsOf(run: Observations, link: number): DirectionObservation[] {
  return run.links.directions.slice(link * 2, link * 2 + 2);
}

/** The device at an end of a workload's connections: 0 its client, 1 its server. */
export function deviceAt(run: Observations, workload: number, end: number): string | undefined {
  const ends = run.lab.workloads[workload];
  return ends && run.lab.devices[end === 0 ? ends.from : ends.to]?.id;
}
