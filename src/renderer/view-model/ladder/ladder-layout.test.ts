import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TcpFlag } from '../../../shared/trace/packet';
import { DropReason, RecordKind, SegmentReason, tcpStates } from '../../../shared/trace/record';
import { endPosition, positionAfter, startPosition } from '../run/position';
import { randomRuns } from '../testing/random-runs';
import { scriptVisit, server, there } from '../testing/visit';
import { LadderLayout } from './ladder-layout';

const visit = scriptVisit();
const { trace, index, topology } = visit.run.indexed();

function layoutOf(): LadderLayout {
  const layout = new LadderLayout(trace, index, topology, visit.connection);
  layout.update(true);
  return layout;
}
const layout = layoutOf();
const everything = layout.view(0, layout.height);
const arrowOf = (packet: number) => everything.arrows.find((arrow) => arrow.packet === packet);

describe('the ladder', () => {
  test('has an arrow for each segment, from the end that sent it', () => {
    expect(everything.arrows.map(({ from, fate }) => [from, fate])).toEqual([
      [0, 'delivered'],
      [1, 'delivered'],
      [0, 'delivered'],
      [0, 'delivered'],
      [1, 'lost'],
      [1, 'delivered'],
      [0, 'delivered'],
    ]);
  });

  test('slants each arrow down from its first bit sent to its last bit arrived', () => {
    for (const arrow of everything.arrows) expect(arrow.endY).toBeGreaterThan(arrow.startY);
    const sent = everything.marks.find(({ record }) => record === arrowOf(visit.request.packet)?.record);
    // It waited behind the ACK at the first link.
    expect(sent?.time).toBe(visit.synAck.endTime + 5280);
    expect(
      everything.marks.some(({ time, kind }) => kind === 'arrived' && time === visit.request.endTime),
    ).toBe(true);
  });

  test('ends a lost segment before the other lifeline', () => {
    const arrow = arrowOf(visit.lostResponse.packet);
    expect(arrow?.reach).toBeGreaterThan(0);
    expect(arrow?.reach).toBeLessThan(1);
    expect(trace.time(arrow?.endRecord ?? 0)).toBe(visit.lostResponse.endTime);
  });

  test('shows states where they change', () => {
    const states = everything.marks.filter(({ kind }) => kind === 'state');
    expect(states.map(({ record, end }) => [tcpStates[trace.detail(record)], end])).toEqual([
      ['SYN-SENT', 0],
      ['SYN-RECEIVED', 1],
      ['ESTABLISHED', 0],
      ['ESTABLISHED', 1],
      ['FIN-WAIT-1', 0],
      ['TIME-WAIT', 0],
      ['CLOSED', 0],
    ]);
  });

  test('breaks off long waits and says how long they are', () => {
    expect(everything.breaks.map(({ skipped }) => skipped)).toContain(60e9);
    expect(layout.height).toBeLessThan(1500);
  });

  test('makes only what is in view', () => {
    const view = layout.view(0, 60);
    expect(view.arrows.length).toBe(1);
    expect(layout.view(layout.height + 500, layout.height + 900).arrows).toEqual([]);
  });

  test('gathers arrows that pass through the view', () => {
    const syn = arrowOf(visit.syn.packet);
    const middle = ((syn?.startY ?? 0) + (syn?.endY ?? 0)) / 2;
    const view = layout.view(middle - 1, middle + 1);
    expect(view.passing.map(({ packet }) => packet)).toEqual([visit.syn.packet]);
    expect(view.arrows).toEqual([]);
  });

  test('any view shows exactly the arrows that cross it', () => {
    fc.assert(
      fc.property(randomRuns, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(400), (run, from, size) => {
        const any = new LadderLayout(run.trace, run.index, run.topology, 0);
        any.update(true);
        const all = any.view(-Infinity, Infinity).arrows;
        const top = any.height * from;
        const { arrows, passing } = any.view(top, top + size);
        const inView = all.filter(({ startY, endY }) => startY <= top + size && endY >= top);
        expect([...arrows, ...passing].map(({ packet }) => packet).toSorted()).toEqual(
          inView.map(({ packet }) => packet).toSorted(),
        );
      }),
    );
  });
});

describe('the playhead on the ladder', () => {
  test('moves down with every record, never up', () => {
    fc.assert(
      fc.property(randomRuns, (run) => {
        const any = new LadderLayout(run.trace, run.index, run.topology, 0);
        any.update(true);
        let last = any.heightAt(startPosition);
        for (let record = 0; record < run.trace.records.length; record += 1) {
          const here = any.heightAt(positionAfter(run.trace, record));
          expect(here).toBeGreaterThanOrEqual(last);
          last = here;
        }
      }),
    );
  });

  test('is half way down an arrow at half its time', () => {
    const arrow = arrowOf(visit.synAck.packet);
    const time = (visit.syn.endTime + visit.synAck.endTime) / 2;
    const y = layout.heightAt({ time, records: trace.firstAtOrAfter(time), crossing: 0 });
    expect(y).toBeCloseTo(((arrow?.startY ?? 0) + (arrow?.endY ?? 0)) / 2, 0);
  });

  test('is below everything at the end', () => {
    const lowest = Math.max(...everything.arrows.map(({ endY }) => endY));
    expect(layout.heightAt(endPosition(trace))).toBeGreaterThan(lowest);
  });
});

test('a segment that its host discards goes all the way and is lost there', () => {
  const { run, connection } = scriptVisit();
  const { packet, ended, endTime } = run.segment({
    time: 3e9,
    connection,
    end: 0,
    flags: TcpFlag.syn,
    reason: SegmentReason.syn,
    path: there,
  });
  run.at(endTime, RecordKind.ipDrop, {
    place: server,
    packet,
    detail: DropReason.synBacklogFull,
    cause: ended,
  });
  const discarding = run.indexed();
  const any = new LadderLayout(discarding.trace, discarding.index, discarding.topology, connection);
  any.update(true);
  const arrow = any.view(0, any.height).arrows.find((one) => one.packet === packet);
  expect(arrow).toMatchObject({ fate: 'lost', reach: 1, endRecord: discarding.index.lossOf(packet) });
  expect(discarding.index.fateOf(packet)).toBe('lost');
});

test('a trace that comes in parts gives the same ladder', () => {
  const whole = layout.view(0, layout.height);
  const twice = new LadderLayout(trace, index, topology, visit.connection);
  twice.update(false);
  twice.update(true);
  expect(twice.view(0, twice.height)).toEqual(whole);
});

test('a packet of the connection is found, another one is not', () => {
  expect(layout.heightOfPacket(visit.request.packet)).toBe(arrowOf(visit.request.packet)?.startY);
  expect(layout.heightOfPacket(9999)).toBeUndefined();
});
