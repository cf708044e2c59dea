import type { QuicStream } from '../connection/connection';

/**
 * Puts a stream that has something to send into its connection's queue: behind those that are more urgent, and behind its
 * equals, or, where it is to be sent whole before them and has begun, ahead of these (RFC 9218 section 10).
 */
export function enqueue(queue: QuicStream[], stream: QuicStream, hasBegun: boolean): void {
  const goesFirst = hasBegun && !stream.incremental;
  const isBehind = (other: QuicStream) =>
    goesFirst ? other.urgency >= stream.urgency : other.urgency > stream.urgency;
  let at = queue.length;
  while (at > 0 && isBehind(queue[at - 1] as QuicStream)) at -= 1;
  if (at === queue.length) queue.push(stream);
  else queue.splice(at, 0, stream);
}
