import { expect, test } from 'vitest';
import { resolveLab } from '../../../../shared/lab/lab';
import { connectionRow } from '../../../../shared/trace/connections';
import { DropReason, RecordKind, none } from '../../../../shared/trace/record';
import { RawTraceWriter } from '../../../trace/testing/raw-writer';
import { SegmentFields } from '../../../trace/trace-writer';
import { lineLab, runLab } from '../labs';
import { invariants } from './all';

/** Both links: 100 Mbps, 10 ms, a queue of two packets. A frame of 54 bytes takes 4,320 ns. */
const lab = resolveLab(lineLab({ first: { queue: { packets: 2 } } }));
const busy = 4320;
const crossing = busy + 10e6;

/** A trace written by hand, and what of it the invariants object to, by their names. */
function written(write: (script: Script) => void, now = 1e9): string[] {
  const script = new Script();
  write(script);
  const run = { lab, trace: script.writer.trace, now };
  return Object.entries(invariants).flatMap(([name, holds]) => (holds(run).length > 0 ? [name] : []));
}

class Script {
  readonly writer = new RawTraceWriter();
  private readonly fields = new SegmentFields();

  constructor() {
    const client = { device: 0, address: 1, port: 1000 };
    this.writer.trace.connections.push(connectionRow('tcp', client, { device: 2, address: 2, port: 80 }));
  }
  packet(payload = 0, relativeSequence = 1): number {
    Object.assign(this.fields, { payload, relativeSequence, connection: 0 });
    return this.writer.packet(this.fields);
  }
  record(
    at: number,
    kind: number,
    of: { cause?: number; packet?: number; place?: number; a?: number; b?: number; detail?: number },
  ): number {
    this.writer.now = at;
    return this.writer.raw({ ...of, kind, connection: 0 });
  }
  send(at: number, packet: number, wait = 0): number {
    return this.record(at, RecordKind.linkSend, { packet, a: wait });
  }
  arrive(at: number, send: number, packet = this.writer.trace.packet(send)): number {
    return this.record(at, RecordKind.linkArrive, { cause: send, packet });
  }
  drop(at: number, cause: number, packet: number, detail: number): number {
    return this.record(at, RecordKind.linkDrop, { cause, packet, detail });
  }
  request(at: number, kind: number): number {
    return this.record(at, kind, { a: 0 });
  }
}

test('a true run breaks nothing', () => {
  const { trace, now } = runLab(lineLab({ seed: 3 }));
  const run = { lab: resolveLab(lineLab({ seed: 3 })), trace, now };
  for (const holds of Object.values(invariants)) expect(holds(run)).toEqual([]);
});

test('a frame that arrives when it can breaks nothing', () => {
  expect(written((script) => script.arrive(crossing, script.send(0, script.packet())))).toEqual([]);
});

test.each<[string, (script: Script) => void]>([
  [
    'times never fall',
    (script) => {
      script.record(5, RecordKind.deviceCrash, {});
      script.record(4, RecordKind.deviceRestart, {});
    },
  ],
  ['each cause lies before its effect', (script) => script.record(5, RecordKind.deviceCrash, { cause: 0 })],
  [
    'no frame arrives before light could',
    (script) => script.arrive(crossing - 2, script.send(0, script.packet())),
  ],
  [
    'no frame is lost on the way before it has left',
    (script) => {
      const packet = script.packet();
      script.drop(busy - 2, script.send(0, packet), packet, DropReason.randomLoss);
    },
  ],
  [
    'no two frames of one direction leave at once',
    (script) => {
      const sends = [script.send(0, script.packet()), script.send(1, script.packet(), busy - 3)];
      sends.forEach((send, index) => script.arrive(crossing + index * busy, send));
    },
  ],
  [
    'frames arrive in order where nothing holds single ones back',
    (script) => {
      const sends = [script.send(0, script.packet()), script.send(1, script.packet(), busy - 1)];
      sends.reverse().forEach((send) => script.arrive(crossing + 2 * busy, send));
    },
  ],
  [
    'a queue refuses only when it is full',
    (script) => {
      const send = script.send(0, script.packet());
      script.drop(1, none, script.packet(), DropReason.queueFull);
      script.arrive(crossing, send);
    },
  ],
  [
    'every request is answered, failed or pending, and never two of them',
    (script) => {
      script.request(0, RecordKind.appStart);
      script.request(1, RecordKind.appError);
      script.request(2, RecordKind.appError);
    },
  ],
  [
    'an answer is read after it was given, and given after the request was read',
    (script) => {
      script.request(0, RecordKind.appStart);
      script.request(1, RecordKind.httpRequest);
      script.request(2, RecordKind.httpResponse);
    },
  ],
])('breaks: %s', (name, write) => {
  expect(written(write)).toContain(name);
});

const conservation = 'sent = arrived + lost + on the way, in each direction';
test.each<[string, (script: Script) => void]>([
  ['a frame that never arrives', (script) => script.send(0, script.packet())],
  [
    'a frame that arrives twice',
    (script) => {
      const send = script.send(0, script.packet());
      script.arrive(crossing, send);
      script.arrive(crossing, send);
    },
  ],
  [
    'a frame that is lost and arrives',
    (script) => {
      const packet = script.packet();
      const send = script.send(0, packet);
      script.drop(crossing, send, packet, DropReason.randomLoss);
      script.arrive(crossing, send);
    },
  ],
  [
    'a packet that is sent twice',
    (script) => {
      const packet = script.packet();
      script.arrive(crossing, script.send(0, packet));
      script.arrive(1e8 + crossing, script.send(1e8, packet));
    },
  ],
  [
    'a copy that arrives twice',
    (script) => {
      const send = script.send(0, script.packet());
      const copy = script.packet();
      for (const packet of [script.writer.trace.packet(send), copy, copy])
        script.arrive(crossing, send, packet);
    },
  ],
])('conservation is broken by %s', (_, write) => {
  expect(written(write)).toContain(conservation);
});

test('a frame that is still on the way breaks nothing, nor does a copy that a link made', () => {
  expect(written((script) => script.send(0, script.packet()), crossing - 1)).toEqual([]);
  const duplicated = written((script) => {
    const send = script.send(0, script.packet());
    script.arrive(crossing, send);
    script.arrive(crossing, send, script.packet());
  });
  expect(duplicated).toEqual([]);
});

test.each([
  ['twice', [0, 0], 100],
  ['with a gap', [0, 200], 100],
  ['that were never sent', [0, 100, 200], 100],
])('TCP that delivers bytes %s is found out', (_, offsets, bytes) => {
  const broken = written((script) => {
    script.record(0, RecordKind.tcpSend, { place: 0, packet: script.packet(200, 1) });
    for (const b of offsets) script.record(1, RecordKind.tcpDeliver, { place: 2, a: bytes, b });
  });
  expect(broken).toContain('TCP delivers in order, no byte twice, and none that was not sent');
});

test('a stream that delivers more than was written is found out', () => {
  const broken = (length: number) =>
    written((script) => {
      const span = {
        connection: 0,
        end: 0 as const,
        stream: 0,
        offset: 0,
        length,
        literal: none,
        request: none,
      };
      script.writer.trace.contents.push(span);
      script.record(0, RecordKind.tcpSend, { place: 0, packet: script.packet(100, 1) });
      script.record(1, RecordKind.tcpDeliver, { place: 2, a: 100, b: 0 });
    });
  expect(broken(99)).toEqual(['no stream delivers more than was written to it']);
  expect(broken(100)).toEqual([]);
});
