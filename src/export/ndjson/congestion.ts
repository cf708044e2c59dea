import { congestionPhases, none } from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';

/** `tcp.congestion` and `quic.congestion`: what congestion control knows. */
export function describeCongestion(trace: Trace, seq: number): object {
  const threshold = trace.b(seq);
  return {
    congestionWindow: trace.a(seq),
    slowStartThreshold: threshold === none ? null : threshold,
    phase: congestionPhases[trace.detail(seq)],
  };
}
