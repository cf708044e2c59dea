import { traitOf } from '../../../shared/devices/device';
import type { HttpVersion, LabDocument } from '../../../shared/lab/document';
import { httpVersions } from '../../../shared/lab/document';
import { tlsChoices, tlsOfWorkload } from '../../../shared/workloads/traits/asking';
import { hasWorkloadSetting, type WorkloadWith } from '../../../shared/workloads/workload';
import type { Choice, FieldGroup, ParameterField } from './parameter-field';

type Asking = WorkloadWith<'asking'>;

const tlsNames = { none: 'None', '1.2': 'TLS 1.2', '1.3': 'TLS 1.3' } as const;

/** What the workload could speak: versions that its server offers, and what it speaks now. */
export function versionChoices(document: LabDocument, workload: Asking): Choice[] {
  const server = document.devices.find(({ id }) => id === workload.to);
  const offered = (server && traitOf(server, 'serving')?.http) ?? httpVersions;
  // HTTP/1.1 is there without TLS, whatever is offered with it.
  return httpVersions
    .filter((value) => value === '1.1' || offered.includes(value) || value === workload.http)
    .map((value) => ({ value, label: `HTTP/${value}` }));
}

/** The TLS that a workload's HTTP version goes with. */
export function tlsChoicesOf({ http = '1.1' }: Asking): Choice[] {
  return tlsChoices[http].map((value) => ({ value, label: tlsNames[value] }));
}

/** Fields of the requests, less the HTTP version and TLS: others change with those, so that they are chosen apart. */
export function requestGroups(workload: Asking): FieldGroup[] {
  const isOwn = ({ path: [name = ''] }: ParameterField) => hasWorkloadSetting(workload, name);
  const groups: FieldGroup[] = [
    { title: 'Requests', fields: hasWorkloadSetting(workload, 'paths') ? [] : [pathField] },
    { title: 'Connections', fields: connectionFields(workload.http ?? '1.1').filter(isOwn) },
    { title: 'Return visits', fields: tlsOfWorkload(workload) === 'none' ? [] : returnFields(workload) },
  ];
  return groups.filter(({ fields }) => fields.length > 0);
}

const pathField: ParameterField = {
  path: ['path'],
  label: 'Path',
  hint: 'What is asked for; a path that the server does not serve is answered 404.',
  input: { kind: 'text' },
  byDefault: '/',
};

const usersField: ParameterField = {
  path: ['users'],
  label: 'Users',
  hint: 'Among whom the requests go round, each with connections of their own.',
  input: { kind: 'whole' },
  byDefault: '1',
};

function connectionFields(http: HttpVersion): ParameterField[] {
  const fields: ParameterField[] = [
    usersField,
    {
      path: ['requestsPerConnection'],
      label: 'Requests per connection',
      hint: 'Sent over one connection, one after the other (keep-alive).',
      input: { kind: 'whole' },
      byDefault: '1',
    },
    {
      path: ['connections'],
      label: 'At most',
      hint: 'Connections that a visit opens to the server. Browsers open six for HTTP/1.1, one for the others.',
      input: { kind: 'whole' },
      byDefault: http === '1.1' ? '6' : '1',
    },
  ];
  if (http === '1.1') return [...fields, pipeliningField, closesField];
  return http === '3' ? [...fields, raceField] : fields;
}

const pipeliningField: ParameterField = {
  path: ['pipelining'],
  label: 'Pipelining',
  hint: 'Requests go out before the responses ahead are there; the responses keep their order (RFC 9112, section 9.3.2).',
  input: { kind: 'switch', byDefault: false },
};

const closesField: ParameterField = {
  path: ['closes'],
  label: 'Closes first',
  hint: 'The side that closes first holds TIME-WAIT; both at once: CLOSING (RFC 9293, section 3.6).',
  input: {
    kind: 'choice',
    byDefault: 'client',
    choices: [
      { value: 'client', label: 'Client' },
      { value: 'server', label: 'Server' },
      { value: 'both', label: 'Both at once' },
    ],
  },
};

const raceField: ParameterField = {
  path: ['race'],
  label: 'Tries TCP after',
  hint: 'How long QUIC has before HTTP/2 over TCP is tried too; the first to be ready is used.',
  input: {
    kind: 'text',
    suggestions: [
      { value: '300ms', label: 'after 300 ms' },
      { value: '0s', label: 'both at once' },
    ],
  },
  byDefault: 'never',
};

function returnFields(workload: Asking): ParameterField[] {
  const resumptions = [
    { value: 'none', label: 'Full handshake' },
    { value: 'ticket', label: 'Resume with a ticket' },
    { value: 'early-data', label: 'Early data (0-RTT)' },
  ];
  const hasEarlyData = tlsOfWorkload(workload) === '1.3';
  return [
    {
      path: ['visitedBefore'],
      label: 'Visited before',
      hint: 'Its users were at the server before the run, and kept a ticket each.',
      input: { kind: 'switch', byDefault: false },
    },
    {
      path: ['resumption'],
      label: 'With the ticket',
      hint: 'What a return visit makes of it. Early data goes with the first flight; who records it can send it again (RFC 8446, section 8).',
      input: {
        kind: 'choice',
        byDefault: 'ticket',
        choices: hasEarlyData ? resumptions : resumptions.slice(0, 2),
      },
    },
  ];
}
