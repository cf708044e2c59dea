import type {
  WorkerQuestions,
  WorkerReply,
  WorkerRequest,
  WorkerTopic,
} from '../../shared/messages/worker-messages';

/** What the host needs of a worker thread. */
export interface EngineWorker {
  postMessage(request: WorkerRequest): void;
  on(event: 'message', listener: (reply: WorkerReply) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  terminate(): unknown;
}

/** What a run tells by itself, without its number. */
export type RunNews = Exclude<WorkerReply, { number: number }>;

/** What a thread tells the one who started it. */
export interface ThreadListener {
  news(news: RunNews): void;
  /** The thread ended by itself, and took its trace with it. */
  lost(reason: string): void;
}

interface PendingQuestion {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A worker and the questions that it has not answered yet. Once it has ended, it tells nothing more. */
export class EngineThread {
  /** Who is told from now on. */
  listener: ThreadListener | undefined;
  private gone = false;
  private asked = 0;
  private readonly pending = new Map<number, PendingQuestion>();

  constructor(private readonly worker: EngineWorker) {
    worker.on('message', (reply) => this.receive(reply));
    worker.on('error', (error) => this.breakOff(error.message));
    worker.on('exit', (code) => this.breakOff(`the engine's thread ended (exit code ${code})`));
  }

  tell(request: Exclude<WorkerRequest, { type: 'ask' }>): void {
    this.worker.postMessage(request);
  }

  /** Asks the worker. Rejects when it refuses, or ends before it has answered. */
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

  /** Ends the worker and all that it knows, whatever it is at; questions still open are rejected with the reason. */
  end(reason: string): void {
    if (this.gone) return;
    this.forget(reason);
    void this.worker.terminate();
  }

  private receive(reply: WorkerReply): void {
    if (this.gone) return;
    if (reply.type !== 'answer' && reply.type !== 'refused') {
      this.listener?.news(reply);
      return;
    }
    const question = this.pending.get(reply.number);
    this.pending.delete(reply.number);
    if (reply.type === 'answer') question?.resolve(reply.answer);
    else question?.reject(new Error(reply.message));
  }

  private breakOff(reason: string): void {
    if (this.gone) return;
    this.forget(`The simulation broke off: ${reason}`);
    this.listener?.lost(reason);
  }

  private forget(reason: string): void {
    this.gone = true;
    for (const question of this.pending.values()) question.reject(new Error(reason));
    this.pending.clear();
  }
}
