import { expect, test } from 'vitest';
import { resolveLab, type Lab, type LabDevice } from '../../shared/lab/lab';
import { dropReasons, none, RecordKind } from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';
import { createSimulation } from './simulation';
import { lineLab } from './testing/labs';

/** Devices that do what their traits say, whatever they are called. */

const client = 0;
const middle = 1;
const server = 2;

function run(lab: Lab): Trace {
  const simulation = createSimulation(lab);
  simulation.advance(Infinity);
  return simulation.trace;
}

function records(trace: Trace, kind: number): number[] {
  return Array.from({ length: trace.records.length }, (_, seq) => seq).filter(
    (seq) => trace.kind(seq) === kind,
  );
}

/** The line lab, whose router is a server besides. */
function labWithServingRouter(): Lab {
  const lab = resolveLab(lineLab({ workload: { count: 2, interval: '1s' } }));
  const devices = lab.devices.map((device, index): LabDevice => {
    const far = lab.devices[server];
    // No kind in the list forwards and serves.
    return index === middle && far ? ({ ...far, ...device } as unknown as LabDevice) : device;
  });
  return { ...lab, devices };
}

test('who forwards and is a host takes in what is for itself and passes the rest on', () => {
  const lab = labWithServingRouter();
  const [visit] = lab.workloads;
  if (!visit) throw new RangeError('no workload');
  const workloads = [visit, { ...visit, index: 1, id: 'nearer', to: middle }];
  const trace = run({ ...lab, workloads });
  expect(records(trace, RecordKind.ipDrop)).toEqual([]);
  const ends = trace.connections.map(({ ends: [from, to] }) => [from.device, to.device]);
  expect(ends).toContainEqual([client, server]);
  expect(ends).toContainEqual([client, middle]);
  expect(records(trace, RecordKind.httpResponseReceived).length).toBe(4);
  expect(records(trace, RecordKind.appError)).toEqual([]);
});

test('a forwarder that is down loses what passes, and forwards again once it is back', () => {
  const document = lineLab({
    workload: { count: 2, interval: '10s' },
    faults: [{ kind: 'crash-device', device: 'router', at: '5s', until: '20s' }],
  });
  const trace = run(resolveLab(document));
  const drops = records(trace, RecordKind.ipDrop);
  expect(drops.length).toBeGreaterThan(0);
  for (const seq of drops) {
    expect(trace.place(seq)).toBe(middle);
    expect(dropReasons[trace.detail(seq)]).toBe('host down');
    expect(trace.time(seq)).toBeLessThan(20e9);
  }
  const [crash] = records(trace, RecordKind.deviceCrash);
  expect(trace.place(crash ?? none)).toBe(middle);
  expect(trace.time(records(trace, RecordKind.httpResponseReceived).at(-1) ?? none)).toBeGreaterThan(20e9);
});
