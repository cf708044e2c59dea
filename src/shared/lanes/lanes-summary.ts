import { hasWorkloadTrait, type LabWorkload } from '../workloads/workload';
import type { Lane, LaneReader } from './lanes';
import { LaneKind, LaneWhy, type LaneSegment } from './lanes-line';
import { none } from '../trace/record';
import { tlsAnswerOf, tlsVersionName } from '../trace/tls-tables';
import type { TraceReader } from '../trace/trace-reader';

/** What a workload gained and paid. Durations are nanoseconds from its first request's start; undefined: not yet. */
export interface LaneSummary {
  readonly workload: LabWorkload;
  readonly lanes: readonly Lane[];
  readonly start: number;
  /** What its connections spoke, such as `HTTP/2`; of several, the one that carried most requests. */
  readonly protocol: string;
  /** Such as `TLS 1.3`; '' for none. */
  readonly security: string;
  readonly firstByte: number | undefined;
  /** Every request is read. */
  readonly complete: number | undefined;
  /** Every request is read or failed: the figures are no longer those of a part. */
  readonly isOver: boolean;
  readonly completed: number;
  readonly failed: number;
  readonly connections: number;
  /** TCP's, TLS's over TCP, QUIC's: as the clients saw them done. */
  readonly handshakes: number;
  /** Bytes of frames that both ends put on their first links. */
  readonly wireBytes: number;
  /** Nanoseconds in which requests were queued or blocked, added up. */
  readonly blocked: number;
  /** Bytes that sat finished at the client, times the seconds that they did. */
  readonly bufferedByteSeconds: number;
  /** Requests that were held back for a lost packet's bytes. */
  readonly stalledByLoss: number;
}

/** Each workload that has lanes, in the document's order. */
export function summariseLanes(reader: LaneReader): LaneSummary[] {
  const byWorkload = new Map<number, Lane[]>();
  for (const lane of reader.lanes) {
    const lanes = byWorkload.get(lane.workload);
    if (lanes) lanes.push(lane);
    else byWorkload.set(lane.workload, [lane]);
  }
  const connections = connectionsOfWorkloads(reader);
  return reader.lab.workloads.flatMap((workload) => {
    const lanes = byWorkload.get(workload.index);
    return lanes ? [summarise(reader, workload, lanes, connections.get(workload.index) ?? [])] : [];
  });
}

function summarise(
  reader: LaneReader,
  workload: LabWorkload,
  lanes: readonly Lane[],
  connections: readonly number[],
): LaneSummary {
  const start = least(lanes, (lane) => lane.start) ?? 0;
  const firstByte = least(lanes, (lane) => lane.firstByte);
  const ended = lanes.filter((lane) => lane.ended !== undefined);
  const isOver = ended.length === lanes.length && lanes.length >= expectedRequests(workload);
  const failed = lanes.filter((lane) => lane.hasFailed).length;
  const sum = (figure: (lane: Lane) => number) => lanes.reduce((total, lane) => total + figure(lane), 0);
  const sumOf = (figure: (connection: number) => number) =>
    connections.reduce((total, connection) => total + figure(connection), 0);
  const carrier = busiest(lanes, connections);
  return {
    workload,
    lanes,
    start,
    protocol: protocolName(reader.trace, carrier, workload),
    security: securityName(reader.trace, carrier),
    firstByte: firstByte === undefined ? undefined : firstByte - start,
    complete:
      isOver && failed === 0
        ? lanes.reduce((latest, lane) => Math.max(latest, lane.ended ?? 0), 0) - start
        : undefined,
    isOver,
    completed: ended.length - failed,
    failed,
    connections: connections.length,
    handshakes: sumOf((connection) => reader.connection(connection).handshakes),
    wireBytes: sumOf((connection) => reader.connection(connection).wireBytes),
    blocked: sum((lane) => lane.blocked),
    bufferedByteSeconds: sum((lane) => lane.line.bufferedByteNanoseconds) / 1e9,
    stalledByLoss: lanes.filter(isStalledByLoss).length,
  };
}

/** Whether a request was held back by bytes that were lost: its own, or others' that TCP keeps before its own. */
export function isStalledByLoss(lane: Lane): boolean {
  return lane.segments.some(waitsForByte);
}

function waitsForByte({ kind, why }: LaneSegment): boolean {
  return kind === LaneKind.blocked && (why === LaneWhy.missingByte || why === LaneWhy.streamByte);
}

/** Requests that a workload will have made in the end; Infinity where it asks for nothing. */
function expectedRequests(workload: LabWorkload): number {
  return hasWorkloadTrait(workload, 'asking') ? workload.count * workload.asking.paths.length : Infinity;
}

/** The connections that each workload used: those that its requests went over, and others between its two hosts. */
export function connectionsOfWorkloads(reader: LaneReader): Map<number, number[]> {
  const owner: (number | undefined)[] = [];
  for (const lane of reader.lanes) if (lane.connection !== none) owner[lane.connection] ??= lane.workload;
  const found = new Map<number, number[]>();
  for (const connection of reader.trace.connections.keys()) {
    const workload = owner[connection] ?? workloadBetween(reader, connection);
    if (workload === undefined) continue;
    const connections = found.get(workload);
    if (connections) connections.push(connection);
    else found.set(workload, [connection]);
  }
  return found;
}

/** A connection that no request went over, such as the one that lost a race: that of a workload between its hosts. */
function workloadBetween({ lab, trace }: LaneReader, connection: number): number | undefined {
  const row = trace.connections[connection];
  const between = lab.workloads.filter(
    ({ from, to, carriers }) =>
      carriers.length > 0 && from === row?.ends[0].device && to === row.ends[1].device,
  );
  if (!row || between.length < 2) return between[0]?.index;
  return between.find(({ carriers }) => (carriers as readonly string[]).includes(row.protocol))?.index;
}

function busiest(lanes: readonly Lane[], connections: readonly number[]): number {
  const requests = new Map<number, number>();
  for (const { connection } of lanes)
    if (connection !== none) requests.set(connection, (requests.get(connection) ?? 0) + 1);
  let best = connections[0] ?? none;
  for (const [connection, count] of requests) if (count > (requests.get(best) ?? 0)) best = connection;
  return best;
}

function protocolName(trace: TraceReader, connection: number, workload: LabWorkload): string {
  const row = trace.connections[connection];
  const carrier: string = row?.protocol ?? workload.carriers[0] ?? '';
  if (!hasWorkloadTrait(workload, 'asking')) return carrier.toUpperCase();
  if (!row) return `HTTP/${workload.asking.http}`;
  if (row.protocol === 'quic') return 'HTTP/3';
  return tlsAnswerOf(trace, connection)?.protocol === 'h2' ? 'HTTP/2' : 'HTTP/1.1';
}

function securityName(trace: TraceReader, connection: number): string {
  const answer = tlsAnswerOf(trace, connection);
  return answer ? tlsVersionName(answer.version) : '';
}

function least(lanes: readonly Lane[], figure: (lane: Lane) => number | undefined): number | undefined {
  const known = lanes.map(figure).filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((one, other) => Math.min(one, other));
}
