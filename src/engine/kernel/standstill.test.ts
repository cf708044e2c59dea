import { expect, test } from 'vitest';
import { EventKind } from './event-kinds';
import { StandstillError, StandstillWatch, mostEventsAtOnce } from './standstill';

const { linkArrival, tcpTimer, workload } = EventKind;
const watched = () => new StandstillWatch((kind, a) => `${kind === linkArrival ? 'link' : 'device'}-${a}`);

test('as many events as one moment may have are no standstill, nor are more at several', () => {
  const watch = watched();
  for (const time of [0, 100, 5e9])
    for (let event = 0; event < mostEventsAtOnce; event++) watch.note(time, tcpTimer, 0);
});

test('events that follow each other at one moment for ever are named, with where they are', () => {
  const roundAndRound = () => {
    const watch = watched();
    for (let event = 0; event < 2 * mostEventsAtOnce; event++)
      watch.note(1.5e9 + Math.floor(event / 20_000), event % 2 ? linkArrival : tcpTimer, event % 2 ? 7 : 3);
  };
  expect(roundAndRound).toThrow(StandstillError);
  expect(roundAndRound).toThrow(
    /^Time stands still at 1\.5 s: 1,000,000 events within 100 ns, and no end\. Of the next 1000: 500 times a frame arrives over link-7, 500 times a timer of TCP fires at device-3\.$/,
  );
});

test('requests that begin at one moment may cause what they cause', () => {
  const watch = watched();
  const events = (kind: number, count: number) => {
    for (let event = 0; event < count; event++) watch.note(0, kind, 0);
  };
  events(workload, 100_000);
  events(tcpTimer, 5 * mostEventsAtOnce);
  expect(() => events(tcpTimer, 10 * mostEventsAtOnce)).toThrow(StandstillError);
});
