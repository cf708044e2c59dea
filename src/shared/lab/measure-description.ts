/** Duration: nanoseconds; rate: bits per second; size: bytes; share: a fraction of 1; count; text. */
export const measureUnits = ['duration', 'rate', 'size', 'share', 'count', 'text'] as const;
export type MeasureUnit = (typeof measureUnits)[number];
export type MeasureTarget = 'workload' | 'device' | 'link' | 'run';

export interface MeasureDescription {
  readonly unit: MeasureUnit;
  /** What it is taken of: a claim names one of these, or none for the run. */
  readonly of: MeasureTarget;
  readonly describe: string;
}

/** A measure: what it is taken of, its unit, and what it is. */
export function measure(of: MeasureTarget, unit: MeasureUnit, describe: string): MeasureDescription {
  return { of, unit, describe };
}
