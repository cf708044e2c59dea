import { describe, expect, test } from 'vitest';
import { none } from '../../../shared/trace/record';
import { StateSeeker } from '../../../shared/trace/fold/state-seeker';
import { connectionEnds, connectionLines, endName } from './connection-view';
import { connectionLine, connectionRowsOf, portsOf } from './device-view';
import { PacketLabels } from '../labels/packet-labels';
import { positionAt } from '../run/position';
import { RunTopology } from '../run/run-topology';
import { ScriptedRun } from '../testing/scripted-run';
import { client, scriptVisit, server } from '../testing/visit';

const visit = scriptVisit();
const indexed = visit.run.indexed();
const source = { ...indexed, labels: new PacketLabels(indexed.trace, indexed.index) };
const stateAt = (time: number) => new StateSeeker(source.trace).at(positionAt(source.trace, time).records);
const figure = (time: number, name: string) =>
  connectionLines(source, stateAt(time), visit.connection).find((line) => line.name === name)?.values;

describe('a connection', () => {
  test('is between two sockets, each in its state for some time', () => {
    const time = visit.synAck.endTime + 2e6;
    expect(connectionEnds(source, stateAt(time), time, 0)).toEqual([
      { device: 'client', socket: '10.0.1.2:32768', state: 'ESTABLISHED', since: 'for 2 ms' },
      {
        device: 'server',
        socket: '10.0.2.2:80',
        state: 'SYN-RECEIVED',
        since: expect.stringMatching(/^for 77\.\d+ ms$/),
      },
    ]);
  });

  test('from an address that no device has is called by that address', () => {
    const run = new ScriptedRun(visit.run.document);
    const forged = run.connection({ devices: [none, server], addresses: [0xc6120007, 1], ports: [5000, 80] });
    const topology = new RunTopology(run.lab);
    const { trace } = run.indexed();
    expect([endName(trace, topology, forged, 0), endName(trace, topology, forged, 1)]).toEqual([
      '198.18.0.7:5000',
      'server:80',
    ]);
  });

  test('counts on sequence numbers by what was sent and acknowledged', () => {
    expect(figure(1e6, 'SND.NXT')).toEqual(['1', '–']);
    expect(figure(1e6, 'SND.UNA')).toEqual(['–', '–']);
    expect(figure(visit.synAck.endTime, 'SND.UNA')).toEqual(['1', '–']);
    expect(figure(visit.request.endTime, 'SND.NXT')?.[0]).toBe('33');
    expect(figure(visit.fin.endTime, 'SND.NXT')?.[0]).toBe('34');
  });

  test('does not count back when a segment is sent again', () => {
    expect(figure(visit.response.endTime - 1, 'SND.NXT')?.[1]).toBe(
      figure(visit.lostResponse.endTime, 'SND.NXT')?.[1],
    );
  });

  test('names its latest segments', () => {
    expect(figure(visit.synAck.endTime, 'last segment')).toEqual(['#4 GET /', '#2 SYN-ACK']);
  });

  test('says nothing of what was not measured', () => {
    expect(figure(1e6, 'SRTT')).toEqual(['–', '–']);
    expect(figure(visit.synAck.endTime, 'SRTT')?.[0]).toMatch(/^150\.\d+ ms$/);
  });

  test('counts what was sent again', () => {
    expect(figure(visit.response.endTime, 'sent again')).toEqual(['0', '1']);
    expect(figure(visit.response.endTime - 1, 'segments')).toEqual(['3', '3']);
  });
});

describe('a device', () => {
  test('counts what passed its ports, losses at the sender', () => {
    const [port] = portsOf(source, stateAt(visit.fin.endTime), client);
    expect(port).toMatchObject({
      name: 'eth0',
      link: 'wan',
      address: '10.0.1.2',
      sentFrames: 4,
      receivedFrames: 2,
    });
    const router = portsOf(source, stateAt(visit.fin.endTime), 1);
    expect(router.map(({ lostFrames }) => lostFrames)).toEqual([1, 0]);
  });

  test('lists the connections that it is an end of', () => {
    expect(connectionRowsOf(source.trace, client)).toEqual([0]);
    expect(connectionRowsOf(source.trace, server)).toEqual([1]);
    expect(connectionRowsOf(source.trace, 1)).toEqual([]);
    const state = stateAt(visit.request.endTime);
    expect(connectionLine(source, state, 0)).toMatchObject({
      name: '32768 → server:80',
      state: 'ESTABLISHED',
    });
    expect(connectionLine(source, state, 1)).toMatchObject({ name: '80 ← client:32768' });
  });
});
