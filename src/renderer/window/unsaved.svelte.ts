import { session } from './window-session';
import { toasts } from './toasts.svelte';

export type UnsavedAnswer = 'save' | 'discard' | 'cancel';

/** Asks what is to become of unsaved edits before another lab takes their place. */
class UnsavedQuestion {
  private answer = $state.raw<(answer: UnsavedAnswer) => void>();

  get isAsked(): boolean {
    return this.answer !== undefined;
  }

  /** Whether to go on: nothing to lose, saved by now, or given up on purpose. */
  async mayReplace(): Promise<boolean> {
    if (!session.edited) return true;
    const answer = await new Promise<UnsavedAnswer>((resolve) => (this.answer = resolve));
    this.answer = undefined;
    if (answer !== 'save') return answer === 'discard';
    const outcome = await session.save();
    if (outcome.status === 'failed') toasts.say(outcome.message, 'bad');
    return outcome.status === 'saved';
  }

  give(answer: UnsavedAnswer): void {
    this.answer?.(answer);
  }
}

export const unsavedQuestion = new UnsavedQuestion();
