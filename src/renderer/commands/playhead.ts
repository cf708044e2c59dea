import type { Command } from './command';
import { matchesShortcut } from './keys';
import { keptForView } from '../session/run-context.svelte';
import type { RunView } from '../session/run-view.svelte';
import type { Playback } from '../view-model/playback/playback';
import type { StepSize } from '../view-model/playback/steps';

/** A way to move a playhead. */
interface PlayheadMove {
  readonly id: string;
  readonly label: string | ((playback: Playback | undefined) => string);
  readonly shortcuts: readonly string[];
  readonly run: (playback: Playback) => unknown;
}

function move(
  id: string,
  label: PlayheadMove['label'],
  shortcuts: readonly string[],
  run: PlayheadMove['run'],
): PlayheadMove {
  return { id, label, shortcuts, run };
}

function steps(size: StepSize, name: string, forward: string, back: string): PlayheadMove[] {
  return [
    move(`step-forward-${size}`, `Step forward by ${name}`, [forward], (playback) =>
      playback.stepForward(size),
    ),
    move(`step-back-${size}`, `Step back by ${name}`, [back], (playback) => playback.stepBack(size)),
  ];
}

const moves: readonly PlayheadMove[] = [
  move(
    'play-pause',
    (playback) => (playback?.playing === true ? 'Pause' : 'Play'),
    ['Space'],
    (playback) => playback.toggle(),
  ),
  move('step-forward', 'Step forward', ['ArrowRight'], (playback) => playback.stepForward()),
  move('step-back', 'Step back', ['ArrowLeft'], (playback) => playback.stepBack()),
  move('to-start', 'To start', ['Home'], (playback) => playback.toStart()),
  move('to-end', 'To end', ['End'], (playback) => playback.toEnd()),
  ...steps('hop', 'a packet hop', 'Shift+ArrowRight', 'Shift+ArrowLeft'),
  ...steps('round-trip', 'a round trip', 'Alt+ArrowRight', 'Alt+ArrowLeft'),
  ...steps('record', 'a record', 'Mod+ArrowRight', 'Mod+ArrowLeft'),
  ...steps('layer', 'a layer crossing', 'ArrowDown', 'ArrowUp'),
  ...steps('device-event', 'an event at the selected device', 'N', 'Shift+N'),
  move('slower', 'Slower', [','], (playback) => playback.changeSpeed(-1)),
  move('faster', 'Faster', ['.'], (playback) => playback.changeSpeed(1)),
];

/** What moves a view's playhead: for the window's table of commands, the native menu and the view's transport bar. */
export const playheadCommandsOf = keptForView((view: RunView): readonly Command[] =>
  moves.map(({ id, label, shortcuts, run }) => ({
    id,
    label: typeof label === 'string' ? label : () => label(view.playback),
    group: 'Run',
    shortcuts,
    enabled: () => view.mode === 'run' && view.playback !== undefined,
    run: () => view.playback && run(view.playback),
  })),
);

/**
 * For controls that use the arrows themselves: carries out the command for keys that moves their view's playhead, if
 * there is one. Returns whether there was.
 */
export function movePlayheadByKeys(event: KeyboardEvent, view: RunView): boolean {
  const command = playheadCommandsOf(view).find((one) =>
    one.shortcuts?.some((shortcut) => matchesShortcut(shortcut, event, window.hoplab.platform)),
  );
  if (!command || command.enabled?.() === false) return false;
  event.preventDefault();
  command.run();
  return true;
}
