import { setImmediate } from 'node:timers/promises';
import type { Surroundings } from './surroundings';

export interface Progress {
  /** Shows a line in place of the last one; a few times a second at most. */
  show(line: string): void;
  /** Takes the line away. */
  clear(): void;
  /** Lets signals and writes through. */
  pause(): Promise<void>;
}

const millisecondsBetween = 100;

/** A line on standard error that is rewritten as work goes on; nothing where that is no terminal. */
export function progressOn({ err, terminal }: Surroundings): Progress {
  let shownAt = -Infinity;
  let isShown = false;
  return {
    show(line) {
      if (!terminal || performance.now() - shownAt < millisecondsBetween) return;
      shownAt = performance.now();
      isShown = true;
      err(`\r\u001b[K${line.slice(0, Math.max(20, terminal.columns - 1))}`);
    },
    clear() {
      if (isShown) err('\r\u001b[K');
      isShown = false;
    },
    pause: () => setImmediate(),
  };
}
