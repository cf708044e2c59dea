import path from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import {
  themeChoices,
  type MenuCommand,
  type ScenarioSummary,
  type ThemeChoice,
} from '../../shared/messages/messages';

export interface MenuContents {
  readonly platform: NodeJS.Platform;
  readonly packaged: boolean;
  readonly recentLabs: readonly string[];
  readonly scenarios: readonly ScenarioSummary[];
  readonly theme: ThemeChoice;
}

export interface MenuActions {
  /** What the window carries out. */
  readonly command: (command: MenuCommand) => void;
  readonly openRecent: (lab: string) => void;
  readonly clearRecent: () => void;
  readonly openScenario: (id: string) => void;
}

type Item = MenuItemConstructorOptions;
const separator: Item = { type: 'separator' };

/** The native menu, as data: each of the window's commands is an item with the command as its id. */
export function menuTemplate(contents: MenuContents, actions: MenuActions): Item[] {
  const mac = contents.platform === 'darwin';
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    { label: '&File', submenu: fileMenu(contents, actions, mac) },
    { label: '&Edit', submenu: editMenu(actions, mac) },
    { label: '&View', submenu: viewMenu(contents, actions, mac) },
    { label: '&Run', submenu: runMenu(actions, mac) },
    ...(mac ? [{ role: 'windowMenu' } as const] : []),
    { label: '&Help', role: 'help', submenu: helpMenu(actions, mac) },
  ];
}

function item(actions: MenuActions, command: MenuCommand, label: string, accelerator?: string): Item {
  const shown = accelerator === undefined ? {} : { accelerator };
  return { id: command, label, ...shown, click: () => actions.command(command) };
}

/**
 * An item whose key the window handles itself, since it means something else in a text field. The key is shown but
 * not registered; macOS registers every key that it shows, so a plain one is left out there.
 */
function windowKeyItem(
  actions: MenuActions,
  mac: boolean,
  command: MenuCommand,
  label: string,
  key: string,
): Item {
  if (mac) return item(actions, command, label, key.includes('CmdOrCtrl') ? key : undefined);
  return { ...item(actions, command, label, key), registerAccelerator: false };
}

function fileMenu(contents: MenuContents, actions: MenuActions, mac: boolean): Item[] {
  return [
    item(actions, 'new', '&New', 'CmdOrCtrl+N'),
    item(actions, 'open', '&Open…', 'CmdOrCtrl+O'),
    { id: 'open-recent', label: 'Open &Recent', submenu: recentMenu(contents, actions) },
    { id: 'open-scenario', label: 'Open S&cenario', submenu: scenarioMenu(contents, actions) },
    separator,
    item(actions, 'save', '&Save', 'CmdOrCtrl+S'),
    item(actions, 'save-as', 'Save &As…', 'CmdOrCtrl+Shift+S'),
    separator,
    {
      id: 'export',
      label: '&Export',
      submenu: [
        item(actions, 'export-pcapng', 'Packet Capture at the &Servers (pcapng)…', 'CmdOrCtrl+E'),
        item(actions, 'export-pcapng-clients', 'Packet Capture at the &Clients…'),
        item(actions, 'export-pcapng-selected', 'Packet Capture at What Is Se&lected…'),
        item(actions, 'export-ndjson', 'Trace Records (&ndjson)…'),
        item(actions, 'export-qlog', 'QUIC Log, as qvis Reads It (&qlog 0.3)…'),
        item(actions, 'export-qlog-drafts', 'QUIC Log of the Current &Drafts, Which qvis Does Not Read…'),
      ],
    },
    separator,
    mac ? { role: 'close' } : { role: 'quit', label: '&Quit' },
  ];
}

function recentMenu({ recentLabs }: MenuContents, actions: MenuActions): Item[] {
  if (recentLabs.length === 0) return [{ label: 'No Recent Labs', enabled: false }];
  return [
    ...recentLabs.map((lab, index) => ({
      id: `recent-${index}`,
      label: escaped(`${path.basename(lab)} — ${path.dirname(lab)}`),
      click: () => actions.openRecent(lab),
    })),
    separator,
    { id: 'clear-recent', label: '&Clear List', click: () => actions.clearRecent() },
  ];
}

function scenarioMenu({ scenarios }: MenuContents, actions: MenuActions): Item[] {
  if (scenarios.length === 0) return [{ label: 'No Scenarios', enabled: false }];
  return scenarios.map(({ id, title }) => ({
    id: `scenario-${id}`,
    label: escaped(title),
    click: () => actions.openScenario(id),
  }));
}

/** An ampersand marks a menu's key: one that is meant is doubled. */
function escaped(label: string): string {
  return label.replaceAll('&', '&&');
}

function editMenu(actions: MenuActions, mac: boolean): Item[] {
  const redo = mac ? 'Shift+CmdOrCtrl+Z' : 'CmdOrCtrl+Y';
  return [
    windowKeyItem(actions, mac, 'undo', '&Undo', 'CmdOrCtrl+Z'),
    windowKeyItem(actions, mac, 'redo', '&Redo', redo),
    separator,
    { role: 'cut', label: 'Cu&t' },
    { role: 'copy', label: '&Copy' },
    { role: 'paste', label: '&Paste' },
    separator,
    windowKeyItem(actions, mac, 'duplicate', 'Dup&licate', 'CmdOrCtrl+D'),
    windowKeyItem(actions, mac, 'delete', '&Delete', 'Delete'),
    windowKeyItem(actions, mac, 'select-all', 'Select &All', 'CmdOrCtrl+A'),
  ];
}

const themeLabels: Readonly<Record<ThemeChoice, string>> = {
  system: '&System Theme',
  light: '&Light Theme',
  dark: '&Dark Theme',
};

function viewMenu({ theme, packaged }: MenuContents, actions: MenuActions, mac: boolean): Item[] {
  return [
    item(actions, 'zoom-in', 'Zoom &In', 'CmdOrCtrl+Plus'),
    // The key that needs no Shift on most keyboards.
    {
      label: 'Zoom In',
      accelerator: 'CmdOrCtrl+=',
      visible: false,
      acceleratorWorksWhenHidden: true,
      click: () => actions.command('zoom-in'),
    },
    item(actions, 'zoom-out', 'Zoom &Out', 'CmdOrCtrl+-'),
    item(actions, 'zoom-fit', 'Zoom to &Fit', 'CmdOrCtrl+0'),
    separator,
    ...themeChoices.map((choice): Item => ({
      ...item(actions, `theme-${choice}`, themeLabels[choice]),
      type: 'radio',
      checked: choice === theme,
    })),
    separator,
    { role: 'togglefullscreen', label: 'Full S&creen' },
    ...(packaged ? [] : [developerTools(mac)]),
  ];
}

function developerTools(mac: boolean): Item {
  return {
    role: 'toggleDevTools',
    label: 'Developer &Tools',
    accelerator: mac ? 'Alt+Command+I' : 'Ctrl+Shift+I',
  };
}

function runMenu(actions: MenuActions, mac: boolean): Item[] {
  return [
    item(actions, 'run', '&Run', 'CmdOrCtrl+R'),
    item(actions, 'stop', 'S&top', 'CmdOrCtrl+.'),
    separator,
    windowKeyItem(actions, mac, 'play-pause', '&Play or Pause', 'Space'),
    windowKeyItem(actions, mac, 'step-forward', 'Step &Forward', 'Right'),
    windowKeyItem(actions, mac, 'step-back', 'Step &Back', 'Left'),
    windowKeyItem(actions, mac, 'to-start', 'To &Start', 'Home'),
    windowKeyItem(actions, mac, 'to-end', 'To &End', 'End'),
  ];
}

function helpMenu(actions: MenuActions, mac: boolean): Item[] {
  return [
    item(actions, 'show-shortcuts', '&Keyboard Shortcuts', 'CmdOrCtrl+/'),
    ...(mac ? [] : [separator, { role: 'about', label: '&About Hoplab' } as const]),
  ];
}
