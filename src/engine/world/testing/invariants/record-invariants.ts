import { none } from '../../../../shared/trace/record';
import type { Invariant } from './run-under-test';

/** Records are in order of time. */
export const timesNeverFall: Invariant = ({ trace }) => {
  const broken: string[] = [];
  for (let seq = 1; seq < trace.records.length; seq++)
    if (!(trace.time(seq) >= trace.time(seq - 1)))
      broken.push(`record ${seq} is at ${trace.time(seq)} ns, the one before at ${trace.time(seq - 1)} ns`);
  return broken;
};

/** Each cause lies before its effect: its seq is lower, its time not later. */
export const causesComeFirst: Invariant = ({ trace }) => {
  const broken: string[] = [];
  for (let seq = 0; seq < trace.records.length; seq++) {
    const cause = trace.cause(seq);
    if (cause === none) continue;
    if (cause >= seq || trace.time(cause) > trace.time(seq))
      broken.push(`record ${seq} is caused by ${cause}`);
  }
  return broken;
};
