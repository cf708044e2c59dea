/** One step of a history: the state before and after it, and what it is called. */
interface Step<State> {
  readonly label: string;
  readonly before: State;
  readonly after: State;
  /** Steps of one gesture that follow each other are one. */
  readonly gesture: number | undefined;
  /** Steps that had been undone when this one came: an abandoned gesture gives them back. */
  readonly replaced: readonly Step<State>[];
}

/** Undo and redo over states that are never changed in place. */
export class History<State> {
  private done: Step<State>[] = [];
  private undone: Step<State>[] = [];

  constructor(private state: State) {}

  get current(): State {
    return this.state;
  }
  get undoLabel(): string | undefined {
    return this.done.at(-1)?.label;
  }
  get redoLabel(): string | undefined {
    return this.undone.at(-1)?.label;
  }

  /** Goes on to `after`; what had been undone can no longer be redone. */
  push(label: string, after: State, gesture?: number): void {
    const last = this.done.at(-1);
    const merges = last !== undefined && gesture !== undefined && last.gesture === gesture;
    const step = merges
      ? { ...last, after }
      : { label, before: this.state, after, gesture, replaced: this.undone };
    if (merges) this.done.pop();
    this.done.push(step);
    this.undone = [];
    this.state = after;
  }

  /** One step back; false at the beginning. */
  undo(): boolean {
    const step = this.done.pop();
    if (!step) return false;
    this.undone.push(step);
    this.state = step.before;
    return true;
  }

  /** One step forward again; false when nothing is undone. */
  redo(): boolean {
    const step = this.undone.pop();
    if (!step) return false;
    this.done.push(step);
    this.state = step.after;
    return true;
  }

  /** Takes back the gesture under way as if it had never begun; false when the last step is not of it. */
  abandon(gesture: number): boolean {
    const step = this.done.at(-1);
    if (step?.gesture !== gesture) return false;
    this.done.pop();
    this.undone = [...step.replaced];
    this.state = step.before;
    return true;
  }
}
