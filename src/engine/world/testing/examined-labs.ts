import { createHash } from 'node:crypto';
import type { LabDocument } from '../../../shared/lab/document';
import { resolveLab } from '../../../shared/lab/lab';
import { StateSeeker } from '../../../shared/trace/fold/state-seeker';
import { hashState } from '../../../shared/trace/fold/state-hash';
import type { Trace } from '../../../shared/trace/trace';
import { digestTrace } from '../../trace/hash';
import { createSimulation } from '../simulation';
import { invariants } from './invariants/all';

/** Records after which a random run is looked at, whether it is over or not. */
const recordsInRun = 12_000;
/** Violations of one kind that are told of one run. */
const toldAtMost = 5;

/** What is held of a run besides the invariants, which one trace can be asked. */
export const sameTraceTwice = 'the same lab and seed give the same trace, however the run is sliced';
export const sameStateFromAnywhere = 'folding forward gives the state that folding from any keyframe gives';

/** By the name of each invariant that a lab's run breaks: how. */
export type Examination = ReadonlyMap<string, readonly string[]>;

const examined = new Map<string, Examination>();

/** Runs a lab and holds all that must hold against the run; of a lab that was run before, what was found then. */
export function examine(document: LabDocument): Examination {
  const key = JSON.stringify(document);
  const known = examined.get(key);
  if (known) return known;
  const examination = examineAnew(document);
  examined.set(key, examination);
  return examination;
}

/** The canonical hash of a trace, hex. */
export function traceHash(trace: Trace): string {
  const digest = createHash('sha256');
  digestTrace(trace, digest);
  return digest.digest('hex');
}

function examineAnew(document: LabDocument): Examination {
  const lab = resolveLab(document);
  const simulation = createSimulation(lab);
  simulation.advance(Infinity, recordsInRun);
  const { trace, now } = simulation;
  const found = new Map<string, readonly string[]>();
  const note = (name: string, broken: readonly string[]) => {
    if (broken.length > 0) found.set(name, broken.slice(0, toldAtMost));
  };
  for (const [name, holds] of Object.entries(invariants)) note(name, holds({ lab, trace, now }));
  note(sameTraceTwice, runAgain(document, trace));
  note(sameStateFromAnywhere, foldFromKeyframes(trace));
  return found;
}

function runAgain(document: LabDocument, trace: Trace): string[] {
  const again = createSimulation(resolveLab(document));
  const wanted = trace.records.length;
  // In slices of a length that has nothing to do with anything.
  while (
    again.trace.records.length < wanted &&
    again.advance(Infinity, Math.min(97, wanted - again.trace.records.length))
  );
  return traceHash(again.trace) === traceHash(trace)
    ? []
    : [`${wanted} records twice, and their hashes differ`];
}

function foldFromKeyframes(trace: Trace): string[] {
  const total = trace.records.length;
  const straight = new StateSeeker(trace, 1e9);
  const seeker = new StateSeeker(trace, 500);
  const broken: string[] = [];
  let state = seeker.at(total);
  // Back, forward over a keyframe, and by one: to places spread over the whole.
  for (const share of [0.9, 0.31, 0.32, 0.95, 0.05, 1]) {
    const at = Math.floor(total * share);
    state = seeker.move(state, at);
    if (hashState(state) !== hashState(straight.at(at))) broken.push(`state after ${at} of ${total} records`);
  }
  return broken;
}
