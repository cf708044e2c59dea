/** What a person wants done with edits that would be lost. */
export type EditsDecision = 'save' | 'discard' | 'cancel';

export interface EditsSurroundings {
  /** Asks the person about the lab of that name. */
  readonly ask: (name: string) => Promise<EditsDecision>;
  /** Asks the window, which holds the document, to save it; `saveEnded` tells what came of it. */
  readonly requestSave: () => void;
}

/** Whether a window's lab has edits that are not saved, and the question before they would be lost. */
export class UnsavedEdits {
  private edited = false;
  private name = '';
  private asking: Promise<boolean> | undefined;
  private endSave: ((saved: boolean) => void) | undefined;

  constructor(private readonly surroundings: EditsSurroundings) {}

  get any(): boolean {
    return this.edited;
  }

  /** The name of the lab in the window. */
  get labName(): string {
    return this.name;
  }

  set(name: string, edited: boolean): void {
    this.name = name;
    this.edited = edited;
  }

  /**
   * A save ended; `saved` says whether the document is on the disk. Whether edits are left is for the window to say:
   * there may be new ones.
   */
  saveEnded(saved: boolean): void {
    this.endSave?.(saved);
    this.endSave = undefined;
  }

  /** Resolves with true when nothing would be lost: nothing to lose, saved now, or the person lets it go. */
  mayDiscard(): Promise<boolean> {
    if (!this.edited) return Promise.resolve(true);
    if (this.endSave && this.asking) {
      // A second try gives up on a save that never ended, and asks anew.
      const given = this.asking.then(() => this.mayDiscard());
      this.saveEnded(false);
      return given;
    }
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  private async ask(): Promise<boolean> {
    const decision = await this.surroundings.ask(this.name);
    if (decision !== 'save') return decision === 'discard';
    return new Promise((resolve) => {
      this.endSave = resolve;
      this.surroundings.requestSave();
    });
  }
}
