import fc from 'fast-check';
import { buffer, propagation, rate, share, sparse, usually } from './random-quantities';

/** A device by what it is, and its place among its like: `client-0`. */
export interface RandomTopology {
  readonly routers: number;
  readonly clients: number;
  readonly servers: number;
  /** Device ids of each link's ends. */
  readonly ends: readonly (readonly [string, string])[];
}

const positive = fc.nat({ max: 1000 });

/**
 * Routers as a tree and a few links besides, which make circles and parallel links; hosts with one to three links, to routers or (where there are
 * none) to hosts of the other kind. What has no way to each other is left to the validation.
 */
export const anyTopology: fc.Arbitrary<RandomTopology> = fc
  .record({
    routers: fc.nat({ max: 4 }),
    trunks: fc.array(positive, { minLength: 4, maxLength: 4 }),
    extra: fc.array(fc.tuple(positive, positive), { maxLength: 2 }),
    clients: fc.array(fc.array(positive, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
    servers: fc.array(fc.array(positive, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 }),
  })
  .map(({ routers, trunks, extra, clients, servers }) => {
    const ends: [string, string][] = [];
    for (let router = 1; router < routers; router++)
      ends.push([`router-${(trunks[router - 1] ?? 0) % router}`, `router-${router}`]);
    if (routers > 1)
      for (const [a, b] of extra) {
        const first = a % routers;
        ends.push([`router-${first}`, `router-${(first + 1 + (b % (routers - 1))) % routers}`]);
      }
    const join = (kind: string, places: readonly (readonly number[])[], others: string, count: number) =>
      places.forEach((on, host) => {
        for (const at of on) ends.push([`${kind}-${host}`, `${others}-${at % count}`]);
      });
    if (routers > 0) {
      join('client', clients, 'router', routers);
      join('server', servers, 'router', routers);
    } else {
      join('client', clients, 'server', servers.length);
    }
    return { routers, clients: clients.length, servers: servers.length, ends };
  });

/** How single frames are held back, so that others overtake. */
const overtaking = fc.oneof(
  fc.record({
    reorder: fc.constantFrom('1%', '20%', '50%', '100%'),
    reorderBy: usually(fc.constantFrom('1ms', '30ms'), fc.constantFrom('1ns', '3s')),
  }),
  fc.record({ jitter: usually(fc.constantFrom('3ms', '30ms'), fc.constantFrom('1ns', '2s')) }),
);
const harm = sparse({
  loss: usually(fc.constantFrom('1%', '5%'), share),
  burst: fc.record({
    toBad: fc.constantFrom('1%', '10%'),
    toGood: fc.constantFrom('20%', '100%'),
    lossBad: fc.constantFrom('50%', '100%'),
  }),
  duplicate: share,
  corrupt: usually(fc.constantFrom('1%', '5%'), share),
});
/** A third of all links holds frames back, another loses them, the rest is sound. */
const impairments = fc.oneof(
  fc.constant({}),
  harm,
  fc.tuple(harm, overtaking).map(([some, late]) => ({ ...some, ...late })),
);

/** What a link may be set to, its ends aside. */
export const anyLinkSettings = fc
  .tuple(
    fc.record({ bandwidth: rate, delay: propagation }),
    sparse({
      mtu: usually(fc.constantFrom(1500, 1400, 1280, 576, 9000), fc.constantFrom(128, 1227, 1228, 65_535)),
      queue: usually<object>(
        fc.constantFrom({ packets: 5 }, { packets: 100 }, { bytes: '64kB' }),
        fc.constantFrom({ packets: 0 }, { packets: 1 }, { bytes: '0B' }, { bytes: '1514B' }),
      ),
      frameOverhead: usually(fc.constantFrom('0B', '24B'), buffer),
      markAt: fc.constantFrom(0, 1, 10),
    }),
    impairments,
  )
  .map(([needed, settings, drawn]) => ({
    ...needed,
    ...settings,
    ...(Object.keys(drawn).length > 0 ? { impairments: drawn } : {}),
  }));
