import type { LaneConnection } from './lanes-connection';
import { type Lane, LanePhase } from './lanes-lane';
import { LaneKind, LaneWhy } from './lanes-line';
import { FlowBlock } from '../trace/quic';
import { none } from '../trace/record';

/** What a request is at while nothing is missing in its stream and nothing arrives: by its phase, and who is ahead of it. */
export function restOf(
  lane: Lane,
  connection: LaneConnection,
): { kind: LaneKind; why: LaneWhy; about: number } {
  const plain = { why: LaneWhy.none, about: none };
  const ahead = lane.phase > LanePhase.sent ? connection.turns.ahead(lane) : undefined;
  if (ahead) return { kind: LaneKind.queued, why: LaneWhy.request, about: ahead.request };
  if (lane.phase === LanePhase.sent) return { kind: LaneKind.requesting, ...plain };
  if (lane.phase === LanePhase.received) return { kind: LaneKind.thinking, ...plain };
  const why = whyOfBlock(lane.flowBlock);
  return { kind: why === LaneWhy.none ? LaneKind.waiting : LaneKind.blocked, why, about: none };
}

function whyOfBlock(flowBlock: number): LaneWhy {
  if (flowBlock === FlowBlock.stream) return LaneWhy.streamWindow;
  if (flowBlock === FlowBlock.connection) return LaneWhy.connectionWindow;
  return flowBlock === FlowBlock.streamLimit ? LaneWhy.streamLimit : LaneWhy.none;
}
