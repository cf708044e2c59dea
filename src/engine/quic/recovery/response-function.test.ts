import { expect, test } from 'vitest';
import { QuicPair } from '../testing/quic-pair';

const ms = 1e6;

/** Average window in datagrams over a long run in which one of `every` datagrams of the server's is lost. */
function averageWindow(every: number, roundTrip: number, seconds: number): number {
  const quic = { congestionControl: 'newreno', streamWindow: '64MiB', connectionWindow: '64MiB' } as const;
  const prompt = { ...quic, acknowledgementDelay: '0ms' };
  const pair = new QuicPair({ delay: roundTrip / 2, client: prompt, server: quic });
  pair.directions[1].dropFrames(Array.from({ length: 4000 }, (_, index) => (index + 1) * every));
  const [client, server] = pair.applications;
  client.onOpenAction = () => {
    const stream = client.open();
    stream?.write('GET');
    stream?.close();
  };
  server.onRequest = (stream) => stream.write('', 100e9);
  pair.connect();
  // The first third is slow start and settling.
  pair.run((seconds * 1e9) / 3);
  const before = client.log(0).bytes;
  pair.run(seconds * 1e9);
  const datagrams = (client.log(0).bytes - before) / 1420;
  return (datagrams / ((seconds * 2) / 3)) * (roundTrip / 1e9);
}

/** Windows of some size: whole datagrams only are sent, which takes half a datagram off on average. */
test('NewReno: the window is sqrt(3 / 2p) datagrams (Mathis, Semke, Mahdavi and Ott 1997)', () => {
  for (const every of [1000, 2500]) {
    const published = Math.sqrt(1.5 * every);
    const measured = averageWindow(every, 40 * ms, 60);
    expect(Math.abs(measured / published - 1)).toBeLessThan(0.1);
  }
}, 60_000);
