import type { LabDocument, Problem } from '../../shared/lab/document';
import type { LabState } from '../../shared/trace/fold/state/lab-state';
import type { TraceReader } from '../../shared/trace/trace-reader';
import { runsAlike } from '../editing/relevance';
import { connectionInView } from '../view-model/connection/connection-view-choice';
import { countCrossings } from '../view-model/lens/layer-crossings';
import { LensFocusFinder } from '../view-model/lens/lens-focus';
import type { StagePicture } from '../view-model/picture/stage-picture';
import type { Bounds } from '../view-model/plane/bounds';
import type { Playback } from '../view-model/playback/playback';
import type { StepSurroundings } from '../view-model/playback/steps';
import { connectionOf, roundTripOf, type RoundTrip } from '../view-model/run/round-trip';
import { nothingSelected, type Selection } from '../view-model/selection';
import { areaAround } from '../view-model/stage/seen-area';
import type { StageColouring } from '../view-model/stage/request-tints';
import { StagePictureBuilder } from '../view-model/stage/stage-picture-builder';
import type { EngineRun } from './engine-run.svelte';
import { RunPlayhead } from './run-playhead.svelte';
import { Selected } from './selected.svelte';

/** Whether a view shows the lab as it is built, or a run of it. */
export type Mode = 'build' | 'run';

/** A packet, and the record of the latest that happened to it. */
export interface CurrentPacket {
  readonly packet: number;
  readonly record: number;
}

/** The lab that a run is laid over: as it stands now, which need not be as it was run. */
export interface LabUnderRun {
  readonly document: LabDocument;
  readonly labProblems: readonly Problem[];
}

/**
 * A run as somebody looks at it: which run, where its playhead is, what is selected, how packets are coloured. Panels
 * get theirs from the context (`run-context.ts`), so that two views can stand side by side in one window, over two
 * runs or over one. Getters read runes, so a template or effect that reads them follows them.
 */
export class RunView {
  private shown = $state.raw<EngineRun>();
  private head = $state.raw<RunPlayhead>();
  private currentMode = $state<Mode>('build');
  private awaited = $state(false);
  private stageColouring = $state<StageColouring>('protocol');
  private area = $state.raw<Bounds>();
  private readonly pictures = new StagePictureBuilder();

  /** @param selected what is selected; shared by views that select together. */
  constructor(
    private readonly lab: LabUnderRun,
    private readonly selected = new Selected(),
  ) {}

  /** Shows another run from its start; without one, the lab alone. */
  show(run: EngineRun | undefined): void {
    this.head?.close();
    this.shown = run;
    this.head = run && new RunPlayhead(run, () => this.surroundings(run));
    this.currentMode = run ? 'run' : 'build';
    const { kind } = this.selection;
    if (kind === 'packet' || kind === 'connection') this.selection = nothingSelected;
  }

  get mode(): Mode {
    return this.currentMode;
  }
  set mode(mode: Mode) {
    if (mode === 'build') this.head?.playback.pause();
    this.currentMode = mode;
  }

  get selection(): Selection {
    return this.selected.current;
  }
  set selection(selection: Selection) {
    this.selected.current = selection;
  }

  /** By what packets on the stage are told apart. */
  get colouring(): StageColouring {
    return this.stageColouring;
  }
  set colouring(colouring: StageColouring) {
    this.stageColouring = colouring;
  }

  // --- The run ---

  /** The run shown; undefined before the first. */
  get run(): EngineRun | undefined {
    return this.shown;
  }
  get trace(): TraceReader | undefined {
    return this.shown?.trace;
  }
  /** Rises with each batch; 0 without a run. */
  get traceVersion(): number {
    return this.shown?.traceVersion ?? 0;
  }
  /** Whether a run was asked for that is to take the place of this one. */
  get awaitsRun(): boolean {
    return this.awaited;
  }
  set awaitsRun(awaited: boolean) {
    this.awaited = awaited;
  }
  /** Whether a simulation is under way. */
  get running(): boolean {
    return this.awaited || (this.shown?.running ?? false);
  }
  /** Whether the lab has changed since the run shown in a way that would change the run. */
  get stale(): boolean {
    return this.shown !== undefined && !runsAlike(this.shown.document, this.lab.document);
  }

  // --- The playhead ---

  /** The playhead over the run shown. */
  get playback(): Playback | undefined {
    return this.head?.playback;
  }
  /** The lab's state at the playhead; the same object each time, moved along. Do not keep it, nor pass it through $derived. */
  get state(): LabState | undefined {
    return this.head?.state;
  }
  /**
   * What the stage shows. A new object whenever anything in it changed; its columns of frames are reused from one to
   * the next.
   */
  readonly picture: StagePicture = $derived.by(() => {
    const run = this.currentMode === 'run' ? this.shown : undefined;
    void run?.traceVersion;
    const { playback } = this;
    return this.pictures.build({
      document: this.lab.document,
      selection: this.selection,
      problems: this.lab.labProblems,
      run,
      state: run && this.state,
      time: (run && playback?.position.time) ?? 0,
      speed: (run && playback?.speed) ?? 1,
      colouring: this.stageColouring,
      area: this.area,
    });
  });
  /** Tells what part of the world is looked at: pictures hold what is in it and around it, and cost no more. */
  lookAt(view: Bounds): void {
    this.area = areaAround(view, this.area);
  }
  private readonly packetFinder = $derived(
    this.shown && new LensFocusFinder(this.shown.lab, this.shown.trace),
  );
  /**
   * The packet that moves at the playhead, or moved last before it, and the record that tells so: what every panel is
   * about while nothing is selected. Undefined before the first.
   */
  get current(): CurrentPacket | undefined {
    void this.traceVersion;
    const { trace, playback, packetFinder } = this;
    const focus = playback && packetFinder?.find(playback.position, { kind: 'any-packet' });
    return trace && focus && { packet: trace.packet(focus.record), record: focus.record };
  }
  /**
   * The connection that is selected, or that of the selected packet; else that of the current packet. While it plays the
   * views would jump from one to the other with each packet: then it is the one that stays open longest.
   */
  get connection(): number | undefined {
    void this.traceVersion;
    const { trace, state, current } = this;
    if (!trace || trace.connections.length === 0) return undefined;
    if (this.selectedConnection !== undefined) return this.selectedConnection;
    const own = current && !this.playback?.playing ? connectionOf(trace, current.packet) : undefined;
    return own ?? (state ? connectionInView(trace, state) : 0);
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
    const run = this.shown;
    const records = this.playback?.position.records ?? 0;
    return run && records > 0 ? countCrossings(run.lab, run.trace, records - 1) : 0;
  }
  /** The id of the device that is selected alone, where the run has it. */
  get watchedDeviceId(): string | undefined {
    const device = this.watchedDevice;
    return device === undefined ? undefined : this.shown?.topology.deviceId(device);
  }
  /** The run's number of the device that is selected alone. */
  get watchedDevice(): number | undefined {
    const { shown: run, selection } = this;
    if (!run || selection.kind !== 'elements' || selection.devices.length !== 1) return undefined;
    const device = run.topology.deviceIndex(selection.devices[0] ?? '');
    return device < 0 ? undefined : device;
  }

  private get selectedConnection(): number | undefined {
    const { selection, trace } = this;
    if (selection.kind === 'connection') return selection.connection;
    if (selection.kind === 'packet' && trace) return connectionOf(trace, selection.packet);
    return undefined;
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
