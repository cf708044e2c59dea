import * as v from 'valibot';
import type { ParameterField } from '../../schema/parameter-field';
import { refusal } from '../../schema/problem';
import { choice, requestPath, whole } from '../../schema/schema-parts';
import {
  askingProblems,
  askingSettings,
  carrierOf,
  describeAskingCarrier,
  resolveAsking,
} from '../traits/asking';
import { returnGroups, usersField } from '../traits/asking-fields';
import { defineWorkloadKind } from '../definition/workload-kind';

const pathField: ParameterField = {
  path: ['path'],
  label: 'Path',
  hint: 'What is asked for; a path that the server does not serve is answered 404.',
  input: { kind: 'text' },
  byDefault: '/',
};

const perConnectionField: ParameterField = {
  path: ['requestsPerConnection'],
  label: 'Requests per connection',
  hint: 'Sent over one connection, one after the other (keep-alive).',
  input: { kind: 'whole' },
  byDefault: '1',
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

/** Users who ask for one thing after the other. */
export const httpGet = defineWorkloadKind({
  kind: 'http-get',
  words: {
    title: 'HTTP requests',
    one: 'requests',
    about: 'Users ask for one thing after the other.',
    counted: 'Requests',
    identifier: 'requests',
    offer: { title: 'Request', adds: 'Add a request', lets: 'Let it ask a server' },
  },
  settings: {
    /** Default /. */
    path: v.optional(requestPath),
    ...askingSettings,
    /** Requests sent over one connection, one after the other; default 1. */
    requestsPerConnection: v.optional(whole(1, 1_000_000)),
    /** Who closes first once the last response is whole, or both at the same moment; default the client. HTTP/1.1 only. */
    closes: v.optional(choice('client', 'server', 'both')),
  },
  traits: ['asking'],
  onlyOver: { closes: '1.1' },
  problems: (workload, path, surroundings) => {
    const { http = '1.1', closes = 'client' } = workload;
    const problems = askingProblems(workload, path, surroundings);
    if (closes !== 'client' && http !== '1.1') {
      const allowed = 'client: only HTTP/1.1 lets the server close after a response';
      problems.push(refusal(workload, 'closes', path, allowed));
    }
    return problems;
  },
  resolve: (workload) => {
    const asking = resolveAsking(workload, [workload.path ?? '/']);
    return {
      asking,
      carriers: [carrierOf(asking.http)],
      requestsPerConnection: workload.requestsPerConnection ?? 1,
      closes: workload.closes ?? 'client',
    };
  },
  groups: (workload) => [
    { title: 'Requests', fields: [pathField] },
    {
      title: 'Connections',
      fields: [usersField, perConnectionField, ...((workload.http ?? '1.1') === '1.1' ? [closesField] : [])],
    },
    ...returnGroups(workload),
  ],
  begin: ([path = '/']) => ({ path }),
  describe: ({ path = '/' }) => `GET ${path}`,
  describeCarrier: describeAskingCarrier,
});
