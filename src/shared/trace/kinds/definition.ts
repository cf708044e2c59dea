/** What a field of a record is: how it reads as a line of JSON, and which values it can have. */
export type FieldValue =
  /** A number as it is: a count, bytes, a stream. */
  | { readonly as: 'number' }
  /** A number that is left out where the record holds NONE. */
  | { readonly as: 'optional number' }
  /** A number, or null where the record holds NONE. */
  | { readonly as: 'number or null' }
  /** Nanoseconds as they are. */
  | { readonly as: 'nanoseconds' }
  /** Microseconds, told in nanoseconds as every duration. */
  | { readonly as: 'microseconds' }
  /** An IPv4 address. */
  | { readonly as: 'address' }
  /** A workload of the document by its index, told by its id. */
  | { readonly as: 'workload' }
  /** A version of TLS as on the wire: 0x0304 is TLS 1.3. */
  | { readonly as: 'tls version' }
  /** A TLS handshake message's type. */
  | { readonly as: 'tls message type' }
  /** A word of an enumeration; index = the number. */
  | { readonly as: 'word'; readonly names: readonly string[] }
  /** A word of the one enumeration that another field of the record chooses by its number. */
  | { readonly as: 'word by'; readonly field: string; readonly names: readonly (readonly string[])[] };

/** Which word of a record a field lies in. `a,b`: 53 bits of a whole number, a holding the low 32. */
export type FieldWord = 'a' | 'b' | 'detail' | 'a,b';

export interface RecordField {
  readonly word: FieldWord;
  /** The lowest of its bits within the word, and how many it has. */
  readonly shift: number;
  readonly bits: number;
  /** Stands in `detail` as well, for readers that want nothing else. */
  readonly alsoInDetail: boolean;
  readonly value: FieldValue;
  /** What it is, in the table of docs/trace.md. */
  readonly means: string;
  /** Not told in lines of JSON. */
  readonly unlisted?: boolean;
}
export type RecordFields = Readonly<Record<string, RecordField>>;

/**
 * Where a record happens, which says what its `place` is. `sender`, `receiver`: at that end of a link direction
 * (link * 2 + end: end 0 sends from the link's `a` device to its `b` device, end 1 the other way); `link`: on a whole
 * link (link * 2); `device`: a device's index; `nowhere`: 0.
 */
export type RecordPlace = 'sender' | 'receiver' | 'link' | 'device' | 'nowhere';

/** What a line of JSON tells besides the record's own fields, out of the trace's other tables. */
export type Companion = 'segment' | 'datagram' | 'tls negotiation' | 'tls protocol';

/** One kind of record: everything about it that is not a reducer, or words for the screen. */
export interface RecordKindDefinition {
  /** The number in the record, 1 to 255: kept for good. */
  readonly code: number;
  /** In ndjson and on screen. */
  readonly name: string;
  /** What happened, as a sentence. */
  readonly says: string;
  /** The OSI layer that it happens at; 0: none. */
  readonly layer: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;
  readonly place: RecordPlace;
  /** Whether it names a packet; without: never. */
  readonly packet?: 'always' | 'sometimes';
  /** Whether it names a connection; without: never. */
  readonly connection?: 'always' | 'sometimes';
  /** In the order of writing, and of the line of JSON. */
  readonly fields: RecordFields;
  readonly companion?: Companion;
  /** A link or a device fails, is back, or changes: not for what the protocols did. Marked on the scrubber. */
  readonly isFault?: true;
}
/** Kinds by their keys: the name of the writer's method, and of the constant in `RecordKind`. */
export type RecordKindDefinitions = Readonly<Record<string, RecordKindDefinition>>;

const field = (word: FieldWord, value: FieldValue, means: string, shift = 0, bits = 32): RecordField => ({
  word,
  shift,
  bits,
  alsoInDetail: false,
  value,
  means,
});

export const number = { as: 'number' } as const;
export const optionalNumber = { as: 'optional number' } as const;
export const numberOrNull = { as: 'number or null' } as const;
export const nanoseconds = { as: 'nanoseconds' } as const;
export const microseconds = { as: 'microseconds' } as const;
export const address = { as: 'address' } as const;
export const workload = { as: 'workload' } as const;
export const tlsVersion = { as: 'tls version' } as const;
export const tlsMessageType = { as: 'tls message type' } as const;
export const word = (names: readonly string[]): FieldValue => ({ as: 'word', names });

/** A field that is all of `a`, of `b`, of `detail`, or of both words. */
export const inA = (value: FieldValue, means: string) => field('a', value, means);
export const inB = (value: FieldValue, means: string) => field('b', value, means);
export const inDetail = (value: FieldValue, means: string) => field('detail', value, means, 0, 8);
export const inBoth = (value: FieldValue, means: string) => field('a,b', value, means, 0, 53);
/** A field of 8 bits within `a` or `b`. */
export const byteOf = (of: 'a' | 'b', shift: number, value: FieldValue, means: string) =>
  field(of, value, means, shift, 8);

/** A change of a machine's state: from | to << 8 | event << 16. */
export function change(of: 'a' | 'b', states: FieldValue, events: FieldValue) {
  return {
    from: byteOf(of, 0, states, 'from'),
    to: byteOf(of, 8, states, 'to'),
    event: byteOf(of, 16, events, 'event'),
  };
}

/** The same, with the state after it in `detail` too. */
export function changeToDetail(states: FieldValue, events: FieldValue) {
  const { from, to, event } = change('a', states, events);
  return { from, to: { ...to, alsoInDetail: true }, event };
}
