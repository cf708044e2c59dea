import { RecordKind } from '../../../../shared/trace/record';
import type { Invariant } from './run-under-test';

/** Every request is started once, and answered, failed, or pending: never two of them, and never before it was started. */
export const requestsEndOnce: Invariant = ({ trace }) => {
  const ends = new Map<number, number>();
  const broken: string[] = [];
  for (let seq = 0; seq < trace.records.length; seq++) {
    const kind = trace.kind(seq);
    const request = trace.a(seq);
    if (kind === RecordKind.appStart) {
      if (ends.has(request)) broken.push(`request ${request} is started twice (record ${seq})`);
      ends.set(request, 0);
    } else if (kind === RecordKind.httpResponseReceived || kind === RecordKind.appError) {
      const before = ends.get(request);
      if (before === undefined) broken.push(`request ${request} ends and was never started (record ${seq})`);
      else if (before > 0) broken.push(`request ${request} ends in record ${before}, and again in ${seq}`);
      ends.set(request, seq);
    }
  }
  return broken;
};

/** An answer is read whole after the server gave it, and given after the request was there. */
export const answersFollowRequests: Invariant = ({ trace }) => {
  const steps = [
    RecordKind.appStart,
    RecordKind.httpRequest,
    RecordKind.httpRequestReceived,
    RecordKind.httpResponse,
    RecordKind.httpResponseReceived,
  ] as number[];
  const reached = new Map<number, Set<number>>();
  const broken: string[] = [];
  for (let seq = 0; seq < trace.records.length; seq++) {
    const step = steps.indexOf(trace.kind(seq));
    if (step < 0) continue;
    const request = trace.a(seq);
    const before = reached.get(request) ?? new Set();
    if (step > 0 && !before.has(step - 1)) broken.push(`record ${seq}: request ${request} skips a step`);
    reached.set(request, before.add(step));
  }
  return broken;
};
