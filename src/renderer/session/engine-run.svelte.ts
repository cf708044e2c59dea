import { resolveLab, type Lab } from '../../shared/lab/lab';
import type { LabDocument } from '../../shared/lab/document';
import type { RunEvent } from '../../shared/messages/messages';
import { LabState, StateSeeker } from '../../shared/trace/fold';
import { Trace } from '../../shared/trace/trace';
import { PacketLabels } from '../view-model/labels/packet-labels';
import { Playback, watchableSpeed } from '../view-model/playback/playback';
import { RunIndex } from '../view-model/run/run-index';
import { RunTopology } from '../view-model/run/run-topology';
import type { StepSurroundings } from '../view-model/playback/steps';

/** Records folded on in one go: what a seeker does in place. */
const foldedAtOnce = 8192;

/** One run of a lab: its trace as it comes in, and the playhead over it. */
export class EngineRun {
  readonly lab: Lab;
  readonly topology: RunTopology;
  readonly trace = new Trace();
  readonly index: RunIndex;
  readonly labels: PacketLabels;
  readonly playback: Playback;
  private readonly seeker: StateSeeker;
  private folded = new LabState();
  /** The state at the trace's end: folding it on as records come in leaves the keyframes that later seeks start from. */
  private ahead = new LabState();
  private version = $state(0);
  private moves = $state(0);
  private reached = $state(0);
  private hash = $state.raw<string>();
  private message = $state.raw<string>();

  /** @param number how main and this window call the run. */
  constructor(
    readonly number: number,
    readonly document: LabDocument,
    surroundings: (run: EngineRun) => StepSurroundings,
  ) {
    this.lab = resolveLab(document);
    this.topology = new RunTopology(this.lab);
    this.index = new RunIndex(this.trace, this.topology);
    this.labels = new PacketLabels(this.trace, this.index, this.lab);
    this.seeker = new StateSeeker(this.trace);
    const speed = watchableSpeed(this.topology.longestFlight);
    this.playback = new Playback(this.trace, () => surroundings(this), speed);
    this.playback.subscribe(() => (this.moves += 1));
  }

  /** Rises with each batch that came in. Reading it in an effect or template makes that follow the trace. */
  get traceVersion(): number {
    return this.version;
  }
  /** Rises with each move of the playhead and each change of how it moves. */
  get playbackVersion(): number {
    return this.moves;
  }
  /** How far the simulation is, nanoseconds. */
  get simulatedTo(): number {
    return this.reached;
  }
  /** SHA-256 of the whole trace; undefined until it is whole. */
  get traceHash(): string | undefined {
    return this.hash;
  }
  /** Why the run failed. */
  get failure(): string | undefined {
    return this.message;
  }
  get running(): boolean {
    return this.hash === undefined && this.message === undefined;
  }

  /**
   * The lab's state at the playhead. The same object is moved along: take what you need from it each time, and do not
   * keep it.
   */
  get state(): LabState {
    void this.moves;
    this.folded = this.seeker.move(this.folded, this.playback.position.records);
    return this.folded;
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
    this.version += 1;
    this.playback.traceGrew(!this.running);
  }

  private foldAhead(): void {
    const { length } = this.trace.records;
    while (this.ahead.next < length)
      this.ahead = this.seeker.move(this.ahead, Math.min(length, this.ahead.next + foldedAtOnce));
  }

  /** Tells that nothing more will come, because the run was stopped. */
  stopped(): void {
    if (this.running) this.message = 'The run was stopped. What it had simulated until then is here.';
    this.playback.traceGrew(true);
  }
}
