import { commandFor, runCommand } from '../commands/table';

/** Roles that use the space bar, Enter or the arrows themselves. */
const widgets =
  'button, a, select, summary, [role="slider"], [role="tab"], [role="treeitem"], [role="row"], [role="gridcell"],' +
  '[role="option"], [role="menuitem"], [role="menuitemradio"], [role="radio"], [role="switch"], [role="separator"],' +
  '[role="checkbox"], [role="combobox"], [role="listbox"], [role="grid"], [role="tree"]';
const onlyPressed = 'button, a, summary, [role="switch"], [role="checkbox"]';

/** Whether keys go into a text there. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button'].includes(target.type)
  );
}

/**
 * The window's keys. A control that has the focus keeps those that are its own, unless the pointer put the focus
 * there: who has clicked a button and then presses the space bar means the window.
 */
export class Keyboard {
  private focusedByPointer = false;

  /** Listens on a window. Returns the way to stop. */
  connect(target: Window): () => void {
    const onPointer = () => (this.focusedByPointer = true);
    const onKey = (event: KeyboardEvent) => this.press(event);
    target.addEventListener('pointerdown', onPointer, true);
    target.addEventListener('keydown', onKey);
    return () => {
      target.removeEventListener('pointerdown', onPointer, true);
      target.removeEventListener('keydown', onKey);
    };
  }

  private press(event: KeyboardEvent): void {
    if (event.key === 'Tab') this.focusedByPointer = false;
    if (event.defaultPrevented || event.isComposing) return;
    // A dialog or menu has the keyboard to itself.
    if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')) return;
    if (this.belongsToWidget(event)) return;
    const command = commandFor(event, window.hoplab.platform, isTyping(event.target));
    if (!command) return;
    event.preventDefault();
    runCommand(command.id);
  }

  private belongsToWidget(event: KeyboardEvent): boolean {
    const target = event.target instanceof Element ? event.target : null;
    if (!target?.matches(widgets)) return false;
    if (event.key === ' ' || event.key === 'Enter')
      return !event.ctrlKey && !event.metaKey && !(this.focusedByPointer && target.matches(onlyPressed));
    const arrows = event.key.startsWith('Arrow') || event.key === 'Home' || event.key === 'End';
    return arrows && !target.matches(onlyPressed);
  }
}
