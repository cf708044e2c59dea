import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { selectElements } from '../view-model/selection';
import { batchOf, ScriptedRun } from '../view-model/testing/scripted-run';
import { scriptVisit, seoulLab } from '../view-model/testing/visit';
import { RecordKind } from '../../shared/trace/record';
import type { Trace } from '../../shared/trace/trace';
import { EngineRun } from './engine-run.svelte';
import { RunView } from './run-view.svelte';
import { Selected } from './selected.svelte';

const visit = scriptVisit().run.build();

/** A trace of another lab's run: two records, nothing sent. */
function quietTrace(): Trace {
  const script = new ScriptedRun(seoulLab());
  script.at(0, RecordKind.runStart);
  script.at(9e9, RecordKind.runEnd);
  return script.build();
}

const lab = () => ({ document: seoulLab(), labProblems: [] });

/** A run of which all is here. */
function wholeRun(number: number, trace: Trace): EngineRun {
  const run = new EngineRun(number, seoulLab());
  const simulatedTo = trace.time(trace.records.length - 1);
  run.take({ type: 'batch', run: number, batch: batchOf(trace), simulatedTo });
  run.take({
    type: 'finished',
    run: number,
    simulatedTo,
    records: trace.records.length,
    traceHash: `${number}`,
  });
  return run;
}

function viewOf(run: EngineRun, selected?: Selected): RunView {
  const view = new RunView(lab(), selected);
  view.show(run);
  return view;
}

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', () => 1);
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
});
afterEach(() => vi.unstubAllGlobals());

describe('two views in one window', () => {
  test('show two runs, each with its own trace, playhead, state and picture', () => {
    const [one, other] = [viewOf(wholeRun(1, visit)), viewOf(wholeRun(2, quietTrace()))];
    one.playback?.seek(30e6);
    expect([one.playback?.position.time, other.playback?.position.time]).toEqual([30e6, 0]);
    expect([one.picture.frames.count, other.picture.frames.count]).toEqual([1, 0]);
    other.playback?.toEnd();
    expect([one.state?.next, other.state?.next]).toEqual([one.playback?.position.records, 2]);
    expect([one.trace?.records.length, other.trace?.records.length]).toEqual([visit.records.length, 2]);
  });

  test('show one run at two moments', () => {
    const run = wholeRun(1, visit);
    const [one, other] = [viewOf(run), viewOf(run)];
    one.playback?.toEnd();
    other.playback?.seek(30e6);
    expect(one.state?.inFlight.count).toBe(0);
    expect(other.state?.inFlight.count).toBe(1);
    expect(one.state?.next).toBe(visit.records.length);
  });

  test('select apart, or together where they share what is selected', () => {
    const shared = new Selected();
    const [one, other] = [viewOf(wholeRun(1, visit), shared), viewOf(wholeRun(2, visit), shared)];
    const apart = viewOf(wholeRun(3, visit));
    one.selection = selectElements(['router']);
    expect([one, other, apart].map(({ watchedDeviceId }) => watchedDeviceId)).toEqual([
      'router',
      'router',
      undefined,
    ]);
  });

  test('are in modes and colours of their own', () => {
    const [one, other] = [viewOf(wholeRun(1, visit)), viewOf(wholeRun(2, visit))];
    one.mode = 'build';
    one.colouring = 'request';
    expect([other.mode, other.colouring]).toEqual(['run', 'protocol']);
  });
});

describe('a view', () => {
  test('follows a run that is still coming in', () => {
    const run = new EngineRun(1, seoulLab());
    const view = viewOf(run);
    view.playback?.toEnd();
    expect([view.running, view.playback?.position.records]).toEqual([true, 0]);
    run.take({ type: 'batch', run: 1, batch: batchOf(visit), simulatedTo: 1 });
    view.playback?.toEnd();
    expect(view.playback?.position.records).toBe(visit.records.length);
  });

  test('lets go of the run that it showed before', () => {
    const [before, now] = [new EngineRun(1, seoulLab()), wholeRun(2, visit)];
    const view = viewOf(before);
    const moved = vi.fn();
    view.playback?.subscribe(moved);
    view.show(now);
    before.take({ type: 'failed', run: 1, message: 'broke off' });
    expect(moved).not.toHaveBeenCalled();
    expect(view.running).toBe(false);
  });
});

describe('what is current', () => {
  test('is one packet: that of the latest record that moved one, and its connection, wherever the playhead is', () => {
    const view = viewOf(wholeRun(1, visit));
    let packets = 0;
    for (let record = 0; record < visit.records.length; record += 1) {
      view.playback?.seekRecord(record);
      const { current } = view;
      if (!current) continue;
      packets += 1;
      expect(current.record).toBeLessThanOrEqual(record);
      expect(visit.packet(current.record)).toBe(current.packet);
      expect(view.connection).toBe(visit.connectionOfPacket(current.packet));
    }
    expect(packets).toBeGreaterThan(20);
  });

  test('gives way to what is selected', () => {
    const view = viewOf(wholeRun(1, visit));
    view.playback?.toEnd();
    view.selection = { kind: 'connection', connection: 0 };
    expect(view.connection).toBe(0);
  });
});
