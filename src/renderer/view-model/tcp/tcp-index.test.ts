import { describe, expect, test } from 'vitest';
import { AppError, DropReason, RecordKind } from '../../../shared/trace/record';
import { client, scriptVisit, server } from '../testing/visit';
import { causeOfVisit, standingAt, StateHistory } from './state-history';
import { PacketLabels } from '../labels/packet-labels';
import { TcpIndex } from './tcp-index';

const visit = scriptVisit();
visit.run.at(5e9, RecordKind.appError, { place: client, a: 7, detail: AppError.noPorts });
visit.run.at(5e9, RecordKind.ipDrop, { place: server, detail: DropReason.synBacklogFull });
visit.run.at(6e9, RecordKind.ipDrop, { place: server, detail: DropReason.acceptQueueFull });
const indexed = visit.run.indexed();
const { trace } = indexed;
const index = new TcpIndex(trace, indexed.topology);
index.scan();
const visits = new StateHistory(trace, index.connections, visit.connection).update();

describe('the index of TCP', () => {
  test('comes to the same in slices', () => {
    const sliced = new TcpIndex(trace, indexed.topology);
    while (!sliced.complete) sliced.scan(3);
    expect(sliced.connections.since(0, -1)).toEqual(index.connections.since(0, -1));
  });

  test('holds the records of a connection in order', () => {
    const records = index.connections.since(0, -1);
    const expected = Array.from({ length: trace.records.length }, (_, record) => record).filter(
      (record) => trace.kind(record) >= 30 && trace.kind(record) < 40 && trace.connection(record) === 0,
    );
    expect(records).toEqual(expected);
    const last = records[3] ?? 0;
    expect(index.connections.since(0, last)).toEqual(expected.slice(4));
    expect(index.connections.firstOf(0)).toBe(expected[0]);
    expect(index.connections.firstOf(9)).toBeUndefined();
  });

  test('knows when a port was taken and given back', () => {
    const ports = index.ports.of(client);
    const [destination] = ports.destinations;
    expect(ports.destinations).toHaveLength(1);
    expect(destination?.port).toBe(80);
    expect(trace.time(destination?.taken.at(0) ?? 0)).toBe(0);
    expect(trace.time(destination?.released.at(0) ?? 0)).toBe(visit.timeWait + 60e9);
    expect(ports.changes.length).toBe(5);
  });

  test('does not count the port that a server listens on', () => {
    expect(index.ports.of(server).changes.length).toBe(0);
  });

  test('counts what was refused, by reason', () => {
    expect(index.refusalsOf(client).noPorts.length).toBe(1);
    expect(index.refusalsOf(server).synBacklog.length).toBe(1);
    expect(index.refusalsOf(server).acceptQueue.length).toBe(1);
  });
});

describe('the states of an end', () => {
  test('are those that it went through', () => {
    expect(visits[0].map(({ to }) => to)).toEqual([
      'SYN-SENT',
      'ESTABLISHED',
      'FIN-WAIT-1',
      'TIME-WAIT',
      'CLOSED',
    ]);
    expect(visits[1][0]).toMatchObject({ from: 'LISTEN', to: 'SYN-RECEIVED', event: 'SEGMENT.SYN' });
  });

  test('begin where the first transition starts', () => {
    expect(standingAt(visits[1], 0, 'CLOSED')).toMatchObject({
      current: 'LISTEN',
      fired: undefined,
    });
    expect(standingAt([], 0, 'CLOSED').current).toBe('CLOSED');
  });

  test('are behind or ahead of the playhead', () => {
    const established = visits[0][1]?.record ?? 0;
    const standing = standingAt(visits[0], established + 1, 'CLOSED');
    expect(standing.current).toBe('ESTABLISHED');
    expect([...standing.entered.keys()]).toEqual(['SYN-SENT', 'ESTABLISHED']);
    expect([...standing.ahead.keys()]).toEqual(['FIN-WAIT-1', 'TIME-WAIT', 'CLOSED']);
    expect(standingAt(visits[0], established, 'CLOSED').current).toBe('SYN-SENT');
  });

  test('name the segment that caused them', () => {
    const source = { ...indexed, labels: new PacketLabels(trace, indexed.index) };
    const second = visits[0][1];
    expect(second && causeOfVisit(source, second)).toBe('#2 SYN-ACK arrives at client');
  });
});
