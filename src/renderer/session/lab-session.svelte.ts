/*
 * The session: a lab and the work on it, runs as they come in, and views of them, as objects with runes. It knows the
 * bridge to main, and is the only folder that hears what main tells of runs. It never sees a component, the stage or the
 * window; nothing of it is kept by a module, so that there can be several of each. How things look is not here.
 */
import type { Problem } from '../../shared/lab/document';
import type { ExportFormat, Moment, OpenOutcome, SaveOutcome } from '../../shared/messages/messages';
import { emptyLab } from '../editing/lab-editor';
import { nothingSelected, withoutMissing, type Selection } from '../view-model/selection';
import { EditedLab } from './edited-lab.svelte';
import type { EngineRun } from './engine-run.svelte';
import { nextPaint } from './frame-loop';
import { MeasuredClaims } from './measured-claims.svelte';
import { OpenRuns } from './open-runs';
import { RunView } from './run-view.svelte';
import { Selected } from './selected.svelte';

export type InvalidLab = Extract<OpenOutcome, { status: 'invalid' }>;

/**
 * A lab and the work on it: its document, what is selected of it, and the view of its run. Panels that edit get theirs
 * from the context (`session-context.ts`); those that show a run get the view alone (`run-context.svelte.ts`). Getters
 * read runes, so a template or effect that reads them follows them.
 */
export class LabSession extends EditedLab {
  private readonly selected = new Selected();
  /** The run shown: one at a time, the next takes its place. */
  readonly view = new RunView(this, this.selected);
  /** What the lab's claims came to, in this run and the one before. */
  readonly claims = new MeasuredClaims();
  private readonly runs = new OpenRuns();
  private runProblems = $state.raw<readonly Problem[]>([]);
  /** Why main could not even begin a run. */
  private refusal = $state.raw<string>();
  private invalidLab = $state.raw<InvalidLab>();
  private openings = $state(0);

  /** Listens to main. Call once, when the window starts. Returns the way to stop. */
  connect(): () => void {
    const stop = [
      this.runs.connect(),
      window.hoplab.onOpened((outcome) => this.open(outcome)),
      window.hoplab.onShowMoment((moment) => this.showMoment(moment)),
    ];
    return () => {
      for (const end of stop) end();
      this.view.playback?.pause();
    };
  }

  /** Shows what was opened. A cancelled or invalid one changes nothing; an invalid one is kept in `invalid`. */
  open(outcome: OpenOutcome): void {
    if (outcome.status === 'invalid') this.invalidLab = outcome;
    if (outcome.status !== 'opened') return;
    this.invalidLab = undefined;
    this.forgetRun();
    this.selection = nothingSelected;
    this.editor.open(outcome.document, outcome.name, outcome.path);
    this.openings += 1;
  }
  /** Rises with each lab that is opened. */
  get opened(): number {
    return this.openings;
  }
  newLab(): void {
    this.open({ status: 'opened', document: emptyLab(), name: 'Untitled' });
  }
  /** The file that could not be opened, with every problem of it; undefined once dismissed. */
  get invalid(): InvalidLab | undefined {
    return this.invalidLab;
  }
  dismissInvalid(): void {
    this.invalidLab = undefined;
  }

  get selection(): Selection {
    return this.selected.current;
  }
  set selection(selection: Selection) {
    this.selected.current = selection;
  }

  /** Why no run could be begun, or why the one shown failed. */
  get failure(): string | undefined {
    return this.refusal ?? this.view.run?.failure;
  }
  /** Why the lab could not be run when that was last tried. */
  get problems(): readonly Problem[] {
    return this.runProblems;
  }

  /** Runs the lab from its start and shows the run. What is wrong with the lab stands in `problems` afterwards. */
  async run(): Promise<void> {
    if (this.view.awaitsRun) return;
    this.view.awaitsRun = true;
    this.refusal = undefined;
    const { openings } = this;
    try {
      const problems = await this.runs.begin(this.document, (run) => {
        // Another lab was opened meanwhile: nobody waits for a run of this one.
        if (openings === this.openings) this.begin(run);
        else this.runs.close(run);
      });
      if (openings === this.openings) this.runProblems = problems;
    } catch (error) {
      this.refusal = error instanceof Error ? error.message : String(error);
    } finally {
      this.view.awaitsRun = false;
    }
  }
  /** Stops the simulation; what it has simulated stays. */
  async stop(): Promise<void> {
    const { run } = this.view;
    if (run) await this.runs.stop(run);
  }
  /** Writes the run as a file; asks where. `capture`: devices at which packets are captured; none: the servers. */
  async export(format: ExportFormat, capture: readonly string[] = []): Promise<SaveOutcome> {
    const { run } = this.view;
    if (!run) return { status: 'failed', message: 'There is no run to export yet. Press Run first.' };
    return window.hoplab.exportTrace(run.number, format, capture);
  }

  /** Pauses the run at a moment, its packet selected, and resolves once that is painted. */
  private async showMoment({ time, packet, record }: Moment): Promise<void> {
    const { view } = this;
    if (!view.playback) return;
    view.mode = 'run';
    view.playback.seek(time);
    view.selection = { kind: 'packet', packet, record };
    await nextPaint();
  }

  protected override documentChanged(): void {
    super.documentChanged();
    this.selection = withoutMissing(this.selection, this.editor.document);
  }

  private begin(run: EngineRun): void {
    this.claims.begin(run.document);
    this.closeRun();
    this.view.show(run);
    const stop = run.subscribe(() => {
      if (run.running) return;
      stop();
      const isWhole = run.traceHash !== undefined;
      if (isWhole) void this.claims.measure(run.number, run.document, () => this.view.run === run);
    });
  }

  private forgetRun(): void {
    this.closeRun();
    this.view.show(undefined);
    this.refusal = undefined;
    this.runProblems = [];
    this.claims.forget();
  }

  private closeRun(): void {
    if (this.view.run) this.runs.close(this.view.run);
  }
}
