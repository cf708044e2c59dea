import type { MeasureName } from '../../shared/lab/measures';
import { none } from '../../shared/trace/record';
import { pathCosts, type PathCosts } from './hop';
import { dropTotal } from './link-observations';
import {
  between,
  connectionsOf,
  deviceAt,
  directionsOf,
  firstConnection,
  firstRequest,
  handshakeTime,
  largest,
  requestsOf,
  sum,
  sumOfConnections,
} from './lookups';
import type { Measure } from './measure';
import type { Observations } from './observations';
import { distribution, type Distribution } from './percentile';
import type { RequestObservation } from './request-observations';
import { httpMeasures } from './http-measures';
import { tcpMeasures } from './tcp-measures';

/** How each measure of `src/shared/lab/measures.ts` is taken. */
export const measures: Readonly<Record<MeasureName, Measure>> = {
  'request-first-byte-at-server': (run, workload) => {
    const request = firstRequest(run, workload);
    return request && between(run, request.started, request.firstByteAtServer);
  },
  'request-first-byte-less-serialisation': (run, workload) => {
    const costs = firstByteCosts(run, workload);
    return costs && costs.propagation + costs.elsewhere;
  },
  'request-first-byte-serialisation': (run, workload) => {
    const costs = firstByteCosts(run, workload);
    return costs && costs.serialisation + costs.waiting;
  },
  'first-response-byte': (run, workload) => {
    const request = firstRequest(run, workload);
    return request && between(run, request.started, request.firstByteAtClient);
  },
  'handshake-time': (run, workload) => {
    const connection = firstConnection(run, workload);
    return connection && handshakeTime(run, connection);
  },
  'segments-before-data': (run, workload) => {
    const connection = firstConnection(run, workload);
    return connection?.sawData ? connection.segmentsBeforeData : undefined;
  },
  'syn-retransmissions': (run, workload) => sumOfConnections(run, workload, (one) => one.synRetransmissions),
  'closed-first-by': (run, workload) => {
    const end = firstConnection(run, workload)?.closedFirstBy ?? -1;
    return end < 0 ? undefined : deviceAt(run, workload, end);
  },
  'time-wait-holder': (run, workload) => {
    const entered = firstConnection(run, workload)?.timeWaitEntered ?? [];
    const holders = [0, 1].filter((end) => (entered[end] ?? none) !== none);
    return holders.length === 0 ? undefined : holders.map((end) => deviceAt(run, workload, end)).join(', ');
  },
  'time-wait-duration': (run, workload) => {
    const connection = firstConnection(run, workload);
    const end = connection?.timeWaitEntered.findIndex((seq) => seq !== none) ?? -1;
    return connection && end >= 0
      ? between(run, connection.timeWaitEntered[end], connection.timeWaitLeft[end])
      : undefined;
  },
  'connection-count': (run, workload) => connectionsOf(run, workload).length,
  'request-count': (run, workload) => requestsOf(run, workload).length,
  'response-count': (run, workload) =>
    requestsOf(run, workload).filter((one) => one.completed !== none).length,
  'failure-count': (run, workload) => requestsOf(run, workload).filter((one) => one.failed !== none).length,
  'response-time-p50': (run, workload) => responseTimes(run, requestsOf(run, workload)).p50 ?? undefined,
  'response-time-p90': (run, workload) => responseTimes(run, requestsOf(run, workload)).p90 ?? undefined,
  'response-time-p99': (run, workload) => responseTimes(run, requestsOf(run, workload)).p99 ?? undefined,
  'response-time-max': (run, workload) => responseTimes(run, requestsOf(run, workload)).max ?? undefined,
  throughput,
  retransmissions: (run, workload) => sumOfConnections(run, workload, (one) => one.retransmissions),
  responses: (run) => run.requests.filter((one) => one.completed !== none).length,
  failures: (run) => run.requests.filter((one) => one.failed !== none).length,
  'slowest-response': (run) => responseTimes(run, run.requests).max ?? undefined,
  drops: (run) =>
    sum(run.links.directions.map((direction) => dropTotal(direction.drops))) +
    sum(run.deviceDrops.map(dropTotal)),
  'link-drops': (run, link) => sum(directionsOf(run, link).map((direction) => dropTotal(direction.drops))),
  'link-peak-utilisation': (run, link) =>
    largest(directionsOf(run, link).map((direction) => direction.transmitter.peakUtilisation)),
  'queue-peak': (run, link) =>
    largest(directionsOf(run, link).map((direction) => direction.transmitter.queuePeakFrames)),
  'queue-wait-max': (run, link) =>
    largest(directionsOf(run, link).map((direction) => direction.transmitter.longestWait)),
  'device-drops': (run, device) => dropTotal(run.deviceDrops[device] ?? {}),
  'ports-in-use-peak': (run, device) => run.connections.devices[device]?.portsPeak ?? 0,
  'time-wait-peak': (run, device) => run.connections.devices[device]?.timeWaitPeak ?? 0,
  ...tcpMeasures,
  ...httpMeasures,
};

/** Times from a request's start to its whole response, nanoseconds, over some requests. */
export function responseTimes(run: Observations, requests: readonly RequestObservation[]): Distribution {
  return distribution(requests.flatMap((request) => between(run, request.started, request.completed) ?? []));
}

function firstByteCosts(run: Observations, workload: number): PathCosts | undefined {
  const request = firstRequest(run, workload);
  if (!request || request.started === none || request.firstByteAtServer === none) return undefined;
  return pathCosts(run.lab, run.trace, request.started, request.firstByteAtServer);
}

function throughput(run: Observations, workload: number): number | undefined {
  const start = firstRequest(run, workload)?.started;
  const connections = connectionsOf(run, workload).filter((one) => one.deliveredBytes[0] > 0);
  if (start === undefined || connections.length === 0) return undefined;
  const last = largest(connections.map((one) => run.trace.time(one.lastDelivery[0])));
  const duration = last - run.trace.time(start);
  return duration > 0 ? (sum(connections.map((one) => one.deliveredBytes[0])) * 8e9) / duration : undefined;
}
