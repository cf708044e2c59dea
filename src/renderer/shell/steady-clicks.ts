/** Farther than this, pixels, the pointer was moved away on purpose. */
const sameSpot = 4;
const pressable = 'button, a[href], summary, [role="switch"], [role="tab"]';

/**
 * Whoever presses a button means that button. When a field loses the focus by the press, its hint goes, or what it
 * refuses comes, and all below moves: the button would be gone from under the pointer when it is let go, and the
 * browser would count no click. Then the button is clicked all the same.
 */
export class SteadyClicks {
  private pressed: { readonly target: HTMLElement; readonly x: number; readonly y: number } | undefined;

  /** Listens on a window. Returns the way to stop. */
  connect(target: Window): () => void {
    const onDown = (event: PointerEvent) => this.press(event);
    const onUp = (event: PointerEvent) => this.release(event);
    const onCancel = () => (this.pressed = undefined);
    target.addEventListener('pointerdown', onDown, true);
    target.addEventListener('pointerup', onUp, true);
    target.addEventListener('pointercancel', onCancel, true);
    return () => {
      target.removeEventListener('pointerdown', onDown, true);
      target.removeEventListener('pointerup', onUp, true);
      target.removeEventListener('pointercancel', onCancel, true);
    };
  }

  private press(event: PointerEvent): void {
    const found = event.target instanceof Element ? event.target.closest(pressable) : null;
    this.pressed =
      event.button === 0 && found instanceof HTMLElement
        ? { target: found, x: event.clientX, y: event.clientY }
        : undefined;
  }

  private release(event: PointerEvent): void {
    const { pressed } = this;
    this.pressed = undefined;
    if (!pressed?.target.isConnected) return;
    const stayed = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) <= sameSpot;
    if (stayed && !isAt(pressed.target, event)) pressed.target.click();
  }
}

/** Whether an element is where the pointer is, though something else, such as a menu that it opened, may lie above it. */
function isAt(element: HTMLElement, { clientX, clientY }: PointerEvent): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
}
