import { expect, test } from 'vitest';
import { RecordKind } from '../../shared/trace/record';
import { lineLab, runLab } from '../world/testing/labs';

/** Long transfers that lose every n-th data frame, against the published response functions. */

const segment = 1448;

/** Average window in segments over a long run in which one of `every` data segments is lost; RTT in seconds. */
function averageWindow(
  congestionControl: 'newreno' | 'cubic',
  every: number,
  delay: string,
  seconds: number,
): number {
  const roundTrip = (2 * Number.parseFloat(delay)) / 1000;
  const losses = Array.from({ length: 4000 }, (_, index) => (index + 1) * every);
  const tcp = { congestionControl, delayedAcknowledgement: '0ms', receiveBuffer: '64MiB' } as const;
  const fast = { bandwidth: '10Gbps', queue: { packets: 100_000 } };
  const { trace } = runLab(
    lineLab({
      size: '100GB',
      duration: `${seconds}s`,
      client: tcp,
      server: tcp,
      first: { ...fast, delay },
      second: { ...fast, delay: '0ms' },
      faults: [{ kind: 'drop-packet', link: 'far', from: 'server', nth: losses }],
    }),
  );
  // The first third is slow start and settling.
  const from = (seconds * 1e9) / 3;
  let bytes = 0;
  for (let seq = 0; seq < trace.records.length; seq++)
    if (trace.kind(seq) === RecordKind.tcpDeliver && trace.place(seq) === 0 && trace.time(seq) >= from)
      bytes += trace.a(seq);
  return (bytes / segment / ((seconds * 2) / 3)) * roundTrip;
}

test('NewReno: the window is sqrt(3 / 2p) segments (Mathis, Semke, Mahdavi and Ott 1997)', () => {
  for (const every of [200, 1000]) {
    const published = Math.sqrt(1.5 * every);
    const measured = averageWindow('newreno', every, '20ms', 120);
    expect(Math.abs(measured / published - 1)).toBeLessThan(0.1);
  }
});

test('CUBIC: the window follows RFC 9438 section 5.1', () => {
  const every = 3000;
  const roundTrip = 0.2;
  // RFC 9438 equation 6 with C = 0.4 and beta = 0.7.
  const published = ((0.4 * 3.7) / (4 * 0.3)) ** 0.25 * roundTrip ** 0.75 * every ** 0.75;
  const measured = averageWindow('cubic', every, '100ms', 400);
  expect(Math.abs(measured / published - 1)).toBeLessThan(0.1);
});
