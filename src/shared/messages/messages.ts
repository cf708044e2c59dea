import type { Dissection } from '../dissection';
import type { ClaimResult } from '../lab/claims';
import type { LabDocument, Problem } from '../lab/document';
import type { TraceBatch } from '../trace/trace';

/** What crosses from the renderer to main (invoke), from main to the renderer (events), and between main and the engine's worker. */

/** Each is what its files' names end in; `qlog` is version 0.3, which the tool qvis reads, `drafts.qlog` that of the current drafts, which it refuses. */
export const exportFormats = ['pcapng', 'ndjson', 'qlog', 'drafts.qlog'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** A lab that was opened. `path` is undefined for a scenario of the library or a new lab: saving asks for a place. */
export type OpenOutcome =
  | {
      readonly status: 'opened';
      readonly document: LabDocument;
      readonly name: string;
      readonly path?: string;
    }
  | { readonly status: 'cancelled' }
  | { readonly status: 'invalid'; readonly file: string; readonly problems: readonly Problem[] };

export type SaveOutcome =
  | { readonly status: 'saved'; readonly path: string; readonly name: string }
  | { readonly status: 'cancelled' }
  | { readonly status: 'failed'; readonly message: string };

export interface ScenarioSummary {
  readonly id: string;
  readonly title: string;
  readonly notes: string;
}

/** One of an XState machine, as data, so that the chart drawn is the machine that ran. */
export interface MachineDescription {
  readonly id: string;
  readonly initial: string;
  readonly states: readonly string[];
  readonly transitions: readonly { readonly from: string; readonly event: string; readonly to: string }[];
}

/** What a run tells while it goes on. `run` numbers the runs of a window; several may go on at a time. */
export type RunEvent =
  | { readonly type: 'batch'; readonly run: number; readonly batch: TraceBatch; readonly simulatedTo: number }
  | {
      readonly type: 'finished';
      readonly run: number;
      readonly simulatedTo: number;
      readonly records: number;
      /** SHA-256 of the canonical trace, hex: the same as the command line's. */
      readonly traceHash: string;
    }
  | { readonly type: 'failed'; readonly run: number; readonly message: string };

/** Menu items and shortcuts that the renderer carries out. */
export const menuCommands = [
  'new',
  'open',
  'save',
  'save-as',
  'export-pcapng',
  'export-pcapng-clients',
  'export-pcapng-selected',
  'export-ndjson',
  'export-qlog',
  'export-qlog-drafts',
  'undo',
  'redo',
  'delete',
  'select-all',
  'duplicate',
  'run',
  'stop',
  'play-pause',
  'step-forward',
  'step-back',
  'to-start',
  'to-end',
  'zoom-in',
  'zoom-out',
  'zoom-fit',
  'show-shortcuts',
  'theme-system',
  'theme-light',
  'theme-dark',
] as const;
export type MenuCommand = (typeof menuCommands)[number];

/** How the window looks: as the system has it, or as the user chose. */
export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

/** A moment of a run worth a picture: the playhead's time in nanoseconds, the packet to select, a `link.send` of it. */
export interface Moment {
  readonly time: number;
  readonly packet: number;
  readonly record: number;
}

/** `window.hoplab`: all that the renderer can ask of the machine it runs on. */
export interface HoplabBridge {
  readonly platform: string;
  /** What this window was started with: a file, or the first scenario. */
  initialLab(): Promise<OpenOutcome>;
  listScenarios(): Promise<readonly ScenarioSummary[]>;
  openScenario(id: string): Promise<OpenOutcome>;
  /** Shows the file dialog, or opens `path` where it is one of the recent files. */
  openLab(path?: string): Promise<OpenOutcome>;
  recentLabs(): Promise<readonly string[]>;
  /** Saves under `path`, or asks where: main accepts only a path that it handed out itself. */
  saveLab(document: LabDocument, path?: string): Promise<SaveOutcome>;
  /**
   * Tells the window's title and whether closing would lose edits. Main asks about edits before it closes the window
   * and before `onOpened`; the window asks before what it begins itself.
   */
  setEdited(name: string, edited: boolean): void;
  /** Opens a file that was dropped on the window (a DOM `File`). */
  openDropped(file: object): Promise<OpenOutcome>;
  /** Tells the theme that was chosen in the window, on start and on every change: menu and window follow. */
  setTheme(choice: ThemeChoice): void;
  /** Puts a text on the clipboard. */
  copyText(text: string): void;
  /** Runs a lab from its start, beside the runs that are open. Resolves with the run's number as soon as it began. */
  run(document: LabDocument): Promise<{ run: number } | { problems: readonly Problem[] }>;
  /** Ends a run where it is; its trace so far can still be asked about, until it is closed. */
  stop(run: number): Promise<void>;
  /** Lets go of a run and its trace; one under way is dropped. It tells nothing more. */
  closeRun(run: number): void;
  /** A packet's bytes and fields as they are on the link direction of a `link.*` record (or as first sent); undefined once the run is closed. */
  inspect(run: number, packet: number, record?: number): Promise<Dissection | undefined>;
  /** Holds the claims of the document that was run against its trace so far; undefined once the run is closed. */
  claims(run: number): Promise<readonly ClaimResult[] | undefined>;
  /**
   * Asks where to, and writes a run's trace there. `capture`: devices and ports at which a packet capture is taken, as
   * the command line has them; none: the servers.
   */
  exportTrace(run: number, format: ExportFormat, capture?: readonly string[]): Promise<SaveOutcome>;
  machines(): Promise<readonly MachineDescription[]>;
  onRunEvent(listener: (event: RunEvent) => void): () => void;
  onMenuCommand(listener: (command: MenuCommand) => void): () => void;
  /** A file opened from outside: dropped on the dock icon, a second start with a file. */
  onOpened(listener: (outcome: OpenOutcome) => void): () => void;
  /**
   * Asks for a still picture of a moment: the listener places the playhead, pauses, selects the packet, and resolves
   * once that is painted. Used when the lab runs off-screen.
   */
  onShowMoment(listener: (moment: Moment) => void | Promise<void>): () => void;
}
