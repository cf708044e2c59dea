import { describe, expect, it } from 'vitest';
import { scenes } from '../scenes';
import { choiceOf, extentOfStage, fragmentOf, stageSizes, themes } from './playground-choice';

describe('the choice in the address of the playground', () => {
  it('is read back as it was written, for each scene, theme and size', () => {
    for (const { name: scene } of scenes)
      for (const theme of themes)
        for (const size of stageSizes) {
          const choice = { scene, theme, size };
          expect(choiceOf(fragmentOf(choice), 'another')).toEqual(choice);
        }
  });

  it('is the first scene in the dark, as large as the window, where nothing is asked', () => {
    expect(choiceOf('', 'first')).toEqual({ scene: 'first', theme: 'dark', size: 'window' });
  });

  it('keeps a name that no scene has, so that it can be told', () => {
    expect(choiceOf('#scene=gone&theme=purple&size=1x1', 'first')).toEqual({
      scene: 'gone',
      theme: 'dark',
      size: 'window',
    });
  });

  it('names each scene once: an address opens one', () => {
    expect(new Set(scenes.map(({ name }) => name)).size).toBe(scenes.length);
  });

  it('has stages of a set width and height, or of all the room there is', () => {
    expect(extentOfStage('1024x640')).toEqual({ width: '1024px', height: '640px' });
    expect(extentOfStage('window')).toEqual({ width: '100%', height: '100%' });
  });
});
