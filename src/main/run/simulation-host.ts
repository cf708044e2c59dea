import type { LabDocument } from '../../shared/lab/document';
import type { RunEvent } from '../../shared/messages/messages';
import type { WorkerQuestions, WorkerReply, WorkerRequest, WorkerTopic } from '../../shared/messages/worker-messages';

/** What the host needs of a worker thread. */
export interface EngineWorker {
  postMessage(request: WorkerRequest): void;
  on(event: 'message', listener: (reply: WorkerReply) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  terminate(): unknown;
}

interface PendingQuestion {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A worker, the run it was given, and the questions it has not answered yet. */
class Thread {
  /** 0: no run yet. */
  run = 0;
  gone = false;
  over = false;
  private asked = 0;
  private readonly pending = new Map<number, PendingQuestion>();

  constructor(readonly worker: EngineWorker) {}

  ask<T extends WorkerTopic>(
    about: T,
    ask: WorkerQuestions[T]['ask'],
  ): Promise<WorkerQuestions[T]['answer']> {
    if (this.gone) return Promise.reject(new Error('The simulation has ended.'));
    const number = ++this.asked;
    return new Promise((resolve, reject) => {
      this.pending.set(number, { resolve: resolve as (answer: unknown) => void, reject });
      this.worker.postMessage({ type: 'ask', number, about, ...ask } as WorkerRequest);
    });
  }

  settle(reply: Extract<WorkerReply, { number: number }>): void {
    const question = this.pending.get(reply.number);
    this.pending.delete(reply.number);
    if (reply.type === 'answer') question?.resolve(reply.answer);
    else question?.reject(new Error(reply.message));
  }

  end(reason: string): void {
    this.gone = true;
    for (const question of this.pending.values()) question.reject(new Error(reason));
    this.pending.clear();
  }
}

/**
 * Owns the engine's worker thread: a fresh one for each run, so that nothing of one run can reach another, and an
 * idle one before the first. Tells what happens as run events.
 */
export class SimulationHost {
  private thread: Thread | undefined;
  private runs = 0;

  constructor(
    private readonly startWorker: () => EngineWorker,
    private readonly tell: (event: RunEvent) => void,
  ) {}

  /** The number of the latest run; 0 before the first. */
  get latestRun(): number {
    return this.runs;
  }

  /** Runs a valid document from its start and returns the run's number; a run under way is dropped. */
  run(document: LabDocument): number {
    if (this.thread && this.thread.run > 0) this.dispose();
    const thread = this.readyThread();
    thread.run = ++this.runs;
    thread.worker.postMessage({ type: 'run', document });
    return thread.run;
  }

  /** The window has taken in a batch of a run. */
  acknowledge(run: number): void {
    if (this.isCurrent(run)) this.thread?.worker.postMessage({ type: 'acknowledge' });
  }

  /** Whether a run is the latest and its trace can still be asked about. */
  isCurrent(run: number): boolean {
    return this.thread !== undefined && this.thread.run === run && run > 0;
  }

  /** Asks the worker. Rejects when it refuses, or ends before it has answered. */
  ask<T extends WorkerTopic>(
    about: T,
    ask: WorkerQuestions[T]['ask'],
  ): Promise<WorkerQuestions[T]['answer']> {
    return this.readyThread().ask(about, ask);
  }

  /** Ends the thread and what it knows. */
  dispose(): void {
    const thread = this.thread;
    this.thread = undefined;
    thread?.end('Another run has begun.');
    void thread?.worker.terminate();
  }

  private readyThread(): Thread {
    if (this.thread) return this.thread;
    const thread = new Thread(this.startWorker());
    thread.worker.on('message', (reply) => this.receive(thread, reply));
    thread.worker.on('error', (error) => this.lose(thread, error.message));
    thread.worker.on('exit', (code) => this.lose(thread, `the engine's thread ended (exit code ${code})`));
    this.thread = thread;
    return thread;
  }

  private receive(thread: Thread, reply: WorkerReply): void {
    if (reply.type === 'answer' || reply.type === 'refused') thread.settle(reply);
    else if (thread === this.thread) {
      if (reply.type !== 'batch') thread.over = true;
      this.tell({ ...reply, run: thread.run });
    }
  }

  /** A thread that ended by itself took its trace with it. */
  private lose(thread: Thread, reason: string): void {
    if (thread.gone) return;
    thread.end(`The simulation broke off: ${reason}`);
    if (thread !== this.thread) return;
    this.thread = undefined;
    if (thread.run > 0 && !thread.over) {
      this.tell({ type: 'failed', run: thread.run, message: `The simulation broke off: ${reason}` });
    }
  }
}
