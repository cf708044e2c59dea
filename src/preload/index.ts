import { contextBridge, ipcRenderer, webUtils } from 'electron';
import {
  eventChannels,
  type InvokeArguments,
  type InvokeChannel,
  type MessageArguments,
  type MessageChannel,
} from '../shared/messages/ipc';
import type { HoplabBridge, MenuCommand, Moment, OpenOutcome, RunEvent } from '../shared/messages/messages';
import { eventsOf } from './events';

/** Puts `window.hoplab` into the page: the typed, small way out of the sandbox. Main validates all that is sent. */

function call<C extends InvokeChannel, Answer>(channel: C, ...given: InvokeArguments<C>): Promise<Answer> {
  return ipcRenderer.invoke(channel, ...given) as Promise<Answer>;
}

function send<C extends MessageChannel>(channel: C, ...given: MessageArguments<C>): void {
  ipcRenderer.send(channel, ...given);
}

/** Resolves when what was drawn until now is on the screen. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });
}

function answerShown(results: readonly unknown[]): void {
  Promise.all(results.map((result) => Promise.resolve(result)))
    .then(painted)
    .then(
      () => send('hoplab:moment-shown', undefined),
      (error: unknown) => send('hoplab:moment-shown', String(error)),
    );
}

const bridge: HoplabBridge = {
  platform: process.platform,
  initialLab: () => call('hoplab:initial-lab'),
  listScenarios: () => call('hoplab:list-scenarios'),
  openScenario: (id) => call('hoplab:open-scenario', id),
  openLab: (path) => call('hoplab:open-lab', path),
  openDropped: (file) => call('hoplab:open-dropped', webUtils.getPathForFile(file as File)),
  recentLabs: () => call('hoplab:recent-labs'),
  saveLab: (document, path) => call('hoplab:save-lab', document, path),
  setEdited: (name, edited) => send('hoplab:set-edited', name, edited),
  setTheme: (choice) => send('hoplab:set-theme', choice),
  copyText: (text) => send('hoplab:copy-text', text),
  run: (document) => call('hoplab:run', document),
  stop: (run) => call('hoplab:stop', run),
  closeRun: (run) => send('hoplab:close-run', run),
  inspect: (run, packet, record) => call('hoplab:inspect', run, packet, record),
  claims: (run) => call('hoplab:claims', run),
  exportTrace: (run, format, capture = []) => call('hoplab:export-trace', run, format, [...capture]),
  machines: () => call('hoplab:machines'),
  onRunEvent: eventsOf<RunEvent>(eventChannels.run, (event) => {
    if (event.type === 'batch') send('hoplab:acknowledge-batch', event.run);
  }),
  onMenuCommand: eventsOf<MenuCommand>(eventChannels.menuCommand),
  onOpened: eventsOf<OpenOutcome>(eventChannels.opened),
  onShowMoment: eventsOf<Moment, void | Promise<void>>(eventChannels.showMoment, (_moment, results) =>
    answerShown(results),
  ),
};

contextBridge.exposeInMainWorld('hoplab', bridge);
