import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lessonParagraphs } from './lesson-text';

const library = new Set(['keep-alive', 'syn-flood']);
const kinds = (notes: string) =>
  lessonParagraphs(notes, library).map((pieces) => pieces.map(({ kind, text }) => `${kind}: ${text}`));

describe('the text of a lesson', () => {
  test('is parted where a line is empty', () => {
    expect(kinds('One.\nStill one.\n\nTwo.\n \n\n')).toEqual([['words: One.\nStill one.'], ['words: Two.']]);
  });

  test('sets paths apart, without the full stop after them', () => {
    expect(kinds('Try devices.client-a.tcp.timeWait, or faults[0].nth. Look.')).toEqual([
      [
        'words: Try ',
        'path: devices.client-a.tcp.timeWait',
        'words: , or ',
        'path: faults[0].nth',
        'words: . Look.',
      ],
    ]);
  });

  test('takes no ordinary word for a path', () => {
    expect(kinds('Two devices. Their links break.')).toEqual([['words: Two devices. Their links break.']]);
  });

  test('leads to the scenarios that the library has', () => {
    expect(kinds('(scenario keep-alive), not the scenario unheard-of')).toEqual([
      ['words: (scenario ', 'scenario: keep-alive', 'words: ), not the scenario unheard-of'],
    ]);
  });

  test('loses no word of it', () => {
    const word = fc.constantFrom('devices.a.b', 'scenario keep-alive', 'scenario', 'x.', ' ', 'faults[2]');
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const notes = words.join(' ');
        const shown = lessonParagraphs(notes, library).flatMap((pieces) => pieces.map(({ text }) => text));
        expect(shown.join('')).toBe(notes.trim());
      }),
    );
  });
});
