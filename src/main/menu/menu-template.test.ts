import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { menuCommands, type MenuCommand } from '../../shared/messages/messages';
import { menuTemplate, type MenuContents } from './menu-template';

const contents: MenuContents = {
  platform: 'linux',
  packaged: false,
  recentLabs: ['/labs/office.hoplab.json'],
  scenarios: [{ id: 'handshake', title: 'Cause & effect', notes: '' }],
  theme: 'dark',
};

function build(changes: Partial<MenuContents> = {}) {
  const calls: string[] = [];
  const template = menuTemplate(
    { ...contents, ...changes },
    {
      command: (command: MenuCommand) => calls.push(command),
      openRecent: (lab) => calls.push(`recent ${lab}`),
      clearRecent: () => calls.push('clear'),
      openScenario: (id) => calls.push(`scenario ${id}`),
    },
  );
  return { items: flat(template), calls };
}

function flat(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
}

function click(items: readonly MenuItemConstructorOptions[], id: string): void {
  const item = items.find((candidate) => candidate.id === id);
  (item?.click as (() => void) | undefined)?.();
}

describe('menuTemplate', () => {
  it.each(menuCommands)('has an item for %s', (command) => {
    const { items, calls } = build();
    click(items, command);
    expect(calls).toEqual([command]);
  });

  it('registers each key once', () => {
    const keys = build()
      .items.map((item) => item.accelerator)
      .filter((key) => key !== undefined);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(['Space', 'Left', 'Right', 'Home', 'End', 'Delete', 'CmdOrCtrl+Z', 'CmdOrCtrl+A'])(
    'shows %s without taking it from text fields',
    (key) => {
      const item = build().items.find((candidate) => candidate.accelerator === key);
      expect(item?.registerAccelerator).toBe(false);
    },
  );

  it('takes no plain key on macOS, where a key that is shown is registered', () => {
    const keys = build({ platform: 'darwin' }).items.map((item) => item.accelerator);
    for (const plain of ['Space', 'Left', 'Right', 'Home', 'End', 'Delete'])
      expect(keys).not.toContain(plain);
  });

  it('opens recent labs and scenarios', () => {
    const { items, calls } = build();
    for (const id of ['recent-0', 'scenario-handshake', 'clear-recent']) click(items, id);
    expect(calls).toEqual(['recent /labs/office.hoplab.json', 'scenario handshake', 'clear']);
  });

  it('shows an ampersand of a title', () => {
    expect(build().items.find((item) => item.id === 'scenario-handshake')?.label).toBe('Cause && effect');
  });

  it('says that nothing is recent', () => {
    expect(build({ recentLabs: [] }).items).toContainEqual({ label: 'No Recent Labs', enabled: false });
  });

  it('marks the theme in effect', () => {
    const marked = build().items.filter((item) => item.checked === true);
    expect(marked.map((item) => item.id)).toEqual(['theme-dark']);
  });

  it.each([
    [true, false],
    [false, true],
  ])('offers developer tools when packaged is %s: %s', (packaged, offered) => {
    expect(build({ packaged }).items.some((item) => item.role === 'toggleDevTools')).toBe(offered);
  });
});
