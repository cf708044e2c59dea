import type { Lab } from '../../shared/lab/lab';
import { mediaFates, RecordKind } from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';

/** `media.*`: what becomes of each frame of a call. */
export function describeMediaRecord(lab: Lab, trace: Trace, seq: number): object {
  return {
    frame: trace.a(seq),
    workload: lab.workloads[trace.b(seq)]?.id,
    ...(trace.kind(seq) === RecordKind.mediaPlayed ? { fate: mediaFates[trace.detail(seq)] } : {}),
  };
}
