import { session } from '../session/lab-session.svelte';
import type { Command } from './command';
import { matchesShortcut } from './keys';
import type { Playback } from '../view-model/playback/playback';
import type { StepSize } from '../view-model/playback/steps';

const showsRun = () => session.mode === 'run' && session.playback !== undefined;

function playheadCommand(
  id: string,
  label: string | (() => string),
  shortcuts: readonly string[],
  run: (playback: Playback) => unknown,
  enabled: (playback: Playback) => boolean = () => true,
): Command {
  return {
    id,
    label,
    group: 'Run',
    shortcuts,
    enabled: () => showsRun() && session.playback !== undefined && enabled(session.playback),
    run: () => session.playback && run(session.playback),
  };
}

function stepCommands(size: StepSize, name: string, forward: string, back: string): Command[] {
  return [
    playheadCommand(`step-forward-${size}`, `Step forward by ${name}`, [forward], (playback) =>
      playback.stepForward(size),
    ),
    playheadCommand(`step-back-${size}`, `Step back by ${name}`, [back], (playback) =>
      playback.stepBack(size),
    ),
  ];
}

/** What moves the playhead: for the window's table of commands, the native menu and the transport bar. */
export const playheadCommands: readonly Command[] = [
  playheadCommand(
    'play-pause',
    () => (session.playback?.playing === true ? 'Pause' : 'Play'),
    ['Space'],
    (playback) => playback.toggle(),
  ),
  playheadCommand('step-forward', 'Step forward', ['ArrowRight'], (playback) => playback.stepForward()),
  playheadCommand('step-back', 'Step back', ['ArrowLeft'], (playback) => playback.stepBack()),
  playheadCommand('to-start', 'To start', ['Home'], (playback) => playback.toStart()),
  playheadCommand('to-end', 'To end', ['End'], (playback) => playback.toEnd()),
  ...stepCommands('hop', 'a packet hop', 'Shift+ArrowRight', 'Shift+ArrowLeft'),
  ...stepCommands('round-trip', 'a round trip', 'Alt+ArrowRight', 'Alt+ArrowLeft'),
  ...stepCommands('record', 'a record', 'Mod+ArrowRight', 'Mod+ArrowLeft'),
  ...stepCommands('layer', 'a layer crossing', 'ArrowDown', 'ArrowUp'),
  ...stepCommands('device-event', 'an event at the selected device', 'N', 'Shift+N'),
  playheadCommand('slower', 'Slower', [','], (playback) => playback.changeSpeed(-1)),
  playheadCommand('faster', 'Faster', ['.'], (playback) => playback.changeSpeed(1)),
];

/**
 * For controls that use the arrows themselves: carries out the playhead's command for keys, if there is one.
 * Returns whether there was.
 */
export function movePlayheadByKeys(event: KeyboardEvent): boolean {
  const command = playheadCommands.find((one) =>
    one.shortcuts?.some((shortcut) => matchesShortcut(shortcut, event, window.hoplab.platform)),
  );
  if (!command || command.enabled?.() === false) return false;
  event.preventDefault();
  command.run();
  return true;
}
