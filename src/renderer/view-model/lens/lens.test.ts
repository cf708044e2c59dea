import { describe, expect, it } from 'vitest';
import { RecordKind } from '../../../shared/trace/record';
import { PacketLabels } from '../labels/packet-labels';
import { countCrossings, lensView, type LensSource } from './lens';
import { RequestNames } from '../labels/request-names';
import { MessageTexts } from '../packets/message-texts';
import { client, scriptVisit, server } from '../testing/visit';

const visit = scriptVisit();
const { trace, index, topology, lab } = visit.run.indexed();
const source: LensSource = {
  trace,
  topology,
  labels: new PacketLabels(trace, index),
  messages: new MessageTexts(trace, new RequestNames(trace, undefined)),
};

/** The n-th record of a kind that a packet has. */
function recordOf(kind: number, packet?: number, nth = 0): number {
  let left = nth;
  for (let record = 0; record < trace.records.length; record++) {
    if (trace.kind(record) !== kind || (packet !== undefined && trace.packet(record) !== packet)) continue;
    if (left === 0) return record;
    left -= 1;
  }
  throw new RangeError(`no record of kind ${kind}`);
}
const view = (record: number, crossing = 0) => lensView(source, { record, crossing });
const states = (record: number, crossing = 0) => view(record, crossing).rows.map((row) => row.state);
const holds = (record: number, crossing = 0) =>
  Object.fromEntries(view(record, crossing).rows.map((row) => [row.layer, row.holds]));
const worn = (record: number, crossing = 0) =>
  view(record, crossing)
    .envelopes.filter((envelope) => envelope.present)
    .map((envelope) => envelope.name);

const requestSend = recordOf(RecordKind.tcpSend, visit.request.packet);
const requestBytes = trace.payloadBytes(visit.request.packet);

describe("the sender's stack", () => {
  it('shows a segment handed down layer by layer', () => {
    expect(view(requestSend, 0)).toMatchObject({
      device: client,
      doing: 'sending GET /',
      progress: '4 of 7 handed down',
    });
    expect(states(requestSend, 1)).toEqual([
      'passed',
      'passed',
      'passed',
      'passed',
      'active',
      'ahead',
      'ahead',
    ]);
  });

  it('says what each layer holds', () => {
    expect(holds(requestSend)).toEqual({
      7: 'GET / HTTP/1.1',
      6: 'plain',
      5: 'connection 1',
      4: 'TCP 32768 > 80 PSH ACK seq 1',
      3: 'IPv4 10.0.1.2 > 10.0.2.2 TTL 64',
      2: `Ethernet frame, ${requestBytes + 66} B`,
      1: `${(requestBytes + 66) * 8} bits in 7.84 µs on wan`,
    });
  });

  it('wraps it in one more envelope at each layer', () => {
    const wire = recordOf(RecordKind.linkSend, visit.request.packet);
    expect(worn(requestSend, 0)).toEqual(['TCP', 'HTTP']);
    expect(worn(requestSend, 1)).toEqual(['IPv4', 'TCP', 'HTTP']);
    expect(worn(wire, 0)).toEqual(['Ethernet', 'IPv4', 'TCP', 'HTTP']);
    expect(worn(wire, 1)).toEqual(['Ethernet', 'IPv4', 'TCP', 'HTTP']);
  });

  it('holds a message before it is in any packet', () => {
    const handed = recordOf(RecordKind.httpRequest);
    expect(view(handed)).toMatchObject({ packet: undefined, bytes: requestBytes, doing: 'sending GET /' });
    expect(worn(handed)).toEqual(['HTTP']);
    expect(holds(handed)[7]).toBe('GET / HTTP/1.1');
  });

  it('has nothing of the application for a segment of TCP alone', () => {
    const syn = recordOf(RecordKind.tcpSend, visit.syn.packet);
    expect(states(syn).slice(0, 4)).toEqual(['untouched', 'untouched', 'untouched', 'active']);
    expect(worn(syn)).toEqual(['TCP']);
    expect(view(syn).progress).toBe('1 of 4 handed down');
  });
});

describe("a router's stack", () => {
  const arrival = recordOf(RecordKind.linkArrive, visit.request.packet);
  const forward = recordOf(RecordKind.linkSend, visit.request.packet, 1);

  it('looks no higher than layer 3', () => {
    expect(view(arrival, 2)).toMatchObject({ doing: 'forwarding GET /', progress: 'up to layer 3 of 3' });
    expect(states(arrival, 2)).toEqual([...Array<string>(4).fill('untouched'), 'active', 'passed', 'passed']);
  });

  it('takes the Ethernet envelope off and puts a new one on', () => {
    expect([0, 1, 2].map((crossing) => worn(arrival, crossing)[0])).toEqual(['Ethernet', 'Ethernet', 'IPv4']);
    expect(worn(forward)[0]).toBe('Ethernet');
  });

  it('sends it on with one less Time to Live', () => {
    expect(holds(arrival)[3]).toContain('TTL 64');
    expect(holds(forward)[3]).toContain('TTL 63');
  });
});

describe("the receiver's stack", () => {
  const arrival = recordOf(RecordKind.linkArrive, visit.request.packet, 1);

  it('unwraps one envelope at each layer', () => {
    const inner = [0, 1, 2, 3].map((crossing) => worn(arrival, crossing)[0]);
    expect(inner).toEqual(['Ethernet', 'Ethernet', 'IPv4', 'TCP']);
    expect(worn(recordOf(RecordKind.tcpDeliver))).toEqual(['HTTP']);
  });

  it('hands it up to the application', () => {
    const read = recordOf(RecordKind.httpRequestReceived);
    expect(view(read, 1)).toMatchObject({
      device: server,
      doing: 'receiving GET /',
      progress: '7 of 7 handed up',
    });
    expect(states(read, 1)).toEqual(['active', ...Array<string>(6).fill('passed')]);
    expect(holds(read, 1)[3]).toContain('TTL 63');
  });
});

describe('a loss', () => {
  it('ends the way at the layer where it happened', () => {
    const lost = recordOf(RecordKind.linkDrop, visit.lostResponse.packet);
    expect(view(lost)).toMatchObject({
      motion: 'lost',
      doing: '200 lost: dropped by a fault',
      progress: 'lost at layer 1',
    });
  });
});

describe('sizes', () => {
  it('nest: each envelope is its header and all that is inside', () => {
    for (let record = 0; record < trace.records.length; record++)
      for (let crossing = 0; crossing < countCrossings(lab, trace, record); crossing++) {
        const present = view(record, crossing).envelopes.filter((envelope) => envelope.present);
        for (const [at, envelope] of present.entries())
          expect(envelope.bytes).toBe(envelope.own + (present[at + 1]?.bytes ?? 0));
      }
  });

  it('come to the whole frame on the wire', () => {
    const wire = recordOf(RecordKind.linkSend, visit.request.packet);
    expect(view(wire, 1).bytes).toBe(trace.frameBytes(visit.request.packet));
  });
});
