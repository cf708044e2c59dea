import { themeChoices, type ThemeChoice } from '../../shared/messages/messages';

/** Light, dark, or as the system has it: what the user chose, what it comes to, and the tokens' colours as numbers. */

export type ThemeName = 'light' | 'dark';

const storageKey = 'hoplab.theme';
const systemIsDark = () => matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function isThemeChoice(value: string | null): value is ThemeChoice {
  return themeChoices.some((choice) => choice === value);
}

/** What was chosen last; `system` when nothing was. */
export function themeChoice(): ThemeChoice {
  const stored = localStorage.getItem(storageKey);
  return isThemeChoice(stored) ? stored : 'system';
}

/** The theme in effect. */
export function themeName(): ThemeName {
  const choice = themeChoice();
  if (choice !== 'system') return choice;
  return systemIsDark().matches ? 'dark' : 'light';
}

/** Chooses a theme, keeps the choice, and tells those who listen. */
export function chooseTheme(choice: ThemeChoice): void {
  localStorage.setItem(storageKey, choice);
  window.hoplab.setTheme(choice);
  applyTheme();
}

function applyTheme(): void {
  document.documentElement.style.colorScheme = themeName();
  document.documentElement.dataset['theme'] = themeName();
  for (const listener of listeners) listener();
}

/** Puts the kept choice into effect and follows the system from then on. Call once. */
export function startTheme(): void {
  systemIsDark().addEventListener('change', applyTheme);
  window.hoplab.setTheme(themeChoice());
  applyTheme();
}

/** Calls back whenever the theme in effect may have changed. Returns the way to stop. */
export function onThemeChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * A colour of tokens.css, such as `--accent`, in the theme in effect: 0xRRGGBB.
 * Throws a RangeError where the token is no opaque colour.
 */
export function tokenColour(token: `--${string}`): number {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  document.documentElement.append(probe);
  const parts = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(getComputedStyle(probe).color);
  probe.remove();
  if (!parts) throw new RangeError(`${token} is no opaque colour`);
  return (Number(parts[1]) << 16) | (Number(parts[2]) << 8) | Number(parts[3]);
}
