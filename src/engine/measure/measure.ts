import type { Observations } from './observations';

/** A figure in its measure's base unit (nanoseconds, bits per second, bytes, a fraction, a count) or a text. */
export type Figure = number | string;

/** Takes a measure of a workload, device or link by its index; of the run, whatever the index. Undefined: it did not come to it. */
export type Measure = (observations: Observations, target: number) => Figure | undefined;
