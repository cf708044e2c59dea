import type { Lab } from '../../shared/lab/lab';
import { flowBlocks } from '../../shared/trace/quic';
import { appErrors, http2Events, http2States, RecordKind } from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';

/** `app.*` and `http.*`: how far a request has come. */
export function describeApplicationRecord(lab: Lab, trace: Trace, seq: number): object {
  const request = trace.a(seq);
  const b = trace.b(seq);
  switch (trace.kind(seq)) {
    case RecordKind.appStart:
      return { request, workload: lab.workloads[b]?.id };
    case RecordKind.httpResponse:
    case RecordKind.httpResponseReceived:
      return { request, status: b };
    case RecordKind.appError:
      return { request, error: appErrors[trace.detail(seq)] };
    case RecordKind.httpBlocked:
      return { request, by: flowBlocks[trace.detail(seq)] };
    case RecordKind.httpStream:
      return {
        stream: trace.a(seq),
        from: http2States[b & 255],
        to: http2States[(b >>> 8) & 255],
        event: http2Events[(b >>> 16) & 255],
      };
    case RecordKind.appFallback:
      return { request, winner: fallbackWinners[b] };
    default:
      return { request };
  }
}

/** Of a race between ways to a server. */
export const fallbackWinners = ['none', 'TCP', 'QUIC'] as const;
