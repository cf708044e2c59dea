import type { LabDocument, Problem } from '../../shared/lab/document';
import type {
  ExportFormat,
  Moment,
  OpenOutcome,
  RunEvent,
  SaveOutcome,
} from '../../shared/messages/messages';
import type { LabState } from '../../shared/trace/fold';
import type { Trace } from '../../shared/trace/trace';
import { emptyLab } from '../editing/lab-editor';
import { runsAlike } from '../editing/relevance';
import type { Playback } from '../view-model/playback/playback';
import { countCrossings } from '../view-model/lens/layer-crossings';
import { connectionInView } from '../view-model/connection/connection-view-choice';
import { connectionOf, roundTripOf, type RoundTrip } from '../view-model/run/round-trip';
import { nothingSelected, withoutMissing, type Selection } from '../view-model/selection';
import type { StageColouring } from '../view-model/stage/request-tints';
import { StagePictureBuilder } from '../view-model/stage/stage-picture-builder';
import type { StagePicture } from '../view-model/picture/stage-picture';
import type { StepSurroundings } from '../view-model/playback/steps';
import { EditedLab } from './edited-lab.svelte';
import { EngineRun } from './engine-run.svelte';
import { FrameLoop, nextPaint } from './frame-loop';
import { MeasuredClaims } from './measured-claims.svelte';

export type Mode = 'build' | 'run';
export type InvalidLab = Extract<OpenOutcome, { status: 'invalid' }>;

/**
 * All that the window's panels share: the lab being edited, its run, the playhead, the selection. Getters read runes,
 * so a template or effect that reads them follows them.
 */
export class LabSession extends EditedLab {
  private chosen = $state.raw<Selection>(nothingSelected);
  private currentMode = $state<Mode>('build');
  private stageColouring = $state<StageColouring>('protocol');
  private engineRun = $state.raw<EngineRun>();
  private startsRun = $state(false);
  private runProblems = $state.raw<readonly Problem[]>([]);
  /** Why main could not even begin a run. */
  private refusal = $state.raw<string>();
  private invalidLab = $state.raw<InvalidLab>();
  private openings = $state(0);
  /** Events of a run whose number is not known here yet: main may tell before its answer has arrived. */
  private early: RunEvent[] = [];
  /** What the lab's claims came to, in this run and the one before. */
  readonly claims = new MeasuredClaims();
  private readonly pictures = new StagePictureBuilder();
  private readonly loop = new FrameLoop((seconds) => this.frame(seconds));

  /** Listens to main. Call once, when the window starts. Returns the way to stop. */
  connect(): () => void {
    const stop = [
      window.hoplab.onRunEvent((event) => this.take(event)),
      window.hoplab.onOpened((outcome) => this.open(outcome)),
      window.hoplab.onShowMoment((moment) => this.showMoment(moment)),
    ];
    return () => {
      for (const end of stop) end();
      this.loop.stop();
    };
  }

  /** Shows what was opened. A cancelled or invalid one changes nothing; an invalid one is kept in `invalid`. */
  open(outcome: OpenOutcome): void {
    if (outcome.status === 'invalid') this.invalidLab = outcome;
    if (outcome.status !== 'opened') return;
    this.invalidLab = undefined;
    this.forgetRun();
    this.chosen = nothingSelected;
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

  // --- What is selected ---

  get selection(): Selection {
    return this.chosen;
  }
  set selection(selection: Selection) {
    this.chosen = selection;
  }

  // --- The run ---

  get mode(): Mode {
    return this.currentMode;
  }
  set mode(mode: Mode) {
    if (mode === 'build') this.engineRun?.playback.pause();
    this.currentMode = mode;
  }
  /** The run shown, with its topology, index and document; undefined before the first. */
  get engine(): EngineRun | undefined {
    return this.engineRun;
  }
  get trace(): Trace | undefined {
    return this.engineRun?.trace;
  }
  /** Rises with each batch; 0 without a run. */
  get traceVersion(): number {
    return this.engineRun?.traceVersion ?? 0;
  }
  get simulatedTo(): number {
    return this.engineRun?.simulatedTo ?? 0;
  }
  get traceHash(): string | undefined {
    return this.engineRun?.traceHash;
  }
  /** Whether a simulation is under way. */
  get running(): boolean {
    return this.startsRun || (this.engineRun?.running ?? false);
  }
  get failure(): string | undefined {
    return this.refusal ?? this.engineRun?.failure;
  }
  /** Why the lab could not be run when that was last tried. */
  get problems(): readonly Problem[] {
    return this.runProblems;
  }
  /** Whether the lab has changed since the run shown in a way that would change the run. */
  get stale(): boolean {
    const run = this.engineRun;
    return run !== undefined && !runsAlike(run.document, this.document);
  }

  /** Runs the lab from its start and shows the run. What is wrong with the lab stands in `problems` afterwards. */
  async run(): Promise<void> {
    if (this.startsRun) return;
    this.startsRun = true;
    this.refusal = undefined;
    this.early = [];
    const document = this.editor.document;
    try {
      const outcome = await window.hoplab.run(document);
      if ('problems' in outcome) this.runProblems = outcome.problems;
      else this.begin(outcome.run, document);
    } catch (error) {
      this.refusal = error instanceof Error ? error.message : String(error);
    } finally {
      this.startsRun = false;
    }
  }
  /** Stops the simulation; what it has simulated stays. */
  async stop(): Promise<void> {
    const run = this.engineRun;
    run?.stopped();
    if (run) await window.hoplab.stop(run.number);
  }
  /** Writes the run as a file; asks where. */
  async export(format: ExportFormat): Promise<SaveOutcome> {
    const run = this.engineRun;
    if (!run) return { status: 'failed', message: 'There is no run to export yet. Press Run first.' };
    return window.hoplab.exportTrace(run.number, format);
  }

  /** By what packets on the stage are told apart. */
  get colouring(): StageColouring {
    return this.stageColouring;
  }
  set colouring(colouring: StageColouring) {
    this.stageColouring = colouring;
  }

  // --- The playhead ---

  /** The playhead over the run shown. */
  get playback(): Playback | undefined {
    const run = this.engineRun;
    void run?.playbackVersion;
    return run?.playback;
  }
  /** The lab's state at the playhead; the same object each time, moved along. Do not keep it, nor pass it through $derived. */
  get state(): LabState | undefined {
    return this.engineRun?.state;
  }
  /**
   * What the stage shows. A new object whenever anything in it changed; its columns of frames are reused from one to
   * the next.
   */
  readonly picture: StagePicture = $derived.by(() => {
    const run = this.currentMode === 'run' ? this.engineRun : undefined;
    void run?.traceVersion;
    return this.pictures.build({
      document: this.document,
      selection: this.chosen,
      problems: this.labProblems,
      run,
      state: run?.state,
      time: run?.playback.position.time ?? 0,
      speed: run?.playback.speed ?? 1,
      colouring: this.stageColouring,
    });
  });
  /** The connection that is selected, or that of the selected packet; else the one to look at at the playhead. */
  get connection(): number | undefined {
    void this.traceVersion;
    const { trace, state } = this;
    if (!trace || trace.connections.length === 0) return undefined;
    return this.selectedConnection ?? (state ? connectionInView(trace, state) : 0);
  }
  /** The round trip that a step of that size takes; undefined when none is known. */
  get roundTrip(): RoundTrip | undefined {
    const { trace, state } = this;
    // Of one connection at every moment: steps back are to end where steps on began.
    const connection = this.selectedConnection ?? 0;
    return trace && state && trace.connections.length > 0 ? roundTripOf(trace, state, connection) : undefined;
  }
  /** How many layers the packet of the playhead's record crosses. */
  get layersCrossed(): number {
    const run = this.engineRun;
    const records = this.playback?.position.records ?? 0;
    return run && records > 0 ? countCrossings(run.lab, run.trace, records - 1) : 0;
  }
  /** The id of the device that is selected alone, where the run has it. */
  get watchedDeviceId(): string | undefined {
    const device = this.watchedDevice;
    return device === undefined ? undefined : this.engineRun?.topology.deviceId(device);
  }
  /** The run's number of the device that is selected alone. */
  get watchedDevice(): number | undefined {
    const run = this.engineRun;
    if (!run || this.chosen.kind !== 'elements' || this.chosen.devices.length !== 1) return undefined;
    const device = run.topology.deviceIndex(this.chosen.devices[0] ?? '');
    return device < 0 ? undefined : device;
  }

  private get selectedConnection(): number | undefined {
    if (this.chosen.kind === 'connection') return this.chosen.connection;
    if (this.chosen.kind === 'packet' && this.trace) return connectionOf(this.trace, this.chosen.packet);
    return undefined;
  }

  /** Pauses the run at a moment, its packet selected, and resolves once that is painted. */
  private async showMoment({ time, packet, record }: Moment): Promise<void> {
    const run = this.engineRun;
    if (!run) return;
    this.currentMode = 'run';
    run.playback.seek(time);
    this.chosen = { kind: 'packet', packet, record };
    await nextPaint();
  }

  protected override documentChanged(): void {
    super.documentChanged();
    this.chosen = withoutMissing(this.chosen, this.editor.document);
  }

  private begin(number: number, document: LabDocument): void {
    this.runProblems = [];
    this.claims.begin(document);
    const run = new EngineRun(number, document, (of) => this.surroundings(of));
    this.closeRun();
    this.engineRun = run;
    this.currentMode = 'run';
    if (this.chosen.kind === 'packet' || this.chosen.kind === 'connection') this.chosen = nothingSelected;
    run.playback.subscribe(() => (run.playback.playing ? this.loop.start() : this.loop.stop()));
    for (const event of this.early) this.take(event);
    this.early = [];
  }

  private forgetRun(): void {
    this.loop.stop();
    this.closeRun();
    this.refusal = undefined;
    this.runProblems = [];
    this.claims.forget();
    this.currentMode = 'build';
  }

  /** One run is shown at a time: the next takes its place. */
  private closeRun(): void {
    if (this.engineRun) window.hoplab.closeRun(this.engineRun.number);
    this.engineRun = undefined;
  }

  private take(event: RunEvent): void {
    const run = this.engineRun;
    if (run && event.run === run.number) {
      run.take(event);
      if (event.type === 'finished')
        void this.claims.measure(run.number, run.document, () => this.engineRun === run);
    } else if (this.startsRun) this.early.push(event);
  }

  private frame(seconds: number): void {
    const run = this.engineRun;
    if (!run) return;
    const quiet = run.state.inFlight.every((frames) => frames.length === 0);
    run.playback.advance(seconds, quiet);
  }

  private surroundings(run: EngineRun): StepSurroundings {
    const device = this.watchedDevice;
    return {
      crossings: (record) => countCrossings(run.lab, run.trace, record),
      atWatchedDevice:
        device === undefined ? undefined : (record) => run.topology.concerns(run.trace, record, device),
      roundTrip: this.roundTrip?.nanoseconds,
    };
  }
}

/** The window's one session. */
export const session = new LabSession();
