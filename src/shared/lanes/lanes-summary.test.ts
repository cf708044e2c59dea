import { expect, it } from 'vitest';
import { AppError, none } from '../trace/record';
import { summariseLanes } from './lanes-summary';
import { LaneScript, millisecond } from './testing/lane-script';

it('tells what a page cost over one TLS connection, and how many requests a loss held back', () => {
  const script = new LaneScript();
  const tcp = script.at(100).start(0, 1, 2).connection('tcp');
  script.at(120).established(tcp);
  script.at(140).sealed(tcp);
  for (const request of [0, 1, 2]) script.ask(tcp, request, 0, request * 100);
  script.at(150).tlsRecord(tcp, 0, 0, 3000);
  for (const request of [0, 1, 2]) script.answer(tcp, request, { from: request * 1000, bytes: 1000 });
  const lost = script.send(tcp, { from: 0, bytes: 1005 });
  const frame = script.trace.frameBytes(lost);
  script.at(151).lose(tcp, lost);
  script.at(160).receive(tcp, { from: 1005, bytes: 2017 }, 0);
  script.at(200).receive(tcp, { from: 0, bytes: 1005 }, 3022);
  for (const request of [0, 1, 2]) script.complete(tcp, request);
  const [summary] = summariseLanes(script.read());
  expect(summary).toMatchObject({
    protocol: 'HTTP/2',
    security: 'TLS 1.3',
    start: 100 * millisecond,
    firstByte: 100 * millisecond,
    complete: 100 * millisecond,
    completed: 3,
    failed: 0,
    connections: 1,
    handshakes: 2,
    wireBytes: frame,
    blocked: 3 * 49 * millisecond,
    stalledByLoss: 3,
  });
  expect(summary?.bufferedByteSeconds).toBeCloseTo(2000 * 0.04);
});

it('counts one handshake for QUIC, and is not complete before every request is', () => {
  const script = new LaneScript();
  const quic = script.at(0).start(0, 1, 2).connection('quic');
  script.at(20).established(quic).ask(quic, 0, 0);
  script.at(30).answer(quic, 0, { stream: 0, from: 0, bytes: 100 });
  script.at(40).receive(quic, { stream: 0, from: 0, bytes: 100 }, 100).complete(quic, 0);
  expect(summariseLanes(script.read())[0]).toMatchObject({
    protocol: 'HTTP/3',
    handshakes: 1,
    complete: undefined,
    completed: 1,
    firstByte: 40 * millisecond,
  });
});

it('is not complete where a request failed, though all is over', () => {
  const script = new LaneScript();
  script.at(0).start(0, 1, 2).at(500);
  for (const request of [0, 1, 2])
    script.note((writer) => writer.appError(0, none, request, AppError.timedOut));
  expect(summariseLanes(script.read())[0]).toMatchObject({
    isOver: true,
    complete: undefined,
    completed: 0,
    failed: 3,
  });
});

it('gives a connection that no request used to the workload between its hosts', () => {
  const script = new LaneScript({ http: '3' });
  const quic = script.at(0).start(0).connection('quic');
  script.connection('tcp');
  script.at(20).established(quic).ask(quic, 0, 0);
  expect(summariseLanes(script.read())[0]?.connections).toBe(2);
});
