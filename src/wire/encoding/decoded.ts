/** Why bytes are not what a decoder reads: where (bytes from the start of what was given), what is there, what may be. */
export interface WireError {
  readonly at: number;
  readonly what: string;
  readonly allowed: string;
}

/** A valid value, or the reason why there is none. Decoders return this and never throw. */
export type Decoded<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: WireError };

/** The decoder's way out: `at` in bytes from the start of its input. */
export function refuse(at: number, what: string, allowed: string): { ok: false; error: WireError } {
  return { ok: false, error: { at, what, allowed } };
}
