import { expect, it } from 'vitest';
import { Lane } from '../../../shared/lanes/lanes';
import type { LaneSummary } from '../../../shared/lanes/lanes-summary';
import { groupHeight, laneHeight, LaneRows } from './lane-rows';

const group = (workload: number, lanes: number) =>
  ({
    workload: { index: workload },
    lanes: Array.from({ length: lanes }, (_, ordinal) => new Lane(ordinal, workload, ordinal, '/', 0)),
  }) as unknown as LaneSummary;
const rows = new LaneRows([group(0, 3), group(1, 1000)]);

it('stands as high as all its rows', () => {
  expect(rows.height).toBe(2 * groupHeight + 1003 * laneHeight);
});

it('makes the rows that are in view, and no others', () => {
  const top = groupHeight + 2 * laneHeight;
  const names = rows
    .between(top, top + laneHeight + groupHeight + 1)
    .map((row) =>
      row.kind === 'group' ? `group ${row.summary.workload.index}` : `lane ${row.lane.ordinal} at ${row.top}`,
    );
  expect(names).toEqual([`lane 2 at ${top}`, 'group 1', `lane 0 at ${top + laneHeight + groupHeight}`]);
  expect(rows.between(5000, 5200).length).toBeLessThanOrEqual(12);
});

it('hides the lanes of a folded group under its head', () => {
  const folded = new LaneRows(rows.groups, new Set([0]));
  expect(folded.height).toBe(2 * groupHeight + 1000 * laneHeight);
  expect(folded.between(0, groupHeight + 1).map(({ kind }) => kind)).toEqual(['group', 'group']);
  expect(folded.neighbour(undefined, 0)?.lane).toMatchObject({ workload: 1, ordinal: 0 });
});

it('finds the lane at a height, and its neighbours over the heads', () => {
  expect(rows.laneAt(groupHeight - 1)).toBeUndefined();
  const last = rows.laneAt(groupHeight + 2 * laneHeight)?.lane;
  expect(last?.ordinal).toBe(2);
  expect(rows.neighbour(last, 1)?.lane).toMatchObject({ workload: 1, ordinal: 0 });
  expect(rows.neighbour(last, 9999)?.lane).toMatchObject({ workload: 1, ordinal: 999 });
  expect(rows.neighbour(undefined, 1)?.lane).toMatchObject({ workload: 0, ordinal: 0 });
});
