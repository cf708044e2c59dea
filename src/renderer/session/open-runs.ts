import type { LabDocument, Problem } from '../../shared/lab/document';
import type { RunEvent } from '../../shared/messages/messages';
import { EngineRun } from './engine-run.svelte';

/** The runs that this window has open in main: begins them, hands each what is told of it, and closes them. */
export class OpenRuns {
  private readonly open = new Map<number, EngineRun>();
  private beginning = 0;
  /** Events of a run whose number is not known here yet: main may tell before its answer has arrived. */
  private early: RunEvent[] = [];

  /** Listens to main. Call once, when the window starts. Returns the way to stop. */
  connect(): () => void {
    return window.hoplab.onRunEvent((event) => this.take(event));
  }

  /**
   * Runs a lab from its start, beside the runs that are open. Rejects where main could not even begin.
   * @param begun is called before the run has been told anything
   * @returns what is wrong with the lab; nothing when it runs
   */
  async begin(document: LabDocument, begun: (run: EngineRun) => void): Promise<readonly Problem[]> {
    this.beginning += 1;
    try {
      const outcome = await window.hoplab.run(document);
      if ('problems' in outcome) return outcome.problems;
      const run = new EngineRun(outcome.run, document);
      this.open.set(run.number, run);
      begun(run);
      for (const event of this.early) if (event.run === run.number) this.take(event);
      return [];
    } finally {
      this.beginning -= 1;
      this.early = this.beginning === 0 ? [] : this.early.filter(({ run }) => !this.open.has(run));
    }
  }

  /** Ends a run where it is; what it has simulated stays. */
  async stop(run: EngineRun): Promise<void> {
    run.stopped();
    await window.hoplab.stop(run.number);
  }

  /** Lets go of a run: it is told nothing more, and main forgets it. */
  close(run: EngineRun): void {
    this.open.delete(run.number);
    window.hoplab.closeRun(run.number);
  }

  private take(event: RunEvent): void {
    const run = this.open.get(event.run);
    if (run) run.take(event);
    else if (this.beginning > 0) this.early.push(event);
  }
}
