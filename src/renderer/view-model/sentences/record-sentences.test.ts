import { expect, test } from 'vitest';
import { RawTraceWriter } from '../../../engine/trace/testing/raw-writer';
import { allRecordKinds } from '../../../shared/trace/record-table';
import { PacketLabels } from '../labels/packet-labels';
import { RunIndex } from '../run/run-index';
import { RunTopology } from '../run/run-topology';
import { scriptVisit } from '../testing/visit';
import { recordSentence } from './record-sentences';

const { lab } = scriptVisit().run;
const topology = new RunTopology(lab);

/** What the last record says of a trace that a test writes. */
function sentenceOf(write: (writer: RawTraceWriter) => number): string {
  const writer = new RawTraceWriter();
  const record = write(writer);
  const { trace } = writer;
  const index = new RunIndex(trace, topology);
  index.update();
  return recordSentence({ trace, topology, index, labels: new PacketLabels(trace, index, lab) }, record);
}

test('a crash, a restart and a change of address are told, though no packet is about them', () => {
  expect(sentenceOf((writer) => writer.deviceCrash(2))).toBe('server crashes, and forgets all that it knew');
  expect(sentenceOf((writer) => writer.deviceRestart(2))).toBe('server is back, and knows nothing');
  expect(sentenceOf((writer) => writer.addressChange(0, 0x0a000005))).toBe(
    'client sends from 10.0.0.5 from now on',
  );
});

test.each(allRecordKinds.map(({ name, code }) => [name, code]))(
  'a record of %s is told with nothing left open',
  (_, kind) => {
    expect(sentenceOf((writer) => writer.raw({ kind }))).not.toMatch(/undefined|NaN|null/);
  },
);

test('a record of a kind that nobody knows is told by its number', () => {
  expect(sentenceOf((writer) => writer.raw({ kind: 250 }))).toBe('Record of kind 250');
});
