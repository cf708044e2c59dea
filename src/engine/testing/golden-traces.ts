import { createHash } from 'node:crypto';
import type { LabDocument } from '../../shared/lab/document';
import { resolveLab } from '../../shared/lab/lab';
import { recordKindNames } from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';
import { observe, type Observations } from '../measure/observations';
import { summarize, type Summary } from '../measure/summary';
import { digestTrace } from '../trace/hash';
import { createSimulation } from '../world/simulation';

type Counts = Readonly<Record<string, number>>;
/** A key figure: durations are whole nanoseconds, sizes bytes; null: there was nothing to measure. */
export type GoldenFigure = number | string | null;

/** What a scenario's run must come to: its trace by its hash, and by figures whose change tells a person what changed. */
export interface GoldenTrace {
  /** SHA-256 of the canonical trace (docs/trace.md), hex. */
  readonly traceHash: string;
  readonly records: number;
  /** By name, as `request.answered`: what happened, as the summary counts it. */
  readonly figures: Readonly<Record<string, GoldenFigure>>;
  /** Records of each kind, in the order of the kinds. */
  readonly kinds: Counts;
  /** What each claim of the scenario was measured to be, by the claim's id. */
  readonly claims: Readonly<Record<string, GoldenFigure>>;
}

/** Runs a scenario to its end, and takes what the golden file holds of it. */
export function goldenTraceOf(document: LabDocument): GoldenTrace {
  const lab = resolveLab(document);
  const simulation = createSimulation(lab);
  simulation.advance(Infinity);
  const { trace } = simulation;
  const hash = createHash('sha256');
  digestTrace(trace, hash);
  const observations = observe(lab, trace, simulation.now);
  const summary = summarize({ scenario: '', document, observations, traceHash: hash.digest('hex') });
  return {
    traceHash: summary.traceHash,
    records: summary.records,
    figures: figuresOf(summary, observations),
    kinds: countKinds(trace),
    claims: Object.fromEntries(summary.claims.map(({ claim, measured }) => [claim, measured])),
  };
}

/** What differs between two goldens of one scenario, a line each: `name: old -> new`. Empty: nothing does. */
export function goldenDifferences(old: GoldenTrace | undefined, now: GoldenTrace): string[] {
  const before = flat(old);
  const after = flat(now);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name}: ${told(before[name])} -> ${told(after[name])}`);
}

function figuresOf(
  { simulated, ended, packets, signals, connections, links }: Summary,
  observations: Observations,
) {
  const { latency, traffic, errors } = signals;
  const drops: Record<string, number> = {};
  const add = (counts: Counts) => {
    for (const [reason, count] of Object.entries(counts))
      drops[`drop.${reason}`] = (drops[`drop.${reason}`] ?? 0) + count;
  };
  const directions = Object.values(links).flatMap((link) => link.directions);
  for (const { drops: counts } of directions) add(counts);
  observations.deviceDrops.forEach(add);
  const total = (of: (direction: (typeof directions)[number]) => number) =>
    directions.reduce((sum, direction) => sum + of(direction), 0);
  return {
    simulated: simulated.to,
    ended,
    packets,
    'frames.sent': total(({ frames }) => frames),
    'frames.arrived': total(({ framesArrived }) => framesArrived),
    'bytes.sent': total(({ bytes }) => bytes),
    'bytes.delivered': traffic.deliveredBytes,
    'requests.started': traffic.requests,
    'requests.answered': traffic.responses,
    'requests.failed': errors.failedRequests,
    'requests.error-status': errors.errorResponses,
    'latency.p50': latency.p50,
    'latency.p99': latency.p99,
    'latency.max': latency.max,
    'connections.opened': connections.opened,
    'connections.established': connections.established,
    'connections.open-peak': connections.openPeak,
    'handshake.p50': connections.handshake.p50,
    'handshake.max': connections.handshake.max,
    ...prefixed('final.', connections.finalStates),
    segments: traffic.segments,
    retransmissions: errors.retransmissions,
    ...drops,
    'queue.peak-frames': directions.reduce((most, { queuePeakFrames }) => Math.max(most, queuePeakFrames), 0),
  };
}

function countKinds(trace: Trace): Counts {
  const counts = new Uint32Array(256);
  for (let seq = 0; seq < trace.records.length; seq++) counts[trace.kind(seq)]! += 1;
  return Object.fromEntries(
    [...counts].flatMap((count, kind) =>
      count > 0 ? [[recordKindNames[kind] ?? `kind ${kind}`, count]] : [],
    ),
  );
}

/** One level of names: `kind tcp.send`, `claim one-loss`. */
function flat(golden: GoldenTrace | undefined): Record<string, GoldenFigure> {
  if (!golden) return {};
  const { traceHash, records, figures, kinds, claims } = golden;
  return { traceHash, records, ...figures, ...prefixed('kind ', kinds), ...prefixed('claim ', claims) };
}

function prefixed<T>(prefix: string, values: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}

function told(figure: GoldenFigure | undefined): string {
  if (figure === undefined) return 'not there';
  return typeof figure === 'number' ? figure.toLocaleString('en-US') : String(figure);
}
