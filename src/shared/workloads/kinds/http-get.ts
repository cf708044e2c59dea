import * as v from 'valibot';
import { refusal } from '../../schema/problem';
import { choice, requestPath, whole } from '../../schema/schema-parts';
import {
  askingProblems,
  askingSettings,
  carrierOf,
  describeAskingCarrier,
  resolveAsking,
} from '../traits/asking';
import { defineWorkloadKind } from '../workload-kind';

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
  begin: ([path = '/']) => ({ path }),
  describe: ({ path = '/' }) => `GET ${path}`,
  describeCarrier: describeAskingCarrier,
});
