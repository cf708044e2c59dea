import fc from 'fast-check';
import { buffer, pause, sparse, usually } from './random-quantities';

/** Settings of hosts' protocols, now and then at the ends of what they may be. */

const congestionControl = fc.constantFrom('newreno', 'cubic', 'none');

const tcp = sparse({
  maximumSegmentSize: usually(fc.constantFrom(200, 536, 1460), fc.constantFrom(64, 8960, 65_495)),
  timestamps: fc.boolean(),
  selectiveAcknowledgement: fc.boolean(),
  windowScale: usually<number | false>(fc.constantFrom<number | false>(false, 0, 7), fc.constantFrom(1, 14)),
  receiveBuffer: buffer,
  sendBuffer: buffer,
  timeWait: usually(fc.constantFrom('linux', '1s'), fc.constantFrom('0s', '1ns', 'rfc9293')),
  timeWaitReuse: fc.boolean(),
  delayedAcknowledgement: usually(fc.constantFrom('0ms', '40ms', '200ms'), fc.constantFrom('1ns', '10s')),
  quickAcknowledgements: fc.constantFrom(0, 1, 16),
  nagle: fc.boolean(),
  congestionControl,
  initialWindow: usually(fc.constantFrom(1, 3, 10), fc.constantFrom(1000)),
  initialRetransmissionTimeout: usually(fc.constantFrom('1s', '3s'), fc.constantFrom('1ms', '100s')),
  minimumRetransmissionTimeout: usually(fc.constantFrom('200ms', '1s'), fc.constantFrom('1ms', '5s')),
  maximumRetransmissionTimeout: usually(fc.constantFrom('120s', '5s'), fc.constantFrom('200ms')),
  synRetries: fc.constantFrom(0, 1, 6),
  synLinearTimeouts: fc.constantFrom(0, 4),
  synAckRetries: fc.constantFrom(0, 1, 5),
  retries: usually(fc.constantFrom(0, 2, 15), fc.constantFrom(255)),
  tailLossProbe: fc.boolean(),
  explicitCongestionNotification: fc.boolean(),
  keepAlive: fc.record({
    idle: usually(fc.constantFrom('1s', '600s'), fc.constantFrom('1ms')),
    interval: usually(fc.constantFrom('1s', '75s'), fc.constantFrom('1ms')),
    probes: fc.constantFrom(1, 9),
  }),
  ephemeralPorts: fc.constantFrom(
    { from: 32768, to: 32769 },
    { from: 40000, to: 40000 },
    { from: 1024, to: 65535 },
  ),
  sourceAddresses: usually(fc.constantFrom(1, 2), fc.constantFrom(64)),
  synBacklog: fc.constantFrom(1, 2, 128),
  acceptQueue: fc.constantFrom(1, 2, 128),
  synCookies: fc.boolean(),
  acceptOverflow: fc.constantFrom('drop', 'reset'),
});

const window = usually(fc.constantFrom('64kB', '6MiB'), fc.constantFrom('1kB', '100B'));

const quic = sparse({
  idleTimeout: usually(fc.constantFrom('5s', '30s'), fc.constantFrom('100ms', '3600s')),
  connectionWindow: window,
  streamWindow: window,
  maximumStreams: fc.constantFrom(1, 2, 100),
  acknowledgementDelay: usually(fc.constantFrom('1ms', '25ms'), fc.constantFrom('16383ms')),
  initialRoundTrip: usually(fc.constantFrom('100ms', '333ms'), fc.constantFrom('1ms', '10s')),
  congestionControl,
  initialWindow: usually(fc.constantFrom(2, 10), fc.constantFrom(1, 1000)),
  datagramSize: usually(fc.constantFrom(1200, 1350, 1452), fc.constantFrom(9000, 65_507)),
});

const http2 = sparse({
  connectionWindow: window,
  streamWindow: window,
  maximumStreams: fc.constantFrom(1, 2, 100),
  maximumFrame: fc.constantFrom(16_384, 16_777_215),
  dataFrame: usually(fc.constantFrom('1kB', '16375B'), fc.constantFrom('1B', '16384B')),
});

const pages = usually(
  fc.constantFrom('1B', '1448B', '20kB', '60kB', '200kB'),
  fc.constantFrom('0B', '16375B'),
);

/** What a client may be set to. */
export const anyClientSettings = sparse({ tcp, quic, http2, tls: sparse({ handshakeTime: pause }) });

/** What a server may be set to; it always has the pages `/`, `/a` and `/b`. */
export const anyServerSettings = fc
  .tuple(
    sparse({
      tcp,
      quic,
      http2,
      tls: sparse({
        versions: usually<readonly string[]>(fc.constant(['1.2', '1.3']), fc.constantFrom(['1.3'], ['1.2'])),
        certificate: usually(fc.constantFrom('700B', '3kB'), fc.constantFrom('1B', '20kB')),
        tickets: fc.constantFrom(0, 1, 2),
        earlyData: fc.boolean(),
        handshakeTime: pause,
        resumptionTime: pause,
      }),
      maximumConnections: fc.constantFrom(1, 2, 100),
      http: usually<readonly string[]>(
        fc.constant(['3', '2', '1.1']),
        fc.constantFrom(['1.1'], ['1.1', '2'], ['3']),
      ),
    }),
    fc.array(
      fc.record({
        size: pages,
        think: pause,
        hint: sparse({ urgency: fc.nat(7), incremental: fc.boolean() }),
      }),
      {
        minLength: 3,
        maxLength: 3,
      },
    ),
  )
  .map(([settings, bodies]) => ({
    ...settings,
    pages: bodies.map(({ size, think, hint }, index) => ({
      path: ['/', '/a', '/b'][index],
      size,
      think,
      ...hint,
    })),
  }));

/** For routers: most forward all. */
export const anyRouterSettings = fc.oneof(
  { arbitrary: fc.constant({}), weight: 9 },
  {
    arbitrary: fc.constantFrom({ blocks: ['udp'] }, { blocks: ['tcp'] }, { blocks: ['tcp', 'udp'] }),
    weight: 1,
  },
);
