/**
 * The engine, from outside: a resolved lab becomes a running simulation, and a trace becomes figures.
 *
 * It knows virtual time, the lab and its own random streams. It never sees a screen, a file, a process or the clock on
 * the wall, and it decodes no bytes: true bytes are made of a trace by `src/bytes`.
 *
 * ```ts
 * const simulation = createSimulation(resolveLab(document));
 * while (simulation.advance(Infinity, 16_384));
 * const hash = digestTrace(simulation.trace);
 * ```
 */
export { createSimulation, type Simulation } from './world/simulation';
export { StandstillError } from './kernel/standstill';
export { describeMachines } from './world/machines';
export { BatchReader } from './trace/batch';
export { digestTrace } from './trace/hash';
export { claimResults } from './measure/claim-results';
export { observe } from './measure/observations';
export type { Distribution } from './measure/percentile';
export type { LayerSaturation } from './measure/saturation';
export { summarize, type Summary } from './measure/summary';
