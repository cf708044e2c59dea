import type { Trace } from '../../../shared/trace/trace';
import type { TcpConnection } from '../connection/connection';

/**
 * Takes the SACK blocks of a packet in (RFC 2018 section 5) and marks what they report. Says whether the first is a DSACK: a
 * report of something that arrived twice (RFC 2883). `acknowledged`: the packet's relative acknowledgement number.
 */
export function takeSackBlocks(
  connection: TcpConnection,
  trace: Trace,
  packet: number,
  acknowledged: number,
): boolean {
  const blocks = connection.selectiveAcknowledgement ? trace.sackBlockCount(packet) : 0;
  if (blocks === 0) return false;
  const first = trace.firstSackBlock(packet);
  const edge = (block: number, side: 0 | 1) => relative(connection, trace.sackEdge(first + block, side));
  // RFC 2883 section 4: below the cumulative acknowledgement, or within the second block.
  const repeated =
    edge(0, 1) <= acknowledged || (blocks > 1 && edge(0, 1) <= edge(1, 1) && edge(0, 0) >= edge(1, 0));
  for (let block = repeated ? 1 : 0; block < blocks; block++) {
    const left = edge(block, 0);
    const right = edge(block, 1);
    if (left >= right || right > connection.sendNext || left < connection.sendUnacknowledged) continue;
    connection.sent.markSackedBlock(left, right);
  }
  return repeated && edge(0, 0) < edge(0, 1);
}

function relative(connection: TcpConnection, edge: number): number {
  const expected = (connection.initialSendSequence + connection.sendNext) >>> 0;
  return connection.sendNext + ((edge - expected) | 0);
}
