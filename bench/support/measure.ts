/** Wall-clock measuring for benches: the only place where wall time is looked at. */

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** Median of what `run` returns over several runs, after one that is not counted. */
export function medianOf(runs: number, run: () => number): number {
  run();
  const values = Array.from({ length: runs }, run).sort((left, right) => left - right);
  return values[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Milliseconds of processor time that an action took: other programs on the machine count less than in wall time. */
export function processorMilliseconds(action: () => void): number {
  const before = process.cpuUsage();
  action();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1e3;
}

/** Prints figures as aligned lines, and as JSON with `--json`. */
export function report(figures: readonly Figure[]): void {
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify(figures));
    return;
  }
  for (const { name, value, unit } of figures)
    console.log(`${name.padEnd(58)} ${formatted(value).padStart(14)} ${unit}`);
}

function formatted(value: number): string {
  const digits = value >= 1000 ? 0 : value >= 10 ? 1 : 3;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}
