import type { LabState } from './state/lab-state';
import type { StateTable } from './state/state-table';

/** FNV-1a over a state's numbers, twice with different bases, as 16 hex digits: equal states, equal hashes. */
export function hashState(state: LabState): string {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  const scratch = new Float64Array(1);
  const words = new Uint32Array(scratch.buffer);
  const take = (value: number) => {
    scratch[0] = value;
    for (const word of words) {
      low = Math.imul(low ^ word, 0x01000193) >>> 0;
      high = Math.imul(high ^ (word >>> 16) ^ low, 0x01000193) >>> 0;
    }
  };
  take(state.next);
  take(state.time);
  const { ends, requests, directions, devices, streams, inFlight, drops } = state;
  takeTable(ends, take);
  takeTable(requests, take);
  takeTable(directions, take);
  takeTable(devices, take);
  takeTable(streams.table, take);
  for (let direction = 0; direction < directions.rows; direction += 1) {
    const frames = inFlight.on(direction);
    take(frames?.count ?? 0);
    for (const send of frames ?? []) take(send);
  }
  take(drops.count);
  for (const seq of drops) take(seq);
  return low.toString(16).padStart(8, '0') + high.toString(16).padStart(8, '0');
}

function takeTable<Column extends string>(table: StateTable<Column>, take: (value: number) => void): void {
  take(table.rows);
  for (let row = 0; row < table.rows; row += 1)
    for (let column = 0; column < table.columns.length; column += 1) take(table.cell(row, column));
}
