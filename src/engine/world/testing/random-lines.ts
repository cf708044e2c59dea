import fc from 'fast-check';
import type { LineSettings } from './labs';

const share = fc.constantFrom('0%', '1%', '5%', '20%');
const impairments = fc.record({
  loss: share,
  duplicate: share,
  corrupt: share,
  reorder: share,
  reorderBy: fc.constantFrom('1ms', '30ms'),
  jitter: fc.constantFrom('0ms', '3ms'),
});
const tcp = fc.record({
  timestamps: fc.boolean(),
  selectiveAcknowledgement: fc.boolean(),
  windowScale: fc.constantFrom<number | false>(false, 0, 7),
  congestionControl: fc.constantFrom<'newreno' | 'cubic'>('newreno', 'cubic'),
  maximumSegmentSize: fc.constantFrom(200, 536, 1460),
  receiveBuffer: fc.constantFrom('3kB', '64kB', '4MiB'),
  tailLossProbe: fc.boolean(),
  nagle: fc.boolean(),
  explicitCongestionNotification: fc.boolean(),
  // Without it, an end whose peer gave up in silence would wait for ever, as in life.
  keepAlive: fc.constant({ idle: '600s', interval: '75s', probes: 9 }),
});
/** A client, a router and a server in a line, under any impairment: long enough for every request to end. */
export const anyLine: fc.Arbitrary<LineSettings> = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  first: fc.record({ impairments, queue: fc.constantFrom({ packets: 5 }, { packets: 1000 }) }),
  second: fc.record({ impairments }),
  client: tcp,
  server: tcp,
  size: fc.constantFrom('0B', '1B', '1448B', '60kB'),
  workload: fc.record({
    count: fc.integer({ min: 1, max: 4 }),
    interval: fc.constantFrom('0ms', '15ms'),
    requestsPerConnection: fc.integer({ min: 1, max: 3 }),
    closes: fc.constantFrom<'client' | 'server'>('client', 'server'),
  }),
  // Long enough for any of them to finish or to be given up.
  duration: fc.constant('200000s'),
});
