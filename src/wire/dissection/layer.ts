/** What a packet's bytes mean, as the inspector shows it. Offsets are in bytes from the start of the frame. */
export interface DissectedField {
  /** The RFC's name for it: `Time to Live`. */
  readonly name: string;
  readonly value: string;
  readonly offset: number;
  readonly length: number;
  /** For parts of a byte: bits from the field's first byte's most significant one. */
  readonly bits?: { readonly offset: number; readonly length: number };
  /** A remark: `correct`, `relative`, `1448 bytes from stream offset 1`. */
  readonly note?: string;
  readonly children?: readonly DissectedField[];
}

export interface DissectedLayer {
  /** `Internet Protocol Version 4` */
  readonly name: string;
  /** OSI layer, 1 to 7. */
  readonly layer: number;
  readonly summary: string;
  readonly offset: number;
  readonly length: number;
  readonly fields: readonly DissectedField[];
}
