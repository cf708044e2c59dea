/** What the pointer is over on the stage. */
export type StageTarget =
  | { readonly kind: 'device'; readonly id: string }
  /** Where a link is pulled from. */
  | { readonly kind: 'device-edge'; readonly id: string }
  | { readonly kind: 'link'; readonly id: string }
  | { readonly kind: 'frame'; readonly packet: number; readonly record: number }
  | { readonly kind: 'drop'; readonly packet: number; readonly record: number }
  | { readonly kind: 'nothing' };

/** A pointer event on the stage, before anything is decided about it. `target` is what is under the pointer now. */
export interface PointerIntent {
  readonly type: 'press' | 'drag' | 'release' | 'double' | 'context' | 'hover';
  readonly target: StageTarget;
  /** On the stage, in world pixels. */
  readonly x: number;
  readonly y: number;
  /** In the window, in CSS pixels. */
  readonly clientX: number;
  readonly clientY: number;
  readonly shift: boolean;
  readonly ctrl: boolean;
  /** As in DOM pointer events: 0 primary, 1 middle, 2 secondary. */
  readonly button: number;
}

/** The device under the pointer, by its body or its edge. */
export function deviceUnder(target: StageTarget): string | undefined {
  return target.kind === 'device' || target.kind === 'device-edge' ? target.id : undefined;
}
