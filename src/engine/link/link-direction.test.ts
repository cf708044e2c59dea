import { expect, test } from 'vitest';
import type { LabLink } from '../../shared/lab/lab';
import { resolveLab } from '../../shared/lab/lab';
import { RecordKind, dropReasons } from '../../shared/trace/record';
import { EventKind } from '../kernel/event-kinds';
import { EventQueue } from '../kernel/event-queue';
import { SegmentFields, TraceWriter } from '../trace/trace-writer';
import { lineLab, type LineSettings } from '../world/testing/labs';
import { LinkDirection } from './link-direction';

/** One direction of a link alone: hand frames over at given times, and read when they arrive or why they do not. */
function linkScript(settings: LineSettings['first']) {
  const link = resolveLab(lineLab({ first: settings })).links[0] as LabLink;
  const events = new EventQueue();
  const writer = new TraceWriter();
  const arrivals: { packet: number; at: number }[] = [];
  const direction = new LinkDirection(0, link, 1, events, writer, (_direction, packet) =>
    arrivals.push({ packet, at: writer.now }),
  );
  const run = (until = Infinity) => {
    while (events.nextTime() <= until && events.pop()) {
      writer.now = events.time;
      if (events.kind === EventKind.linkArrival) direction.arrive(events.b);
      else direction.meetFate(events.b);
    }
    if (until !== Infinity) writer.now = until;
  };
  const send = (bytes: number) => {
    const packet = writer.packet(new SegmentFields());
    direction.send(packet, bytes, 64, 0);
    return packet;
  };
  const drops = () =>
    Array.from({ length: writer.trace.records.length }, (_, seq) => seq)
      .filter((seq) => writer.trace.kind(seq) === RecordKind.linkDrop)
      .map((seq) => ({
        packet: writer.trace.packet(seq),
        reason: dropReasons[writer.trace.detail(seq)],
        at: writer.trace.time(seq),
      }));
  return { arrivals, direction, drops, run, send, writer };
}

test('a frame arrives after its serialisation and the propagation delay', () => {
  const { arrivals, run, send } = linkScript({ bandwidth: '100Mbps', delay: '10ms' });
  send(1514);
  run();
  expect(arrivals).toEqual([{ packet: 0, at: 10e6 + 121_120 }]);
});

test('frames leave one after the other: the second waits for the first', () => {
  const { arrivals, run, send, writer } = linkScript({ bandwidth: '100Mbps', delay: '10ms' });
  send(1514);
  send(66);
  run();
  expect(arrivals.map(({ at }) => at)).toEqual([10_121_120, 10_121_120 + 5280]);
  expect(writer.trace.wait(1)).toBe(121_120);
});

test('serialisation is rounded to the nearest nanosecond', () => {
  const { arrivals, run, send } = linkScript({ bandwidth: '3Gbps', delay: '0ms' });
  send(100);
  run();
  // 800 bits at 3 bits a nanosecond: 266.67.
  expect(arrivals[0]?.at).toBe(267);
});

test('what rounding wins or loses, the next frame makes up: many frames keep to the rate', () => {
  const { arrivals, run, send } = linkScript({
    bandwidth: '9Tbps',
    delay: '0ms',
    queue: { packets: 9000 },
  });
  for (let frame = 0; frame < 9000; frame++) send(1514);
  run();
  // 1,514 B at 9 Tbps take 1.3458 ns.
  expect(arrivals.at(-1)?.at).toBe(Math.round((9000 * 1514 * 8) / 9000));
  const off = arrivals.map(({ at }, index) => Math.abs(at - ((index + 1) * 1514 * 8) / 9000));
  expect(Math.max(...off)).toBeLessThanOrEqual(0.51);
});

test('after a gap a frame takes its own time, and makes up for none before it', () => {
  const { arrivals, run, send, writer } = linkScript({ bandwidth: '3Gbps', delay: '0ms' });
  // 266.67 ns each: the first is a third of a nanosecond long, and over by 267.
  send(100);
  run(1000);
  for (const at of [1000, 2000]) {
    writer.now = at;
    send(100);
    run(at + 900);
  }
  expect(arrivals.map(({ at }) => at)).toEqual([267, 1267, 2267]);
});

test('the frame overhead takes its time on the link', () => {
  const { arrivals, run, send } = linkScript({ bandwidth: '1Gbps', delay: '0ms', frameOverhead: '24B' });
  send(60);
  run();
  expect(arrivals[0]?.at).toBe(84 * 8);
});

test('a queue of two packets holds two behind the one being sent, and refuses the next', () => {
  const { arrivals, drops, run, send } = linkScript({ queue: { packets: 2 } });
  for (let frame = 0; frame < 5; frame++) send(1000);
  run();
  expect(arrivals.map(({ packet }) => packet)).toEqual([0, 1, 2]);
  expect(drops()).toEqual([
    { packet: 3, reason: 'queue full', at: 0 },
    { packet: 4, reason: 'queue full', at: 0 },
  ]);
});

test('a queue in bytes counts bytes, and frees them when a frame begins to leave', () => {
  const { arrivals, drops, run, send } = linkScript({
    bandwidth: '8Mbps',
    delay: '0ms',
    queue: { bytes: '1500B' },
  });
  send(1000);
  send(1000);
  send(1000);
  expect(drops()).toHaveLength(1);
  // 1,000 bytes at 8 Mbps take a millisecond: then the second begins to leave.
  run(1e6);
  send(1000);
  run();
  expect(arrivals.map(({ at }) => at)).toEqual([1e6, 2e6, 3e6]);
});

test('a cut loses what waits and what is under way, and refuses what comes after', () => {
  const { arrivals, direction, drops, run, send } = linkScript({ bandwidth: '100Mbps', delay: '10ms' });
  send(1000);
  send(1000);
  run(5e6);
  direction.setCut(true, 0);
  send(1000);
  run(20e6);
  direction.setCut(false, 0);
  send(1000);
  run();
  expect(drops().map(({ packet, at }) => [packet, at])).toEqual([
    [0, 5e6],
    [1, 5e6],
    [2, 5e6],
  ]);
  expect(arrivals).toEqual([{ packet: 3, at: 30e6 + 80_000 }]);
});

test('after a cut nothing arrives before it could, though what was lost had its moments planned', () => {
  const { arrivals, direction, run, send, writer } = linkScript({
    bandwidth: '8Mbps',
    delay: '10ms',
    impairments: { reorder: '50%', reorderBy: '30ms' },
  });
  for (let frame = 0; frame < 20; frame++) send(1000);
  run(5e6);
  direction.setCut(true, 0);
  direction.setCut(false, 0);
  const sentAt = writer.now;
  for (let frame = 0; frame < 20; frame++) send(1000);
  run();
  expect(arrivals).toHaveLength(20);
  for (const { packet, at } of arrivals)
    expect(at - sentAt).toBeGreaterThanOrEqual((packet - 19) * 1e6 + 10e6);
});

test('a cut empties the queue: after it there is room again', () => {
  const { arrivals, direction, drops, run, send } = linkScript({
    bandwidth: '8Mbps',
    delay: '10ms',
    queue: { packets: 2 },
  });
  for (let frame = 0; frame < 3; frame++) send(1000);
  run(100);
  direction.setCut(true, 0);
  direction.setCut(false, 0);
  for (let frame = 0; frame < 3; frame++) send(1000);
  run();
  expect(arrivals.map(({ packet }) => packet)).toEqual([3, 4, 5]);
  expect(drops().map(({ reason }) => reason)).toEqual(['link cut', 'link cut', 'link cut']);
});

test('a packet larger than the MTU is refused at the entrance, and holds nobody up', () => {
  const { arrivals, drops, run, send } = linkScript({ bandwidth: '100Mbps', delay: '10ms', mtu: 1000 });
  for (const packetBytes of [1001, 1000]) send(packetBytes + 14);
  run();
  expect(drops()).toEqual([{ packet: 0, reason: 'larger than the MTU', at: 0 }]);
  expect(arrivals).toEqual([{ packet: 1, at: 10e6 + 1014 * 80 }]);
});

test('frames named by a fault are lost half way, and still take their turn at the sender', () => {
  const { arrivals, direction, drops, run, send } = linkScript({ bandwidth: '8Mbps', delay: '10ms' });
  direction.dropFrames([1]);
  send(1000);
  send(1000);
  run();
  expect(drops()).toEqual([{ packet: 0, reason: 'dropped by a fault', at: 1e6 + 5e6 }]);
  expect(arrivals).toEqual([{ packet: 1, at: 12e6 }]);
});

test('jitter stays within its bounds and may change the order', () => {
  const { arrivals, run, send } = linkScript({
    bandwidth: '10Gbps',
    delay: '10ms',
    impairments: { jitter: '5ms' },
  });
  for (let frame = 0; frame < 200; frame++) send(100);
  run();
  expect(arrivals).toHaveLength(200);
  for (const { at } of arrivals) {
    expect(at).toBeGreaterThanOrEqual(10e6);
    expect(at).toBeLessThanOrEqual(15e6 + 200 * 80);
  }
  expect(arrivals.map(({ packet }) => packet)).not.toEqual(arrivals.map((_, index) => index));
});

test('Gilbert-Elliott: the share lost and the length of bursts are those set', () => {
  const burst = { toBad: '1%', toGood: '20%', lossGood: '0%', lossBad: '100%' };
  const { arrivals, run, send } = linkScript({
    bandwidth: '10Gbps',
    queue: { packets: 1_000_000 },
    impairments: { burst },
  });
  const frames = 100_000;
  for (let frame = 0; frame < frames; frame++) send(100);
  run();
  const lost = frames - arrivals.length;
  // In the long run 1/(1 + 20) of the frames meet the bad state; bursts last 5 frames.
  expect(lost / frames).toBeGreaterThan(0.0476 * 0.9);
  expect(lost / frames).toBeLessThan(0.0476 * 1.1);
  let bursts = 0;
  arrivals.forEach(({ packet }, index) => {
    if (index > 0 && packet - (arrivals[index - 1]?.packet ?? 0) > 1) bursts += 1;
  });
  expect(lost / bursts).toBeGreaterThan(4.5);
  expect(lost / bursts).toBeLessThan(5.5);
});
