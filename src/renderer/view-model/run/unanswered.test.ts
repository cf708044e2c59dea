import { describe, expect, it } from 'vitest';
import { RecordKind } from '../../../shared/trace/record';
import { StateSeeker } from '../../../shared/trace/fold/state-seeker';
import { client, scriptVisit } from '../testing/visit';
import { unansweredRequests } from './unanswered';

describe('unanswered requests', () => {
  const visit = scriptVisit();
  visit.run.at(90e9, RecordKind.appStart, { place: client, a: 1, b: 0 });
  visit.run.at(91e9, RecordKind.appStart, { place: client, a: 2, b: 0 });
  visit.run.at(92e9, RecordKind.appError, { place: client, a: 2, detail: 2 });
  const trace = visit.run.build();
  const seeker = new StateSeeker(trace);
  const at = (time: number) => unansweredRequests(seeker.at(trace.firstAtOrAfter(time + 1)));

  it('are those under way, neither those that are read whole nor those that have failed', () => {
    expect(at(10e6)).toBe(1);
    expect(at(80e9)).toBe(0);
    expect(at(91e9)).toBe(2);
    expect(at(92e9)).toBe(1);
  });
});
