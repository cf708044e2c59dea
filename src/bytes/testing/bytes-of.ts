import type { Trace } from '../../shared/trace/trace';
import { nodeCryptography } from '../../worker/node-cryptography';
import { TraceBytes } from '../frames/trace-bytes';

/** A trace's bytes, made by Node's cryptography. */
export function bytesOf(trace: Trace): TraceBytes {
  return new TraceBytes(trace, nodeCryptography);
}
