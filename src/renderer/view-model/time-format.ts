/** Times for reading: short, in a unit that fits. `formatDuration` of shared/units gives them exactly. */

const units = [
  { name: 's', nanoseconds: 1e9 },
  { name: 'ms', nanoseconds: 1e6 },
  { name: 'µs', nanoseconds: 1e3 },
  { name: 'ns', nanoseconds: 1 },
] as const;
type Unit = (typeof units)[number];

/** The largest unit in which a time is at least one; nanoseconds for zero. */
function fittingUnit(nanoseconds: number): Unit {
  return units.find((unit) => Math.abs(nanoseconds) >= unit.nanoseconds) ?? units[3];
}

/** A time with up to three decimals: `151.026 ms`, `60.91 s`, `0 ns`. */
export function readableTime(nanoseconds: number): string {
  const unit = fittingUnit(nanoseconds);
  return `${trimZeros((nanoseconds / unit.nanoseconds).toFixed(3))} ${unit.name}`;
}

/** The playhead's readout: always three decimals (none for nanoseconds), so that it does not dance while it runs. */
export function steadyTime(nanoseconds: number): string {
  const unit = fittingUnit(nanoseconds);
  return `${(nanoseconds / unit.nanoseconds).toFixed(unit.name === 'ns' ? 0 : 3)} ${unit.name}`;
}

/** A time in milliseconds to the nanosecond, for columns: `150.012345`. */
export function millisecondsColumn(nanoseconds: number): string {
  return (nanoseconds / 1e6).toFixed(6);
}

/** A time in milliseconds to the microsecond, beside a ladder: `75.006 ms`. */
export function ladderTime(nanoseconds: number): string {
  return `${(nanoseconds / 1e6).toFixed(3)} ms`;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
