import type { FieldGroup, ParameterField } from '../../schema/parameter-field';
import { tlsOfWorkload, type AskingSettings } from './asking';

/** What forms offer of those who ask; their version and TLS are chosen apart, because others change with those. */

export const usersField: ParameterField = {
  path: ['users'],
  label: 'Users',
  hint: 'Among whom the requests go round, each with connections of their own.',
  input: { kind: 'whole' },
  byDefault: '1',
};

const visitedField: ParameterField = {
  path: ['visitedBefore'],
  label: 'Visited before',
  hint: 'Its users were at the server before the run, and kept a ticket each.',
  input: { kind: 'switch', byDefault: false },
};

const resumptions = [
  { value: 'none', label: 'Full handshake' },
  { value: 'ticket', label: 'Resume with a ticket' },
  { value: 'early-data', label: 'Early data (0-RTT)' },
] as const;

/** What return visits make of a ticket: nothing to choose without TLS, no early data before TLS 1.3. */
export function returnGroups(settings: AskingSettings): FieldGroup[] {
  const tls = tlsOfWorkload(settings);
  if (tls === 'none') return [];
  const resumptionField: ParameterField = {
    path: ['resumption'],
    label: 'With the ticket',
    hint: 'What a return visit makes of it. Early data goes with the first flight; who records it can send it again (RFC 8446, section 8).',
    input: {
      kind: 'choice',
      byDefault: 'ticket',
      choices: resumptions.filter(({ value }) => value !== 'early-data' || tls === '1.3'),
    },
  };
  return [{ title: 'Return visits', fields: [visitedField, resumptionField] }];
}
