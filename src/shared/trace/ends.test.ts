import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RawTraceWriter } from '../../engine/trace/testing/raw-writer';
import { SegmentFields } from '../../engine/trace/trace-writer';
import { connectionRow, otherEnd, type ConnectionEnd, type End } from './connections';
import { endAt, endLeft, endOfDevice, endReached, receivingEnd, sendingEnd } from './ends';
import { none, RecordKind } from './record';

const device = fc.integer({ min: 0, max: 9 });
const address = fc.integer({ min: 0x0a000001, max: 0x0a000005 });
const port = fc.integer({ min: 1, max: 4 });
const place: fc.Arbitrary<ConnectionEnd> = fc.record({ device, address, port });
const end = fc.constantFrom<End>(0, 1);
/** Two ends that packets can be told apart by. */
const apart = fc
  .tuple(place, place)
  .filter(([one, other]) => one.address !== other.address || one.port !== other.port);

class Script {
  readonly writer = new RawTraceWriter();
  readonly trace = this.writer.trace;

  connect(opener: ConnectionEnd, asked: ConnectionEnd, via?: number): number {
    const more = via === undefined ? {} : { via };
    return this.trace.connections.push(connectionRow('tcp', opener, asked, more)) - 1;
  }

  packet(connection: number, from: Omit<ConnectionEnd, 'device'>, to: Omit<ConnectionEnd, 'device'>): number {
    const fields = new SegmentFields();
    fields.connection = connection;
    fields.sourceAddress = from.address;
    fields.sourcePort = from.port;
    fields.destinationAddress = to.address;
    fields.destinationPort = to.port;
    return this.writer.packet(fields);
  }

  record(kind: number, at: number, packet: number, connection: number, cause = none): number {
    return this.writer.raw({ kind, place: at, packet, connection, cause });
  }
}

describe('the end that sent a packet', () => {
  it('is the one whose address and port the packet comes from', () => {
    fc.assert(
      fc.property(apart, end, (ends, from) => {
        const script = new Script();
        const packet = script.packet(script.connect(...ends), ends[from], ends[otherEnd(from)]);
        expect(sendingEnd(script.trace, packet)).toBe(from);
        expect(receivingEnd(script.trace, packet)).toBe(otherEnd(from));
      }),
    );
  });

  it('is told by the end that stayed, where one has moved to an address of its own', () => {
    const moved = fc.record({
      address: fc.integer({ min: 0x0b000001, max: 0x0b000005 }),
      port: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(apart, moved, end, end, (ends, now, mover, from) => {
        const script = new Script();
        const places = [...ends].map((one, which) => (which === mover ? now : one));
        const packet = script.packet(script.connect(...ends), places[from]!, places[otherEnd(from)]!);
        expect(sendingEnd(script.trace, packet)).toBe(from);
      }),
    );
  });

  it('is told by ports where a translation on the way has changed both addresses', () => {
    const script = new Script();
    const ends = [
      { device: 0, address: 1, port: 40_000 },
      { device: 1, address: 2, port: 80 },
    ] as const;
    const connection = script.connect(...ends);
    const back = script.packet(connection, { address: 8, port: 80 }, { address: 9, port: 50_000 });
    const there = script.packet(connection, { address: 9, port: 50_000 }, { address: 8, port: 80 });
    expect([back, there].map((packet) => sendingEnd(script.trace, packet))).toEqual([1, 0]);
  });

  it('is the same end in every leg, whichever leg the packet is counted to', () => {
    const inside = { device: 0, address: 1, port: 40_000 };
    const outside = { device: 5, address: 100, port: 6_000 };
    const service = { device: 6, address: 101, port: 80 };
    const server = { device: 1, address: 200, port: 8080 };
    fc.assert(
      fc.property(end, fc.boolean(), (from, isLate) => {
        const script = new Script();
        const first = script.connect(inside, service);
        const second = script.connect(outside, server, first);
        const [near, far] = isLate ? [outside, server] : [inside, service];
        const packet = from === 0 ? script.packet(second, near, far) : script.packet(second, far, near);
        expect(sendingEnd(script.trace, packet)).toBe(from);
      }),
    );
  });

  it('is the opener of a connection of a port to itself, and of a packet of no connection', () => {
    const script = new Script();
    const self = { device: 3, address: 1, port: 7 };
    expect(sendingEnd(script.trace, script.packet(script.connect(self, self), self, self))).toBe(0);
    expect(sendingEnd(script.trace, script.packet(none, self, self))).toBe(0);
  });
});

describe('the end that a device is at a record', () => {
  it('is the one that the row names it for', () => {
    fc.assert(
      fc.property(place, place, end, (opener, asked, which) => {
        fc.pre(opener.device !== asked.device);
        const script = new Script();
        const connection = script.connect(opener, asked);
        const at = [opener, asked][which]!.device;
        expect(
          endAt(script.trace, connection, script.record(RecordKind.tcpState, at, none, connection)),
        ).toBe(which);
        expect(endOfDevice(script.trace.connections[connection]!, at)).toBe(which);
      }),
    );
  });

  it('is the end that no device is named for, where it is not the other: whoever forged a source', () => {
    fc.assert(
      fc.property(apart, end, device, ([one, other], nobody, writer) => {
        const ends = [one, other] as const;
        const known = ends[otherEnd(nobody)];
        fc.pre(known.device !== writer);
        const script = new Script();
        const forged = { ...ends[nobody], device: none };
        const connection = nobody === 0 ? script.connect(forged, known) : script.connect(known, forged);
        const own = script.record(RecordKind.tcpSend, writer, none, connection);
        const answer = script.record(RecordKind.tcpSend, known.device, none, connection);
        expect(endAt(script.trace, connection, own)).toBe(nobody);
        expect(endAt(script.trace, connection, answer)).toBe(otherEnd(nobody));
        expect(endOfDevice(script.trace.connections[connection]!, writer)).toBeUndefined();
      }),
    );
  });

  it('is what the device is in an earlier leg, where this leg does not name it', () => {
    const script = new Script();
    const first = script.connect(
      { device: 0, address: 1, port: 40_000 },
      { device: 1, address: 2, port: 80 },
    );
    const translated = { device: 5, address: 100, port: 6_000 };
    const second = script.connect(translated, { device: 1, address: 2, port: 80 }, first);
    const third = script.connect({ device: none, address: 101, port: 7_000 }, translated, second);
    for (const connection of [first, second, third]) {
      const byClient = script.record(RecordKind.tcpState, 0, none, connection);
      expect(endAt(script.trace, connection, byClient)).toBe(0);
    }
    expect(endAt(script.trace, second, script.record(RecordKind.tcpState, 1, none, second))).toBe(1);
  });

  it('of a device that talks to itself is told by the packet, or by what led to the record', () => {
    fc.assert(
      fc.property(device, address, port, port, end, (both, at, openerPort, askedPort, from) => {
        fc.pre(openerPort !== askedPort);
        const script = new Script();
        const ends = [
          { device: both, address: at, port: openerPort },
          { device: both, address: at, port: askedPort },
        ] as const;
        const connection = script.connect(...ends);
        const packet = script.packet(connection, ends[from], ends[otherEnd(from)]);
        const sent = script.record(RecordKind.tcpSend, both, packet, connection);
        const come = script.record(RecordKind.linkArrive, 0, packet, connection, sent);
        const received = script.record(RecordKind.tcpReceive, both, packet, connection, come);
        const changed = script.record(RecordKind.tcpState, both, none, connection, come);
        expect(endAt(script.trace, connection, sent)).toBe(from);
        expect(endAt(script.trace, connection, received)).toBe(otherEnd(from));
        expect(endAt(script.trace, connection, changed)).toBe(otherEnd(from));
      }),
    );
  });

  it('is the opener where nothing tells', () => {
    const script = new Script();
    const self = { device: 3, address: 1, port: 7 };
    const connection = script.connect(self, self);
    expect(endAt(script.trace, connection, script.record(RecordKind.tcpState, 3, none, connection))).toBe(0);
    expect(endAt(script.trace, none, script.record(RecordKind.tcpState, 3, none, none))).toBe(0);
  });
});

describe('a frame on a link', () => {
  const client = { device: 0, address: 1, port: 40_000 };
  const server = { device: 2, address: 2, port: 80 };
  const links = [{ devices: [0, 1] }, { devices: [1, 2] }] as const;

  it('leaves its sender only on the first link, and reaches its receiver only on the last', () => {
    const script = new Script();
    const connection = script.connect(client, server);
    const packet = script.packet(connection, client, server);
    const on = (kind: number, direction: number) => script.record(kind, direction, packet, connection);
    expect(endLeft(script.trace, links, on(RecordKind.linkSend, 0))).toBe(0);
    expect(endLeft(script.trace, links, on(RecordKind.linkSend, 2))).toBeUndefined();
    expect(endReached(script.trace, links, on(RecordKind.linkArrive, 0))).toBeUndefined();
    expect(endReached(script.trace, links, on(RecordKind.linkArrive, 2))).toBe(1);
  });

  it('leaves nobody where its source was forged', () => {
    const script = new Script();
    const connection = script.connect({ ...client, device: none }, server);
    const packet = script.packet(connection, client, server);
    const sent = script.record(RecordKind.linkSend, 0, packet, connection);
    expect(endLeft(script.trace, links, sent)).toBeUndefined();
  });
});
