import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { LabDocument } from '../../shared/lab/document';
import type { RunEvent } from '../../shared/messages/messages';
import type { WorkerReply, WorkerRequest } from '../../shared/messages/worker-messages';
import { SimulationHost, type EngineWorker } from './simulation-host';

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

describe('SimulationHost', () => {
  it('gives each run a thread and a number of its own', () => {
    const { host, workers } = hostWithWorkers();
    expect([host.run(lab), host.run(lab)]).toEqual([1, 2]);
    expect(workers.map((worker) => worker.terminated)).toEqual([true, false]);
    expect(workers.map((worker) => worker.requests)).toEqual([
      [{ type: 'run', document: lab }],
      [{ type: 'run', document: lab }],
    ]);
  });

  it('runs the first lab in the thread that answered before', async () => {
    const { host, workers } = hostWithWorkers();
    const answer = host.ask('machines', {});
    workers[0]?.reply({ type: 'answer', number: 1, answer: [] });
    expect(await answer).toEqual([]);
    host.run(lab);
    expect(workers).toHaveLength(1);
  });

  it('passes on what a run tells, under its number', () => {
    const { host, workers, events } = hostWithWorkers();
    const run = host.run(lab);
    workers[0]?.reply(finished);
    expect(events).toEqual([{ ...finished, run }]);
  });

  it('says nothing of a run that was dropped', () => {
    const { host, workers, events } = hostWithWorkers();
    host.run(lab);
    host.run(lab);
    workers[0]?.reply(finished);
    expect(events).toEqual([]);
  });

  it('hands acknowledgements to the run they are for', () => {
    const { host, workers } = hostWithWorkers();
    host.run(lab);
    const run = host.run(lab);
    host.acknowledge(run - 1);
    expect(workers[1]?.requests).toHaveLength(1);
    host.acknowledge(run);
    expect(workers[1]?.requests).toHaveLength(2);
  });

  it('matches answers to questions by number', async () => {
    const { host, workers } = hostWithWorkers();
    host.run(lab);
    const first = host.ask('packet', { packet: 1, record: undefined });
    const second = host.ask('moment', {});
    workers[0]?.reply({ type: 'answer', number: 2, answer: { time: 7 } });
    workers[0]?.reply({ type: 'refused', number: 1, message: 'no such packet' });
    expect(await second).toEqual({ time: 7 });
    await expect(first).rejects.toThrow('no such packet');
  });

  it('reports a thread that broke off as a failed run, once', () => {
    const { host, workers, events } = hostWithWorkers();
    const run = host.run(lab);
    workers[0]?.emit('error', new Error('out of memory'));
    workers[0]?.emit('exit', 1);
    expect(events).toEqual([{ type: 'failed', run, message: 'The simulation broke off: out of memory' }]);
  });

  it('rejects what a thread that broke off did not answer', async () => {
    const { host, workers } = hostWithWorkers();
    host.run(lab);
    const answer = host.ask('moment', {});
    workers[0]?.emit('exit', 7);
    await expect(answer).rejects.toThrow('exit code 7');
  });

  it('starts a new thread after one broke off', () => {
    const { host, workers } = hostWithWorkers();
    host.run(lab);
    workers[0]?.emit('exit', 7);
    host.run(lab);
    expect(workers).toHaveLength(2);
  });

  it('rejects open questions when another run begins', async () => {
    const { host } = hostWithWorkers();
    host.run(lab);
    const answer = host.ask('moment', {});
    host.run(lab);
    await expect(answer).rejects.toThrow('Another run');
  });
});
