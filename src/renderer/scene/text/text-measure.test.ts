import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitText, type MeasureText } from './text-measure';

const evenly: MeasureText = (_, size, text) => text.length * size * 0.5;

describe('a text in little room', () => {
  it('is left alone where it fits', () => {
    expect(fitText(evenly, 'name', 10, 'router', 30)).toBe('router');
  });

  it('is cut with an ellipsis where it does not', () => {
    expect(fitText(evenly, 'name', 10, 'autonomous-system', 50)).toBe('autonomou…');
  });

  it('is empty where not a letter fits', () => {
    expect(fitText(evenly, 'name', 10, 'router', 4)).toBe('');
  });

  it('always fits', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.integer({ min: 0, max: 200 }), (text, room) => {
        const fitted = fitText(evenly, 'plain', 10, text, room);
        expect(evenly('plain', 10, fitted)).toBeLessThanOrEqual(room);
      }),
    );
  });
});
