/** Figures for axes and gauges: short, in a unit that fits. */

/** Bytes with at most three figures: `14.6 kB`, `1.2 MB`, `536 B`. */
export function readableBytes(bytes: number): string {
  if (bytes >= 1e6) return `${short(bytes / 1e6)} MB`;
  return bytes >= 1e3 ? `${short(bytes / 1e3)} kB` : `${Math.round(bytes)} B`;
}

/** A rate a second: `500/s`, `12.5/s`, `-3/s`. */
export function perSecond(rate: number): string {
  return `${short(rate)}/s`;
}

/** A span of time as people say it: `56 s`, `3 min 20 s`, `250 ms`. Nanoseconds in. */
export function spokenSpan(nanoseconds: number): string {
  const seconds = nanoseconds / 1e9;
  if (seconds < 1) return `${Math.round(nanoseconds / 1e6)} ms`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 120) return `${Math.round(minutes / 60)} h`;
  return `${minutes} min ${Math.round(seconds % 60)} s`;
}

function short(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : 2;
  const text = value.toFixed(digits);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
