import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashState } from '../../../shared/trace/fold/state-hash';
import { StateSeeker } from '../../../shared/trace/fold/state-seeker';
import { RecordKind } from '../../../shared/trace/record';
import { countCrossings } from '../lens/layer-crossings';
import { Playback, watchableSpeed } from './playback';
import { comparePositions, endPosition, startPosition, type Position } from '../run/position';
import { nextStop, previousStop, stepSizes, type StepSurroundings } from './steps';
import { randomRuns } from '../testing/random-runs';
import { client, scriptVisit } from '../testing/visit';

type Indexed = ReturnType<ReturnType<typeof scriptVisit>['run']['indexed']>;

function surroundingsOf({ lab, trace, topology }: Indexed): StepSurroundings {
  return {
    crossings: (record) => countCrossings(lab, trace, record),
    atWatchedDevice: (record) => topology.concerns(trace, record, client),
    roundTrip: 150e6,
  };
}

function playbackOf(run: Indexed): Playback {
  const playback = new Playback(run.trace, () => surroundingsOf(run));
  playback.traceGrew(true);
  return playback;
}

function stepped(playback: Playback, times: number, step: () => boolean): number {
  let moved = 0;
  for (let taken = 0; taken < times; taken += 1) if (step()) moved += 1;
  return moved;
}

/** Puts the playhead anywhere: after a record, at a time between records, or between two layers. */
function place(
  playback: Playback,
  run: Indexed,
  where: { fraction: number; between: boolean; layers: number },
) {
  const end = endPosition(run.trace);
  if (where.between) playback.seek(Math.floor(end.time * where.fraction));
  else playback.seekRecord(Math.floor(end.records * where.fraction) - 1);
  stepped(playback, where.layers, () => playback.stepForward('layer'));
  playback.goTo(playback.position);
}

const anywhere = fc.record({
  fraction: fc.double({ min: 0, max: 1, noNaN: true }),
  between: fc.boolean(),
  layers: fc.integer({ min: 0, max: 3 }),
});

describe('stepping', () => {
  for (const size of stepSizes) {
    test(`by ${size}: n steps on and n back give the same position and the same state`, () => {
      fc.assert(
        fc.property(randomRuns, anywhere, fc.integer({ min: 0, max: 40 }), (run, where, steps) => {
          const playback = playbackOf(run);
          const seeker = new StateSeeker(run.trace, 8);
          place(playback, run, where);
          const before = playback.position;
          const hash = hashState(seeker.at(before.records));
          const moved = stepped(playback, steps, () => playback.stepForward(size));
          expect(stepped(playback, moved, () => playback.stepBack(size))).toBe(moved);
          expect(playback.position).toEqual(before);
          expect(hashState(seeker.at(playback.position.records))).toBe(hash);
        }),
      );
    });

    test(`by ${size}: n steps back and n on give the same position`, () => {
      fc.assert(
        fc.property(randomRuns, anywhere, fc.integer({ min: 0, max: 40 }), (run, where, steps) => {
          const playback = playbackOf(run);
          place(playback, run, where);
          const before = playback.position;
          const moved = stepped(playback, steps, () => playback.stepBack(size));
          stepped(playback, moved, () => playback.stepForward(size));
          expect(playback.position).toEqual(before);
        }),
      );
    });

    test(`by ${size}: every step on goes on, and the end is reached`, () => {
      fc.assert(
        fc.property(randomRuns, (run) => {
          const playback = playbackOf(run);
          let last: Position = startPosition;
          let onwards = true;
          for (let step = 0; step < 10_000 && playback.stepForward(size); step += 1) {
            onwards &&= comparePositions(playback.position, last) > 0;
            last = playback.position;
          }
          expect([onwards, playback.position.records]).toEqual([true, run.trace.records.length]);
        }),
      );
    });
  }

  test('the stops of a size are the same in both directions, without any memory of the way', () => {
    fc.assert(
      fc.property(randomRuns, fc.constantFrom('record', 'hop', 'layer', 'device-event'), (run, size) => {
        const around = surroundingsOf(run);
        const onwards: Position[] = [startPosition];
        for (
          let at = nextStop(run.trace, startPosition, size, around);
          at;
          at = nextStop(run.trace, at, size, around)
        )
          onwards.push(at);
        const end = onwards.at(-1) ?? startPosition;
        const backwards: Position[] = [end];
        for (
          let at = previousStop(run.trace, end, size, around);
          at;
          at = previousStop(run.trace, at, size, around)
        )
          backwards.push(at);
        expect(backwards.reverse()).toEqual(onwards);
      }),
    );
  });

  test('by hop stops where packets arrive or are lost', () => {
    const run = scriptVisit().run.indexed();
    const playback = playbackOf(run);
    const kinds: number[] = [];
    while (playback.stepForward('hop') && !playback.atEnd)
      kinds.push(run.trace.kind(playback.position.records - 1));
    expect(new Set(kinds)).toEqual(new Set([RecordKind.linkArrive, RecordKind.linkDrop]));
  });

  test('by layer stops at each layer that a packet crosses', () => {
    const { run: scripted, syn } = scriptVisit();
    const run = scripted.indexed();
    const playback = playbackOf(run);
    const sent = run.index.originOf(syn.packet) ?? -1;
    playback.seekRecord(sent);
    playback.stepForward('layer');
    expect(playback.position).toEqual({ records: sent + 1, time: 0, crossing: 1 });
    playback.stepForward('layer');
    expect(playback.position.crossing).toBe(2);
    playback.stepForward('layer');
    expect(playback.position).toEqual({ records: sent + 2, time: 0, crossing: 1 });
  });

  test('by round trip goes by its length in time', () => {
    const run = scriptVisit().run.indexed();
    const playback = playbackOf(run);
    playback.stepForward('round-trip');
    expect(playback.position.time).toBe(150e6);
    expect(playback.position.records).toBe(run.trace.firstAtOrAfter(150e6 + 1));
  });

  test('by device event without a watched device goes nowhere', () => {
    const run = scriptVisit().run.indexed();
    const playback = new Playback(run.trace, () => ({ ...surroundingsOf(run), atWatchedDevice: undefined }));
    expect(playback.stepForward('device-event')).toBe(false);
    expect(playback.position).toEqual(startPosition);
  });

  test('pauses', () => {
    const playback = playbackOf(scriptVisit().run.indexed());
    playback.play();
    playback.stepForward();
    expect(playback.playing).toBe(false);
  });
});

describe('playing', () => {
  test('moves the playhead by wall time at the chosen speed', () => {
    const playback = playbackOf(scriptVisit().run.indexed());
    playback.setSpeed(0.02);
    playback.play();
    playback.advance(0.5, false);
    expect(playback.position.time).toBe(10e6);
  });

  test('loses no time to rounding in slow motion', () => {
    const playback = playbackOf(scriptVisit().run.indexed());
    playback.setSpeed(1e-6);
    playback.play();
    for (let frame = 0; frame < 1000; frame += 1) playback.advance(0.0166667, false);
    expect(Math.abs(playback.position.time - 16666.7)).toBeLessThanOrEqual(1);
  });

  test('has folded in exactly the records up to its time', () => {
    fc.assert(
      fc.property(
        randomRuns,
        fc.array(fc.double({ min: 0, max: 0.3, noNaN: true }), { maxLength: 30 }),
        (run, frames) => {
          const playback = playbackOf(run);
          playback.setSpeed(1);
          playback.setSkipQuiet(false);
          playback.play();
          for (const seconds of frames) {
            playback.advance(seconds, false);
            const { records, time } = playback.position;
            expect(records).toBe(run.trace.firstAtOrAfter(time + 1));
          }
        },
      ),
    );
  });

  test('pauses at the end of a whole trace, and begins anew from there', () => {
    const run = scriptVisit().run.indexed();
    const playback = playbackOf(run);
    playback.toEnd();
    playback.play();
    expect(playback.position).toEqual(startPosition);
    playback.setSpeed(100);
    playback.advance(10, false);
    expect(playback.playing).toBe(false);
    expect(playback.atEnd).toBe(true);
  });

  test('waits at the edge while the simulation is still under way', () => {
    const run = scriptVisit().run.indexed();
    const playback = new Playback(run.trace, () => surroundingsOf(run));
    playback.setSpeed(100);
    playback.play();
    playback.advance(10, false);
    expect(playback.atEnd).toBe(true);
    expect(playback.playing).toBe(true);
  });

  test('skips a quiet stretch that would take long to watch, and no other', () => {
    const { run: scripted, timeWait } = scriptVisit();
    const run = scripted.indexed();
    const playback = playbackOf(run);
    playback.setSpeed(0.02);
    playback.seek(timeWait + 1e6);
    playback.play();
    playback.advance(0.016, false);
    expect(playback.position.time).toBeLessThan(timeWait + 2e6);
    playback.advance(0.016, true);
    expect(playback.position.time).toBe(timeWait + 60e9 - 6e6);
  });

  test('begins at a speed at which a flight can be watched', () => {
    expect(watchableSpeed(75e6)).toBe(0.02);
    expect(watchableSpeed(10e3)).toBe(1e-6);
    expect(watchableSpeed(10e9)).toBe(1);
  });

  test('goes through the speeds one by one and stops at the fastest', () => {
    const playback = playbackOf(scriptVisit().run.indexed());
    playback.setSpeed(10);
    playback.changeSpeed(1);
    playback.changeSpeed(1);
    expect(playback.speed).toBe(100);
    playback.changeSpeed(-1);
    expect(playback.speed).toBe(10);
  });
});
