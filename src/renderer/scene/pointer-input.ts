import { panBy, zoomAt, type Camera } from './geometry/camera';
import {
  sameTarget,
  type PointerIntent,
  type StageIntent,
  type StageTarget,
} from '../view-model/picture/stage-intent';

/** What pointer input needs of the view that it works on. */
export interface PointerSurface {
  readonly canvas: HTMLCanvasElement;
  camera(): Camera;
  lookFrom(camera: Camera): void;
  isEditing(): boolean;
  targetAt(x: number, y: number): StageTarget;
  worldAt(clientX: number, clientY: number): { x: number; y: number };
  hover(target: StageTarget): void;
  tell(intent: StageIntent): void;
}

/** Zoom for each pixel of a wheel's turn; a mouse's notch is no more than `largestTurn` of them. */
const zoomPerPixel = 0.008;
const largestTurn = 40;
const linePixels = 16;
/** Pixels within which a press and a release are a click. */
const clickReach = 4;

const nothing: StageTarget = { kind: 'nothing' };

/**
 * Mouse, pen and trackpad on the stage, as design tools have them: two fingers or the wheel pan, pinch or
 * Ctrl+wheel zoom at the pointer, the middle button or Space and drag pan. All else is told as an intent.
 * While nothing is edited, dragging empty ground pans too.
 */
export class PointerInput {
  private panning: { pointer: number; x: number; y: number; moved: boolean; telling: boolean } | undefined;
  private pressed: number | undefined;
  private hovered: StageTarget = nothing;
  private over = false;
  private spaceHeld = false;
  private readonly listening = new AbortController();

  constructor(private readonly surface: PointerSurface) {
    const { canvas } = surface;
    const { signal } = this.listening;
    canvas.addEventListener('pointerdown', (event) => this.down(event), { signal });
    canvas.addEventListener('pointermove', (event) => this.move(event), { signal });
    canvas.addEventListener('pointerup', (event) => this.up(event), { signal });
    canvas.addEventListener('pointercancel', (event) => this.up(event), { signal });
    canvas.addEventListener('pointerenter', () => (this.over = true), { signal });
    canvas.addEventListener('pointerleave', (event) => this.leave(event), { signal });
    canvas.addEventListener('dblclick', (event) => this.tell('double', event), { signal });
    canvas.addEventListener('contextmenu', (event) => this.menu(event), { signal });
    canvas.addEventListener('wheel', (event) => this.wheel(event), { signal, passive: false });
    // Before anything else hears of Space, so that holding it over the stage does not play or press a button.
    window.addEventListener('keydown', (event) => this.key(event, true), { signal, capture: true });
    window.addEventListener('keyup', (event) => this.key(event, false), { signal, capture: true });
    window.addEventListener('blur', () => this.setSpace(false), { signal });
  }

  destroy(): void {
    this.listening.abort();
  }

  private down(event: PointerEvent): void {
    const { canvas } = this.surface;
    canvas.focus({ preventScroll: true });
    const target = this.target(event);
    const emptyGround = event.button === 0 && target.kind === 'nothing' && !this.surface.isEditing();
    if (event.button === 1 || (event.button === 0 && this.spaceHeld) || emptyGround) {
      event.preventDefault();
      this.panning = {
        pointer: event.pointerId,
        x: event.clientX,
        y: event.clientY,
        moved: false,
        telling: emptyGround && !this.spaceHeld,
      };
    } else {
      this.pressed = event.pointerId;
      this.tell('press', event, target);
    }
    canvas.setPointerCapture(event.pointerId);
    this.showCursor();
  }

  private move(event: PointerEvent): void {
    const { panning } = this;
    if (panning?.pointer === event.pointerId) this.pan(event);
    else if (this.pressed === event.pointerId) this.tell('drag', event);
    else this.hover(this.target(event), event);
  }

  private pan(event: PointerEvent): void {
    const { panning } = this;
    if (!panning) return;
    const dx = event.clientX - panning.x;
    const dy = event.clientY - panning.y;
    if (!panning.moved && Math.hypot(dx, dy) < clickReach) return;
    panning.moved = true;
    panning.x = event.clientX;
    panning.y = event.clientY;
    this.surface.lookFrom(panBy(this.surface.camera(), dx, dy));
  }

  private up(event: PointerEvent): void {
    const { panning } = this;
    if (panning?.pointer === event.pointerId) {
      this.panning = undefined;
      if (panning.telling && !panning.moved) {
        this.tell('press', event, nothing);
        this.tell('release', event, nothing);
      }
    } else if (this.pressed === event.pointerId) {
      this.pressed = undefined;
      this.tell('release', event);
    }
    this.hover(this.target(event), event);
    this.showCursor();
  }

  private leave(event: PointerEvent): void {
    this.over = false;
    if (this.pressed === undefined) this.hover(nothing, event);
  }

  private menu(event: MouseEvent): void {
    event.preventDefault();
    this.tell('context', event);
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? linePixels : 1;
    let dx = event.deltaX * unit;
    let dy = event.deltaY * unit;
    const { canvas } = this.surface;
    const camera = this.surface.camera();
    if (event.ctrlKey || event.metaKey) {
      const box = canvas.getBoundingClientRect();
      const turn = Math.max(-largestTurn, Math.min(largestTurn, dy));
      const factor = Math.exp(-turn * zoomPerPixel);
      this.surface.lookFrom(zoomAt(camera, event.clientX - box.left, event.clientY - box.top, factor));
    } else {
      if (event.shiftKey && dx === 0) [dx, dy] = [dy, 0];
      this.surface.lookFrom(panBy(camera, -dx, -dy));
    }
    this.hover(this.target(event), event);
  }

  private key(event: KeyboardEvent, held: boolean): void {
    if (event.code !== 'Space' || isTyping(event.target)) return;
    if (held && !(this.over && this.surface.isEditing())) return;
    if (held) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    this.setSpace(held);
  }

  private setSpace(held: boolean): void {
    if (this.spaceHeld === held) return;
    this.spaceHeld = held;
    this.showCursor();
  }

  private hover(target: StageTarget, event: MouseEvent): void {
    if (sameTarget(target, this.hovered)) return;
    this.hovered = target;
    this.surface.hover(target);
    this.tell('hover', event, target);
    this.showCursor();
  }

  private showCursor(): void {
    this.surface.canvas.style.cursor = this.cursor();
  }

  private cursor(): string {
    if (this.panning) return 'grabbing';
    if (this.spaceHeld) return 'grab';
    switch (this.hovered.kind) {
      case 'device-edge':
        return 'crosshair';
      case 'device':
        return this.surface.isEditing() ? 'move' : 'pointer';
      case 'nothing':
        return 'default';
      default:
        return 'pointer';
    }
  }

  private target(event: MouseEvent): StageTarget {
    const { x, y } = this.surface.worldAt(event.clientX, event.clientY);
    return this.surface.targetAt(x, y);
  }

  private tell(type: PointerIntent['type'], event: MouseEvent, target = this.target(event)): void {
    this.surface.tell({
      type,
      target,
      ...this.surface.worldAt(event.clientX, event.clientY),
      clientX: event.clientX,
      clientY: event.clientY,
      shift: event.shiftKey,
      ctrl: event.ctrlKey || event.metaKey,
      button: event.button,
    });
  }
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
