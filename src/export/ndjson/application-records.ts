import type { Lab } from '../../shared/lab/lab';
import { appErrors, RecordKind } from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';

/** `app.*` and `http.*`: how far a request has come. */
export function describeApplicationRecord(lab: Lab, trace: Trace, seq: number): object {
  const request = trace.a(seq);
  switch (trace.kind(seq)) {
    case RecordKind.appStart:
      return { request, workload: lab.workloads[trace.b(seq)]?.id };
    case RecordKind.httpResponse:
    case RecordKind.httpResponseReceived:
      return { request, status: trace.b(seq) };
    case RecordKind.appError:
      return { request, error: appErrors[trace.detail(seq)] };
    default:
      return { request };
  }
}
