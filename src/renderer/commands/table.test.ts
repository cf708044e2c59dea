import { afterEach, describe, expect, it } from 'vitest';
import { emptyLab } from '../editing/lab-editor';
import { menuCommands } from '../../shared/messages/messages';
import { session } from '../window/window-session';
import { selectElements } from '../view-model/selection';
import { isEnabled } from './command';
import { commandFor, commandOf, commands } from './table';

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

/** What of the bridge the session calls in these tests. */
Object.assign(globalThis, { window: { hoplab: { setEdited: () => undefined, platform: 'linux' } } });

afterEach(() => {
  session.open({ status: 'opened', document: emptyLab(), name: 'Untitled' });
});

describe('the table of commands', () => {
  it.each(menuCommands)('carries out %s of the native menu', (id) => {
    expect(commandOf(id).id).toBe(id);
  });

  it('has each id once', () => {
    const ids = commands.map((command) => command.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('gives no keys to two commands, but for the arrows: they move devices while building, the playhead in a run', () => {
    const holders = new Map<string, string[]>();
    for (const { id, shortcuts = [] } of commands)
      for (const shortcut of shortcuts) holders.set(shortcut, [...(holders.get(shortcut) ?? []), id]);
    const shared = [...holders].filter(([, ids]) => ids.length > 1).map(([shortcut]) => shortcut);
    expect(shared.filter((shortcut) => !/^Arrow/.test(shortcut))).toEqual([]);
  });
});

describe('keys', () => {
  it('of a command that would do nothing mean nothing', () => {
    expect(commandFor({ ...plain, key: 'Delete' }, 'linux', false)).toBeUndefined();
    session.edit({ type: 'add-device', kind: 'client', x: 0, y: 0 });
    session.selection = selectElements(['client']);
    expect(commandFor({ ...plain, key: 'Delete' }, 'linux', false)?.id).toBe('delete');
  });

  it('that texts know are left to a text that is typed', () => {
    session.edit({ type: 'add-device', kind: 'client', x: 0, y: 0 });
    const undo = { ...plain, ctrlKey: true, key: 'z' };
    expect(commandFor(undo, 'linux', false)?.id).toBe('undo');
    expect(commandFor(undo, 'linux', true)).toBeUndefined();
    expect(commandFor({ ...undo, key: 's' }, 'linux', true)?.id).toBe('save');
  });
});

describe('editing by commands', () => {
  it('deletes what is selected, with one step to take it back', () => {
    session.edit({ type: 'add-device', kind: 'client', x: 0, y: 0 });
    session.edit({ type: 'add-device', kind: 'server', x: 200, y: 0 });
    session.selection = selectElements(['client', 'server']);
    commandOf('delete').run();
    expect(session.document.devices).toEqual([]);
    expect(session.undoLabel).toBe('Delete 2 devices');
    session.undo();
    expect(session.document.devices).toHaveLength(2);
  });

  it('selects the copy that it made', () => {
    session.edit({ type: 'add-device', kind: 'client', x: 0, y: 0 });
    session.selection = selectElements(['client']);
    commandOf('duplicate').run();
    expect(session.selection).toEqual(selectElements(['client-2']));
  });

  it('has nothing to undo in a lab that was just opened', () => {
    expect(isEnabled(commandOf('undo'))).toBe(false);
  });
});
