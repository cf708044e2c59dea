import { read } from '../../shared/trace/record-reader';
import { RunEndReason } from '../../shared/trace/kinds/run';
import type { LabDocument } from '../../shared/lab/document';
import { quicStates } from '../../shared/trace/quic';
import { RecordKind, none, tcpStates } from '../../shared/trace/record';
import { engineVersion } from '../../shared/engine-version';
import type { ClaimResult } from '../../shared/lab/claims';
import { claimResults } from './claim-results';
import type { ConnectionObservation } from './connection-observations';
import { deviceSummaries, linkSummaries, type DeviceSummary, type LinkSummary } from './place-summaries';
import { handshakeTime } from './lookups';
import { measures, responseTimes } from './measures';
import type { Observations } from './observations';
import { distribution, type Distribution } from './percentile';
import { findConstraint, saturationByLayer, type Constraint, type SaturationByLayer } from './saturation';

/** What a run came to. Times are integer nanoseconds, sizes bytes, shares fractions of 1; docs/summary.md tells all. */
export interface Summary {
  readonly scenario: string;
  readonly title: string;
  readonly seed: number;
  readonly engineVersion: string;
  readonly simulated: { readonly from: number; readonly to: number };
  /** Why it ended: nothing left to happen, the document's duration, or not yet (the trace goes on). */
  readonly ended: 'idle' | 'duration' | 'unfinished';
  readonly records: number;
  readonly packets: number;
  readonly traceHash: string;
  readonly signals: Signals;
  readonly saturationByLayer: SaturationByLayer;
  readonly constraint: Constraint | null;
  readonly connections: ConnectionsSummary;
  readonly devices: Readonly<Record<string, DeviceSummary>>;
  readonly links: Readonly<Record<string, LinkSummary>>;
  readonly claims: readonly ClaimResult[];
}

/** The four golden signals. */
export interface Signals {
  /** From a request's start to its whole response. */
  readonly latency: Distribution;
  readonly traffic: {
    readonly requests: number;
    readonly responses: number;
    readonly segments: number;
    /** Bytes handed to applications. */
    readonly deliveredBytes: number;
  };
  readonly errors: {
    readonly failedRequests: number;
    /** Neither answered nor failed when the run ended. */
    readonly unansweredRequests: number;
    /** Responses with a status of 400 or above. */
    readonly errorResponses: number;
    readonly drops: number;
    readonly retransmissions: number;
  };
  /** Share of the constraint; 0 when nothing was used. */
  readonly saturation: number;
}

export interface ConnectionsSummary {
  readonly opened: number;
  readonly established: number;
  readonly openPeak: number;
  /** From the first SYN to ESTABLISHED at the opener. */
  readonly handshake: Distribution;
  /** Both ends' states at the run's end, counted by their name. */
  readonly finalStates: Readonly<Record<string, number>>;
}

export interface SummaryInput {
  readonly scenario: string;
  readonly document: LabDocument;
  readonly observations: Observations;
  /** SHA-256 of the canonical trace, hex. */
  readonly traceHash: string;
}

/** Sums a run up: everything is measured from its trace. */
export function summarize({ scenario, document, observations, traceHash }: SummaryInput): Summary {
  const { trace, lab } = observations;
  const saturation = saturationByLayer(observations);
  const constraint = findConstraint(saturation);
  return {
    scenario,
    title: document.title,
    seed: lab.seed,
    engineVersion,
    simulated: { from: 0, to: observations.end },
    ended: howItEnded(observations),
    records: trace.records.length,
    packets: trace.packets.length,
    traceHash,
    signals: signalsOf(observations, constraint?.share ?? 0),
    saturationByLayer: saturation,
    constraint,
    connections: connectionsSummary(observations),
    devices: deviceSummaries(observations),
    links: linkSummaries(observations),
    claims: claimResults(document, observations),
  };
}

function howItEnded({ trace }: Observations): Summary['ended'] {
  const last = trace.records.length - 1;
  if (last < 0 || trace.kind(last) !== RecordKind.runEnd) return 'unfinished';
  return read.runEnd.reason(trace, last) === RunEndReason.idle ? 'idle' : 'duration';
}

function signalsOf(observations: Observations, saturation: number): Signals {
  const { requests, connections } = observations;
  const count = (which: (request: (typeof requests)[number]) => boolean) => requests.filter(which).length;
  const total = (of: (connection: (typeof connections.connections)[number]) => number) =>
    connections.connections.reduce((sum, connection) => sum + of(connection), 0);
  return {
    latency: responseTimes(observations, requests),
    traffic: {
      requests: requests.length,
      responses: count((request) => request.completed !== none),
      segments: total((connection) => connection.segments),
      deliveredBytes: total(({ deliveredBytes }) => deliveredBytes[0] + deliveredBytes[1]),
    },
    errors: {
      failedRequests: count((request) => request.failed !== none),
      unansweredRequests: count((request) => request.failed === none && request.completed === none),
      errorResponses: count((request) => request.status >= 400),
      drops: Number(measures.drops(observations, 0) ?? 0),
      retransmissions: total((connection) => connection.retransmissions),
    },
    saturation,
  };
}

/** The states of the ends that came to know of a connection: the server of a SYN that was lost did not. */
function knownStates(connection: ConnectionObservation): string[] {
  const nameOf = (end: 0 | 1) => quicStates[connection.quicStates[end]] ?? tcpStates[connection.states[end]];
  return ([0, 1] as const).flatMap((end) => (connection.known[end] === none ? [] : (nameOf(end) ?? [])));
}

function connectionsSummary(observations: Observations): ConnectionsSummary {
  const { connections, openPeak } = observations.connections;
  const finalStates: Record<string, number> = {};
  for (const name of connections.flatMap(knownStates)) {
    finalStates[name] = (finalStates[name] ?? 0) + 1;
  }
  return {
    opened: connections.length,
    established: connections.filter((connection) => connection.establishedBy[0] !== none).length,
    openPeak,
    handshake: distribution(
      connections.flatMap((connection) => handshakeTime(observations, connection) ?? []),
    ),
    finalStates,
  };
}
