import { expect, test } from 'vitest';
import type { LabDocument } from '../../shared/lab/document';
import { RecordKind } from '../../shared/trace/record';
import { recordsOf } from './testing/invariants/run-under-test';
import { traceHash } from './testing/examined-labs';
import { lineLab, runLab, type LineSettings } from './testing/labs';

type Faults = NonNullable<LabDocument['faults']>;

function run(faults: Faults, settings: LineSettings = {}) {
  const { trace } = runLab(lineLab({ ...settings, faults }));
  return { trace, count: (kind: number) => recordsOf(trace, kind).length };
}

test('a link that is cut for good is not mended by a shorter cut within', () => {
  const faults: Faults = [
    { kind: 'cut-link', link: 'far', at: '1s' },
    { kind: 'cut-link', link: 'far', at: '2s', until: '3s' },
  ];
  const { count } = run(faults, { workload: { start: '4s' } });
  expect(count(RecordKind.linkMend)).toBe(0);
  expect(count(RecordKind.httpResponseReceived)).toBe(0);
});

test('a host that is down stays down while any crash holds', () => {
  const faults: Faults = [
    { kind: 'crash-device', device: 'server', at: '1s', until: '5s' },
    { kind: 'crash-device', device: 'server', at: '2s', until: '3s' },
  ];
  const { trace, count } = run(faults, { workload: { start: '4s' } });
  expect([count(RecordKind.deviceCrash), count(RecordKind.deviceRestart)]).toEqual([1, 1]);
  expect(trace.time(recordsOf(trace, RecordKind.deviceRestart)[0] ?? 0)).toBe(5e9);
});

const everything: Faults = [
  { kind: 'drop-packet', link: 'near', from: 'client', nth: [2] },
  { kind: 'drop-packet', link: 'near', from: 'client', nth: [2, 5] },
  { kind: 'drop-response', link: 'far', from: 'server', workload: 'visit', path: '/', byte: 3000 },
  { kind: 'drop-response', link: 'far', from: 'server', workload: 'visit', path: '/', byte: 3000 },
  { kind: 'cut-link', link: 'near', at: '50ms', until: '80ms' },
  { kind: 'cut-link', link: 'far', at: '50ms', until: '90ms' },
  { kind: 'crash-device', device: 'server', at: '90ms', until: '3s' },
  { kind: 'cut-link', link: 'far', at: '90ms', until: '95ms' },
];

test('the order of the faults in the document is of no consequence', () => {
  const settings = { workload: { count: 3, interval: '40ms' } };
  const { trace } = run(everything, settings);
  const { trace: backwards } = run([...everything].reverse(), settings);
  expect(traceHash(backwards)).toBe(traceHash(trace));
});

test('two faults that name one byte of a response lose one packet', () => {
  const named = everything.filter(({ kind }) => kind === 'drop-response');
  expect(named).toHaveLength(2);
  expect(run(named).count(RecordKind.linkDrop)).toBe(1);
});

test('a packet that a fault takes by its number is the one that a fault names by its byte, where it carries it', () => {
  const byByte = everything.slice(2, 3);
  const alone = run(byByte);
  const [drop] = recordsOf(alone.trace, RecordKind.linkDrop);
  const packet = alone.trace.packet(drop ?? 0);
  const sends = recordsOf(alone.trace, RecordKind.linkSend).filter((seq) => alone.trace.place(seq) === 3);
  const nth = sends.findIndex((seq) => alone.trace.packet(seq) === packet) + 1;
  const both = run([{ kind: 'drop-packet', link: 'far', from: 'server', nth: [nth] }, ...byByte]);
  expect(both.count(RecordKind.linkDrop)).toBe(1);
});
