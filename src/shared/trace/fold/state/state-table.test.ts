import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StateTable } from './state-table';

const columns = ['one', 'two', 'three'] as const;

/** What a table is to be: its rows, plainly. */
type Rows = number[][];

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ table: fc.nat(3), row: fc.nat(900), column: fc.nat(2), by: fc.nat(9) }),
  },
  { weight: 1, arbitrary: fc.record({ from: fc.nat(3), to: fc.nat(3) }) },
);

function rowsOf(table: StateTable<(typeof columns)[number]>): Rows {
  return Array.from({ length: table.rows }, (_, row) => columns.map((_, column) => table.cell(row, column)));
}

describe('a table of state', () => {
  it('holds what was put into it, whatever became of the tables that it was copied from, or to', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const tables = columns.concat('one').map(() => new StateTable(columns));
        const models: Rows[] = tables.map(() => []);
        for (const taken of steps)
          if ('to' in taken) {
            if (taken.to === taken.from) continue;
            tables[taken.to]?.assign(tables[taken.from]!);
            models[taken.to] = models[taken.from]!.map((row) => row.slice());
          } else {
            tables[taken.table]?.edit(taken.row).increase(taken.column, taken.by);
            const model = models[taken.table]!;
            while (model.length <= taken.row) model.push([0, 0, 0]);
            model[taken.row]![taken.column]! += taken.by;
          }
        expect(tables.map(rowsOf)).toEqual(models);
      }),
    );
  });

  it('shares with its copy what neither changes', () => {
    const table = new StateTable(columns);
    for (let row = 0; row < 10_000; row += 1) table.edit(row).put(0, row);
    const parts = new Set<object>();
    const whole = table.measure(parts);
    const copy = table.copy();
    copy.edit(5000).put(1, 1);
    expect(whole).toBeGreaterThan(10_000 * columns.length * 8);
    expect(copy.measure(parts)).toBeLessThan(whole / 20);
  });
});
