import { expect, test } from 'vitest';
import { establishedServer, type TcpScript } from './testing/tcp-script';

/** The receiver reports what arrives twice: RFC 2883 section 4. */

const selective = (settings: object = {}) =>
  establishedServer({ selectiveAcknowledgement: true, ...settings }, { sackPermitted: true });
const data = (script: TcpScript, seq: number, length = 1000) =>
  script.inject({ flags: 'ACK', seq, ack: 1, length });

test('a segment that had arrived: the ACK reports it, and only that ACK', () => {
  const script = selective();
  data(script, 1).skip();
  data(script, 1).expect({ flags: 'ACK', ack: 1001, sack: [[1, 1001]] });
  data(script, 1001).expect({ flags: 'ACK', ack: 2001, sack: [] });
});

test('a segment that waits behind a gap and comes again: first the report, then the block that holds it', () => {
  const script = selective();
  data(script, 1001).expect({ flags: 'ACK', ack: 1, sack: [[1001, 2001]] });
  data(script, 2001).skip();
  const sack = [
    [1001, 2001],
    [1001, 3001],
  ] as const;
  data(script, 1001).expect({ flags: 'ACK', ack: 1, sack });
});

test('part of a segment had arrived: that part is reported', () => {
  const script = selective();
  data(script, 1).skip();
  data(script, 501).expect({ flags: 'ACK', ack: 1501, sack: [[501, 1001]] });
});

test('a retransmission that fills a gap and reaches into what is held reports what is held', () => {
  const script = selective();
  data(script, 1001, 500).skip();
  data(script, 1, 1500).expect({ flags: 'ACK', ack: 1501, sack: [[1001, 1501]] });
});

test('with timestamps the report takes one of three places', () => {
  const script = establishedServer(
    { selectiveAcknowledgement: true, timestamps: true },
    { sackPermitted: true, timestamps: true },
  );
  for (const seq of [1001, 3001, 5001, 7001])
    script.inject({ flags: 'ACK', seq, ack: 1, length: 1000, timestamps: true });
  script.inject({ flags: 'ACK', seq: 1001, ack: 1, length: 1000, timestamps: true });
  const last = script.sent.at(-1)?.sack;
  expect(last).toEqual([
    [1001, 2001],
    [1001, 2001],
    [7001, 8001],
  ]);
});

test('without SACK nothing is reported', () => {
  const script = establishedServer();
  data(script, 1).skip();
  data(script, 1).expect({ flags: 'ACK', ack: 1001, sack: [] });
});

test('a report on data shortens that data', () => {
  const script = selective({ nagle: false });
  data(script, 1).skip();
  script.write(10);
  script.skip();
  script.pauseReading();
  data(script, 1);
  expect(script.sent.at(-1)?.sack).toEqual([[1, 1001]]);
  expect(script.sent.at(-1)?.length).toBe(0);
});
