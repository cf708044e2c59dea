import type { LabDocument, Problem } from '../../shared/lab/document';
import { validateLab } from '../../shared/lab/parse';
import type { SaveOutcome } from '../../shared/messages/messages';
import type { EditCommand } from '../editing/edit-command';
import { LabEditor, type EditOutcome } from '../editing/lab-editor';
import { differInPlacesOnly } from '../editing/relevance';

function problemsOf(document: LabDocument): readonly Problem[] {
  const outcome = validateLab(document);
  return outcome.ok ? [] : outcome.problems;
}

/** The lab being edited as runes: getters follow every edit. */
export class EditedLab {
  protected readonly editor = new LabEditor();
  private revision = $state(0);
  private judged: { readonly document: LabDocument; readonly problems: readonly Problem[] } | undefined;
  private readonly found = $derived.by((): readonly Problem[] => {
    const { document } = this;
    // A drag makes a document a frame, each as valid as the last.
    if (!this.judged || !differInPlacesOnly(this.judged.document, document))
      this.judged = { document, problems: problemsOf(document) };
    return this.judged.problems;
  });

  constructor() {
    this.editor.subscribe(() => {
      this.revision += 1;
      this.documentChanged();
    });
  }

  get document(): LabDocument {
    void this.revision;
    return this.editor.document;
  }
  get name(): string {
    void this.revision;
    return this.editor.name;
  }
  get path(): string | undefined {
    void this.revision;
    return this.editor.path;
  }
  get edited(): boolean {
    void this.revision;
    return this.editor.edited;
  }
  get canUndo(): boolean {
    void this.revision;
    return this.editor.canUndo;
  }
  get canRedo(): boolean {
    void this.revision;
    return this.editor.canRedo;
  }
  get undoLabel(): string | undefined {
    void this.revision;
    return this.editor.undoLabel;
  }
  get redoLabel(): string | undefined {
    void this.revision;
    return this.editor.redoLabel;
  }

  /** What is wrong with the lab as it stands; empty when it can be run. */
  get labProblems(): readonly Problem[] {
    return this.found;
  }

  /** Does one undoable edit; a refused one says what is allowed and changes nothing. */
  edit(command: EditCommand): EditOutcome {
    return this.editor.apply(command);
  }
  undo(): void {
    this.editor.undo();
  }
  redo(): void {
    this.editor.redo();
  }
  /** Takes back the moves of a gesture that was broken off. */
  abandonGesture(gesture: number): void {
    this.editor.abandon(gesture);
  }

  /** Saves under the lab's path, or asks where when it has none. */
  async save(): Promise<SaveOutcome> {
    return this.saveUnder(this.editor.path);
  }
  async saveAs(): Promise<SaveOutcome> {
    return this.saveUnder(undefined);
  }

  /** Called after each change of the document, its name or whether it is saved. */
  protected documentChanged(): void {
    window.hoplab.setEdited(this.editor.name, this.editor.edited);
  }

  private async saveUnder(path: string | undefined): Promise<SaveOutcome> {
    const document = this.editor.document;
    const outcome = await window.hoplab.saveLab(document, path);
    // What was edited while the file was written is not in it.
    if (outcome.status === 'saved' && this.editor.document === document)
      this.editor.markSaved(outcome.path, outcome.name);
    return outcome;
  }
}
