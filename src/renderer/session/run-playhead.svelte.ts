import { LabState } from '../../shared/trace/fold/state/lab-state';
import { Playback, watchableSpeed } from '../view-model/playback/playback';
import type { StepSurroundings } from '../view-model/playback/steps';
import type { EngineRun } from './engine-run.svelte';
import { FrameLoop } from './frame-loop';

/** A playhead over a run, and the lab's state there. A run can have several, each at its own place. */
export class RunPlayhead {
  private readonly head: Playback;
  private folded = new LabState();
  private moves = $state(0);
  private readonly loop = new FrameLoop((seconds) => this.frame(seconds));
  private readonly forget: () => void;

  /** @param surroundings is asked at every step, so that it can follow the selection. */
  constructor(
    private readonly run: EngineRun,
    surroundings: () => StepSurroundings,
  ) {
    this.head = new Playback(run.trace, surroundings, watchableSpeed(run.topology.longestFlight));
    this.head.traceGrew(!run.running);
    this.head.subscribe(() => {
      this.moves += 1;
      if (this.head.playing) this.loop.start();
      else this.loop.stop();
    });
    this.forget = run.subscribe(() => this.head.traceGrew(!run.running));
  }

  /** Where the playhead is and how it moves. Reading it in an effect or template makes that follow its moves. */
  get playback(): Playback {
    void this.moves;
    return this.head;
  }

  /**
   * The lab's state at the playhead. The same object is moved along: take what you need from it each time, and do not
   * keep it.
   */
  get state(): LabState {
    void this.moves;
    this.folded = this.run.seeker.move(this.folded, this.head.position.records);
    return this.folded;
  }

  /** Stops following the run and the wall clock. */
  close(): void {
    this.forget();
    this.loop.stop();
  }

  private frame(seconds: number): void {
    const quiet = this.state.inFlight.count === 0;
    this.head.advance(seconds, quiet);
  }
}
