import { fieldNamed, filterFields, textOf, type Field, type FilterSource } from './fields';
import { FilterProblem, tokenize, type Token } from './tokens';

/** Whether a packet is let through. */
export type PacketTest = (source: FilterSource, packet: number) => boolean;

export type ParsedFilter =
  | { readonly ok: true; readonly test: PacketTest }
  | { readonly ok: false; readonly at: number; readonly what: string; readonly allowed: string };

const operators = ['==', '!=', '>=', '<=', '>', '<', '~', 'contains'];

/**
 * Reads a filter: free text (`GET`, `"200 OK"`), fields (`ip==10.0.1.2`, `len>0`, `flags.syn`, `info ~ reset`),
 * `and`, `or`, `not`, parentheses; words side by side must all be found. Empty text lets everything through.
 */
export function parseFilter(text: string): ParsedFilter {
  try {
    const tokens = tokenize(text);
    return {
      ok: true,
      test: tokens.length === 0 ? () => true : new FilterParser(tokens, text.length).whole(),
    };
  } catch (problem) {
    if (!(problem instanceof FilterProblem)) throw problem;
    return { ok: false, at: problem.at, what: problem.message, allowed: problem.allowed };
  }
}

class FilterParser {
  private next = 0;
  constructor(
    private readonly tokens: readonly Token[],
    private readonly length: number,
  ) {}

  whole(): PacketTest {
    const test = this.either();
    const left = this.tokens[this.next];
    if (left) throw new FilterProblem(left.at, `“${left.value}” is one too many`, 'and, or, or the end');
    return test;
  }

  private either(): PacketTest {
    const tests = [this.all()];
    while (this.take('or')) tests.push(this.all());
    return tests.length === 1 ? tests[0]! : (source, packet) => tests.some((test) => test(source, packet));
  }

  private all(): PacketTest {
    const tests = [this.negated()];
    while (this.take('and') || this.beginsTest()) tests.push(this.negated());
    return tests.length === 1 ? tests[0]! : (source, packet) => tests.every((test) => test(source, packet));
  }

  private negated(): PacketTest {
    if (!this.take('not')) return this.single();
    const test = this.negated();
    return (source, packet) => !test(source, packet);
  }

  private single(): PacketTest {
    if (this.take('open')) {
      const test = this.either();
      if (!this.take('close')) throw new FilterProblem(this.here(), 'a parenthesis is not closed', ')');
      return test;
    }
    const token = this.take('word') ?? this.take('text');
    if (!token) throw new FilterProblem(this.here(), 'something is missing', 'a word, field==value, or (');
    if (this.tokens[this.next]?.kind === 'operator') return this.comparison(token);
    const field = token.kind === 'word' ? fieldNamed(token.value) : undefined;
    if (field?.type === 'flag') return field.of;
    const wanted = token.value.toLowerCase();
    return (source, packet) => textOf(source, packet).includes(wanted);
  }

  private comparison(name: Token): PacketTest {
    const field = fieldNamed(name.value);
    if (!field) throw new FilterProblem(name.at, `there is no field “${name.value}”`, nearest(name.value));
    const operator = this.take('operator');
    const value = this.take('word') ?? this.take('text');
    if (!operator || !value) throw new FilterProblem(this.here(), 'a value is missing', allowedFor(field));
    return compare(field, operator, value);
  }

  private take(kind: Token['kind']): Token | undefined {
    const token = this.tokens[this.next];
    if (token?.kind !== kind) return undefined;
    this.next += 1;
    return token;
  }

  private beginsTest(): boolean {
    const kind = this.tokens[this.next]?.kind;
    return kind === 'word' || kind === 'text' || kind === 'open' || kind === 'not';
  }

  private here(): number {
    return this.tokens[this.next]?.at ?? this.length;
  }
}

function compare(field: Field, operator: Token, value: Token): PacketTest {
  if (field.type === 'flag') return compareFlag(field, operator, value);
  if (field.type === 'text') return compareText(field, operator, value);
  const wanted = field.parse ? field.parse(value.value) : plainNumber(value.value);
  if (wanted === undefined)
    throw new FilterProblem(value.at, `“${value.value}” is no value of ${field.names[0]}`, field.allowed);
  const holds = numberComparison(operator);
  // As in Wireshark, `!=` of a field that occurs twice asks that neither be equal.
  if (operator.value === '!=')
    return (source, packet) => field.of(source, packet).every((one) => one !== wanted);
  return (source, packet) => field.of(source, packet).some((one) => holds(one, wanted));
}

function compareFlag(field: Field & { type: 'flag' }, operator: Token, value: Token): PacketTest {
  const wanted = ['1', 'true', 'yes'].includes(value.value.toLowerCase());
  const known = wanted || ['0', 'false', 'no'].includes(value.value.toLowerCase());
  if (!known || (operator.value !== '==' && operator.value !== '!='))
    throw new FilterProblem(
      value.at,
      `${field.names[0]} is true or false`,
      `${field.names[0]}, or ==1 or ==0`,
    );
  const equal = operator.value === '==';
  return (source, packet) => (field.of(source, packet) === wanted) === equal;
}

function compareText(field: Field & { type: 'text' }, operator: Token, value: Token): PacketTest {
  const wanted = value.value.toLowerCase();
  const texts = (source: FilterSource, packet: number) =>
    field.of(source, packet).map((text) => text.toLowerCase());
  switch (operator.value.toLowerCase()) {
    case '==':
      return (source, packet) => texts(source, packet).includes(wanted);
    case '!=':
      return (source, packet) => !texts(source, packet).includes(wanted);
    case '~':
    case 'contains':
      return (source, packet) => texts(source, packet).some((text) => text.includes(wanted));
    default:
      throw new FilterProblem(operator.at, `${field.names[0]} has no order`, '== != ~');
  }
}

function numberComparison({ value, at }: Token): (one: number, other: number) => boolean {
  switch (value) {
    case '==':
      return (one, other) => one === other;
    case '!=':
      return (one, other) => one !== other;
    case '>':
      return (one, other) => one > other;
    case '<':
      return (one, other) => one < other;
    case '>=':
      return (one, other) => one >= other;
    case '<=':
      return (one, other) => one <= other;
    default:
      throw new FilterProblem(at, `${value} is for texts`, operators.slice(0, 6).join(' '));
  }
}

function plainNumber(text: string): number | undefined {
  const number = /^(?:0x[\da-f]+|\d+(?:\.\d+)?)$/i.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

function allowedFor(field: Field): string {
  if (field.type === 'number') return field.allowed;
  return field.type === 'flag' ? '1 or 0' : 'a text';
}

/** The fields whose names begin alike, or all of them. */
function nearest(name: string): string {
  const all = filterFields.map((field) => field.names[0]);
  const similar = all.filter((known) => known.startsWith(name.slice(0, 2).toLowerCase()));
  return (similar.length > 0 ? similar : all).join(', ');
}
