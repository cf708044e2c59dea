import { expect, test } from 'vitest';
import { DropReason } from '../../../shared/trace/record';
import { RunIndex } from './run-index';
import { scriptVisit } from '../testing/visit';

const visit = scriptVisit();
const { trace, index } = visit.run.indexed();

test('has a row for each segment, in the order in which hosts sent them', () => {
  const packets = Array.from({ length: index.rows.length }, (_, row) => index.packetAt(row));
  expect(packets).toEqual(
    [
      visit.syn,
      visit.synAck,
      visit.handshakeAck,
      visit.request,
      visit.lostResponse,
      visit.response,
      visit.fin,
    ].map(({ packet }) => packet),
  );
});

test('tells where a packet ended', () => {
  expect(index.fateOf(visit.syn.packet)).toBe('delivered');
  expect(index.fateOf(visit.lostResponse.packet)).toBe('lost');
  const loss = index.lossOf(visit.lostResponse.packet) ?? -1;
  expect(trace.detail(loss)).toBe(DropReason.fault);
  expect(trace.time(loss)).toBe(visit.lostResponse.endTime);
});

test('counts only the arrival at the addressee as delivery', () => {
  expect(trace.time(index.deliveryOf(visit.syn.packet) ?? 0)).toBe(visit.syn.endTime);
});

test('marks losses and TIME-WAIT', () => {
  expect(index.drops.length).toBe(1);
  expect(trace.time(index.timeWaits.at(0) ?? 0)).toBe(visit.timeWait);
});

test('knows nothing of a packet that was not sent', () => {
  expect(index.rowOf(10_000)).toBeUndefined();
  expect(index.fateOf(10_000)).toBe('under way');
});

test('grows with the trace', () => {
  const grown = new RunIndex(trace, visit.run.topology);
  grown.update();
  grown.update();
  expect(grown.rows.length).toBe(index.rows.length);
});
