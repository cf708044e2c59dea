import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ClaimResult } from '../../shared/lab/claims';
import type { LabDocument } from '../../shared/lab/document';
import type { HoplabBridge, RunEvent } from '../../shared/messages/messages';
import { batchOf } from '../view-model/testing/scripted-run';
import { scriptVisit, seoulLab } from '../view-model/testing/visit';
import { LabSession } from './lab-session.svelte';

const visit = scriptVisit();
const trace = visit.run.build();
const end = trace.time(trace.records.length - 1);

/** What main would say and be told: only what a session needs of it. */
class FakeMain {
  tell: (event: RunEvent) => void = () => undefined;
  answer: { run: number } | { problems: { path: string; what: string; allowed: string }[] } = { run: 1 };
  readonly edited: [string, boolean][] = [];
  readonly saved: LabDocument[] = [];
  readonly stopped: number[] = [];
  readonly closed: number[] = [];
  claims: readonly ClaimResult[] = [];

  readonly bridge: { -readonly [Call in keyof HoplabBridge]?: HoplabBridge[Call] } = {
    onRunEvent: (listener) => {
      this.tell = listener;
      return () => undefined;
    },
    onOpened: () => () => undefined,
    onShowMoment: () => () => undefined,
    setEdited: (name, edited) => void this.edited.push([name, edited]),
    run: () => Promise.resolve(this.answer),
    claims: () => Promise.resolve(this.claims),
    stop: (run) => {
      this.stopped.push(run);
      return Promise.resolve();
    },
    closeRun: (run) => void this.closed.push(run),
    saveLab: (document) => {
      this.saved.push(document);
      return Promise.resolve({ status: 'saved', path: '/labs/mine.hoplab.json', name: 'mine' });
    },
  };

  batch(run: number): void {
    this.tell({ type: 'batch', run, batch: batchOf(trace), simulatedTo: end });
  }
  finish(run: number): void {
    this.tell({ type: 'finished', run, simulatedTo: end, records: trace.records.length, traceHash: 'abc' });
  }
}

let main: FakeMain;
let session: LabSession;

beforeEach(() => {
  main = new FakeMain();
  vi.stubGlobal('window', { hoplab: main.bridge });
  vi.stubGlobal('requestAnimationFrame', () => 1);
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
  session = new LabSession();
  session.connect();
  session.open({ status: 'opened', document: seoulLab(), name: 'seoul' });
});
afterEach(() => vi.unstubAllGlobals());

async function wholeRun(): Promise<void> {
  await session.run();
  main.batch(1);
  main.finish(1);
}

describe('a run', () => {
  test('is shown as it comes in, at its start', async () => {
    await session.run();
    expect([session.view.mode, session.view.running, session.view.trace?.records.length]).toEqual([
      'run',
      true,
      0,
    ]);
    main.batch(1);
    expect(session.view.trace?.records.length).toBe(trace.records.length);
    main.finish(1);
    expect([session.view.running, session.view.run?.traceHash, session.view.run?.simulatedTo]).toEqual([
      false,
      'abc',
      end,
    ]);
    expect(session.view.playback?.position).toEqual({ records: 0, time: 0, crossing: 0 });
  });

  test('loses nothing that main told before it answered', async () => {
    // The answer comes a tick later than what is told meanwhile.
    const started = session.run();
    main.batch(1);
    main.finish(1);
    await started;
    expect(session.view.trace?.records.length).toBe(trace.records.length);
    expect(session.view.run?.traceHash).toBe('abc');
  });

  test('takes the place of an earlier one, which is closed, and takes in nothing of it', async () => {
    await session.run();
    main.answer = { run: 2 };
    await session.run();
    expect(main.closed).toEqual([1]);
    main.batch(1);
    expect(session.view.trace?.records.length).toBe(0);
    main.batch(2);
    expect(session.view.trace?.records.length).toBe(trace.records.length);
  });

  test('that cannot begin tells why and leaves the last one open', async () => {
    await wholeRun();
    main.answer = { problems: [{ path: 'links[0].delay', what: '"-1ms"', allowed: 'a duration' }] };
    await session.run();
    expect(session.problems).toHaveLength(1);
    expect(main.closed).toEqual([]);
    expect(session.view.run?.traceHash).toBe('abc');
  });

  test('that main refuses says so and leaves the last one', async () => {
    await wholeRun();
    main.bridge.run = () => Promise.reject(new Error('no worker'));
    await session.run();
    expect([session.failure, session.view.running, session.view.run?.traceHash]).toEqual([
      'no worker',
      false,
      'abc',
    ]);
    main.bridge.run = () => Promise.resolve({ run: 3 });
    await session.run();
    expect(session.failure).toBeUndefined();
  });

  test('that fails says so and keeps what there is', async () => {
    await session.run();
    main.batch(1);
    main.tell({ type: 'failed', run: 1, message: 'the worker ended' });
    expect([session.view.running, session.failure]).toEqual([false, 'the worker ended']);
    expect(session.view.trace?.records.length).toBe(trace.records.length);
  });

  test('that is stopped keeps what there is', async () => {
    await session.run();
    main.batch(1);
    await session.stop();
    expect([session.view.running, main.stopped, main.closed]).toEqual([false, [1], []]);
    expect(session.view.trace?.records.length).toBe(trace.records.length);
  });

  test('gives the state and the picture of the playhead', async () => {
    await wholeRun();
    session.view.playback?.seek(30e6);
    expect(session.view.state?.time).toBe(0);
    expect(session.view.picture.frames.count).toBe(1);
    session.view.mode = 'build';
    expect(session.view.picture.frames.count).toBe(0);
  });

  test('of a lab that was left while it began is closed, and not shown', async () => {
    const started = session.run();
    session.newLab();
    await started;
    expect([session.view.run, session.view.mode, main.closed]).toEqual([undefined, 'build', [1]]);
  });

  test('is forgotten when another lab is opened', async () => {
    await wholeRun();
    session.newLab();
    expect([session.view.trace, session.view.mode, session.name]).toEqual([undefined, 'build', 'Untitled']);
    expect(main.closed).toEqual([1]);
  });
});

describe('the claims of a lab', () => {
  const claim = { id: 'fast', says: 'Fast.', measure: 'handshake-time', equals: '150ms' };
  const result: ClaimResult = {
    claim: 'fast',
    says: 'Fast.',
    source: null,
    measure: 'handshake-time',
    of: 'visit',
    unit: 'ns',
    expected: { equals: 150e6 },
    measured: 150e6,
    expectedText: '150 ms',
    measuredText: '150 ms',
    ok: true,
  };

  async function measuredRun(number: number, results: readonly ClaimResult[]): Promise<void> {
    main.answer = { run: number };
    main.claims = results;
    await session.run();
    main.finish(number);
    await vi.waitFor(() => expect(session.claims.now).toBeDefined());
  }

  beforeEach(() => {
    session.open({ status: 'opened', document: { ...seoulLab(), claims: [claim] }, name: 'seoul' });
  });

  test('are measured when a run is over', async () => {
    await session.run();
    expect(session.claims.now).toBeUndefined();
    await measuredRun(2, [result]);
    expect(session.claims.now?.results).toEqual([result]);
    expect(session.claims.before).toBeUndefined();
  });

  test('are compared with those of before the lab was changed, however often it is run', async () => {
    await measuredRun(1, [result]);
    session.edit({ type: 'set-parameter', path: ['links', 'wan', 'delay'], value: '5ms' });
    const slower = { ...result, measuredText: '10 ms', ok: false };
    await measuredRun(2, [slower]);
    await measuredRun(3, [slower]);
    expect(session.claims.before?.results).toEqual([result]);
    expect(session.claims.now?.results).toEqual([slower]);
  });

  test('are forgotten when another lab is opened', async () => {
    await measuredRun(1, [result]);
    session.newLab();
    expect(session.claims.now).toBeUndefined();
  });
});

describe('editing', () => {
  test('what the run depends on makes it stale, undoing makes it fresh', async () => {
    await wholeRun();
    session.edit({ type: 'set-parameter', path: ['links', 'wan', 'delay'], value: '5ms' });
    expect(session.view.stale).toBe(true);
    expect(session.view.trace).toBeDefined();
    session.undo();
    expect(session.view.stale).toBe(false);
  });

  test('where a device stands makes no run stale', async () => {
    await wholeRun();
    session.edit({ type: 'move-elements', positions: new Map([['client', { x: 5, y: 5 }]]) });
    expect(session.view.stale).toBe(false);
    expect(session.view.picture.devices[0]?.x).toBe(5);
  });

  test('is told to main, and saving too', async () => {
    session.edit({ type: 'label', device: 'client', label: 'Busan' });
    expect(main.edited.at(-1)).toEqual(['seoul', true]);
    await session.save();
    expect(main.saved.at(-1)?.devices[0]?.name).toBe('Busan');
    expect([main.edited.at(-1), session.path]).toEqual([['mine', false], '/labs/mine.hoplab.json']);
  });

  test('while the file is written is not marked as saved', async () => {
    const saving = session.save();
    session.edit({ type: 'label', device: 'client', label: 'Busan' });
    await saving;
    expect(session.edited).toBe(true);
  });
});

describe('opening', () => {
  test('an invalid file changes nothing and is told', () => {
    session.open({ status: 'invalid', file: 'x.json', problems: [] });
    expect([session.name, session.invalid?.file]).toEqual(['seoul', 'x.json']);
    session.dismissInvalid();
    expect(session.invalid).toBeUndefined();
  });
});

describe('what steps go by', () => {
  test('the round trip is the handshake’s before it was measured, then the smoothed one', async () => {
    await wholeRun();
    expect(session.view.roundTrip).toMatchObject({ source: 'handshake', nanoseconds: visit.synAck.endTime });
    session.view.playback?.seek(visit.synAck.endTime);
    expect(session.view.roundTrip?.source).toBe('smoothed');
  });

  test('the connection is that of the selected packet, or the first', async () => {
    expect(session.view.connection).toBeUndefined();
    await wholeRun();
    expect(session.view.connection).toBe(0);
    session.selection = { kind: 'packet', packet: visit.request.packet, record: 0 };
    expect(session.view.connection).toBe(visit.connection);
  });

  test('the watched device is the one selected alone', async () => {
    await wholeRun();
    session.selection = { kind: 'elements', devices: ['router'], links: [] };
    expect([session.view.watchedDevice, session.view.watchedDeviceId]).toEqual([1, 'router']);
    session.selection = { kind: 'elements', devices: ['router', 'client'], links: [] };
    expect(session.view.watchedDevice).toBeUndefined();
  });
});
