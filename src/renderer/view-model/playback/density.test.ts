import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Trace } from '../../../shared/trace/trace';
import { densityBars, fractionOf, positionAtFraction, scrubberMarks, scrubberScales } from './density';
import { endPosition, positionAfter, startPosition } from '../run/position';
import { randomRuns } from '../testing/random-runs';
import { scriptVisit } from '../testing/visit';

const visit = scriptVisit();
const { trace, index } = visit.run.indexed();

describe('a place on the scrubber', () => {
  for (const scale of scrubberScales) {
    test(`by ${scale}: start and end are its ends`, () => {
      expect(fractionOf(trace, startPosition, scale)).toBe(0);
      expect(fractionOf(trace, endPosition(trace), scale)).toBe(1);
      expect(positionAtFraction(trace, 1, scale)).toEqual(endPosition(trace));
      expect(positionAtFraction(trace, -3, scale).time).toBe(0);
    });

    test(`by ${scale}: later positions are never further left`, () => {
      fc.assert(
        fc.property(randomRuns, (run) => {
          let last = 0;
          for (let record = 0; record < run.trace.records.length; record += 1) {
            const fraction = fractionOf(run.trace, positionAfter(run.trace, record), scale);
            expect(fraction).toBeGreaterThanOrEqual(last);
            last = fraction;
          }
        }),
      );
    });
  }

  test('by event leads back to the record it stands for', () => {
    for (let record = 0; record < trace.records.length; record += 1) {
      const position = positionAfter(trace, record);
      expect(positionAtFraction(trace, fractionOf(trace, position, 'event'), 'event')).toEqual(position);
    }
  });

  test('by time squeezes what happens before a long TIME-WAIT, by event it does not', () => {
    const entered = index.timeWaits.at(0) ?? 0;
    const position = positionAfter(trace, entered);
    expect(fractionOf(trace, position, 'time')).toBeLessThan(0.02);
    expect(fractionOf(trace, position, 'event')).toBeGreaterThan(0.9);
  });

  test('of a run with no records is the start', () => {
    expect(fractionOf(new Trace(), startPosition, 'time')).toBe(0);
    expect(positionAtFraction(new Trace(), 0.5, 'event')).toEqual(startPosition);
  });
});

describe('density', () => {
  test('by time is high where events are and nothing where none are', () => {
    const bars = densityBars(trace, 100, 'time');
    expect(bars[0]).toBe(1);
    expect(bars[50]).toBe(0);
    expect(bars[99]).toBeGreaterThan(0);
  });

  test('by event is high where events follow closely', () => {
    const bars = densityBars(trace, trace.records.length, 'event');
    expect(bars[0]).toBe(1);
    expect(bars[trace.records.length - 2]).toBeLessThan(0.2);
  });

  test('of a run with no records is nothing', () => {
    expect([...densityBars(new Trace(), 3, 'time')]).toEqual([0, 0, 0]);
  });
});

describe('marks', () => {
  test('show losses and TIME-WAIT', () => {
    const marks = scrubberMarks(trace, index, 'event', 200);
    expect(marks.map(({ kind, count }) => [kind, count])).toEqual([
      ['time-wait', 1],
      ['drop', 1],
    ]);
    expect(trace.time(marks[1]?.record ?? 0)).toBe(visit.lostResponse.endTime);
  });
});
