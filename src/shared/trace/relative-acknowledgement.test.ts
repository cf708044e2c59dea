import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SegmentFields, TraceWriter } from '../../engine/trace/trace-writer';
import { connectionRow } from './connections';
import { relativeAcknowledgement } from './relative-acknowledgement';

const ends = [
  { device: 0, address: 1, port: 40_000 },
  { device: 1, address: 2, port: 80 },
] as const;

/** Segments of a download, each acknowledged at once or later; gives what each acknowledgement says and should. */
function download(steps: readonly { readonly bytes: number; readonly behind: number }[]) {
  const writer = new TraceWriter();
  writer.trace.connections.push(connectionRow('tcp', ...ends));
  const segment = (from: 0 | 1, sequence: number, acknowledgement: number, payload = 0) => {
    const fields = new SegmentFields();
    const [own, other] = from === 0 ? ends : [ends[1], ends[0]];
    fields.connection = 0;
    fields.sourceAddress = own.address;
    fields.sourcePort = own.port;
    fields.destinationAddress = other.address;
    fields.destinationPort = other.port;
    fields.relativeSequence = sequence;
    fields.relativeAcknowledgement = acknowledgement >>> 0;
    fields.payload = payload;
    return writer.packet(fields);
  };
  const meant: (readonly [packet: number, acknowledgement: number])[] = [];
  let sent = 1;
  let acknowledged = 1;
  for (const { bytes, behind } of steps) {
    meant.push([segment(1, sent, 50, 1460), 50]);
    sent += bytes;
    acknowledged = Math.max(acknowledged, sent - behind);
    meant.push([segment(0, 50, acknowledged), acknowledged]);
  }
  return { trace: writer.trace, meant };
}

it('goes on where 32 bits end', () => {
  const { trace, meant } = download(Array.from({ length: 20 }, () => ({ bytes: 5e8, behind: 0 })));
  expect(meant.at(-1)?.[1]).toBe(10_000_000_001);
  for (const [packet, acknowledgement] of meant)
    expect(relativeAcknowledgement(trace, packet)).toBe(acknowledgement);
});

it('is what was meant, however much is sent and however far behind it is within a window', () => {
  const step = fc.record({
    bytes: fc.integer({ min: 1, max: 2 ** 29 }),
    behind: fc.integer({ min: 0, max: 2 ** 29 }),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
      const { trace, meant } = download(steps);
      // Asked in any order: what an acknowledgement means does not depend on what was asked before.
      for (const [packet, acknowledgement] of meant.toReversed())
        expect(relativeAcknowledgement(trace, packet)).toBe(acknowledgement);
    }),
  );
});
