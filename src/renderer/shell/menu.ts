import { commands, runCommand } from '../commands/table';
import { isTyping } from './keyboard';

/** What texts have of their own: a menu item means the text while one has the focus. */
const textActions: Readonly<Record<string, string>> = {
  undo: 'undo',
  redo: 'redo',
  'select-all': 'selectAll',
  delete: 'delete',
};

/** Carries out what the native menu asks for. */
export function runMenuCommand(id: string): void {
  const action = textActions[id];
  if (action !== undefined && isTyping(document.activeElement)) {
    // Deprecated, and still the only way for a script to undo within a text field.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    document.execCommand(action);
  } else if (commands.some((command) => command.id === id)) runCommand(id);
}
