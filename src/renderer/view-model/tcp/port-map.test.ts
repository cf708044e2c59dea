import { describe, expect, test } from 'vitest';
import { StateSeeker } from '../../../shared/trace/fold';
import { DropReason, RecordKind } from '../../../shared/trace/record';
import { positionAt } from '../position';
import { client, seoulLab, server, stateChange } from '../testing/visit';
import { ScriptedRun } from '../testing/scripted-run';
import { listenerGauge } from './listener-gauge';
import {
  cellGrid,
  destinationName,
  fullestDestination,
  PortCells,
  portGauge,
  PortShade,
  timeWaitShades,
} from './port-map';
import { TcpIndex } from './tcp-index';

const range = { from: 32768, to: 60999 };
const second = 1e9;
const everything = () => true;

/** One connection a second from second 0 on; each is at once in TIME-WAIT, which lasts 60 s. */
function churn(connections: number, ports = [80]) {
  const run = new ScriptedRun(seoulLab());
  const address = run.lab.devices[server]?.ports[0]?.address ?? 0;
  run.at(0, RecordKind.runStart);
  for (let step = 0; step < connections; step += 1) {
    const remote = ports[step % ports.length] ?? 80;
    const connection = run.connection({
      devices: [client, server],
      addresses: [1, address],
      ports: [range.from + step, remote],
    });
    const own = { place: client, connection };
    run.at(step * second, RecordKind.tcpState, {
      ...own,
      ...stateChange('CLOSED', 'SYN-SENT', 'OPEN.ACTIVE'),
    });
    run.at(step * second, RecordKind.tcpState, {
      place: server,
      connection,
      ...stateChange('LISTEN', 'SYN-RECEIVED', 'SEGMENT.SYN'),
    });
    const waits = step * second + second / 2;
    run.at(waits, RecordKind.tcpState, { ...own, ...stateChange('FIN-WAIT-2', 'TIME-WAIT', 'SEGMENT.FIN') });
    run.at(waits + 60 * second, RecordKind.tcpState, {
      ...own,
      ...stateChange('TIME-WAIT', 'CLOSED', 'TIMEOUT.TIME-WAIT'),
    });
  }
  run.at(2 * second, RecordKind.ipDrop, { place: server, detail: DropReason.synBacklogFull });
  const { trace, topology } = run.indexed();
  const index = new TcpIndex(trace, topology);
  index.scan();
  const stateAt = (time: number) => new StateSeeker(trace).at(positionAt(trace, time).records);
  return { trace, topology, index, ports: index.ports.of(client), stateAt };
}

function cellsAt(
  run: ReturnType<typeof churn>,
  time: number,
  shown: (destination: number) => boolean = everything,
) {
  const cells = new PortCells(range);
  cells.fill(run.trace, run.ports, shown, run.stateAt(time), time, 60 * second);
  return cells;
}

describe('the map of ports', () => {
  const run = churn(4);

  test('shows who holds a port, and who does not yet', () => {
    const cells = cellsAt(run, 1.2 * second);
    expect(cells.shades[1]).toBe(PortShade.opening);
    expect(cells.holderOf(range.from + 1)).toBe(2);
    expect(cells.holderOf(range.from + 2)).toBeUndefined();
    expect(cells.counts()).toEqual([28_230, 1, 0, 0, 1]);
  });

  test('fades TIME-WAIT as its clock runs out, until the port is free again', () => {
    const shadeAt = (time: number) => cellsAt(run, time).shades[0] ?? 0;
    expect(shadeAt(0.5 * second)).toBe(PortShade.timeWait);
    expect(shadeAt(30.5 * second)).toBe(PortShade.timeWait + timeWaitShades / 2);
    expect(shadeAt(60.4 * second)).toBe(PortShade.timeWait + timeWaitShades - 1);
    expect(shadeAt(60.6 * second)).toBe(PortShade.free);
  });

  test('shows only the destinations asked for', () => {
    const several = churn(4, [80, 443]);
    expect(several.ports.destinations.map((one) => destinationName(several.topology, one))).toEqual([
      'server:80',
      'server:443',
    ]);
    const cells = cellsAt(several, 3.9 * second, (destination) => destination === 1);
    expect([0, 1, 2, 3].map((cell) => cells.shades[cell] !== PortShade.free)).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  test('has a cell for each port that waits', () => {
    const many = churn(300);
    expect(cellsAt(many, 59.9 * second).counts()[PortShade.timeWait]).toBe(60);
  });
});

describe('the gauge of ports', () => {
  const run = churn(100);
  const [destination] = run.ports.destinations;
  if (!destination) throw new TypeError('no destination');
  const gaugeAt = (time: number, size = 100) =>
    portGauge(
      run.trace,
      destination,
      { from: range.from, to: range.from + size - 1 },
      positionAt(run.trace, time).records,
      time,
    );

  test('counts what is held', () => {
    expect(gaugeAt(9.9 * second).held).toBe(10);
    expect(gaugeAt(99.9 * second).held).toBe(60);
  });

  test('says when none will be left at the present rate', () => {
    const gauge = gaugeAt(20 * second);
    expect(gauge.growthPerSecond).toBeCloseTo(1, 5);
    expect((gauge.exhaustedIn ?? 0) / second).toBeCloseTo(79, 5);
  });

  test('sees that nothing runs out where as many ports come back', () => {
    expect(gaugeAt(80 * second).exhaustedIn).toBeUndefined();
    expect(gaugeAt(80 * second).takenPerSecond).toBeCloseTo(1, 5);
  });

  test('is at nothing when no port is left', () => {
    expect(gaugeAt(50 * second, 50).exhaustedIn).toBe(0);
  });

  test('takes one connection for no rate', () => {
    expect(gaugeAt(0.4 * second).exhaustedIn).toBeUndefined();
  });

  test('is of the fullest destination among those shown', () => {
    const several = churn(5, [80, 443]);
    const records = several.trace.records.length;
    const early = positionAt(several.trace, 4.9 * second).records;
    expect(fullestDestination(several.ports, everything, early)).toBe(0);
    expect(fullestDestination(several.ports, (number) => number === 1, records)).toBe(1);
    expect(fullestDestination(several.ports, () => false, records)).toBeUndefined();
  });
});

describe('the gauge of a listener', () => {
  const run = churn(4);
  const gaugeAt = (time: number) =>
    listenerGauge(run.trace, run.topology, run.index, run.stateAt(time), server);

  test('counts half-open connections against the backlog', () => {
    expect(gaugeAt(2.9 * second)).toMatchObject({
      port: 80,
      synReceived: 3,
      synBacklog: 4096,
      ceiling: undefined,
    });
  });

  test('counts refused SYNs up to the playhead', () => {
    expect(gaugeAt(1.9 * second)?.backlogDrops).toBe(0);
    expect(gaugeAt(2.9 * second)?.backlogDrops).toBe(1);
  });

  test('is none where nobody listens', () => {
    expect(listenerGauge(run.trace, run.topology, run.index, run.stateAt(0), client)).toBeUndefined();
  });
});

describe('the grid of cells', () => {
  test.each([
    [28_232, 1000, 150],
    [28_232, 1900, 900],
    [100, 800, 150],
    [64_512, 960, 120],
  ])('fits %i cells into %i x %i', (cells, width, height) => {
    const { columns, rows, pitch } = cellGrid(cells, width, height);
    expect(columns * rows).toBeGreaterThanOrEqual(cells);
    expect(columns * pitch).toBeLessThanOrEqual(width);
    expect(rows * pitch).toBeLessThanOrEqual(height);
  });
});
