import { describe, expect, test } from 'vitest';
import { StateSeeker } from '../../../shared/trace/fold/state-seeker';
import { DropReason, RecordKind } from '../../../shared/trace/record';
import { positionAt } from '../run/position';
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

type MapSource = Pick<ReturnType<typeof churn>, 'trace' | 'ports'>;

function cellsOf(run: MapSource, shown: (destination: number) => boolean = everything) {
  const cells = new PortCells(run.trace, run.ports, range, shown);
  const at = (time: number) => {
    cells.fill(positionAt(run.trace, time).records, time, 60 * second);
    return cells;
  };
  return { at };
}

describe('the map of ports', () => {
  const run = churn(4);

  test('shows who holds a port, and who does not yet', () => {
    const cells = cellsOf(run).at(1.2 * second);
    expect(cells.shades[1]).toBe(PortShade.opening);
    expect(cells.holderOf(range.from + 1)).toBe(2);
    expect(cells.holderOf(range.from + 2)).toBeUndefined();
    expect(cells.counts()).toEqual([28_230, 1, 0, 0, 1]);
  });

  test('fades TIME-WAIT as its clock runs out, until the port is free again', () => {
    const cells = cellsOf(run);
    const shadeAt = (time: number) => cells.at(time).shades[0] ?? 0;
    expect(shadeAt(0.5 * second)).toBe(PortShade.timeWait);
    expect(shadeAt(30.5 * second)).toBe(PortShade.timeWait + timeWaitShades / 2);
    expect(shadeAt(60.4 * second)).toBe(PortShade.timeWait + timeWaitShades - 1);
    expect(shadeAt(60.6 * second)).toBe(PortShade.free);
  });

  test('is the same wherever the playhead came from', () => {
    const long = churn(9, [80, 443]);
    const moved = new PortCells(long.trace, long.ports, range, everything, 3);
    const fill = (cells: PortCells, time: number) => {
      cells.fill(positionAt(long.trace, time).records, time, 60 * second);
      return { shades: cells.shades.slice(0, 12), holder: cells.holderOf(range.from + 4) };
    };
    for (const time of [8, 2, 66, 5, 4.6, 64, 0, 7].map((seconds) => seconds * second)) {
      const fresh = new PortCells(long.trace, long.ports, range, everything);
      expect(fill(moved, time)).toEqual(fill(fresh, time));
    }
  });

  test('shows only the destinations asked for', () => {
    const several = churn(4, [80, 443]);
    expect(several.ports.destinations.map((one) => destinationName(several.topology, one, false))).toEqual([
      'server:80',
      'server:443',
    ]);
    const cells = cellsOf(several, (destination) => destination === 1).at(3.9 * second);
    expect([0, 1, 2, 3].map((cell) => cells.shades[cell] !== PortShade.free)).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  test('names a destination with the own address in front where there are several', () => {
    const [destination] = run.ports.destinations;
    if (!destination) throw new Error('nothing was opened');
    expect(destinationName(run.topology, destination, true)).toMatch(/^(\d+\.){3}\d+ → server:80$/);
  });

  test('has a cell for each port that waits', () => {
    const many = churn(300);
    expect(
      cellsOf(many)
        .at(59.9 * second)
        .counts()[PortShade.timeWait],
    ).toBe(60);
  });
});

describe('a map that follows the playhead', () => {
  const run = churn(30, [80, 443]);

  test('is the same as one made at once, in whichever direction it came there', () => {
    const cells = cellsOf(run);
    for (const time of [3.2, 8.7, 8.9, 5.1, 70.2, 20.4, 0]) {
      const fresh = cellsOf(run).at(time * second);
      expect(cells.at(time * second).shades).toEqual(fresh.shades);
    }
  });

  test('shows the latest of several that share a port, then the one behind it', () => {
    const shared = sharedPort();
    const holders = [0.5, 1.5, 2.5, 3.5, 4.5].map((time) => shared.at(time * second).holderOf(range.from));
    expect(holders).toEqual([0, 2, 2, 0, undefined]);
    expect(shared.at(3.5 * second).shades[0]).toBe(PortShade.open);
  });
});

/** Connection 0 takes a port at 0 s; 1 takes it towards another destination at 1 s and closes at 3 s; 0 at 4 s. */
function sharedPort() {
  const run = new ScriptedRun(seoulLab());
  run.at(0, RecordKind.runStart);
  const both = [80, 443].map((port) =>
    run.connection({ devices: [client, server], addresses: [1, 2], ports: [range.from, port] }),
  );
  const change = (time: number, which: number, from: string, to: string) =>
    run.at(time * second, RecordKind.tcpState, {
      place: client,
      connection: both[which] ?? 0,
      ...stateChange(from, to, 'OPEN.ACTIVE'),
    });
  change(0, 0, 'CLOSED', 'SYN-SENT');
  change(1, 1, 'CLOSED', 'SYN-SENT');
  change(2, 0, 'SYN-SENT', 'ESTABLISHED');
  change(3, 1, 'SYN-SENT', 'CLOSED');
  change(4, 0, 'ESTABLISHED', 'CLOSED');
  const { trace, topology } = run.indexed();
  const index = new TcpIndex(trace, topology);
  index.scan();
  return cellsOf({ trace, ports: index.ports.of(client) });
}

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
