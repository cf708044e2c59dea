import fc from 'fast-check';

/** Quantities of a lab document as people write them: usual ones, and now and then the ends of what is allowed. */

/** Mostly the usual; one in eight from the edge. */
export function usually<Value>(usual: fc.Arbitrary<Value>, edge: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.oneof({ arbitrary: usual, weight: 7 }, { arbitrary: edge, weight: 1 });
}

/** An object of which any member may be left out: each is there one time in four. */
export function sparse(members: Readonly<Record<string, fc.Arbitrary<unknown>>>) {
  const drawn = Object.entries(members).map(([name, value]) =>
    fc.oneof(
      { withCrossShrink: true },
      { arbitrary: fc.constant({}), weight: 3 },
      { arbitrary: value.map((one) => ({ [name]: one })), weight: 1 },
    ),
  );
  return fc.tuple(...drawn).map((parts) => Object.assign({}, ...parts) as Record<string, unknown>);
}

export const rate = usually(
  fc.constantFrom('256kbps', '1Mbps', '10Mbps', '100Mbps', '1Gbps', '3Gbps', '7Mbps'),
  fc.constantFrom('999bps', '64kbps', '9Tbps', '9007Tbps'),
);
export const propagation = usually(
  fc.constantFrom('0ms', '100us', '1ms', '10ms', '75ms'),
  fc.constantFrom('1ns', '280ms', '5s', '1h'),
);
/** Moments at which something sets in. */
export const moment = usually(
  fc.constantFrom('0s', '1ms', '15ms', '21ms', '100ms', '150ms', '400ms', '1s', '3s', '10s'),
  fc.constantFrom('1ns', '70s', '1000s'),
);
export const pause = usually(fc.constantFrom('0ms', '1ms', '15ms', '300ms'), fc.constantFrom('1ns', '65s'));
export const share = usually(fc.constantFrom('0%', '1%', '5%', '20%'), fc.constantFrom('50%', '100%'));
export const bodySize = usually(
  fc.constantFrom('0B', '1B', '1448B', '10kB', '60kB'),
  fc.constantFrom('16375B', '16384B', '1MB'),
);
export const buffer = usually(
  fc.constantFrom('3kB', '16kB', '64kB', '4MiB'),
  fc.constantFrom('200B', '1448B', '1GiB'),
);
