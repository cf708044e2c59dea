import { resolveLab, type Lab } from '../../shared/lab/lab';
import type { LabDocument } from '../../shared/lab/document';
import type { RunEvent } from '../../shared/messages/messages';
import { LabState } from '../../shared/trace/fold/state/lab-state';
import { StateSeeker } from '../../shared/trace/fold/state-seeker';
import { Trace } from '../../shared/trace/trace';
import { PacketLabels } from '../view-model/labels/packet-labels';
import { RunIndex } from '../view-model/run/run-index';
import { unansweredRequests } from '../view-model/run/unanswered';
import { RunTopology } from '../view-model/run/run-topology';

/** Records folded on in one go: what a seeker does in place. */
const foldedAtOnce = 8192;

/** One run of a lab: its trace as it comes in, and what is read off it whoever looks. Who looks where: `RunView`. */
export class EngineRun {
  readonly lab: Lab;
  readonly topology: RunTopology;
  readonly trace = new Trace();
  readonly index: RunIndex;
  readonly labels: PacketLabels;
  /** Folds the trace to a moment, from the keyframes that taking it in has left. */
  readonly seeker: StateSeeker;
  /** The state at the trace's end: folding it on as records come in leaves the keyframes that later seeks start from. */
  private ahead = new LabState();
  private version = $state(0);
  private reached = $state(0);
  private hash = $state.raw<string>();
  private message = $state.raw<string>();
  private listeners: readonly (() => void)[] = [];

  /** @param number how main and this window call the run. */
  constructor(
    readonly number: number,
    readonly document: LabDocument,
  ) {
    this.lab = resolveLab(document);
    this.topology = new RunTopology(this.lab);
    this.index = new RunIndex(this.trace, this.topology);
    this.labels = new PacketLabels(this.trace, this.index, this.lab);
    this.seeker = new StateSeeker(this.trace);
  }

  /** Rises with each batch that came in. Reading it in an effect or template makes that follow the trace. */
  get traceVersion(): number {
    return this.version;
  }
  /** How far the simulation is, nanoseconds. */
  get simulatedTo(): number {
    return this.reached;
  }
  /** SHA-256 of the whole trace; undefined until it is whole. */
  get traceHash(): string | undefined {
    return this.hash;
  }
  /** Requests that nobody had answered when the run ended, and that had not failed; 0 while it goes on. */
  get unanswered(): number {
    void this.version;
    return this.hash === undefined ? 0 : unansweredRequests(this.ahead);
  }
  /** Why the run failed. */
  get failure(): string | undefined {
    return this.message;
  }
  get running(): boolean {
    return this.hash === undefined && this.message === undefined;
  }

  /** Calls back after all that is told of the run. Returns the way to stop. */
  subscribe(listener: () => void): () => void {
    this.listeners = [...this.listeners, listener];
    return () => {
      this.listeners = this.listeners.filter((one) => one !== listener);
    };
  }

  /** Takes in what main told about this run. */
  take(event: RunEvent): void {
    switch (event.type) {
      case 'batch':
        this.trace.appendBatch(event.batch);
        this.index.update();
        this.foldAhead();
        this.reached = event.simulatedTo;
        break;
      case 'finished':
        this.reached = event.simulatedTo;
        this.hash = event.traceHash;
        break;
      case 'failed':
        this.message = event.message;
        break;
    }
    this.changed();
  }

  /** Tells that nothing more will come, because the run was stopped. */
  stopped(): void {
    if (this.running) this.message = 'The run was stopped. What it had simulated until then is here.';
    this.changed();
  }

  private foldAhead(): void {
    const { length } = this.trace.records;
    while (this.ahead.next < length)
      this.ahead = this.seeker.move(this.ahead, Math.min(length, this.ahead.next + foldedAtOnce));
  }

  private changed(): void {
    this.version += 1;
    for (const listener of this.listeners) listener();
  }
}
