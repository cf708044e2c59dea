import type { LabDocument } from '../../shared/lab/document';
import type { RunEvent } from '../../shared/messages/messages';
import type { EngineQuestions, RunQuestions, RunTopic } from '../../shared/messages/worker-messages';
import { EngineThread, type EngineWorker, type RunNews } from './engine-thread';

/** Runs that may be open at a time: each holds a thread and a trace. */
export const mostOpenRuns = 16;
/** How long a run may take to stop before its thread is ended, milliseconds: a slice and a question take part of a second. */
export const stopMilliseconds = 10_000;

/** A run that can be asked about. */
interface OpenRun {
  readonly number: number;
  readonly thread: EngineThread;
  /** Whether it has told its end. */
  over: boolean;
}

/**
 * Owns the engine's worker threads: one for each run, so that nothing of one run can reach another. Runs go on beside
 * each other until each is closed. Tells what happens as run events, each under its run's number.
 */
export class SimulationHost {
  private readonly open = new Map<number, OpenRun>();
  /** A thread that was asked about the engine and has no run yet. */
  private idle: EngineThread | undefined;
  private runs = 0;

  constructor(
    private readonly startWorker: () => EngineWorker,
    private readonly tell: (event: RunEvent) => void,
  ) {}

  /** The number of the latest run; 0 before the first. */
  get latestRun(): number {
    return this.runs;
  }

  /**
   * Runs a valid document from its start, beside the runs that are open, and returns the run's number.
   * Throws a RangeError when as many are open as may be.
   */
  run(document: LabDocument): number {
    if (this.open.size >= mostOpenRuns)
      throw new RangeError(`${mostOpenRuns} runs are open, as many as may be: close one first.`);
    const thread = this.idle ?? this.startThread();
    this.idle = undefined;
    const run: OpenRun = { number: ++this.runs, thread, over: false };
    thread.listener = { news: (news) => this.receive(run, news), lost: (reason) => this.lose(run, reason) };
    this.open.set(run.number, run);
    thread.tell({ type: 'run', document });
    return run.number;
  }

  /** The window has taken in a batch of a run. */
  acknowledge(run: number): void {
    this.open.get(run)?.thread.tell({ type: 'acknowledge' });
  }

  /** Whether a run's trace can be asked about. */
  isOpen(run: number): boolean {
    return this.open.has(run);
  }

  /** Asks a run's thread. Rejects when the run is closed, it refuses, or it ends before it has answered. */
  ask<T extends RunTopic>(
    run: number,
    about: T,
    ask: RunQuestions[T]['ask'],
  ): Promise<RunQuestions[T]['answer']> {
    const found = this.open.get(run);
    return found ? found.thread.ask(about, ask) : Promise.reject(new RangeError(`Run ${run} is closed.`));
  }

  /** Asks about the engine: any thread knows. Rejects as `ask` does. */
  askEngine<T extends keyof EngineQuestions>(
    about: T,
    ask: EngineQuestions[T]['ask'],
  ): Promise<EngineQuestions[T]['answer']> {
    const [run] = this.open.values();
    const thread = run?.thread ?? (this.idle ??= this.startThread());
    return thread.ask<T>(about, ask);
  }

  /**
   * Ends a run where it is; its trace so far can still be asked about. A thread that does not answer in time is ended,
   * trace and all, and the run told as failed.
   */
  async stop(run: number): Promise<void> {
    const found = this.open.get(run);
    if (!found || found.over) return;
    const { thread } = found;
    const seconds = stopMilliseconds / 1000;
    const timer = setTimeout(() => {
      this.lose(found, `it did not stop within ${seconds} s, and was ended.`);
      thread.end('The simulation was ended.');
    }, stopMilliseconds);
    // However the question ends, the run has stopped: what breaks off is told by the thread.
    await thread.ask('stop', {}).catch(() => undefined);
    clearTimeout(timer);
  }

  /** Lets go of a run: ends its thread and what that knows. */
  close(run: number): void {
    const found = this.open.get(run);
    this.open.delete(run);
    found?.thread.end('The run was closed.');
  }

  closeAll(): void {
    for (const run of [...this.open.keys()]) this.close(run);
  }

  /** Ends all threads. */
  dispose(): void {
    this.closeAll();
    this.idle?.end('The window was closed.');
    this.idle = undefined;
  }

  private startThread(): EngineThread {
    const thread = new EngineThread(this.startWorker());
    thread.listener = {
      news: () => undefined,
      lost: () => {
        if (this.idle === thread) this.idle = undefined;
      },
    };
    return thread;
  }

  private receive(run: OpenRun, news: RunNews): void {
    if (news.type !== 'batch') run.over = true;
    this.tell({ ...news, run: run.number });
  }

  /** A thread that ended by itself took its trace with it. */
  private lose(run: OpenRun, reason: string): void {
    this.open.delete(run.number);
    if (!run.over)
      this.tell({ type: 'failed', run: run.number, message: `The simulation broke off: ${reason}` });
  }
}
