import { observe, summarize, type Summary, digestTrace, createSimulation } from '../../engine/index';
import { createHash } from 'node:crypto';
import { resolveLab, type Lab } from '../../shared/lab/lab';
import type { Trace } from '../../shared/trace/trace';
import { formatDuration } from '../../shared/units/units';
import type { LabSource } from './lab-source';
import { progressOn } from './progress';
import type { Surroundings } from './surroundings';

export interface FinishedRun {
  readonly lab: Lab;
  readonly trace: Trace;
  readonly summary: Summary;
}

/** Records between two looks at the clock and at signals. */
const recordsInSlice = 1 << 16;

/** Runs a lab to its end and sums it up. */
export async function simulate(source: LabSource, surroundings: Surroundings): Promise<FinishedRun> {
  const lab = resolveLab(source.document);
  const simulation = createSimulation(lab);
  const progress = progressOn(surroundings);
  try {
    while (simulation.advance(lab.duration, recordsInSlice)) {
      const records = simulation.trace.records.length.toLocaleString('en-US');
      const { now } = simulation;
      progress.show(
        `${source.name}: ${formatDuration(now)} of ${formatDuration(lab.duration)}, ${records} records`,
      );
      await progress.pause();
    }
  } finally {
    progress.clear();
  }
  const { trace } = simulation;
  const hash = createHash('sha256');
  digestTrace(trace, hash);
  const summary = summarize({
    scenario: source.name,
    document: source.document,
    observations: observe(lab, trace, simulation.now),
    traceHash: hash.digest('hex'),
  });
  return { lab, trace, summary };
}
