import type { LabDocument } from '../../../shared/lab/document';
import type { Choice, FieldInput, ParameterField, WholeObject } from '../../../shared/schema/parameter-field';
import { parameterAt, parameterProblem, type ParameterChange, type ParameterPath } from '../parameters';

export type { Choice, FieldGroup, FieldInput, ParameterField } from '../../../shared/schema/parameter-field';

type SeveralInput = Extract<FieldInput, { kind: 'several' }>;

/** What a form shows of a field over one or more owners. */
export interface FieldState {
  /** As text; empty where it is left to the default, or where the owners differ. */
  readonly text: string;
  readonly value: unknown;
  /** Whether the owners have different values. */
  readonly mixed: boolean;
  /** Whether one of the owners has it written. */
  readonly written: boolean;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

/** Reads a field of its owners, such as `['links', 'wan']`. */
export function fieldState(
  document: LabDocument,
  field: ParameterField,
  owners: readonly ParameterPath[],
): FieldState {
  const values = owners.map((owner) => parameterAt(document, [...owner, ...field.path]));
  const [first] = values;
  const mixed = values.some((value) => textOf(value) !== textOf(first));
  return {
    text: mixed ? '' : textOf(first),
    value: mixed ? undefined : first,
    mixed,
    written: values.some((value) => value !== undefined),
  };
}

/** The value that an entered text stands for; undefined: leave it to the default. */
export function valueOfText(field: ParameterField, text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '' && field.required !== true) return undefined;
  switch (field.input.kind) {
    case 'whole':
      return /^-?\d+$/.test(trimmed) ? Number(trimmed) : trimmed;
    case 'wholes':
      return trimmed.split(/[\s,]+/).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    case 'prose':
      return text;
    default:
      return trimmed;
  }
}

/** Which of a field's choices are taken; those by default where nothing is written. */
export function takenChoices(input: SeveralInput, value: unknown): ReadonlySet<unknown> {
  return new Set<unknown>(Array.isArray(value) ? value : input.byDefault);
}

/** The list with one choice taken or left, as it was not before; undefined where it is that by default. */
export function toggledChoices(
  input: SeveralInput,
  value: unknown,
  toggled: Choice['value'],
): Choice['value'][] | undefined {
  const taken = takenChoices(input, value);
  const next = input.choices
    .map((choice) => choice.value)
    .filter((own) => (own === toggled ? !taken.has(own) : taken.has(own)));
  const isDefault =
    next.length === input.byDefault.length && next.every((own) => input.byDefault.includes(own));
  return isDefault ? undefined : next;
}

/** The changes that give a field of all owners a value; undefined takes it out. */
export function fieldChanges(
  document: LabDocument,
  field: ParameterField,
  owners: readonly ParameterPath[],
  value: unknown,
): ParameterChange[] {
  const { whole } = field;
  if (whole === undefined) return owners.map((owner) => ({ path: [...owner, ...field.path], value }));
  return owners.map((owner) => {
    const path = [...owner, ...field.path.slice(0, -1)];
    return { path, value: wholeWith(whole, parameterAt(document, path), field.path.at(-1) ?? '', value) };
  });
}

/** The object with one part changed; undefined where it goes. */
function wholeWith(
  { parts, areDefaults }: WholeObject,
  existing: unknown,
  key: string,
  value: unknown,
): unknown {
  const isMandatory = key in parts;
  if (value === undefined && existing === undefined) return undefined;
  if (value === undefined && isMandatory && !areDefaults) return undefined;
  const { [key]: _, ...others } = { ...parts, ...(existing as object | undefined) };
  const own = value ?? parts[key];
  const next: Record<string, unknown> = own === undefined ? others : { ...others, [key]: own };
  return areDefaults && Object.entries(next).every(([part, held]) => parts[part] === held) ? undefined : next;
}

/** What the field may be, where a value is refused; undefined where it is taken. */
export function fieldProblem(
  document: LabDocument,
  field: ParameterField,
  owners: readonly ParameterPath[],
  value: unknown,
): string | undefined {
  for (const change of fieldChanges(document, field, owners, value)) {
    const problem = parameterProblem(document, change);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
