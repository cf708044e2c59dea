/** The nearest-rank percentile: the smallest sample that at least `percent` % of all samples do not exceed. */
export function percentile(sorted: readonly number[], percent: number): number | undefined {
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}

/** What a set of durations looks like, nanoseconds; null: there were none. */
export interface Distribution {
  readonly samples: number;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

/** Exact percentiles (nearest rank) over all samples. */
export function distribution(samples: readonly number[]): Distribution {
  const sorted = Float64Array.from(samples).sort();
  const ranked = Array.from(sorted);
  return {
    samples: ranked.length,
    p50: percentile(ranked, 50) ?? null,
    p90: percentile(ranked, 90) ?? null,
    p99: percentile(ranked, 99) ?? null,
    max: ranked[ranked.length - 1] ?? null,
  };
}
