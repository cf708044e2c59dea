import type { Bounds } from '../plane/bounds';

/** What the pointer is on. */
export type StageTarget =
  | { readonly kind: 'device'; readonly id: string }
  /** The rim of a device's card, from which a link is drawn. */
  | { readonly kind: 'device-edge'; readonly id: string }
  | { readonly kind: 'link'; readonly id: string }
  /** `record`: the `link.send` record of the frame. */
  | { readonly kind: 'frame'; readonly packet: number; readonly record: number }
  /** `record`: that of the loss. */
  | { readonly kind: 'drop'; readonly packet: number; readonly record: number }
  | { readonly kind: 'nothing' };

/** What a pointer does on the stage. `x` and `y` are world pixels, `clientX` and `clientY` the window's. */
export interface PointerIntent {
  readonly type: 'press' | 'drag' | 'release' | 'double' | 'context' | 'hover';
  readonly target: StageTarget;
  readonly x: number;
  readonly y: number;
  readonly clientX: number;
  readonly clientY: number;
  readonly shift: boolean;
  /** Control, or Command on a Mac. */
  readonly ctrl: boolean;
  /** As in MouseEvent: 0 main, 2 secondary. */
  readonly button: number;
}

/** The view was panned, zoomed or resized: what part of the world it shows. */
export interface ViewportIntent extends Bounds {
  readonly type: 'viewport';
  readonly zoom: number;
}

/** What a person does on the stage. The scene only says so: what comes of it, the editor's tool decides. */
export type StageIntent = PointerIntent | ViewportIntent;

/** Whether two targets are the same thing. */
export function sameTarget(one: StageTarget, other: StageTarget): boolean {
  if (one.kind !== other.kind) return false;
  if ('id' in one && 'id' in other) return one.id === other.id;
  if ('record' in one && 'record' in other) return one.record === other.record;
  return true;
}

/** The device under the pointer, by its body or its rim. */
export function deviceUnder(target: StageTarget): string | undefined {
  return target.kind === 'device' || target.kind === 'device-edge' ? target.id : undefined;
}
