import { expect, test } from 'vitest';
import { QuicFrame } from '../../../shared/trace/quic';
import type { QuicConnection } from '../connection/connection';
import { TransportError } from '../connection/transport-error';
import { QuicPair, type PairSettings } from '../testing/quic-pair';

const ms = 1e6;
const start = 2000 * ms;

/** A client that does not keep to the rules: `breach` gets its end of an established connection. */
function breaking(
  breach: (client: QuicConnection, pair: QuicPair) => void,
  settings: PairSettings = {},
): QuicPair {
  const pair = new QuicPair({ delay: 50 * ms, ...settings });
  const client = pair.connect() as QuicConnection;
  pair.run(start).at(start, () => breach(client, pair));
  return pair.run();
}

/** Errors with which the server closed, and what the applications were told last. */
function outcome(pair: QuicPair) {
  const closes = pair
    .frames()
    .filter(({ end, type }) => end === 1 && type === QuicFrame.connectionCloseTransport);
  return {
    // A frame's first word is the error.
    errors: [...new Set(closes.map(({ stream }) => stream))],
    told: pair.applications.map(({ told }) => told.slice(-2)),
    states: [pair.state(0), pair.state(1)],
  };
}

const closedWith = (error: number) => ({
  errors: [error],
  told: [
    ['error ECONNRESET', 'closed'],
    ['error ECONNRESET', 'closed'],
  ],
  states: ['CLOSED', 'CLOSED'],
});

test('a stream beyond those allowed: STREAM_LIMIT_ERROR (RFC 9000 section 4.6)', () => {
  const pair = breaking(
    (client, { applications }) => {
      client.counts[0].allowed = 3;
      for (let stream = 0; stream < 3; stream++) applications[0].open()?.write('GET');
    },
    { server: { maximumStreams: 2 } },
  );
  expect(outcome(pair)).toEqual(closedWith(TransportError.streamLimit));
});

test('data beyond the limit of its stream: FLOW_CONTROL_ERROR (RFC 9000 section 4.1)', () => {
  const pair = breaking(
    (client, { applications }) => {
      client.peerStreamLimit = 300;
      applications[0].open()?.write('', 300);
    },
    { server: { streamWindow: '10B' } },
  );
  expect(outcome(pair)).toEqual(closedWith(TransportError.flowControl));
});

test('data beyond the limit of the connection: FLOW_CONTROL_ERROR', () => {
  const pair = breaking(
    (client, { applications }) => {
      // What is read is allowed anew.
      applications[1].onAccepted = (stream) => stream.pauseReading();
      client.dataLimit = 1000;
      for (let stream = 0; stream < 2; stream++) applications[0].open()?.write('', 300);
    },
    { server: { connectionWindow: '500B' } },
  );
  expect(outcome(pair)).toEqual(closedWith(TransportError.flowControl));
});

test('a reset that tells of more than was allowed: FLOW_CONTROL_ERROR (RFC 9000 section 4.5)', () => {
  const pair = breaking(
    (client, { applications }) => {
      const stream = applications[0].open();
      const end = client.streams.get(stream?.stream ?? -1);
      stream?.reset(7);
      if (end) end.sending.sent = 11;
    },
    { server: { streamWindow: '10B' } },
  );
  expect(outcome(pair)).toEqual(closedWith(TransportError.flowControl));
});

test('data behind the end of a stream: FINAL_SIZE_ERROR (RFC 9000 section 4.5)', () => {
  const pair = new QuicPair({ delay: 50 * ms });
  const client = pair.connect() as QuicConnection;
  const [application, server] = pair.applications;
  // The server does not read, so that the stream stays.
  server.onAccepted = (stream) => stream.pauseReading();
  pair.run(start).at(start, () => {
    application.open()?.write('GET');
    application.log(0).stream.close();
  });
  pair.run(start + 20 * ms).at(start + 20 * ms, () => {
    const end = client.streams.get(0);
    if (!end) throw new Error('no stream');
    end.sending.written += 5;
    end.sending.lose(3, 8);
    end.isQueued = true;
    client.sendQueue.push(end);
    application.open()?.write('GET');
  });
  expect(outcome(pair.run())).toEqual(closedWith(TransportError.finalSize));
});

test("a frame for a stream of the receiver's that was never opened: STREAM_STATE_ERROR (RFC 9000 section 19.8)", () => {
  const pair = breaking((client, { applications }) => {
    applications[0].open();
    const end = client.streams.get(0);
    if (!end) throw new Error('no stream');
    // Goes out under the number of a stream that only the server may open.
    Object.assign(end, { stream: 1 });
    end.write('GET');
  });
  expect(outcome(pair)).toEqual(closedWith(TransportError.streamState));
});
