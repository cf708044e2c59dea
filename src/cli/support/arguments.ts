import { parseArgs } from 'node:util';
import { withSuggestion } from '../../shared/schema/did-you-mean';
import { BadInput, problemLine, type Surroundings } from './surroundings';

export interface OptionDescription {
  /** What stands after it in help texts, such as `DIR`; none: it takes no value. */
  readonly value?: string;
  readonly repeatable?: boolean;
  readonly help: string;
}

/** A command's name, its arguments and options, and what it does. */
export interface Command {
  readonly name: string;
  /** Its arguments in help texts, such as `LAB`. */
  readonly operands: string;
  readonly leastOperands: number;
  readonly mostOperands: number;
  readonly summary: string;
  /** More about it, in whole lines. */
  readonly details?: readonly string[];
  readonly options: Readonly<Record<string, OptionDescription>>;
  /** Returns the exit code. */
  readonly run: (call: Call, surroundings: Surroundings) => Promise<number>;
}

/** A command's arguments as given: always text, never guessed to be numbers. */
export interface Call {
  readonly operands: readonly string[];
  readonly has: (option: string) => boolean;
  /** The last value given. */
  readonly value: (option: string) => string | undefined;
  readonly values: (option: string) => readonly string[];
}

/** Reads a command's arguments. Throws BadInput that names every unknown option and missing value at once. */
export function readCall(command: Command, args: readonly string[]): Call {
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(command.options).map(([name, { value }]) => [
        name,
        { type: value === undefined ? ('boolean' as const) : ('string' as const) },
      ]),
    ),
  });
  const given = new Map<string, string[]>();
  const operands: string[] = [];
  const problems: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const problem = optionProblem(command, token, given.has(token.name));
    if (problem !== undefined) problems.push(problem);
    given.set(token.name, [...(given.get(token.name) ?? []), token.value ?? '']);
  }
  problems.push(...operandProblems(command, operands));
  if (problems.length > 0) throw new BadInput([...problems, usageLine(command)]);
  return {
    operands,
    has: (option) => given.has(option),
    value: (option) => given.get(option)?.at(-1),
    values: (option) => given.get(option) ?? [],
  };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function optionProblem(command: Command, token: OptionToken, repeated: boolean): string | undefined {
  const who = `hoplab ${command.name}`;
  const option = Object.hasOwn(command.options, token.name) ? command.options[token.name] : undefined;
  if (!option) {
    const names = Object.keys(command.options).map((name) => `--${name}`);
    const allowed =
      names.length === 0 ? 'no options' : withSuggestion(names.join(', '), token.rawName, names);
    return problemLine(who, token.rawName, 'an unknown option', allowed);
  }
  if (option.value === undefined)
    return token.value === undefined
      ? undefined
      : problemLine(who, token.rawName, `"${token.value}"`, 'no value');
  // `--out --json` is a forgotten value, not a folder called `--json`.
  if (token.value === undefined || (!token.inlineValue && /^-(?!\d)/.test(token.value)))
    return problemLine(who, token.rawName, 'without a value', option.value);
  if (repeated && !option.repeatable) return problemLine(who, token.rawName, 'given twice', 'once');
  return undefined;
}

function operandProblems(command: Command, operands: readonly string[]): string[] {
  const who = `hoplab ${command.name}`;
  if (operands.length < command.leastOperands)
    return [problemLine(who, command.operands, 'missing', 'see the usage below')];
  return operands
    .slice(command.mostOperands)
    .map((extra) =>
      problemLine(who, JSON.stringify(extra), 'one argument too many', command.operands || 'none'),
    );
}

/** `Usage: hoplab run LAB [options]`. */
export function usageLine(command: Command): string {
  const options = Object.keys(command.options).length > 0 ? ' [options]' : '';
  return `Usage: hoplab ${[command.name, command.operands].filter(Boolean).join(' ')}${options}`;
}

/** A command's whole help. */
export function helpText(command: Command): string {
  const rows = Object.entries(command.options).map(
    ([name, { value, help, repeatable }]) =>
      [
        `--${name}${value === undefined ? '' : ` ${value}`}`,
        help + (repeatable ? ' (may be repeated)' : ''),
      ] as const,
  );
  const width = Math.max(0, ...rows.map(([option]) => option.length));
  return [
    usageLine(command),
    '',
    command.summary,
    ...(command.details ? ['', ...command.details] : []),
    ...(rows.length > 0 ? ['', 'Options:'] : []),
    ...rows.map(([option, help]) => `  ${option.padEnd(width)}  ${help}`),
    '',
  ].join('\n');
}
