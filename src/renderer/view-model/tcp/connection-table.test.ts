import { describe, expect, test } from 'vitest';
import { StateSeeker } from '../../../shared/trace/fold/state-seeker';
import { RecordKind, tcpStates } from '../../../shared/trace/record';
import { positionAt } from '../run/position';
import { client, seoulLab, server, stateChange } from '../testing/visit';
import { ScriptedRun } from '../testing/scripted-run';
import {
  connectionRow,
  listConnections,
  type ConnectionFilter,
  type ConnectionSort,
} from './connection-table';
import { countdown } from './time-wait-left';
import { TcpIndex } from './tcp-index';

const second = 1e9;
const numberOf = (state: string) => tcpStates.findIndex((name) => name === state);

/** Connection 0 waits since 1 s, 1 is open and has moved bytes, 2 opens at 5 s, 3 waits since 2 s. */
function scriptConnections() {
  const run = new ScriptedRun(seoulLab());
  run.at(0, RecordKind.runStart);
  const ports = [40_000, 33_000, 50_000, 34_000];
  const connections = ports.map((port) =>
    run.connection({ devices: [client, server], addresses: [1, 2], ports: [port, 80] }),
  );
  const [first = 0, second_ = 0, third = 0, fourth = 0] = connections;
  const change = (time: number, connection: number, place: number, from: string, to: string, event: string) =>
    run.at(time * second, RecordKind.tcpState, { place, connection, ...stateChange(from, to, event) });
  for (const connection of [first, second_, fourth]) {
    change(0, connection, client, 'CLOSED', 'SYN-SENT', 'OPEN.ACTIVE');
    change(0, connection, client, 'SYN-SENT', 'ESTABLISHED', 'SEGMENT.SYN-ACK');
    change(0, connection, server, 'SYN-RECEIVED', 'ESTABLISHED', 'SEGMENT.ACK-OF-SYN');
  }
  run.at(0.5 * second, RecordKind.tcpDeliver, { place: server, connection: second_, a: 300 });
  run.at(0.6 * second, RecordKind.tcpDeliver, { place: client, connection: second_, a: 7000 });
  change(1, first, client, 'FIN-WAIT-2', 'TIME-WAIT', 'SEGMENT.FIN');
  change(1, first, server, 'LAST-ACK', 'CLOSED', 'SEGMENT.ACK-OF-FIN');
  change(2, fourth, client, 'FIN-WAIT-2', 'TIME-WAIT', 'SEGMENT.FIN');
  change(5, third, client, 'CLOSED', 'SYN-SENT', 'OPEN.ACTIVE');
  change(61, first, client, 'TIME-WAIT', 'CLOSED', 'TIMEOUT.TIME-WAIT');
  return run.indexed();
}

const source = scriptConnections();
const index = new TcpIndex(source.trace, source.topology);
index.scan();
const stateAt = (time: number) =>
  new StateSeeker(source.trace).at(positionAt(source.trace, time * second).records);
const list = (
  time: number,
  filter: ConnectionFilter = 'all',
  sort: ConnectionSort = 'number',
  descending = false,
) => listConnections(source, stateAt(time), time * second, filter, sort, descending);
const rowAt = (time: number, connection: number) =>
  connectionRow(source, index.connections, stateAt(time), time * second, connection);

describe('the table of connections', () => {
  test('lists what was opened by then', () => {
    expect([...list(4).connections]).toEqual([0, 1, 3]);
    expect([...list(6).connections]).toEqual([0, 1, 2, 3]);
  });

  test('counts connections by the states of their ends', () => {
    const { counts, total, open } = list(6);
    expect([counts[numberOf('TIME-WAIT')], counts[numberOf('SYN-SENT')]]).toEqual([2, 1]);
    expect([total, open]).toEqual([4, 4]);
    expect(list(62).open).toBe(3);
  });

  test('filters by state, and by being open', () => {
    expect([...list(6, numberOf('TIME-WAIT')).connections]).toEqual([0, 3]);
    expect([...list(62, 'open').connections]).toEqual([1, 2, 3]);
  });

  test('sorts by port, bytes and what is left', () => {
    expect([...list(6, 'all', 'opener').connections]).toEqual([1, 3, 0, 2]);
    expect(list(6, 'all', 'bytesThere', true).connections[0]).toBe(1);
    expect(list(6, 'all', 'bytesBack', true).connections[0]).toBe(1);
    expect([...list(6, numberOf('TIME-WAIT'), 'left').connections]).toEqual([0, 3]);
    expect([...list(6, numberOf('TIME-WAIT'), 'left', true).connections]).toEqual([3, 0]);
  });

  test('keeps equal ones in the order of opening, in either direction', () => {
    expect([...list(6, numberOf('TIME-WAIT'), 'state', true).connections]).toEqual([0, 3]);
  });

  test('shows both ends and what passed', () => {
    expect(rowAt(4, 1)).toEqual({
      connection: 1,
      opener: 'client:33000',
      acceptor: 'server:80',
      states: ['ESTABLISHED', 'ESTABLISHED'],
      opened: 0,
      delivered: [300, 7000],
      wait: undefined,
    });
  });

  test('counts TIME-WAIT down', () => {
    expect(rowAt(4, 0).wait).toEqual({ left: 57 * second, whole: 60 * second });
    expect(rowAt(62, 0).wait).toBeUndefined();
  });
});

test('a countdown gets finer towards its end', () => {
  expect([59.2e9, 9.31e9, 0.25e9, 0].map(countdown)).toEqual(['60 s', '9.4 s', '250 ms', '0 ms']);
});
