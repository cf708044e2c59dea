import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { requestColours } from '../view-model/run/request-colours';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function tokens(theme: 'light' | 'dark'): Map<string, string> {
  const pairs = css.matchAll(/(--[\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g);
  return new Map([...pairs].map((pair) => [pair[1] ?? '', pair[theme === 'light' ? 2 : 3] ?? '']));
}

/** WCAG 2.2's relative luminance. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((left, right) => right - left);
  return (lighter + 0.05) / (darker + 0.05);
}

const inks = ['--text', '--text-dim', '--text-faint', '--accent', '--ok', '--warn', '--bad'];
const layerInks = ['--l1', '--l2', '--l3', '--l4', '--l5', '--l6', '--l7'];

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  const colours = tokens(theme);
  const colour = (token: string) => {
    const found = colours.get(token);
    if (found === undefined) throw new RangeError(`no colour ${token}`);
    return found;
  };
  const protocolInks = [...colours.keys()].filter((token) => token.startsWith('--proto-'));

  it.each([...inks, ...layerInks, ...protocolInks, ...requestColours])(
    'keeps 4.5:1 for %s on the surfaces that carry text',
    (ink) => {
      for (const surface of ['--surface-0', '--surface-1', '--surface-2'])
        expect(contrast(colour(ink), colour(surface)), surface).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each(['--text', '--text-dim', '--text-faint'])('keeps 4.5:1 for %s on a hovered control', (ink) => {
    expect(contrast(colour(ink), colour('--surface-3'))).toBeGreaterThanOrEqual(4.5);
  });

  it('keeps 4.5:1 for text on the accent and for meaning on its soft ground', () => {
    expect(contrast(colour('--on-accent'), colour('--accent'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour('--on-accent'), colour('--accent-hover'))).toBeGreaterThanOrEqual(4.5);
    for (const meaning of ['--ok', '--warn', '--bad', '--accent'])
      expect(contrast(colour(meaning), colour(`${meaning}-soft`)), meaning).toBeGreaterThanOrEqual(4.5);
  });

  it('keeps 3:1 for focus rings and strong lines', () => {
    for (const line of ['--focus', '--line-strong'])
      for (const surface of ['--surface-0', '--surface-1', '--surface-2'])
        expect(contrast(colour(line), colour(surface)), `${line} on ${surface}`).toBeGreaterThanOrEqual(3);
  });

  it('has a colour for each protocol class', () => {
    expect(protocolInks).toHaveLength(8);
  });
});
