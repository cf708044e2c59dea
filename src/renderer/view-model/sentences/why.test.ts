import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RecordKind } from '../../../shared/trace/record';
import { PacketLabels } from '../labels/packet-labels';
import { recordSentence } from './record-sentences';
import { nothingSelected } from '../selection';
import { randomRuns } from '../testing/random-runs';
import { scriptVisit } from '../testing/visit';
import { causeChain, recordInQuestion } from './why';

const visit = scriptVisit();
const indexed = visit.run.indexed();
const source = { ...indexed, labels: new PacketLabels(indexed.trace, indexed.index) };
const sentences = (record: number, limit = 50) =>
  causeChain(source, record, limit).steps.map(({ says }) => says);
const recordsOf = (kind: number) =>
  Array.from({ length: source.trace.records.length }, (_, record) => record).filter(
    (record) => source.trace.kind(record) === kind,
  );

describe('the chain of causes', () => {
  test('of the request leads back to the click, forwarding left out', () => {
    expect(sentences(source.index.originOf(visit.request.packet) ?? -1)).toEqual([
      'A user at client asks for / of server (request 1)',
      'client goes from CLOSED to SYN-SENT on OPEN.ACTIVE',
      'client sends #1 SYN',
      '#1 SYN arrives at server',
      'server sends #2 SYN-ACK',
      '#2 SYN-ACK arrives at client',
      'client goes from SYN-SENT to ESTABLISHED on SEGMENT.SYN-ACK',
      'client hands request 1 to TCP',
      'client sends #4 GET /',
    ]);
  });

  test('of a loss says where and why it happened', () => {
    const loss = source.index.lossOf(visit.lostResponse.packet) ?? -1;
    expect(sentences(loss).slice(-2)).toEqual([
      'server sends #5 200',
      '#5 200 is lost on wan after router: dropped by a fault',
    ]);
  });

  test('of what came late names the wait in a queue', () => {
    const delivery = source.index.deliveryOf(visit.request.packet) ?? -1;
    expect(sentences(delivery)).toContain('#4 GET / waits 5.28 µs at client for wan');
  });

  test('of a retransmission names its timer', () => {
    expect(sentences(source.index.originOf(visit.response.packet) ?? -1).slice(-2)).toEqual([
      'The retransmission timer of server fires',
      'server sends #6 retransmit 200 (retransmission (RTO))',
    ]);
  });

  test('is cut off at the limit, the latest kept', () => {
    const chain = causeChain(source, source.index.originOf(visit.request.packet) ?? -1, 2);
    expect(chain.more).toBe(true);
    expect(chain.steps.map(({ says }) => says)).toEqual([
      'client hands request 1 to TCP',
      'client sends #4 GET /',
    ]);
  });

  test('ends, and goes forward in time, for any record of any run', () => {
    fc.assert(
      fc.property(randomRuns, (run) => {
        const any = { ...run, labels: new PacketLabels(run.trace, run.index) };
        for (let record = 0; record < run.trace.records.length; record += 1) {
          const { steps } = causeChain(any, record, 1000);
          expect(steps.at(-1)?.record).toBe(record);
          for (const [at, step] of steps.entries())
            expect(step.time).toBeGreaterThanOrEqual(steps[at - 1]?.time ?? 0);
        }
      }),
    );
  });
});

describe('the record in question', () => {
  const { lostResponse, syn } = visit;
  test('is a lost packet’s loss', () => {
    const selection = { kind: 'packet', packet: lostResponse.packet, record: 3 } as const;
    expect(source.trace.kind(recordInQuestion(source, selection, 1) ?? 0)).toBe(RecordKind.linkDrop);
  });
  test('is the selected record', () => {
    expect(recordInQuestion(source, { kind: 'packet', packet: syn.packet, record: 3 }, 1)).toBe(3);
  });
  test('is the playhead’s where nothing is selected', () => {
    expect(recordInQuestion(source, nothingSelected, 7)).toBe(6);
    expect(recordInQuestion(source, nothingSelected, 0)).toBeUndefined();
  });
});

test('every record of a run has a sentence', () => {
  for (let record = 0; record < source.trace.records.length; record += 1)
    expect(recordSentence(source, record)).toMatch(/^[A-Z#a-z][^?]+$/);
  const [measured] = recordsOf(RecordKind.tcpRoundTrip);
  expect(recordSentence(source, measured ?? 0)).toMatch(
    /^client measures a round trip: smoothed 150\.\d+ ms, RTO 450 ms$/,
  );
});
