export type ToastTone = 'plain' | 'good' | 'bad';

/** A short message that goes by itself. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: ToastTone;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** How long a toast stays, milliseconds: long enough to read it and to reach its button. */
const shownFor = { plain: 6000, good: 4000, bad: 12_000 } as const;

class Toasts {
  private list = $state.raw<readonly Toast[]>([]);
  private next = 1;
  private readonly timers = new Map<number, number>();

  get shown(): readonly Toast[] {
    return this.list;
  }

  /** Shows a message, at most three at once. */
  say(text: string, tone: ToastTone = 'plain', action?: Toast['action']): void {
    const toast: Toast = { id: this.next++, text, tone, ...(action ? { action } : {}) };
    this.list = [...this.list.slice(-2), toast];
    this.resume(toast);
  }

  dismiss(id: number): void {
    window.clearTimeout(this.timers.get(id));
    this.timers.delete(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  /** Keeps a toast while the pointer or the focus is on it. */
  hold(toast: Toast): void {
    window.clearTimeout(this.timers.get(toast.id));
  }
  resume(toast: Toast): void {
    this.hold(toast);
    this.timers.set(
      toast.id,
      window.setTimeout(() => this.dismiss(toast.id), shownFor[toast.tone]),
    );
  }
}

export const toasts = new Toasts();
