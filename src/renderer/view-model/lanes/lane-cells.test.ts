import { expect, it } from 'vitest';
import { Lane, LaneKind, LaneWhy } from '../../../shared/lanes/lanes';
import { none } from '../../../shared/trace/record';
import { bufferedAt, fillCells, noCell, segmentAt } from './lane-cells';

/** A lane from 10 on: a handshake to 30, a flow at 42 and 44, blocked from 45 to 75, over at 80. */
function lane(): Lane {
  const made = new Lane(0, 0, 0, '/a', 10);
  const { line } = made;
  line.fill(30, LaneKind.setup);
  line.enter(30, LaneKind.waiting);
  line.flow(42, 500, 4);
  line.flow(44, 500, 4);
  line.enter(45, LaneKind.blocked, LaneWhy.missingByte, 1000);
  line.hold(50, 700);
  line.hold(60, 300);
  line.enter(75, LaneKind.waiting);
  line.hold(75, -1000);
  line.flow(75, 1000, 4);
  made.ended = 80;
  line.end(80);
  return made;
}

function cellsOf(from: number, step: number, count: number, now = 100): number[] {
  const cells = new Uint8Array(count);
  fillCells(lane(), { from, step, count }, now, cells);
  return [...cells];
}

it('has a column for each step: flowing where any bytes are, else what lasts longest', () => {
  const { setup, waiting, flowing, blocked } = LaneKind;
  expect(cellsOf(0, 10, 9)).toEqual([
    noCell,
    setup,
    setup,
    waiting,
    flowing,
    blocked,
    blocked,
    flowing,
    // The lane is over at 80: what lasts no time there is not shown.
    noCell,
  ]);
});

it('shows what lies within a step wherever the view begins', () => {
  expect(cellsOf(50, 5, 4)).toEqual([LaneKind.blocked, LaneKind.blocked, LaneKind.blocked, LaneKind.blocked]);
});

it('goes on with what an open lane is at', () => {
  const open = new Lane(0, 0, 0, '/a', 10);
  open.line.enter(20, LaneKind.thinking);
  const cells = new Uint8Array(4);
  fillCells(open, { from: 0, step: 10, count: 4 }, 35, cells);
  expect([...cells]).toEqual([noCell, LaneKind.queued, LaneKind.thinking, LaneKind.thinking]);
});

it('shows the one frame that a call left out among many that it showed', () => {
  const call = new Lane(none, 0, 0, 'call', 0);
  call.line.enter(0, LaneKind.flowing);
  call.line.enter(42, LaneKind.blocked, LaneWhy.skipped);
  call.line.enter(44, LaneKind.flowing);
  call.line.end(80);
  call.ended = 80;
  const cells = new Uint8Array(4);
  fillCells(call, { from: 0, step: 20, count: 4 }, 100, cells);
  expect([...cells]).toEqual([LaneKind.flowing, LaneKind.flowing, LaneKind.blocked, LaneKind.flowing]);
});

it('knows what a lane is at at a moment, and what sits there', () => {
  expect(segmentAt(lane(), 5, 100)).toBeUndefined();
  expect(segmentAt(lane(), 60, 100)).toMatchObject({
    kind: LaneKind.blocked,
    from: 45,
    to: 75,
    buffered: 1000,
  });
  expect(segmentAt(lane(), 90, 100)).toBeUndefined();
  expect([49, 50, 59, 60, 75].map((time) => bufferedAt(lane(), time))).toEqual([0, 700, 700, 1000, 0]);
});
