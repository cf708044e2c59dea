import fc from 'fast-check';
import { moment, usually } from './random-quantities';
import type { RandomTopology } from './random-topologies';

/** What goes wrong: every kind of fault. Names are drawn as numbers, and found in the topology once there is one. */

const pick = fc.nat({ max: 1000 });
/** When it sets in, and mostly when it is over: whole milliseconds, from one on to any later one. */
const stretch = fc
  .tuple(
    fc.constantFrom(0, 1, 5, 15, 50, 100, 150, 400, 1000, 3000),
    fc.constantFrom(0, 1, 1, 5, 20, 300, 1000, 70_000),
  )
  .map(([at, lasts]) => ({ at: `${at}ms`, ...(lasts > 0 ? { until: `${at + lasts}ms` } : {}) }));

const drawn = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('cut-link'), link: pick, stretch }), weight: 3 },
  {
    arbitrary: fc.record({
      kind: fc.constant('drop-packet'),
      link: pick,
      end: fc.nat({ max: 1 }),
      nth: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 }),
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant('drop-response'),
      link: pick,
      end: fc.nat({ max: 1 }),
      workload: pick,
      byte: usually(fc.constant(0), fc.constantFrom(100, 1447, 20_000)),
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({ kind: fc.constant('change-address'), client: pick, link: pick, at: moment }),
    weight: 2,
  },
  { arbitrary: fc.record({ kind: fc.constant('crash-device'), host: pick, stretch }), weight: 2 },
);
type DrawnFault = typeof drawn extends fc.Arbitrary<infer Fault> ? Fault : never;

/** Faults before they have names. */
export const anyFaults: fc.Arbitrary<readonly DrawnFault[]> = fc.array(drawn, { maxLength: 6 });

/** Gives drawn faults the names of a topology's links and devices, and of the workloads; those that cannot be are left out. */
export function nameFaults(
  faults: readonly DrawnFault[],
  topology: RandomTopology,
  workloads: readonly Record<string, unknown>[],
): Record<string, unknown>[] {
  const { ends, clients, servers } = topology;
  const linkAt = (pick: number) => `link-${pick % ends.length}`;
  return faults.flatMap((fault) => {
    if ('nth' in fault || 'byte' in fault) {
      const { end, ...rest } = fault;
      const from = ends[fault.link % ends.length]?.[end === 0 ? 0 : 1];
      const named = { ...rest, link: linkAt(fault.link), from };
      if (!('byte' in named)) return named;
      const asking = workloads.filter(({ kind }) => kind === 'http-get' || kind === 'page-load');
      const workload = asking[named.workload % asking.length];
      return workload ? { ...named, workload: workload['id'], path: askedFor(workload) } : [];
    }
    if ('client' in fault) {
      const { client, link, ...rest } = fault;
      const device = `client-${client % clients}`;
      const own = ends.flatMap(([a, b], index) => (a === device || b === device ? [index] : []));
      return own.length > 1 ? { ...rest, device, link: `link-${own[link % own.length] ?? 0}` } : [];
    }
    if ('link' in fault) return { kind: fault.kind, link: linkAt(fault.link), ...fault.stretch };
    const host = fault.host % (clients + servers);
    const device = host < clients ? `client-${host}` : `server-${host - clients}`;
    return { kind: fault.kind, device, ...fault.stretch };
  });
}

function askedFor(workload: Record<string, unknown>): unknown {
  const paths = workload['paths'];
  return Array.isArray(paths) ? (paths as unknown[])[0] : (workload['path'] ?? '/');
}
