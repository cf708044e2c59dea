import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LabDocument } from '../../shared/lab/document';
import type { RunEvent } from '../../shared/messages/messages';
import type { WorkerReply, WorkerRequest } from '../../shared/messages/worker-messages';
import type { EngineWorker } from './engine-thread';
import { mostOpenRuns, SimulationHost, stopMilliseconds } from './simulation-host';

class FakeWorker extends EventEmitter implements EngineWorker {
  readonly requests: WorkerRequest[] = [];
  terminated = false;
  postMessage(request: WorkerRequest): void {
    this.requests.push(request);
  }
  terminate(): void {
    this.terminated = true;
    this.emit('exit', 1);
  }
  reply(reply: WorkerReply): void {
    this.emit('message', reply);
  }
}

function hostWithWorkers() {
  const workers: FakeWorker[] = [];
  const events: RunEvent[] = [];
  const host = new SimulationHost(
    () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    (event) => events.push(event),
  );
  return { host, workers, events };
}

const lab: LabDocument = { version: 1, title: '', seed: 1, duration: '1s', devices: [], links: [] };
const finished = { type: 'finished', simulatedTo: 5, records: 2, traceHash: 'ab' } as const;

describe('runs of a host', () => {
  it('have a thread and a number each, and go on beside each other', () => {
    const { host, workers, events } = hostWithWorkers();
    expect([host.run(lab), host.run(lab)]).toEqual([1, 2]);
    expect(workers.map(({ terminated }) => terminated)).toEqual([false, false]);
    expect(workers.map(({ requests }) => requests)).toEqual([
      [{ type: 'run', document: lab }],
      [{ type: 'run', document: lab }],
    ]);
    workers[1]?.reply(finished);
    workers[0]?.reply(finished);
    expect(events).toEqual([
      { ...finished, run: 2 },
      { ...finished, run: 1 },
    ]);
  });

  it('are as many at a time as may be, until one is closed', () => {
    const { host } = hostWithWorkers();
    for (let run = 0; run < mostOpenRuns; run++) host.run(lab);
    expect(() => host.run(lab)).toThrow('as many as may be');
    host.close(3);
    expect(host.run(lab)).toBe(mostOpenRuns + 1);
  });

  it('begin in the thread that was asked about the engine before', async () => {
    const { host, workers } = hostWithWorkers();
    const answer = host.askEngine('machines', {});
    workers[0]?.reply({ type: 'answer', number: 1, answer: [] });
    expect(await answer).toEqual([]);
    host.run(lab);
    expect(workers).toHaveLength(1);
  });

  it('answer about the engine, so that no thread is started for it', () => {
    const { host, workers } = hostWithWorkers();
    host.run(lab);
    void host.askEngine('machines', {});
    expect(workers).toHaveLength(1);
  });

  it('are acknowledged each by itself', () => {
    const { host, workers } = hostWithWorkers();
    host.run(lab);
    host.acknowledge(host.run(lab));
    expect(workers.map(({ requests }) => requests.length)).toEqual([1, 2]);
  });
});

describe('a question', () => {
  it('goes to the run that it names', async () => {
    const { host, workers } = hostWithWorkers();
    const [one, other] = [host.run(lab), host.run(lab)];
    const answers = Promise.all([host.ask(one, 'moment', {}), host.ask(other, 'moment', {})]);
    workers[1]?.reply({ type: 'answer', number: 1, answer: { time: 2 } });
    workers[0]?.reply({ type: 'answer', number: 1, answer: { time: 1 } });
    expect(await answers).toEqual([{ time: 1 }, { time: 2 }]);
  });

  it('is matched with its answer by number', async () => {
    const { host, workers } = hostWithWorkers();
    const run = host.run(lab);
    const first = host.ask(run, 'packet', { packet: 1, record: undefined });
    const second = host.ask(run, 'moment', {});
    workers[0]?.reply({ type: 'answer', number: 2, answer: { time: 7 } });
    workers[0]?.reply({ type: 'refused', number: 1, message: 'no such packet' });
    expect(await second).toEqual({ time: 7 });
    await expect(first).rejects.toThrow('no such packet');
  });

  it('about a run that is not open is refused', async () => {
    const { host } = hostWithWorkers();
    await expect(host.ask(1, 'moment', {})).rejects.toThrow('Run 1 is closed');
  });

  it('is refused when its run is closed meanwhile', async () => {
    const { host } = hostWithWorkers();
    const run = host.run(lab);
    const answer = host.ask(run, 'moment', {});
    host.close(run);
    await expect(answer).rejects.toThrow('closed');
  });
});

describe('a run that is closed', () => {
  it('ends its thread and no other', () => {
    const { host, workers } = hostWithWorkers();
    const [one, other] = [host.run(lab), host.run(lab)];
    host.close(one);
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
    expect([host.isOpen(one), host.isOpen(other)]).toEqual([false, true]);
  });

  it('tells nothing more', () => {
    const { host, workers, events } = hostWithWorkers();
    host.close(host.run(lab));
    workers[0]?.reply(finished);
    expect(events).toEqual([]);
  });

  it('is every run when the host is disposed of', () => {
    const { host, workers } = hostWithWorkers();
    host.run(lab);
    host.run(lab);
    host.dispose();
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, true]);
  });
});

describe('a thread that breaks off', () => {
  it('is a failed run, once, and leaves the others alone', () => {
    const { host, workers, events } = hostWithWorkers();
    const [run, other] = [host.run(lab), host.run(lab)];
    workers[0]?.emit('error', new Error('out of memory'));
    workers[0]?.emit('exit', 1);
    expect(events).toEqual([{ type: 'failed', run, message: 'The simulation broke off: out of memory' }]);
    expect([host.isOpen(run), host.isOpen(other)]).toEqual([false, true]);
  });

  it('leaves its questions refused', async () => {
    const { host, workers } = hostWithWorkers();
    const answer = host.ask(host.run(lab), 'moment', {});
    workers[0]?.emit('exit', 7);
    await expect(answer).rejects.toThrow('exit code 7');
  });

  it('before it has a run is replaced by a new one', async () => {
    const { host, workers } = hostWithWorkers();
    const answer = host.askEngine('machines', {});
    workers[0]?.emit('exit', 7);
    await expect(answer).rejects.toThrow('exit code 7');
    host.run(lab);
    expect(workers.map(({ requests }) => requests.length)).toEqual([1, 1]);
  });
});

describe('a run that is stopped', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('keeps its thread, which still answers', async () => {
    const { host, workers, events } = hostWithWorkers();
    const run = host.run(lab);
    const stopped = host.stop(run);
    workers[0]?.reply({ type: 'answer', number: 1, answer: undefined });
    await stopped;
    vi.advanceTimersByTime(stopMilliseconds * 2);
    expect([workers[0]?.terminated, host.isOpen(run), events]).toEqual([false, true, []]);
  });

  it('is ended and told as failed when its thread does not answer in time', async () => {
    const { host, workers, events } = hostWithWorkers();
    const run = host.run(lab);
    const stopped = host.stop(run);
    vi.advanceTimersByTime(stopMilliseconds - 1);
    expect(workers[0]?.terminated).toBe(false);
    vi.advanceTimersByTime(1);
    await stopped;
    expect([workers[0]?.terminated, host.isOpen(run)]).toEqual([true, false]);
    expect(events).toEqual([
      {
        type: 'failed',
        run,
        message: 'The simulation broke off: it did not stop within 10 s, and was ended.',
      },
    ]);
  });

  it('is not asked when it is over', async () => {
    const { host, workers } = hostWithWorkers();
    const run = host.run(lab);
    workers[0]?.reply(finished);
    await host.stop(run);
    expect(workers[0]?.requests).toHaveLength(1);
  });
});
