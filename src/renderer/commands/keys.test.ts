import { describe, expect, it } from 'vitest';
import { matchesShortcut, shortcutText, type KeyPress } from './keys';

const press = (key: string, ...held: string[]): KeyPress => ({
  key,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  altKey: held.includes('alt'),
  shiftKey: held.includes('shift'),
});

describe('a shortcut', () => {
  it.each([
    ['Mod+Z', press('z', 'ctrl'), 'linux', true],
    ['Mod+Z', press('z', 'meta'), 'darwin', true],
    ['Mod+Z', press('z', 'ctrl'), 'darwin', false],
    ['Mod+Z', press('Z', 'ctrl', 'shift'), 'linux', false],
    ['Mod+Shift+Z', press('Z', 'ctrl', 'shift'), 'linux', true],
    ['Space', press(' '), 'linux', true],
    ['Space', press(' ', 'ctrl'), 'linux', false],
    ['?', press('?', 'shift'), 'linux', true],
    ['?', press('?'), 'linux', true],
    ['ArrowRight', press('ArrowRight', 'shift'), 'linux', false],
    ['Alt+ArrowRight', press('ArrowRight', 'alt'), 'linux', true],
    ['Ctrl+ArrowRight', press('ArrowRight', 'ctrl'), 'darwin', true],
    ['Mod+Plus', press('+', 'ctrl', 'shift'), 'linux', false],
    ['Mod+=', press('=', 'ctrl'), 'linux', true],
    ['F2', press('F2'), 'linux', true],
  ])('%s and %o on %s: %s', (shortcut, keys, platform, matches) => {
    expect(matchesShortcut(shortcut, keys, platform)).toBe(matches);
  });

  it('is written as the platform does', () => {
    expect(shortcutText('Mod+Shift+Z', 'linux')).toBe('Ctrl+Shift+Z');
    expect(shortcutText('Mod+Shift+Z', 'darwin')).toBe('⌘⇧Z');
    expect(shortcutText('ArrowRight', 'win32')).toBe('→');
  });
});
