import fc from 'fast-check';
import { moment, pause, sparse, usually } from './random-quantities';

/** What users do: every kind of workload, over all that carries it. */

const paths = fc.constantFrom('/', '/a', '/b', '/missing');
const count = usually(fc.integer({ min: 1, max: 4 }), fc.constantFrom(20, 60));
/** Most begin at once, so that they meet each other, and what goes wrong. */
const start = usually(fc.constantFrom('0s', '1ms', '15ms'), moment);
const timing = fc.record({ start, count, interval: pause });
const users = fc.constantFrom(1, 2, 3);

/** A version of HTTP, with a TLS that goes with it, and how a session comes back. */
const secured = fc.constantFrom(
  {},
  { tls: '1.2' },
  { tls: '1.3' },
  { http: '2' },
  { http: '2', tls: '1.2' },
  { http: '3' },
  { http: '3' },
);
const returning = sparse({
  resumption: fc.constantFrom('none', 'ticket', 'early-data'),
  visitedBefore: fc.boolean(),
});

const httpGet = fc
  .tuple(
    timing,
    secured,
    returning,
    sparse({
      path: paths,
      users,
      requestsPerConnection: fc.constantFrom(1, 2, 10),
      closes: fc.constantFrom('client', 'server', 'both'),
    }),
  )
  .map((parts) => merged('http-get', parts));
const pageLoad = fc
  .tuple(
    timing,
    secured,
    returning,
    sparse({
      paths: fc.array(paths, { minLength: 1, maxLength: 8 }),
      users,
      connections: fc.constantFrom(1, 2, 6),
      pipelining: fc.boolean(),
      race: fc.constantFrom('0ms', '30ms', '300ms'),
    }),
  )
  .map((parts) => merged('page-load', parts));
const media = fc
  .tuple(
    timing,
    sparse({
      over: fc.constantFrom('udp', 'tcp'),
      frameSize: usually(fc.constantFrom('160B', '1400B'), fc.constantFrom('1B', '12B')),
      playout: usually(fc.constantFrom('0ms', '60ms'), fc.constantFrom('1ns', '10s')),
    }),
  )
  .map((parts) => merged('media', parts));
const synFlood = timing.map((part) => merged('syn-flood', [part]));

/** A workload without its id and ends. */
export const anyTraffic = fc.oneof(
  { arbitrary: httpGet, weight: 4 },
  { arbitrary: pageLoad, weight: 4 },
  { arbitrary: media, weight: 2 },
  { arbitrary: synFlood, weight: 1 },
);

/** What contradicts the version is left out, so that few are refused for it. */
function merged(kind: string, parts: readonly object[]): Record<string, unknown> {
  const workload: Record<string, unknown> = Object.assign({ kind }, ...parts) as Record<string, unknown>;
  if (workload['http'] !== undefined) {
    delete workload['pipelining'];
    delete workload['closes'];
  }
  if (workload['http'] !== '3') delete workload['race'];
  const hasEarlyData =
    workload['tls'] === '1.3' || (workload['http'] !== undefined && workload['tls'] === undefined);
  if (workload['resumption'] === 'early-data' && !hasEarlyData) delete workload['resumption'];
  return workload;
}
