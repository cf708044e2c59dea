/*
 * Every action, once: menu, keys, palette and tooltips come from it. It knows the window's lab and its view, and what of
 * the window is open. It never sees a panel or the shell. What an action does to a lab is in editing/, not here.
 */
import { session } from '../window/window-session';
import { playheadCommandsOf } from './playhead';
import { isEnabled, labelOf, type Command } from './command';
import { editCommands } from './edit';
import { fileCommands } from './file';
import { matchesShortcut, shortcutText, type KeyPress } from './keys';
import { runCommands } from './run';
import { helpCommands, viewCommands } from './view';

/** Every command of the window: the menu, the keys, the shortcut sheet and the command search all read it. */
export const commands: readonly Command[] = [
  ...fileCommands,
  ...editCommands,
  ...viewCommands,
  ...runCommands,
  ...playheadCommandsOf(session.view),
  ...helpCommands,
];

/** A command by its id. Throws a RangeError where there is none: ids are written in this code only. */
export function commandOf(id: string): Command {
  const command = commands.find((one) => one.id === id);
  if (!command) throw new RangeError(`no command ${id}`);
  return command;
}

/** Carries out a command, if it would do something now. False when it would not. */
export function runCommand(id: string): boolean {
  const command = commandOf(id);
  if (!isEnabled(command)) return false;
  command.run();
  return true;
}

/** The enabled command that a key press means; while a text is typed, only those that texts do not know. */
export function commandFor(press: KeyPress, platform: string, typing: boolean): Command | undefined {
  return commands.find(
    (command) =>
      (!typing || command.whileTyping === true) &&
      command.shortcuts?.some((shortcut) => matchesShortcut(shortcut, press, platform)) === true &&
      isEnabled(command),
  );
}

/** What a button says when hovered: `Undo: Move server (Ctrl+Z)`. */
export function tooltipOf(id: string): string {
  const command = commandOf(id);
  const [shortcut] = command.shortcuts ?? [];
  const keys = shortcut === undefined ? '' : ` (${shortcutText(shortcut, window.hoplab.platform)})`;
  return labelOf(command) + keys;
}
