/** The parameters of documents as a form offers them: plain data, drawn by whoever has a screen. */

export interface Choice {
  readonly value: string | number | boolean;
  readonly label: string;
}

/** How a parameter is entered. */
export type FieldInput =
  /** A text: a quantity with its unit, an address, a path. */
  | { readonly kind: 'text'; readonly suggestions?: readonly Choice[] }
  | { readonly kind: 'prose' }
  | { readonly kind: 'whole' }
  /** Whole numbers, separated by commas. */
  | { readonly kind: 'wholes' }
  | { readonly kind: 'switch'; readonly byDefault: boolean }
  | { readonly kind: 'choice'; readonly choices: readonly Choice[]; readonly byDefault?: Choice['value'] }
  /** Any of several, as a list in the order of the choices. */
  | {
      readonly kind: 'several';
      readonly choices: readonly Choice[];
      readonly byDefault: readonly Choice['value'][];
    };

/** One parameter of a form: of a device, a link, a workload, a fault or the lab. */
export interface ParameterField {
  /** Within its owner: `['tcp', 'timeWait']`. */
  readonly path: readonly string[];
  readonly label: string;
  /** What it does, in a sentence, with its source where there is one. */
  readonly hint?: string;
  readonly input: FieldInput;
  /** What holds where nothing is written. */
  readonly byDefault?: string;
  /** Cannot be left out. */
  readonly required?: boolean;
  /** The field is part of an object that is there with all of its parts or not at all. */
  readonly whole?: WholeObject;
}

/** The parts that such an object must have, and whether it means the same as none when all have these values. */
export interface WholeObject {
  readonly parts: Readonly<Record<string, unknown>>;
  readonly areDefaults: boolean;
}

export interface FieldGroup {
  readonly title: string;
  readonly fields: readonly ParameterField[];
}
