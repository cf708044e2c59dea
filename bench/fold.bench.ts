import { createSimulation } from '../src/engine/world/simulation';
import type { LabDocument } from '../src/shared/lab/document';
import { resolveLab } from '../src/shared/lab/lab';
import { foldNext } from '../src/shared/trace/fold/fold';
import { LabState } from '../src/shared/trace/fold/state/lab-state';
import { StateSeeker } from '../src/shared/trace/fold/state-seeker';
import type { Trace } from '../src/shared/trace/trace';
import { medianOf, processorMilliseconds, report } from './support/measure';
import { churn, dumbbell } from './support/workloads';

/** What it costs to fold a trace into the lab's state: once along the whole of it, and to a moment chosen at random. */

const runs = 5;
const seeks = 200;

function traceOf(document: LabDocument): Trace {
  const simulation = createSimulation(resolveLab(document));
  while (simulation.advance(simulation.lab.duration));
  return simulation.trace;
}

/** Nanoseconds for each record. */
function foldingWhole(trace: Trace): number {
  const state = new LabState();
  const { length } = trace.records;
  const milliseconds = processorMilliseconds(() => {
    while (state.next < length) foldNext(state, trace);
  });
  return (milliseconds * 1e6) / length;
}

/** Milliseconds for each seek, keyframes being laid. */
function seeking(trace: Trace, seeker: StateSeeker): number {
  const { length } = trace.records;
  let state = new LabState();
  return (
    processorMilliseconds(() => {
      // Steps of a golden share of the trace fall everywhere, and never twice in one place.
      for (let seek = 1; seek <= seeks; seek++)
        state = seeker.move(state, Math.floor(((seek * 0.618034) % 1) * length));
    }) / seeks
  );
}

const figures = (['churn', 'dumbbell'] as const).flatMap((name) => {
  const trace = traceOf(name === 'churn' ? churn('30s') : dumbbell());
  const seeker = new StateSeeker(trace);
  seeker.at(trace.records.length);
  return [
    { name: `fold, ${name}, a record`, value: medianOf(runs, () => foldingWhole(trace)), unit: 'ns' },
    {
      name: `seek anywhere in ${trace.records.length.toLocaleString('en')} records of ${name}`,
      value: medianOf(runs, () => seeking(trace, seeker)),
      unit: 'ms',
    },
  ];
});
report(figures);
