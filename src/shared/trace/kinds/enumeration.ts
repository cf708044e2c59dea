/** One word of an enumeration: the number that a record holds for it, and what it is called in ndjson and on screen. */
export interface Word {
  readonly code: number;
  readonly name: string;
}
export type Words = Readonly<Record<string, Word>>;

/** The numbers by their keys, for code that writes or compares: `DropReason.queueFull`. */
export function codesOf<W extends Words>(words: W): { readonly [Key in keyof W]: W[Key]['code'] } {
  const codes = Object.entries(words).map(([key, { code }]) => [key, code]);
  return Object.fromEntries(codes) as { [Key in keyof W]: W[Key]['code'] };
}

/** The names by their numbers. Throws a RangeError where the numbers are not 0, 1, 2 and on, in order. */
export function namesOf(words: Words): readonly string[] {
  return Object.values(words).map(({ code, name }, place) => {
    if (code !== place) throw new RangeError(`'${name}' has the number ${code} in place ${place}`);
    return name;
  });
}

/** A test of numbers: whether the word of that number has a trait. One array read, for use in hot loops. */
export function codesWith<W extends Word>(
  words: Readonly<Record<string, W>>,
  has: (word: W) => boolean,
): (code: number) => boolean {
  const traits = new Uint8Array(256);
  for (const word of Object.values(words)) traits[word.code] = has(word) ? 1 : 0;
  return (code) => traits[code] === 1;
}
