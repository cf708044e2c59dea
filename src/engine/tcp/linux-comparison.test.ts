import { expect, test } from 'vitest';
import type { ByteStream } from '../transport/byte-stream';
import { TcpPair, type CapturedSegment } from './testing/tcp-pair';

/**
 * The same transfers as captured between two hosts on Linux 6.18 with 75 ms each way: flags (PSH aside), relative
 * numbers, order and round trips. A real receiver handles segments in bunches after the first flights and acknowledges
 * bunches; the comparison of single ACKs ends where that begins.
 */
const delay = 75e6;
const rounds = (segment: CapturedSegment | undefined) => Math.round((segment?.at ?? 0) / 75e6) / 2;
const line = ({ direction, flags, seq, ack, length }: CapturedSegment) =>
  `${direction} ${flags.replace('PSH ', '')} ${seq} ${ack} ${length}`;

/** Connect, 200 bytes asked, 100,000 bytes answered, the client closes first. */
function transfer(): TcpPair {
  const pair = new TcpPair(delay, { congestionControl: 'cubic' });
  pair.listen({
    onData: (stream) => stream.write('', 100_000),
    onEnd: (stream) => stream.close(),
  });
  pair.connect({
    onOpen: (stream) => stream.write('', 200),
    onData: (stream, _bytes, total) => {
      if (total === 100_000) stream.close();
    },
  });
  pair.run();
  return pair;
}

test('the first segments at the client are those of the kernel, in order', () => {
  const [client] = transfer().captures;
  const data = Array.from({ length: 10 }, (_, index) => [
    `< ACK ${1 + index * 1448} 201 1448`,
    `> ACK 201 ${1449 + index * 1448} 0`,
  ]).flat();
  expect(client.slice(0, 25).map(line)).toEqual([
    '> SYN 0 0 0',
    '< SYN ACK 0 1 0',
    '> ACK 1 1 0',
    '> ACK 1 1 200',
    '< ACK 1 201 0',
    ...data,
  ]);
});

test('the server sends ten segments, then two for each that is acknowledged', () => {
  const [, server] = transfer().captures;
  const sent = server.filter(({ direction, length }) => direction === '>' && length > 0);
  const perRound = new Map<number, number>();
  for (const segment of sent) perRound.set(rounds(segment), (perRound.get(rounds(segment)) ?? 0) + 1);
  // Kernel: 10 at 1.5 round trips, 20 at 2.5, the other 40 at 3.5.
  expect([...perRound]).toEqual([
    [1.5, 10],
    [2.5, 20],
    [3.5, 40],
  ]);
  expect(sent.at(-1)).toMatchObject({ seq: 99_913, length: 88 });
});

test('the close: FIN, FIN with the ACK in one segment, ACK, in the rounds of the kernel', () => {
  const [client] = transfer().captures;
  const closing = client.slice(-3);
  expect(closing.map(line)).toEqual([
    '> FIN ACK 201 100001 0',
    '< FIN ACK 100001 202 0',
    '> ACK 202 100002 0',
  ]);
  expect(closing.map(rounds)).toEqual([4, 5, 5]);
});

test('both close at once: the FINs cross, both are acknowledged', () => {
  const pair = new TcpPair(delay, {});
  const streams: ByteStream[] = [];
  pair.listen({ onOpen: (stream) => streams.push(stream) });
  streams.push(pair.connect({}));
  pair.at(830e6, () => streams.forEach((stream) => stream.close()));
  pair.run(10e9);
  expect(pair.captures[0].slice(3).map(line)).toEqual([
    '> FIN ACK 1 1 0',
    '< FIN ACK 1 1 0',
    '> ACK 2 2 0',
    '< ACK 2 2 0',
  ]);
});
