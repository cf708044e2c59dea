/** What a key press says, as KeyboardEvent has it. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const spelled: Readonly<Record<string, string>> = {
  Space: 'Space',
  ArrowRight: '→',
  ArrowLeft: '←',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
  Backspace: '⌫',
};
const macSigns: Readonly<Record<string, string>> = { Mod: '⌘', Ctrl: '⌃', Alt: '⌥', Shift: '⇧' };

/** `Mod+Shift+Z` in parts: modifiers, then the key. A plus as key is written `Plus`. */
function partsOf(shortcut: string): { modifiers: readonly string[]; key: string } {
  const parts = shortcut.split('+');
  return { modifiers: parts.slice(0, -1), key: parts.at(-1) ?? '' };
}

const keyNames: Readonly<Record<string, string>> = { ' ': 'Space', '+': 'Plus' };

function nameOfKey(key: string): string {
  const named = keyNames[key];
  if (named !== undefined) return named;
  return key.length === 1 ? key.toUpperCase() : key;
}

/** Whether a key press is a shortcut on a platform (`darwin`, `linux`, `win32`). */
export function matchesShortcut(shortcut: string, press: KeyPress, platform: string): boolean {
  const { modifiers, key } = partsOf(shortcut);
  if (nameOfKey(press.key) !== key) return false;
  const onMac = platform === 'darwin';
  const wantsMod = modifiers.includes('Mod');
  const wantsCtrl = modifiers.includes('Ctrl') || (wantsMod && !onMac);
  // Signs such as ? are made with Shift on some keyboards and without it on others.
  const shiftMatters = key.length > 1 || /[A-Z0-9]/.test(key);
  return (
    press.ctrlKey === wantsCtrl &&
    press.metaKey === (wantsMod && onMac) &&
    press.altKey === modifiers.includes('Alt') &&
    (!shiftMatters || press.shiftKey === modifiers.includes('Shift'))
  );
}

/** A shortcut's keys as they are printed on the platform's keyboards. */
export function shortcutKeys(shortcut: string, platform: string): string[] {
  const { modifiers, key } = partsOf(shortcut);
  const onMac = platform === 'darwin';
  const sign = (modifier: string) =>
    onMac ? (macSigns[modifier] ?? modifier) : modifier === 'Mod' ? 'Ctrl' : modifier;
  return [...modifiers.map(sign), key === 'Plus' ? '+' : (spelled[key] ?? key)];
}

/** A shortcut in one text: `Ctrl+Shift+Z`, `⇧⌘Z`. */
export function shortcutText(shortcut: string, platform: string): string {
  return shortcutKeys(shortcut, platform).join(platform === 'darwin' ? '' : '+');
}
