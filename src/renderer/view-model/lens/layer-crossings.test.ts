import { describe, expect, it } from 'vitest';
import { DropReason, none, RecordKind } from '../../../shared/trace/record';
import { countCrossings, crossingDevice, layerCrossings } from './layer-crossings';
import { ScriptedRun } from '../testing/scripted-run';
import { client, scriptVisit, seoulLab, server, there } from '../testing/visit';

const router = 1;
const visit = scriptVisit();
const trace = visit.run.build();
const { lab } = visit.run;

/** The crossings of all records of a packet, in order: `client down 4`. */
function wayOf(packet: number): string[] {
  const names = ['client', 'router', 'server'];
  const way: string[] = [];
  for (let record = 0; record < trace.records.length; record++)
    if (trace.packet(record) === packet)
      for (const { device, motion, layer } of layerCrossings(lab, trace, record))
        way.push(`${names[device] ?? device} ${motion} ${layer}`);
  return way;
}

describe("a segment's way through the layers", () => {
  it("begins at TCP for TCP's own, goes up to IP in a router, and ends at TCP", () => {
    expect(wayOf(visit.syn.packet)).toEqual([
      ...[4, 3, 2, 1].map((layer) => `client down ${layer}`),
      ...[1, 2, 3].map((layer) => `router up ${layer}`),
      ...[2, 1].map((layer) => `router down ${layer}`),
      ...[1, 2, 3, 4].map((layer) => `server up ${layer}`),
    ]);
  });

  it('ends where it is lost', () => {
    expect(wayOf(visit.lostResponse.packet).slice(-2)).toEqual(['router down 1', 'router lost 1']);
  });
});

describe("a message's way", () => {
  const crossingsOf = (kind: number) => {
    for (let record = 0; record < trace.records.length; record++)
      if (trace.kind(record) === kind) return layerCrossings(lab, trace, record);
    return [];
  };

  it('goes down from the application to the session', () => {
    expect(crossingsOf(RecordKind.httpRequest)).toEqual(
      [7, 6, 5].map((layer) => ({ device: client, layer, motion: 'down' })),
    );
  });

  it('comes up from TCP through the session to the application', () => {
    expect(crossingsOf(RecordKind.tcpDeliver)).toEqual([{ device: server, layer: 5, motion: 'up' }]);
    expect(crossingsOf(RecordKind.httpRequestReceived)).toEqual(
      [6, 7].map((layer) => ({ device: server, layer, motion: 'up' })),
    );
  });
});

describe('counting crossings', () => {
  it('agrees with listing them, for every record', () => {
    for (let record = 0; record < trace.records.length; record++)
      expect(countCrossings(lab, trace, record)).toBe(layerCrossings(lab, trace, record).length);
  });
});

describe('losses', () => {
  function lossOf(detail: number, kind: number, cause?: 'send' | 'cut' | 'arrival') {
    const run = new ScriptedRun(seoulLab());
    const causes = {
      send: run.at(0, RecordKind.linkSend, { place: there[1], packet: 0 }),
      cut: run.at(0, RecordKind.linkCut, { place: there[1] }),
      arrival: run.at(0, RecordKind.linkArrive, { place: there[0], packet: 0 }),
    };
    const place = kind === RecordKind.ipDrop ? router : there[1]!;
    const why = cause === undefined ? undefined : causes[cause];
    run.at(5, kind, { place, packet: 0, detail, cause: why });
    const lost = run.build();
    const record = lost.records.length - 1;
    return layerCrossings(run.lab, lost, record);
  }

  it('refused by a queue happen at the data link of the sender', () => {
    expect(lossOf(DropReason.queueFull, RecordKind.linkDrop, 'arrival')).toEqual([
      { device: router, layer: 2, motion: 'lost' },
    ]);
    expect(lossOf(DropReason.linkCut, RecordKind.linkDrop)).toEqual([
      { device: router, layer: 2, motion: 'lost' },
    ]);
  });

  it('on the way happen on the wire', () => {
    for (const cause of ['send', 'cut'] as const)
      expect(lossOf(DropReason.linkCut, RecordKind.linkDrop, cause)).toEqual([
        { device: router, layer: 1, motion: 'lost' },
      ]);
  });

  it('of damaged frames are found out by the receiver', () => {
    expect(lossOf(DropReason.badChecksum, RecordKind.linkDrop, 'send')).toEqual([
      { device: server, layer: 1, motion: 'lost' },
      { device: server, layer: 2, motion: 'lost' },
    ]);
  });

  it('in a device happen at IP', () => {
    expect(lossOf(DropReason.noRoute, RecordKind.ipDrop, 'arrival')).toEqual([
      { device: router, layer: 3, motion: 'lost' },
    ]);
  });
});

describe('where a record happens', () => {
  it('is nowhere for the run itself', () => {
    expect(crossingDevice(lab, trace, 0)).toBe(-1);
    expect(trace.packet(0)).toBe(none);
  });
});
