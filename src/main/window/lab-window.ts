import { dialog, type BrowserWindow } from 'electron';
import createEngineWorker from '../../worker/worker?nodeWorker';
import { eventChannels } from '../../shared/messages/ipc';
import type { MenuCommand, Moment, OpenOutcome, RunEvent } from '../../shared/messages/messages';
import { labName } from '../files/lab-name';
import { SimulationHost } from '../run/simulation-host';
import { UnsavedEdits, type EditsDecision } from './unsaved-edits';

/** The window together with what belongs to the lab in it: its runs, its file, its unsaved edits. */
export class LabWindow {
  readonly simulation: SimulationHost;
  readonly edits: UnsavedEdits;
  /** The lab's file; undefined for a scenario or a new lab. */
  file: string | undefined;
  /** Resolves when the window has told for the first time what it shows. */
  readonly labShown: Promise<void>;
  private tellShown: () => void = () => undefined;
  private readonly runListeners = new Set<(event: RunEvent) => void>();
  private shown: { resolve: () => void; reject: (error: Error) => void } | undefined;

  constructor(readonly window: BrowserWindow) {
    this.simulation = new SimulationHost(
      () => createEngineWorker({ name: 'engine' }),
      (event) => this.tell(event),
    );
    this.edits = new UnsavedEdits({
      ask: (name) => askAboutEdits(window, name),
      requestSave: () => this.command('save'),
    });
    this.labShown = new Promise((resolve) => {
      this.tellShown = resolve;
    });
    window.on('closed', () => this.simulation.dispose());
    // A page that is loaded anew knows of no run: nobody would close them.
    window.webContents.on('did-navigate', () => this.simulation.closeAll());
  }

  /** Has the window carry out a command of the menu. */
  command(command: MenuCommand): void {
    this.send(eventChannels.menuCommand, command);
  }

  /** Shows a lab that was opened from outside of the window, or why it could not be. */
  showOpened(outcome: OpenOutcome): void {
    this.noteOpened(outcome);
    this.send(eventChannels.opened, outcome);
  }

  /** Keeps in mind which file the window's lab has. */
  noteOpened(outcome: OpenOutcome): void {
    if (outcome.status === 'opened') this.file = outcome.path;
  }

  setEdited(name: string, edited: boolean): void {
    this.edits.set(name, edited);
    // A new lab has another name, and no file yet.
    if (this.file !== undefined && labName(this.file) !== name) this.file = undefined;
    this.window.setTitle(`${edited ? '● ' : ''}${name} — Hoplab`);
    this.window.setDocumentEdited(edited);
    this.window.setRepresentedFilename(this.file ?? '');
    this.tellShown();
  }

  /** Has the window show a moment of its run; resolves when that is on the screen. */
  showMoment(moment: Moment): Promise<void> {
    return new Promise((resolve, reject) => {
      this.shown = { resolve, reject };
      this.send(eventChannels.showMoment, moment);
    });
  }

  /** The window's answer to `showMoment`; an error where it could not. */
  momentShown(error: string | undefined): void {
    if (error === undefined) this.shown?.resolve();
    else this.shown?.reject(new Error(error));
    this.shown = undefined;
  }

  /** Calls back with what the window's runs tell. Returns the way to stop. */
  onRunEvent(listener: (event: RunEvent) => void): () => void {
    this.runListeners.add(listener);
    return () => this.runListeners.delete(listener);
  }

  /** Brings the window before the person's eyes. */
  reveal(): void {
    if (this.window.isMinimized()) this.window.restore();
    this.window.show();
    this.window.focus();
  }

  private tell(event: RunEvent): void {
    this.send(eventChannels.run, event);
    for (const listener of this.runListeners) listener(event);
  }

  private send(channel: string, event: unknown): void {
    if (!this.window.isDestroyed()) this.window.webContents.send(channel, event);
  }
}

const decisions: readonly EditsDecision[] = ['save', 'discard', 'cancel'];

async function askAboutEdits(window: BrowserWindow, name: string): Promise<EditsDecision> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: `Save the changes to “${name}”?`,
    detail: 'They are lost if you do not save them.',
    buttons: ['Save', 'Don’t Save', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  });
  return decisions[response] ?? 'cancel';
}
