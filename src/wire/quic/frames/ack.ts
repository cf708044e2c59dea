import { QuicFrame } from './frame-type';
import type { Cursor } from '../../encoding/cursor';
import type { FrameCodec } from './codec';
import { varintsLength, writeVarints } from './fields';

/** ACK frames, RFC 9000 section 19.3. */

/** Packet numbers that have arrived without a gap, both ends included. */
export interface AckRange {
  readonly smallest: number;
  readonly largest: number;
}

/** Packets seen with each ECN codepoint, RFC 9000 section 19.3.2. */
export interface EcnCounts {
  readonly ect0: number;
  readonly ect1: number;
  readonly congestionExperienced: number;
}

export interface AckFrame {
  readonly name: 'ack';
  /** As on the wire: microseconds divided by 2^ack_delay_exponent. */
  readonly delay: number;
  /** Highest first, at least one, never touching each other. */
  readonly ranges: readonly AckRange[];
  readonly ecn: EcnCounts | undefined;
}

const withEcn = 0x03;

/** The values of a frame in the order of the wire, its type left out. */
function valuesOf(frame: AckFrame): number[] {
  const [first, ...others] = frame.ranges;
  if (!first) throw new RangeError('an ACK frame without a range');
  const values = [first.largest, frame.delay, others.length, first.largest - first.smallest];
  let smallest = first.smallest;
  for (const range of others) {
    // Section 19.3.1: a Gap is one less than the packets missing, and a range's largest is two below the last smallest at most.
    values.push(smallest - range.largest - 2, range.largest - range.smallest);
    smallest = range.smallest;
  }
  if (frame.ecn) values.push(frame.ecn.ect0, frame.ecn.ect1, frame.ecn.congestionExperienced);
  return values;
}

function readRanges(cursor: Cursor, largest: number, others: number): AckRange[] {
  const ranges: AckRange[] = [];
  let top = largest;
  for (let index = 0; index <= others; index += 1) {
    const start = cursor.at;
    if (index > 0) top = ranges[index - 1]!.smallest - cursor.varint('Gap') - 2;
    const smallest = top - cursor.varint(index > 0 ? 'ACK Range Length' : 'First ACK Range');
    if (smallest < 0)
      cursor.fail(start, 'a range below packet number 0', `at most ${Math.max(0, top)} packets`);
    if (cursor.error) break;
    ranges.push({ smallest, largest: top });
  }
  return ranges;
}

export const ackCodec: FrameCodec<AckFrame> = {
  length: (frame) => 1 + varintsLength(...valuesOf(frame)),
  write(target, at, frame) {
    target[at] = frame.ecn ? withEcn : QuicFrame.ack;
    return 1 + writeVarints(target, at + 1, ...valuesOf(frame));
  },
  read(cursor, type) {
    const largest = cursor.varint('Largest Acknowledged');
    const delay = cursor.varint('ACK Delay');
    const others = cursor.varint('ACK Range Count');
    const ranges = readRanges(cursor, largest, others);
    const ecn = type === withEcn ? readEcnCounts(cursor) : undefined;
    return { name: 'ack', delay, ranges, ecn };
  },
};

function readEcnCounts(cursor: Cursor): EcnCounts {
  return {
    ect0: cursor.varint('ECT0 Count'),
    ect1: cursor.varint('ECT1 Count'),
    congestionExperienced: cursor.varint('ECN-CE Count'),
  };
}
