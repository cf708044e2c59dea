import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress } from './address';
import {
  durationPattern,
  formatDuration,
  parseDuration,
  parseRate,
  parseShare,
  parseSize,
  ratePattern,
  sharePattern,
  sizePattern,
} from './units';

describe('quantities', () => {
  it.each([
    ['75ms', 75e6],
    ['1.5 us', 1500],
    ['2µs', 2000],
    ['0s', 0],
    ['1min', 60e9],
    ['75', undefined],
    ['-1ms', undefined],
    ['1e3ms', undefined],
    ['1 constructor', undefined],
    ['9999999999h', undefined],
  ])('%s is a duration of %s ns', (text, value) => {
    const parsed = parseDuration(text);
    expect(parsed.ok ? parsed.value : undefined).toBe(value);
  });

  it('reads rates, sizes and shares', () => {
    expect(parseRate('100Mbps')).toEqual({ ok: true, value: 100e6 });
    expect(parseRate('0bps').ok).toBe(false);
    expect(parseSize('64KiB')).toEqual({ ok: true, value: 65536 });
    expect(parseShare('0.5%')).toEqual({ ok: true, value: 0.005 });
    expect(parseShare('101%').ok).toBe(false);
  });

  it.each([
    [parseDuration, '2501h', '2502h', 'at most 2501h'],
    [parseRate, '9007Tbps', '10000Tbps', 'at most 9007Tbps'],
    [parseSize, '9007199GB', '9007200GB', 'at most 9007199GB'],
  ])('are refused above the largest, which is named', (parse, largest, larger, named) => {
    expect(parse(largest).ok).toBe(true);
    expect(parse(larger)).toEqual({ ok: false, allowed: expect.stringContaining(named) as string });
  });

  it.each([
    [parseDuration, '0.5us', '0.4ns', 'whole nanoseconds'],
    [parseDuration, '0.000000001s', '0.0000000001s', 'whole nanoseconds'],
    [parseRate, '1.5kbps', '1.5bps', 'whole bits per second'],
    [parseSize, '0.5KiB', '0.1KiB', 'whole bytes'],
  ])('are not rounded in silence: %s', (parse, sound, finer, step) => {
    expect(parse(sound).ok).toBe(true);
    expect(parse(finer)).toEqual({ ok: false, allowed: expect.stringContaining(step) as string });
  });

  const nearly = fc.tuple(
    fc.constantFrom('', ' ', '-', '\t'),
    fc.oneof(fc.nat(999).map(String), fc.constantFrom('', '1.5', '1.', '.5', '007')),
    fc.constantFrom('', ' ', '  '),
    fc.constantFrom('ms', 's', 'Mbps', 'kB', 'KiB', '%', 'bps', 'B', 'm', 'µs', 'ns '),
  );
  it('have patterns that accept all that the parsers accept, and refuse all that is not spelt so', () => {
    const parsers = [
      [parseDuration, durationPattern],
      [parseRate, ratePattern],
      [parseSize, sizePattern],
      [parseShare, sharePattern],
    ] as const;
    fc.assert(
      fc.property(nearly, (pieces) => {
        const text = pieces.join('');
        for (const [parse, pattern] of parsers) {
          if (parse(text).ok) expect(pattern.test(text)).toBe(true);
          // Zero, too large and too fine are refused by the parsers alone.
          else if (!/\b0|\d{3}|\d\.\d/.test(text)) expect(pattern.test(text)).toBe(false);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('writes a duration exactly', () => {
    fc.assert(
      fc.property(fc.nat(2_000_000_000), (nanoseconds) => {
        expect(parseDuration(formatDuration(nanoseconds, ''))).toEqual({ ok: true, value: nanoseconds });
      }),
    );
  });
});

describe('addresses', () => {
  it('are read back as written', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), (address) => {
        expect(parseAddress(formatAddress(address))).toBe(address);
      }),
    );
  });
});
