/*
 * Changes to a lab document: commands with their undoing, the pointer's tool, the fields of forms. Plain TypeScript over
 * documents and selections. It never sees a run, a component, the stage or main. Where a lab is saved is not here.
 */
import { labVersion, type LabDocument } from '../../shared/lab/document';
import { applyEdit, editLabel, type EditCommand } from './edit-command';
import { History } from './history';
import { EditRefused } from './refusal';

/** Whether an edit was taken; `allowed` says what would have been right. */
export type EditOutcome = { readonly ok: true } | { readonly ok: false; readonly allowed: string };

/** A lab with nothing in it. */
export function emptyLab(): LabDocument {
  return { version: labVersion, title: 'Untitled', seed: 1, duration: '60s', devices: [], links: [] };
}

/** The lab that is open, every edit of it in one history, and whether it is saved. */
export class LabEditor {
  private history = new History(emptyLab());
  private saved: LabDocument = this.history.current;
  private labName = 'Untitled';
  private labPath: string | undefined;
  private changes = 0;
  private readonly listeners = new Set<() => void>();

  get document(): LabDocument {
    return this.history.current;
  }
  get name(): string {
    return this.labName;
  }
  /** Where it is saved; undefined for a new lab and one of the library. */
  get path(): string | undefined {
    return this.labPath;
  }
  get canUndo(): boolean {
    return this.undoLabel !== undefined;
  }
  get canRedo(): boolean {
    return this.redoLabel !== undefined;
  }
  /** What undo would take back, such as `Move server`. */
  get undoLabel(): string | undefined {
    return this.history.undoLabel;
  }
  get redoLabel(): string | undefined {
    return this.history.redoLabel;
  }
  /** Whether the document is another than the one opened or saved last. */
  get edited(): boolean {
    return this.document !== this.saved;
  }
  /** Counts what happened to the document, opening included. */
  get revision(): number {
    return this.changes;
  }

  /** Shows another document; its history begins here. */
  open(document: LabDocument, name: string, path?: string): void {
    this.history = new History(document);
    this.saved = document;
    this.labName = name;
    this.labPath = path;
    this.changed();
  }

  /** Does an edit. One that changes nothing, or that the document cannot take, leaves no step in the history. */
  apply(command: EditCommand): EditOutcome {
    const before = this.document;
    try {
      const after = applyEdit(before, command);
      if (sameContent(before, after)) return { ok: true };
      const gesture = command.type === 'move-elements' ? command.gesture : undefined;
      this.history.push(editLabel(command), after, gesture);
    } catch (error) {
      if (error instanceof EditRefused) return { ok: false, allowed: error.message };
      throw error;
    }
    this.changed();
    return { ok: true };
  }

  undo(): void {
    if (this.history.undo()) this.changed();
  }

  redo(): void {
    if (this.history.redo()) this.changed();
  }

  /** Takes back the moves of a gesture that was broken off, as if it had never begun. */
  abandon(gesture: number): void {
    if (this.history.abandon(gesture)) this.changed();
  }

  /** The document as it is now was written to `path`. */
  markSaved(path: string, name: string): void {
    this.saved = this.document;
    this.labPath = path;
    this.labName = name;
    this.changed();
  }

  /** Calls back after each change. Returns the way to stop. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private changed(): void {
    this.changes += 1;
    for (const listener of this.listeners) listener();
  }
}

function sameContent(before: LabDocument, after: LabDocument): boolean {
  return before === after || JSON.stringify(before) === JSON.stringify(after);
}
