import { commandFor, runCommand } from '../commands/table';

/** Roles that use the space bar, Enter or the arrows themselves. */
const widgets =
  'button, a, select, summary, [role="slider"], [role="tab"], [role="treeitem"], [role="row"], [role="gridcell"],' +
  '[role="option"], [role="menuitem"], [role="menuitemradio"], [role="radio"], [role="switch"], [role="separator"],' +
  '[role="checkbox"], [role="combobox"], [role="listbox"], [role="grid"], [role="tree"]';
const onlyPressed = 'button, a, summary, [role="switch"], [role="checkbox"]';
/** Roles whose arrows choose among few things: who has chosen with the pointer is done with them. */
const choosers = '[role="tab"], [role="radio"], select, input[type="checkbox"], input[type="radio"]';

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
    const onKeyEarly = (event: KeyboardEvent) => {
      if (this.isDoneChoosing(event)) this.press(event);
      if (event.defaultPrevented) event.stopPropagation();
    };
    target.addEventListener('pointerdown', onPointer, true);
    target.addEventListener('keydown', onKeyEarly, true);
    target.addEventListener('keydown', onKey);
    return () => {
      target.removeEventListener('pointerdown', onPointer, true);
      target.removeEventListener('keydown', onKeyEarly, true);
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
    return isArrow(event) && !target.matches(onlyPressed) && !this.isDoneChoosing(event);
  }

  /** Whether an arrow is pressed on a tab or a select that the pointer was used on: it means the window by then. */
  private isDoneChoosing(event: KeyboardEvent): boolean {
    if (!this.focusedByPointer || !isArrow(event)) return false;
    return event.target instanceof Element && event.target.matches(choosers);
  }
}

function isArrow({ key }: KeyboardEvent): boolean {
  return key.startsWith('Arrow') || key === 'Home' || key === 'End';
}
