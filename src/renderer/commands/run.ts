import { session } from '../window/window-session';
import { suggestedTraffic } from '../editing/traffic';
import { layout } from '../window/layout.svelte';
import { toasts } from '../window/toasts.svelte';
import type { Command } from './command';

/** Whether the run shown is of the lab as it stands, so that running again would give the same to the byte. */
function isUpToDate(): boolean {
  return session.view.run !== undefined && session.failure === undefined && !session.view.stale;
}

/** Gives a lab without traffic something to carry. False where nothing sensible can be found. */
function hasTraffic(): boolean {
  if ((session.document.workloads ?? []).length > 0) return true;
  const workloads = suggestedTraffic(session.document);
  const [first] = workloads;
  if (!first) return false;
  session.edit({ type: 'add-workloads', workloads });
  const who = workloads.length === 1 ? `${first.from} asks ${first.to}` : `Each client asks a server`;
  toasts.say(`There was no traffic yet. ${who} for / once; change it under Traffic.`, 'plain', {
    label: 'Undo',
    run: () => {
      session.undo();
      session.view.mode = 'build';
    },
  });
  return true;
}

/** Shows the run of the lab as it stands, running it first where that has not been done. */
export async function runLab(): Promise<void> {
  if (isUpToDate()) {
    session.view.mode = 'run';
    return;
  }
  if (!hasTraffic()) {
    toasts.say('Nothing to run yet: add a client and a server, and connect them.');
    return;
  }
  await session.run();
  if (session.problems.length > 0) layout.bottomTab = 'problems';
  else layout.beginRun();
}

export const runCommands: readonly Command[] = [
  {
    id: 'run',
    label: () => (session.view.stale ? 'Run again' : 'Run'),
    group: 'Run',
    shortcuts: ['Mod+Enter', 'F5'],
    whileTyping: true,
    run: runLab,
  },
  {
    id: 'stop',
    label: 'Stop the simulation',
    group: 'Run',
    shortcuts: ['Mod+.', 'Shift+F5'],
    enabled: () => session.view.running,
    run: () => session.stop(),
  },
  {
    id: 'build',
    label: 'Back to building',
    group: 'Run',
    shortcuts: ['Mod+B'],
    enabled: () => session.view.mode === 'run',
    run: () => (session.view.mode = 'build'),
  },
];
