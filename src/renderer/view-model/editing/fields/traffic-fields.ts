import type { LabDocument, Workload } from '../../../../shared/lab/document';
import type { ParameterChange } from '../parameters';
import type { Choice, ParameterField } from './parameter-field';

function choicesOf(document: LabDocument, kind: 'client' | 'server'): Choice[] {
  return document.devices
    .filter((device) => device.kind === kind)
    .map((device) => ({
      value: device.id,
      label: device.name === undefined ? device.id : `${device.name} (${device.id})`,
    }));
}

/** The kinds of traffic. */
export const workloadKinds: readonly (Choice & { readonly value: Workload['kind'] })[] = [
  { value: 'http-get', label: 'HTTP requests' },
  { value: 'syn-flood', label: 'SYN flood' },
];

/** The changes that make a workload another kind: what the new kind does not have is left behind. */
export function workloadKindChanges(id: string, kind: Workload['kind']): ParameterChange[] {
  const left = kind === 'syn-flood' ? requestFields : [];
  return [
    { path: ['workloads', id, 'kind'], value: kind },
    ...left.map((field) => ({ path: ['workloads', id, ...field.path], value: undefined })),
  ];
}

/** Who sends what to whom. A flood of SYNs has no requests, so it has no more than its pace. */
export function workloadFields(document: LabDocument, kind: Workload['kind']): ParameterField[] {
  const pace = paceFields(kind === 'http-get' ? 'Requests' : 'SYNs');
  return [
    {
      path: ['from'],
      label: 'From',
      input: { kind: 'choice', choices: choicesOf(document, 'client') },
      required: true,
    },
    {
      path: ['to'],
      label: 'To',
      input: { kind: 'choice', choices: choicesOf(document, 'server') },
      required: true,
    },
    ...pace,
    ...(kind === 'http-get' ? requestFields : []),
  ];
}

function paceFields(counted: string): ParameterField[] {
  return [
    { path: ['start'], label: 'Starts at', input: { kind: 'text' }, byDefault: '0 ns' },
    { path: ['count'], label: counted, input: { kind: 'whole' }, byDefault: '1' },
    {
      path: ['interval'],
      label: 'Interval',
      hint: 'From the start of one to the start of the next. 0s: all at once.',
      input: { kind: 'text' },
      byDefault: '0 ns',
    },
  ];
}

const requestFields: readonly ParameterField[] = [
  {
    path: ['path'],
    label: 'Path',
    hint: 'What is asked for; a path that the server does not serve is answered 404.',
    input: { kind: 'text' },
    byDefault: '/',
  },
  {
    path: ['users'],
    label: 'Users',
    hint: 'Among whom the requests go round, each with a connection of their own at a time.',
    input: { kind: 'whole' },
    byDefault: '1',
  },
  {
    path: ['requestsPerConnection'],
    label: 'Requests per connection',
    hint: 'Sent over one connection, one after the other (keep-alive).',
    input: { kind: 'whole' },
    byDefault: '1',
  },
  {
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
  },
];
