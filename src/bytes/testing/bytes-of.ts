import type { TraceReader } from '../../shared/trace/trace-reader';
import { nodeCryptography } from '../../worker/node-cryptography';
import { TraceBytes } from '../frames/trace-bytes';

/** A trace's bytes, made by Node's cryptography. */
export function bytesOf(trace: TraceReader): TraceBytes {
  return new TraceBytes(trace, nodeCryptography);
}
