import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { none } from '../../../shared/trace/record';
import { countCrossings, crossingDevice } from './layer-crossings';
import { LensFocusFinder, type LensSubject } from './lens-focus';
import { positionAfter, startPosition } from '../run/position';
import { client, scriptVisit, server } from '../testing/visit';

const visit = scriptVisit();
const trace = visit.run.build();
const { lab } = visit.run;
const records = trace.records.length;

const subjects: LensSubject[] = [
  { kind: 'playhead' },
  { kind: 'any-packet' },
  ...[client, 1, server].map((device) => ({ kind: 'device', device }) as const),
  { kind: 'packet', packet: visit.request.packet },
  { kind: 'packet', packet: 999 },
];

/** The same by looking at every record. */
function latestByLooking(below: number, subject: LensSubject): number {
  for (let record = below - 1; record >= 0; record--) {
    if (countCrossings(lab, trace, record) === 0) continue;
    if (subject.kind === 'device' && crossingDevice(lab, trace, record) !== subject.device) continue;
    if (subject.kind === 'packet' && trace.packet(record) !== subject.packet) continue;
    if (subject.kind === 'any-packet' && trace.packet(record) === none) continue;
    return record;
  }
  return -1;
}

describe('what the lens looks at', () => {
  it('is the latest crossing of the subject, whichever way the playhead came', () => {
    const move = fc.tuple(fc.nat(records), fc.constantFrom(...subjects));
    fc.assert(
      fc.property(fc.array(move, { minLength: 1, maxLength: 40 }), (moves) => {
        const finder = new LensFocusFinder(lab, trace);
        for (const [at, subject] of moves) {
          const position = at === 0 ? startPosition : positionAfter(trace, at - 1);
          expect(finder.find(position, subject)?.record ?? -1).toBe(latestByLooking(at, subject));
        }
      }),
    );
  });

  it('stops at each crossing of the record under the playhead', () => {
    const finder = new LensFocusFinder(lab, trace);
    const subject = { kind: 'packet', packet: visit.syn.packet } as const;
    const first = latestByLooking(records, subject);
    const crossings = countCrossings(lab, trace, first);
    expect(crossings).toBe(4);
    const shown = [0, 1, 2, 3, 4].map(
      (made) => finder.find(positionAfter(trace, first, made), subject)?.crossing,
    );
    expect(shown).toEqual([0, 0, 1, 2, 3]);
  });

  it('has made all crossings once time went on', () => {
    const finder = new LensFocusFinder(lab, trace);
    const subject = { kind: 'packet', packet: visit.syn.packet } as const;
    const sent = latestByLooking(records, subject);
    const later = { ...positionAfter(trace, sent), time: trace.time(sent) + 1 };
    expect(finder.find(later, subject)?.crossing).toBe(3);
  });

  it('is nothing before the subject moved', () => {
    const finder = new LensFocusFinder(lab, trace);
    expect(finder.find(startPosition, { kind: 'playhead' })).toBeUndefined();
    expect(finder.find(positionAfter(trace, records - 1), { kind: 'packet', packet: 999 })).toBeUndefined();
  });
});
