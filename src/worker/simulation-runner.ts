import { BatchReader, type Simulation } from '../engine/index';
import { batchesInFlight, type WorkerReply } from '../shared/messages/worker-messages';

/** Records written before the thread looks at its messages again: one chunk of the trace. */
export const recordsInSlice = 16_384;
/** Records at which a run ends at the latest: beyond, window and worker would hold gigabytes each. */
export const mostRecords = 20_000_000;

export interface RunnerSurroundings {
  /** Sends a reply to main; the buffers change hands. */
  readonly send: (reply: WorkerReply, transfer: readonly ArrayBuffer[]) => void;
  /** Calls back after waiting messages were read. */
  readonly schedule: (slice: () => void) => void;
  /** SHA-256 of the canonical trace, hex. */
  readonly hashTrace: () => string;
}

/**
 * Advances a simulation slice by slice and sends what the trace gained, never more than `batchesInFlight` batches
 * ahead of their acknowledgement. Between two slices the thread answers questions.
 */
export class SimulationRunner {
  private readonly reader: BatchReader;
  private inFlight = 0;
  private holds = 0;
  private scheduled = false;
  private ended = false;

  constructor(
    private readonly simulation: Simulation,
    private readonly surroundings: RunnerSurroundings,
  ) {
    this.reader = new BatchReader(simulation.trace);
  }

  /** Starts, or goes on after a wait. */
  start(): void {
    if (this.scheduled || this.ended || this.holds > 0 || this.inFlight >= batchesInFlight) return;
    this.scheduled = true;
    this.surroundings.schedule(() => {
      this.scheduled = false;
      this.slice();
    });
  }

  /** A batch was taken in. */
  acknowledge(): void {
    this.inFlight = Math.max(0, this.inFlight - 1);
    this.start();
  }

  /** Ends the run where it is. */
  stop(): void {
    this.ended = true;
  }

  /** Keeps the trace as it is until `work` is done. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.holds += 1;
    try {
      return await work();
    } finally {
      this.holds -= 1;
      this.start();
    }
  }

  private slice(): void {
    if (this.ended || this.holds > 0) return;
    try {
      const more = this.simulation.advance(this.simulation.lab.duration, recordsInSlice);
      this.sendBatch();
      if (!more) this.finish();
      else if (this.simulation.trace.records.length >= mostRecords) this.giveUp();
      else this.start();
    } catch (error) {
      this.ended = true;
      this.fail(error instanceof Error ? error.message : String(error));
    }
  }

  private sendBatch(): void {
    const batch = this.reader.next();
    if (!batch) return;
    this.inFlight += 1;
    this.surroundings.send({ type: 'batch', batch, simulatedTo: this.simulation.now }, [
      batch.records,
      batch.packets,
      batch.sackBlocks,
      batch.quicItems,
    ]);
  }

  private finish(): void {
    this.ended = true;
    const { now, trace } = this.simulation;
    const traceHash = this.surroundings.hashTrace();
    this.surroundings.send(
      { type: 'finished', simulatedTo: now, records: trace.records.length, traceHash },
      [],
    );
  }

  private giveUp(): void {
    this.ended = true;
    const count = mostRecords.toLocaleString('en-US');
    this.fail(
      `The run was ended at ${count} records, the most that the window holds. Shorten the lab's duration or thin out its workloads.`,
    );
  }

  private fail(message: string): void {
    this.surroundings.send({ type: 'failed', message }, []);
  }
}
