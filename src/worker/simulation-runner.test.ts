import { describe, expect, it } from 'vitest';
import { batchesInFlight, type WorkerReply } from '../shared/messages/worker-messages';
import { Trace } from '../shared/trace/trace';
import { lineLab, runLab } from '../engine/world/testing/labs';
import { createSimulation, type Simulation } from '../engine/world/simulation';
import { resolveLab } from '../shared/lab/lab';
import { TraceWriter } from '../engine/trace/trace-writer';
import { SimulationRunner } from './simulation-runner';

/** A runner whose slices are run by hand. */
function runnerOf(simulation: Simulation) {
  const replies: WorkerReply[] = [];
  const transferred = new Set<unknown>();
  const waiting: (() => void)[] = [];
  const runner = new SimulationRunner(simulation, {
    send: (reply, buffers) => {
      replies.push(reply);
      for (const buffer of buffers) transferred.add(buffer);
    },
    schedule: (slice) => waiting.push(slice),
    hashTrace: () => 'hash',
  });
  /** Runs what is scheduled until nothing is. */
  const work = () => {
    for (let slice = waiting.shift(); slice; slice = waiting.shift()) slice();
  };
  const batches = () => replies.filter((reply) => reply.type === 'batch');
  return { runner, replies, transferred, batches, work };
}

/** A simulation of `slices` slices of one record each. */
function countingSimulation(slices: number): Simulation {
  const writer = new TraceWriter();
  let advanced = 0;
  return {
    lab: resolveLab(lineLab()),
    trace: writer.trace,
    get now() {
      return advanced;
    },
    get finished() {
      return advanced >= slices;
    },
    advance: () => {
      writer.runStart(0);
      advanced += 1;
      return advanced < slices;
    },
  };
}

describe('SimulationRunner', () => {
  it('sends the whole trace, then its end', () => {
    const { runner, replies, work } = runnerOf(createSimulation(resolveLab(lineLab())));
    runner.start();
    work();
    const trace = new Trace();
    for (const reply of replies) if (reply.type === 'batch') trace.appendBatch(reply.batch);
    const expected = runLab(lineLab());
    expect(trace.records.length).toBe(expected.trace.records.length);
    expect(replies.at(-1)).toEqual({
      type: 'finished',
      simulatedTo: expected.now,
      records: expected.trace.records.length,
      traceHash: 'hash',
    });
  });

  it('hands over the buffers of a batch, so that none is copied', () => {
    const { runner, transferred, batches, work } = runnerOf(createSimulation(resolveLab(lineLab())));
    runner.start();
    work();
    const buffers = batches().flatMap(({ batch }) =>
      Object.values(batch).filter((column): column is ArrayBuffer => column instanceof ArrayBuffer),
    );
    expect(buffers.length).toBeGreaterThanOrEqual(4);
    expect(buffers.filter((buffer) => !transferred.has(buffer))).toEqual([]);
  });

  it('waits when as many batches are on their way as may be', () => {
    const { runner, batches, work } = runnerOf(countingSimulation(100));
    runner.start();
    work();
    expect(batches()).toHaveLength(batchesInFlight);
  });

  it('goes on by one batch for each that was taken in', () => {
    const { runner, batches, work } = runnerOf(countingSimulation(100));
    runner.start();
    work();
    runner.acknowledge();
    work();
    expect(batches()).toHaveLength(batchesInFlight + 1);
  });

  it('says nothing more once it is stopped', () => {
    const { runner, replies, work } = runnerOf(countingSimulation(100));
    runner.start();
    work();
    const before = replies.length;
    runner.stop();
    runner.acknowledge();
    work();
    expect(replies).toHaveLength(before);
  });

  it('keeps the trace as it is while something works on it', async () => {
    const simulation = countingSimulation(3);
    const { runner, replies, work } = runnerOf(simulation);
    runner.start();
    let release: () => void = () => undefined;
    const held = runner.hold(() => new Promise<void>((resolve) => (release = resolve)));
    work();
    expect(simulation.trace.records.length).toBe(0);
    release();
    await held;
    work();
    expect(replies.at(-1)?.type).toBe('finished');
  });

  it('tells a fault of the engine as a failed run', () => {
    const simulation: Simulation = {
      ...countingSimulation(2),
      advance: () => {
        throw new RangeError('row 7 of 3');
      },
    };
    const { runner, replies, work } = runnerOf(simulation);
    runner.start();
    work();
    runner.acknowledge();
    work();
    expect(replies).toEqual([{ type: 'failed', message: 'row 7 of 3' }]);
  });
});
