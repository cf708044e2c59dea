import { describe, expect, it } from 'vitest';
import { LaneReader, LaneWhy } from './lanes';
import { FlowBlock } from '../trace/quic';
import { AppError, MediaFate, none } from '../trace/record';
import { LaneScript, millisecond, tell } from './testing/lane-script';

/** HTTP/2: three responses of 2000 bytes, in turns of 1000, over TCP; headers and records left out. */
function interleaved(script: LaneScript): number {
  const tcp = script.at(0).start(0, 1, 2).connection('tcp');
  script.at(20).established(tcp).sealed(tcp);
  for (const request of [0, 1, 2]) script.ask(tcp, request, 0, request * 100);
  script.at(30).tlsRecord(tcp, 0, 0, 6000);
  for (const request of [0, 1, 2]) script.answer(tcp, request, { from: request * 1000, bytes: 1000 });
  for (const request of [0, 1, 2])
    script.wrote(tcp, 1, request, { from: 3000 + request * 1000, bytes: 1000 });
  return tcp;
}

describe('HTTP/2', () => {
  it('tells a request that was refused that it waits for streams, until it is sent again', () => {
    const script = new LaneScript();
    const tcp = script.at(0).start(0).connection('tcp');
    script.at(20).established(tcp).sealed(tcp);
    script.wrote(tcp, 0, 0, { from: 0, bytes: 100 }).note((writer) => writer.httpRequest(0, tcp, 0));
    script.at(40).note((writer) => writer.httpBlocked(0, tcp, 0, FlowBlock.streamLimit));
    script
      .at(70)
      .note((writer) => writer.httpUnblocked(0, tcp, 0))
      .ask(tcp, 0, 0, 100);
    script.at(80).answer(tcp, 0, { from: 0, bytes: 500 });
    expect(script.at(90).complete(tcp, 0).told(0)).toEqual([
      'setup 0-20',
      'requesting 20-40',
      `queued/${LaneWhy.streamLimit} 40-70`,
      'thinking 70-80',
      'waiting 80-90',
    ]);
  });
});

describe('HTTP/1.1', () => {
  it('tells a request what it waits for: the handshake, then the requests before it', () => {
    const script = new LaneScript();
    const tcp = script.at(0).start(0, 1).connection('tcp', 80);
    script.at(20).established(tcp).ask(tcp, 0);
    script.at(25).answer(tcp, 0, { from: 0, bytes: 1000 });
    script.at(35).receive(tcp, { from: 0, bytes: 1000 }, 1000).complete(tcp, 0).ask(tcp, 1, 0, 100);
    script.at(45).answer(tcp, 1, { from: 1000, bytes: 500 });
    script.at(55).receive(tcp, { from: 1000, bytes: 500 }, 500).complete(tcp, 1);
    expect(script.told(0)).toEqual(['setup 0-20', 'thinking 20-25', 'waiting 25-35', 'flowing 35-35 1000B']);
    expect(script.told(1)).toEqual([
      'setup 0-20',
      `queued/${LaneWhy.request}:0 20-35`,
      'thinking 35-45',
      'waiting 45-55',
      'flowing 55-55 500B',
    ]);
    const lane = script.read().laneOf(1);
    expect(lane?.blocked).toBe(15 * millisecond);
    expect(lane?.firstByte).toBe(55 * millisecond);
    expect(lane?.path).toBe('/b');
  });

  it('tells a pipelined request that its answer is behind another', () => {
    const script = new LaneScript();
    const tcp = script.at(0).start(0, 1).connection('tcp', 80);
    script.at(20).established(tcp).ask(tcp, 0).ask(tcp, 1, 0, 100);
    script.at(30).answer(tcp, 0, { from: 0, bytes: 1000 }).answer(tcp, 1, { from: 1000, bytes: 1000 });
    script.at(40).receive(tcp, { from: 0, bytes: 1000 }, 1000).complete(tcp, 0);
    script.at(50).receive(tcp, { from: 1000, bytes: 1000 }, 1000).complete(tcp, 1);
    expect(script.told(1)).toEqual([
      'setup 0-20',
      `queued/${LaneWhy.request}:0 20-40`,
      'waiting 40-50',
      'flowing 50-50 1000B',
    ]);
  });

  it('ends the lane of a request that fails, queued or not', () => {
    const script = new LaneScript();
    script.at(0).start(0);
    script.at(9).note((writer) => writer.appError(0, none, 0, AppError.refused));
    const lane = script.read().laneOf(0);
    expect(lane?.hasFailed).toBe(true);
    expect(tell(lane)).toEqual(['queued 0-9']);
  });

  it('takes bytes that follow each other within an eighth of a round trip for one flow', () => {
    const script = new LaneScript();
    const tcp = script.at(0).start(0).connection('tcp', 80);
    script.at(16).receive(tcp, { from: 0, bytes: 0 }, 0);
    script.established(tcp).ask(tcp, 0);
    script.at(20).answer(tcp, 0, { from: 0, bytes: 4000 });
    script.at(30).receive(tcp, { from: 0, bytes: 1000 }, 1000);
    script.at(32).receive(tcp, { from: 1000, bytes: 1000 }, 1000);
    script.at(40).receive(tcp, { from: 2000, bytes: 1000 }, 1000);
    script.at(41).receive(tcp, { from: 3000, bytes: 1000 }, 1000).complete(tcp, 0);
    expect(script.told(0)).toEqual([
      'setup 0-16',
      'thinking 16-20',
      'waiting 20-30',
      'flowing 30-32 2000B',
      'waiting 32-40',
      'flowing 40-41 2000B',
    ]);
  });
});

describe('HTTP/2 over TCP', () => {
  it('freezes every response while one byte of the connection is missing, and counts what sits behind it', () => {
    const script = new LaneScript();
    const tcp = interleaved(script);
    script.at(40).receive(tcp, { from: 0, bytes: 1005 }, 1005);
    const lost = script.send(tcp, { from: 1005, bytes: 1000 });
    script.at(41).lose(tcp, lost);
    for (const [at, from] of [
      [42, 2005],
      [43, 3005],
      [44, 4005],
    ] as const)
      script.at(at).receive(tcp, { from, bytes: 1000 }, 0);
    script.at(45).receive(tcp, { from: 5005, bytes: 1017 }, 0);
    script.at(70).receive(tcp, { from: 1005, bytes: 1000 }, 5017);
    for (const request of [0, 1, 2]) script.complete(tcp, request);
    const missing = `blocked/${LaneWhy.missingByte}:1005 41-70`;
    for (const request of [0, 1, 2]) expect(script.told(request)).toContain(missing);
    const reader = script.read();
    const blocked = reader.laneOf(2)?.segments.find(({ why }) => why === LaneWhy.missingByte);
    expect(blocked?.owner).toBe(1);
    // The first loses nothing of its own: 1000 bytes sit there from 43 on.
    expect(reader.laneOf(0)?.line.peakBuffered).toBe(1000);
    expect(reader.laneOf(2)?.line.peakBuffered).toBe(2000);
    expect(reader.laneOf(0)?.line.bufferedByteNanoseconds).toBe(1000 * 27 * millisecond);
    expect(reader.laneOf(2)?.line.bufferedByteNanoseconds).toBe((1000 * 28 + 1000 * 25) * millisecond);
  });

  it('has the first byte only when the record around it is whole', () => {
    const script = new LaneScript();
    const tcp = interleaved(script);
    script.at(40).receive(tcp, { from: 0, bytes: 3000 }, 3000);
    script.at(60).receive(tcp, { from: 3000, bytes: 3022 }, 3022);
    expect(script.read().laneOf(0)?.firstByte).toBe(60 * millisecond);
  });

  it("tells of bytes that only wait for others' in their record", () => {
    const script = new LaneScript();
    const tcp = interleaved(script);
    // All of request 0 is here, up to the first byte of request 1's second turn.
    script.at(40).receive(tcp, { from: 0, bytes: 4005 }, 4005);
    script.at(60).receive(tcp, { from: 4005, bytes: 2017 }, 2017).complete(tcp, 0);
    expect(script.told(0)).toContain(`blocked/${LaneWhy.record} 40-60`);
    expect(script.told(2)).not.toContain(`blocked/${LaneWhy.record} 40-60`);
  });

  it('tells what flow control holds back, and for how long', () => {
    const script = new LaneScript();
    const tcp = interleaved(script);
    script.at(40).note((writer) => writer.httpBlocked(1, tcp, 1, FlowBlock.stream));
    script.at(55).note((writer) => writer.httpUnblocked(1, tcp, 1));
    script.at(60).receive(tcp, { from: 0, bytes: 6022 }, 6022);
    expect(script.told(1)).toContain(`blocked/${LaneWhy.streamWindow} 40-55`);
    expect(script.told(0)).not.toContain(`blocked/${LaneWhy.streamWindow} 40-55`);
  });

  it("reads the stream's number from the request's first frame", () => {
    const script = new LaneScript();
    const tcp = script.at(0).start(0).connection('tcp');
    const text = `\0\0\x05\x01\x05\0\0\0\x03hpack`;
    script.sealed(tcp).wrote(tcp, 0, 0, { from: 0, bytes: text.length }, text);
    script.note((writer) => writer.httpRequest(0, tcp, 0));
    expect(script.read().laneOf(0)?.stream).toBe(3);
  });
});

describe('HTTP/3 over QUIC', () => {
  function twoStreams(script: LaneScript): number {
    const quic = script.at(0).start(0, 1).connection('quic');
    script.at(20).established(quic).ask(quic, 0, 0).ask(quic, 1, 4);
    script.at(30).answer(quic, 0, { stream: 0, from: 0, bytes: 2000 });
    script.answer(quic, 1, { stream: 4, from: 0, bytes: 2000 });
    return quic;
  }

  it('holds back the stream alone whose packet was lost', () => {
    const script = new LaneScript();
    const quic = twoStreams(script);
    script.at(40).lose(quic, script.send(quic, { stream: 0, from: 0, bytes: 1000 }));
    script.at(41).receive(quic, { stream: 4, from: 0, bytes: 1000 }, 1000);
    script.at(42).receive(quic, { stream: 0, from: 1000, bytes: 1000 }, 0);
    script.at(43).receive(quic, { stream: 4, from: 1000, bytes: 1000 }, 1000).complete(quic, 1);
    script.at(70).receive(quic, { stream: 0, from: 0, bytes: 1000 }, 2000).complete(quic, 0);
    expect(script.told(0)).toEqual([
      'setup 0-20',
      'thinking 20-30',
      'waiting 30-40',
      `blocked/${LaneWhy.streamByte}:0 40-70`,
      'flowing 70-70 2000B',
    ]);
    expect(script.read().laneOf(1)?.blocked).toBe(0);
    expect(script.read().laneOf(0)?.line.peakBuffered).toBe(1000);
  });

  it('is unblocked by the next bytes of its stream that leave the server', () => {
    const script = new LaneScript();
    const quic = twoStreams(script);
    script.at(40).note((writer) => writer.quicBlocked(1, quic, 4, FlowBlock.connection));
    const packet = script.at(50).send(quic, { stream: 4, from: 0, bytes: 1000 });
    script
      .at(60)
      .arrive(quic, packet)
      .note((writer) => writer.quicDeliver(0, none, quic, 4, 1000));
    expect(script.told(1)).toEqual([
      'setup 0-20',
      'thinking 20-30',
      'waiting 30-40',
      `blocked/${LaneWhy.connectionWindow} 40-50`,
      'waiting 50-60',
    ]);
  });
});

it('tells of a call when the picture moves, leaves a frame out, and stands still', () => {
  const script = new LaneScript({ kind: 'media', count: 6, interval: '20ms' });
  const played = (at: number, frame: number, fate: number) =>
    script.at(at).note((writer) => writer.mediaPlayed(0, none, frame, 0, fate));
  script.at(0).note((writer) => writer.mediaSent(1, none, 0, 0));
  played(50, 0, MediaFate.shown);
  played(70, 1, MediaFate.shown);
  played(90, 2, MediaFate.skipped);
  played(110, 3, MediaFate.shown);
  // Due at 130.
  played(200, 4, MediaFate.frozen);
  played(220, 5, MediaFate.shown);
  const [call] = script.read().lanes;
  expect(tell(call)).toEqual([
    'waiting 0-50',
    'flowing 50-90',
    `blocked/${LaneWhy.skipped} 90-110`,
    'flowing 110-130',
    `blocked/${LaneWhy.frozen} 130-200`,
    'flowing 200-240',
  ]);
});

it('comes to the same lanes however the trace is read', () => {
  const script = new LaneScript();
  const tcp = interleaved(script);
  script.at(40).receive(tcp, { from: 0, bytes: 1005 }, 1005);
  script.at(42).receive(tcp, { from: 2005, bytes: 1000 }, 0);
  script.at(70).receive(tcp, { from: 1005, bytes: 1000 }, 2000);
  const steps = new LaneReader(script.lab, script.trace);
  while (!steps.complete) steps.scan(1);
  expect(steps.lanes.map(tell)).toEqual(script.read().lanes.map(tell));
});
