/**
 * Quantities as people write them (`75ms`, `100Mbps`, `1500B`, `1%`) and as the engine counts them
 * (integer nanoseconds, bits per second, bytes, fractions). A bare number is refused: 75 of what?
 */

export type Parsed<T> = { ok: true; value: T } | { ok: false; allowed: string };

const durationUnits: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  min: 60e9,
  h: 3600e9,
};

const rateUnits: Readonly<Record<string, number>> = {
  bps: 1,
  kbps: 1e3,
  Mbps: 1e6,
  Gbps: 1e9,
  Tbps: 1e12,
};

const sizeUnits: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

export const allowedDuration = 'a duration with a unit, such as 75ms (ns, us, ms, s, min, h), not negative';
export const allowedRate = 'a rate with a unit, such as 100Mbps (bps, kbps, Mbps, Gbps, Tbps), above zero';
export const allowedSize = 'a size with a unit, such as 1500B (B, kB, MB, GB, KiB, MiB, GiB), not negative';
export const allowedShare = 'a share from 0% to 100%, such as 1%';

/** Digits are bounded, so that the time to read a figure is. */
const quantity = /^(\d{1,40}(?:\.\d{1,40})?)\s*([A-Za-zµ%]+)$/;

function patternOf(units: readonly string[]): RegExp {
  return new RegExp(`^\\s*\\d+(?:\\.\\d+)?\\s*(?:${units.join('|')})\\s*$`);
}

/** How each quantity is spelt; what the spelling cannot say (too large, zero) is left to the parsers. For JSON Schema. */
export const durationPattern = patternOf(Object.keys(durationUnits));
export const ratePattern = patternOf(Object.keys(rateUnits));
export const sizePattern = patternOf(Object.keys(sizeUnits));
export const sharePattern = patternOf(['%']);

/** A kind of quantity: its units in base units, what is allowed in words, and the least and most that it may be. */
interface Quantity {
  readonly units: Readonly<Record<string, number>>;
  readonly allowed: string;
  readonly least: number;
  /** In words. */
  readonly most: string;
  /** The smallest step, in words: nothing is rounded in silence. */
  readonly step: string;
}

const durations: Quantity = {
  units: durationUnits,
  allowed: allowedDuration,
  least: 0,
  most: '2501h (104 days)',
  step: 'whole nanoseconds',
};
const rates: Quantity = {
  units: rateUnits,
  allowed: allowedRate,
  least: 1,
  most: '9007Tbps',
  step: 'whole bits per second',
};
const sizes: Quantity = {
  units: sizeUnits,
  allowed: allowedSize,
  least: 0,
  most: '9007199GB',
  step: 'whole bytes',
};

function parseQuantity(text: string, { units, allowed, least, most, step }: Quantity): Parsed<number> {
  const match = quantity.exec(text.trim());
  const unit = match?.[2] ?? '';
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (!match || factor === undefined) return { ok: false, allowed };
  const [whole = '', fraction = ''] = (match[1] ?? '').split('.');
  const scaled = BigInt(whole + fraction) * BigInt(factor);
  const scale = 10n ** BigInt(fraction.length);
  const value = Number(scaled / scale);
  if (!Number.isSafeInteger(value)) return { ok: false, allowed: `${allowed}, at most ${most}` };
  if (scaled % scale !== 0n) return { ok: false, allowed: `${allowed}, in ${step}` };
  return value >= least ? { ok: true, value } : { ok: false, allowed };
}

/** A duration such as `75ms`, as whole nanoseconds (at most 2^53 - 1, about 104 days). */
export function parseDuration(text: string): Parsed<number> {
  return parseQuantity(text, durations);
}

/** A rate such as `100Mbps`, as whole bits per second, at least 1. */
export function parseRate(text: string): Parsed<number> {
  return parseQuantity(text, rates);
}

/** A size such as `1500B`, as whole bytes. */
export function parseSize(text: string): Parsed<number> {
  return parseQuantity(text, sizes);
}

/** A share such as `0.5%`, as a fraction from 0 to 1. */
export function parseShare(text: string): Parsed<number> {
  const match = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim());
  const percent = match ? Number(match[1]) : Number.NaN;
  return percent >= 0 && percent <= 100
    ? { ok: true, value: percent / 100 }
    : { ok: false, allowed: allowedShare };
}

function trimmed(value: number, digits: number): string {
  return value.toFixed(digits).replace(/\.?0+$/, '');
}

/** Nanoseconds in the largest unit that keeps the figure at or above one, exact: `225006080` is `225.00608 ms`. */
export function formatDuration(nanoseconds: number, separator = ' '): string {
  const size = Math.abs(nanoseconds);
  if (size >= 1e9) return trimmed(nanoseconds / 1e9, 9) + separator + 's';
  if (size >= 1e6) return trimmed(nanoseconds / 1e6, 6) + separator + 'ms';
  if (size >= 1e3) return trimmed(nanoseconds / 1e3, 3) + separator + 'µs';
  return String(nanoseconds) + separator + 'ns';
}

/** Bits per second in the largest fitting unit: `100000000` is `100 Mbps`. */
export function formatRate(bitsPerSecond: number, separator = ' '): string {
  for (const [unit, factor] of Object.entries(rateUnits).reverse()) {
    if (bitsPerSecond >= factor) return trimmed(bitsPerSecond / factor, 3) + separator + unit;
  }
  return String(bitsPerSecond) + separator + 'bps';
}

/** Bytes in the largest fitting decimal unit: `1500` is `1.5 kB`. */
export function formatSize(bytes: number, separator = ' '): string {
  for (const unit of ['GB', 'MB', 'kB'] as const) {
    const factor = sizeUnits[unit] ?? 1;
    if (bytes >= factor) return trimmed(bytes / factor, 2) + separator + unit;
  }
  return String(bytes) + separator + 'B';
}
