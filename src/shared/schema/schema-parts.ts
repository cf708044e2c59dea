import * as v from 'valibot';
import {
  allowedDuration,
  allowedRate,
  allowedShare,
  allowedSize,
  durationPattern,
  parseDuration,
  parseRate,
  parseShare,
  parseSize,
  ratePattern,
  sharePattern,
  sizePattern,
  type Parsed,
} from '../units/units';

/** What the lab document's schema is made of: quantities with units, names, texts. */

/** The pattern is for JSON Schema, which knows no `parse`; the check also refuses what is too large, or zero. */
function quantity(parse: (text: string) => Parsed<number>, pattern: RegExp, allowed: string) {
  return v.pipe(
    v.string(allowed),
    v.regex(pattern, allowed),
    v.check(
      (text) => parse(text).ok,
      ({ input }) => {
        const parsed = parse(input);
        return parsed.ok ? allowed : parsed.allowed;
      },
    ),
  );
}

export const duration = quantity(parseDuration, durationPattern, allowedDuration);
export const rate = quantity(parseRate, ratePattern, allowedRate);
export const size = quantity(parseSize, sizePattern, allowedSize);
export const share = quantity(parseShare, sharePattern, allowedShare);

/** A size within bounds, both allowed, as a lab document spells them: those of the field that carries it on the wire. */
export const sizeBetween = (from: string, to: string) =>
  between(parseSize, sizePattern, `a size with a unit from ${from} to ${to} (B, kB, MB, GB, KiB, MiB, GiB)`, [
    from,
    to,
  ]);

/** A duration within bounds, both allowed, as a lab document spells them. */
export const durationBetween = (from: string, to: string) =>
  between(
    parseDuration,
    durationPattern,
    `a duration with a unit from ${from} to ${to} (ns, us, ms, s, min, h)`,
    [from, to],
  );

function between(
  parse: (text: string) => Parsed<number>,
  pattern: RegExp,
  allowed: string,
  bounds: readonly [from: string, to: string],
) {
  const [from = 0, to = Infinity] = bounds.map((text) => {
    const parsed = parse(text);
    if (!parsed.ok) throw new TypeError(parsed.allowed);
    return parsed.value;
  });
  const parseWithin = (text: string): Parsed<number> => {
    const parsed = parse(text);
    return parsed.ok && parsed.value >= from && parsed.value <= to ? parsed : { ok: false, allowed };
  };
  return quantity(parseWithin, pattern, allowed);
}

const allowedIdentifier =
  'letters, digits, dots, dashes or underscores, 1 to 64, beginning with a letter or digit';
export const identifier = v.pipe(
  v.string(allowedIdentifier),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, allowedIdentifier),
);
export const label = v.pipe(v.string('a text'), v.maxLength(120, 'at most 120 characters'));
export const prose = v.pipe(v.string('a text'), v.maxLength(20_000, 'at most 20,000 characters'));
const allowedCoordinate = 'a number from -1000000 to 1000000';
export const coordinate = v.pipe(
  v.number(allowedCoordinate),
  v.minValue(-1e6, allowedCoordinate),
  v.maxValue(1e6, allowedCoordinate),
);
export const flag = v.boolean('true or false');
export const choice = <const Names extends readonly string[]>(...names: Names) =>
  v.picklist(names, names.join(', '));
export const whole = (from: number, to: number) => {
  const allowed = `a whole number from ${from} to ${to}`;
  return v.pipe(v.number(allowed), v.integer(allowed), v.minValue(from, allowed), v.maxValue(to, allowed));
};
export const portNumber = whole(1, 65535);
const allowedAddress = 'an IPv4 address such as 10.0.1.2';
const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
export const address = v.pipe(
  v.string(allowedAddress),
  v.regex(new RegExp(`^${octet}(?:\\.${octet}){3}$`), allowedAddress),
);

export const allowedPath = 'a path beginning with /, printable ASCII, no spaces';
/** RFC 9110 section 4.1: as long as everybody should be able to take. */
const longestPath = 8000;
export const requestPath = v.pipe(
  v.string(allowedPath),
  v.regex(/^\/[!-~]*$/, allowedPath),
  v.maxLength(longestPath, `at most ${longestPath} characters`),
);
export const page = v.strictObject({
  path: requestPath,
  /** Bytes of the response's body. */
  size,
  /** Time the server works before it answers. */
  think: v.optional(duration),
  /** How urgent it is to those who load a page over HTTP/2 or HTTP/3: 0 first, 7 last (RFC 9218). */
  urgency: v.optional(whole(0, 7)),
  /** Whether it is of use in parts, so that it shares with others as urgent; default false once `urgency` is said. */
  incremental: v.optional(flag),
});

export type Page = v.InferOutput<typeof page>;

/** What a server serves that says nothing else. */
export const usualPages: readonly Page[] = [{ path: '/', size: '1kB' }];

/** Where a server listens that says nothing else: HTTP without TLS, and with. */
export const usualPorts = { plain: 80, secure: 443 } as const;
