import { expect, it } from 'vitest';
import { placeInRuntime } from './electron-fallback.mjs';

it('names the executable as a development Electron is named', () => {
  expect(placeInRuntime('Cypress/Cypress')).toBe('electron');
});

it.each(['resources.pak', 'locales/en-GB.pak', 'chrome_crashpad_handler'])('keeps %s', (name) => {
  expect(placeInRuntime(`Cypress/${name}`)).toBe(name);
});

it.each(['resources/app/index.js', 'resources/app/locales/x', 'browser_v8_context_snapshot.bin'])(
  'leaves out %s',
  (name) => {
    expect(placeInRuntime(`Cypress/${name}`)).toBeUndefined();
  },
);
