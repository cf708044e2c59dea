import { describe, expect, it } from 'vitest';
import { LaneKind, LaneWhy, readLanes, type LaneReader } from '../../../shared/lanes/lanes';
import { summariseLanes } from '../../../shared/lanes/lanes-summary';
import { TcpFlag } from '../../../shared/trace/packet';
import { RecordKind } from '../../../shared/trace/record';
import { ScriptedRun, type ScriptedSegment } from '../testing/scripted-run';
import { back, client, seoulLab, server, stateChange } from '../testing/visit';
import { packetBehindLane } from './lane-packet';
import { laneName, lanePlace, longestHold, segmentSentence, stretchTexts, whyText } from './lane-texts';
import { summaryFigures } from './summary-figures';

const millisecond = 1e6;

/** Two requests on one connection; of the first one's response the first of two segments is lost, and sent again. */
function lossyVisit(): { reader: LaneReader; lost: ScriptedSegment; later: ScriptedSegment } {
  const run = new ScriptedRun(seoulLab());
  const connection = run.connection({ devices: [client, server], addresses: [1, 2], ports: [40_000, 80] });
  const at = (time: number, kind: number, place: number, fields: object) =>
    run.at(time * millisecond, kind, { place, connection, ...fields });
  for (const request of [0, 1]) run.at(0, RecordKind.appStart, { place: client, a: request, b: 0 });
  at(150, RecordKind.tcpState, client, stateChange('SYN-SENT', 'ESTABLISHED', 'SEGMENT.SYN-ACK'));
  const segment = (time: number, sequence: number, lostOn?: number) =>
    run.segment({
      time: time * millisecond,
      connection,
      end: 1,
      flags: TcpFlag.ack,
      sequence,
      payload: 1000,
      reason: 5,
      path: back,
      lostOn,
    });
  for (const [request, start] of [0, 600].entries()) {
    run.wrote(connection, 0, request * 100, 100, request);
    run.wrote(connection, 1, request * 2000, 2000, request);
    at(150 + start, RecordKind.httpRequest, client, { a: request });
    at(225 + start, RecordKind.httpRequestReceived, server, { a: request });
    at(225 + start, RecordKind.httpResponse, server, { a: request, b: 200 });
  }
  const lost = segment(225, 1, 1);
  const later = segment(226, 1001);
  segment(500, 1);
  at(700, RecordKind.tcpDeliver, client, { a: 2000 });
  at(700, RecordKind.httpResponseReceived, client, { a: 0, b: 200 });
  return { reader: readLanes(run.lab, run.build()), lost, later };
}

describe('a lane in words', () => {
  const { reader, lost, later } = lossyVisit();
  const [first, second] = reader.lanes;
  const blocked = first?.segments.find(({ kind }) => kind === LaneKind.blocked);
  const queued = second?.segments.find(({ kind }) => kind === LaneKind.queued);
  if (!first || !second || !blocked || !queued) throw new Error('lanes are missing');

  it('names requests by their order, and what carries them', () => {
    expect([laneName(first), laneName(second)]).toEqual(['R1', 'R2']);
    expect(lanePlace(first)).toBe('connection 1');
  });

  it('says for which byte TCP waits, as its sequence number, and whose it is', () => {
    expect(blocked.why).toBe(LaneWhy.missingByte);
    expect(whyText(reader, first, blocked)).toBe('TCP waits for byte 1 of the connection, its own');
  });

  it('says behind which request another is', () => {
    expect(whyText(reader, second, queued)).toBe('behind R1');
    expect(longestHold(reader, second)).toMatchObject({ why: 'behind R1' });
  });

  it('has shorter words for shorter stretches', () => {
    const texts = stretchTexts(reader, first, blocked);
    expect(texts[0]).toBe('TCP waits for byte 1 of the connection, its own · 1 kB sit here finished');
    const lengths = texts.map(({ length }) => length);
    expect(lengths).toEqual(lengths.toSorted((one, other) => other - one));
  });

  it('tells all of a stretch in sentences', () => {
    const sentence = segmentSentence(reader, first, blocked, 1000).join('\n');
    expect(sentence).toContain('R1 / – blocked: TCP waits for byte 1 of the connection, its own');
    expect(sentence).toContain('1 kB sit at the client and cannot be used');
  });

  it('leads from a blocked stretch to the packet that was lost, else to the nearest of its own', () => {
    expect(packetBehindLane(reader, first, blocked, blocked.to - 1)?.packet).toBe(lost.packet);
    const waiting = first.segments.find(({ kind }) => kind === LaneKind.waiting);
    expect(waiting && packetBehindLane(reader, first, waiting, later.endTime)?.packet).toBe(later.packet);
  });

  it('writes figures of a group, and marks the best where several are compared', () => {
    const [summary] = summariseLanes(reader);
    if (!summary) throw new Error('no summary');
    const alone = summaryFigures(summary, [summary]);
    expect(alone.find(({ name }) => name === 'First byte')).toMatchObject({ text: '700 ms', isBest: false });
    expect(alone.find(({ name }) => name === 'Page complete')?.text).toBe('–');
    const worse = { ...summary, firstByte: 900 * millisecond };
    const compared = summaryFigures(summary, [summary, worse]);
    expect(compared.filter(({ isBest }) => isBest).map(({ name }) => name)).toEqual(['First byte']);
  });

  it('crowns no total of a group that has not read all, and says of one that still waits how far it is', () => {
    const [summary] = summariseLanes(reader);
    if (!summary) throw new Error('no summary');
    const waiting = { ...summary, complete: undefined, isOver: false, blocked: 0, wireBytes: 10 };
    const failed = { ...summary, complete: undefined, isOver: true, failed: 1, blocked: 1, wireBytes: 20 };
    const whole = { ...summary, complete: 5 * millisecond, isOver: true, blocked: 5, wireBytes: 90 };
    const all = [waiting, failed, whole];
    const bestOf = (one: typeof summary) =>
      summaryFigures(one, all)
        .filter(({ isBest }) => isBest)
        .map(({ name }) => name);
    expect([bestOf(waiting), bestOf(failed)]).toEqual([[], []]);
    expect(bestOf(whole)).toEqual(expect.arrayContaining(['Page complete', 'On the wire', 'Blocked']));
    const textOf = (one: typeof summary) =>
      summaryFigures(one, all).find(({ name }) => name === 'On the wire')?.text;
    expect(all.map(textOf)).toEqual(['10 B so far', '20 B', '90 B']);
  });
});
