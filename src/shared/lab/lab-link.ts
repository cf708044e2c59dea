import { bytesOf, nanosecondsOf, valueOf } from '../schema/quantities';
import { parseRate, parseShare } from '../units/units';
import type { Impairments, Link } from './document';

/** A link as numbers: durations in nanoseconds, sizes in bytes, the bandwidth in bits a second, shares from 0 to 1. */
export interface LabLink {
  readonly index: number;
  readonly id: string;
  /** Device indexes of ends a and b. */
  readonly devices: readonly [number, number];
  readonly addresses: readonly [number, number];
  readonly bandwidth: number;
  readonly delay: number;
  readonly mtu: number;
  readonly queuePackets: number;
  readonly queueBytes: number;
  readonly frameOverhead: number;
  /** Packets waiting at which ECN-capable ones are marked. */
  readonly markAt: number;
  readonly loss: number;
  readonly burst: { toBad: number; toGood: number; lossGood: number; lossBad: number } | undefined;
  readonly duplicate: number;
  readonly corrupt: number;
  readonly reorder: number;
  readonly reorderBy: number;
  readonly jitter: number;
}

/** A link's numbers, with the defaults filled in. */
export function resolveLink(
  link: Link,
  index: number,
  devices: readonly [number, number],
  addresses: readonly [number, number],
): LabLink {
  return {
    index,
    id: link.id,
    devices,
    addresses,
    bandwidth: valueOf(parseRate(link.bandwidth)),
    delay: nanosecondsOf(link.delay, '0s'),
    mtu: link.mtu ?? 1500,
    ...resolveQueue(link.queue),
    frameOverhead: bytesOf(link.frameOverhead, '0B'),
    markAt: link.markAt ?? Number.MAX_SAFE_INTEGER,
    ...resolveImpairments(link.impairments),
  };
}

function resolveQueue(queue: Link['queue'] = { packets: 1000 }) {
  const noCeiling = Number.MAX_SAFE_INTEGER;
  return 'packets' in queue
    ? { queuePackets: queue.packets, queueBytes: noCeiling }
    : { queuePackets: noCeiling, queueBytes: bytesOf(queue.bytes, '0B') };
}

const fraction = (text: string | undefined, fallback = '0%') => valueOf(parseShare(text ?? fallback));

function resolveImpairments(impairments: Impairments = {}) {
  const burst = impairments.burst;
  return {
    loss: fraction(impairments.loss),
    burst: burst && {
      toBad: fraction(burst.toBad),
      toGood: fraction(burst.toGood),
      lossGood: fraction(burst.lossGood),
      lossBad: fraction(burst.lossBad, '100%'),
    },
    duplicate: fraction(impairments.duplicate),
    corrupt: fraction(impairments.corrupt),
    reorder: fraction(impairments.reorder),
    // Reordering by nothing would be none: as much as netem's manual shows, where nothing is said.
    reorderBy: impairments.reorder === undefined ? 0 : nanosecondsOf(impairments.reorderBy, '10ms'),
    jitter: nanosecondsOf(impairments.jitter, '0s'),
  };
}
