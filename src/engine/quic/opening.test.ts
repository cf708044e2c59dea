import { expect, test } from 'vitest';
import { QuicFrame } from '../../shared/trace/quic';
import { QuicPair } from './testing/quic-pair';

const ms = 1e6;
/** Transmission over the fast link of tests takes microseconds at most. */
const nearly = 0.01 * ms;

/** A client that asks as soon as it may, and a server that answers with `bytes`. */
function visit(pair: QuicPair, bytes = 1000): void {
  const [client, server] = pair.applications;
  client.onOpenAction = () => {
    const stream = client.open();
    stream?.write('GET', 97);
    stream?.close();
  };
  server.onRequest = (stream) => {
    stream.write('', bytes);
    stream.close();
  };
  pair.connect();
}

test('a first visit: the request leaves after 1 round trip, the answer is there after 2', () => {
  const pair = new QuicPair({ delay: 50 * ms });
  visit(pair);
  pair.run(5000 * ms);
  const [client, server] = pair.applications;
  const request = pair.frames().find(({ type, end }) => type === QuicFrame.stream && end === 0);
  expect(request?.at).toBeGreaterThanOrEqual(100 * ms);
  expect(request?.at).toBeLessThan(100 * ms + nearly);
  expect(server.log(0).bytes).toBe(100);
  expect(server.log(0).endAt).toBeLessThan(150 * ms + nearly);
  expect(client.log(0).bytes).toBe(1000);
  expect(client.log(0).endAt).toBeLessThan(200 * ms + nearly);
  expect(client.told).toEqual(['open', 'established h3']);
  expect([pair.state(0), pair.state(1)]).toEqual(['CONFIRMED', 'CONFIRMED']);
});
