import { engineVersion } from '../../../shared/engine-version';
import type { FieldLine } from '../../../wire/hpack/field-line';

/** Messages as field lines, for the versions that compress them: RFC 9113 section 8.3, RFC 9114 section 4.3. */

/** How urgent a response is: RFC 9218 section 4. */
export interface RequestPriority {
  /** 0 to 7, the most urgent first; 3 where nothing is said. */
  readonly urgency: number;
  /** Whether it is of use in parts, and so shares with others of its urgency. */
  readonly incremental: boolean;
}

/** A GET request. `priority`: said in a field where given. */
export function requestFields(path: string, authority: string, priority?: RequestPriority): FieldLine[] {
  const fields = [
    { name: ':method', value: 'GET' },
    { name: ':scheme', value: 'https' },
    { name: ':authority', value: authority },
    { name: ':path', value: path },
    { name: 'user-agent', value: `Hoplab/${engineVersion}` },
    { name: 'accept', value: '*/*' },
  ];
  if (priority) fields.push({ name: 'priority', value: priorityText(priority) });
  return fields;
}

/** A response's head. `bytes`: its body's length. */
export function responseFields(status: number, bytes: number): FieldLine[] {
  return [
    { name: ':status', value: String(status) },
    { name: 'server', value: `Hoplab/${engineVersion}` },
    { name: 'content-type', value: 'text/plain' },
    { name: 'content-length', value: String(bytes) },
  ];
}

/** The value of a field; '' where it is not there. */
export function fieldValue(fields: readonly FieldLine[], name: string): string {
  return fields.find((field) => field.name === name)?.value ?? '';
}

/** RFC 9218 section 4: a dictionary of `u` and `i`. */
export function priorityText({ urgency, incremental }: RequestPriority): string {
  return `u=${urgency}${incremental ? ', i' : ''}`;
}

/**
 * The priority that a request says. One that says nothing shares with all others: what RFC 9218 section 10 would have
 * served one after the other, servers without such a scheme interleave.
 */
export function priorityOf(fields: readonly FieldLine[]): RequestPriority {
  const text = fieldValue(fields, 'priority');
  if (text === '') return { urgency: 3, incremental: true };
  const urgency = /(?:^|,)\s*u=([0-7])\s*(?:[,;]|$)/.exec(text)?.[1];
  return { urgency: Number(urgency ?? 3), incremental: /(?:^|,)\s*i\s*(?:=\?1\s*)?(?:[,;]|$)/.test(text) };
}
