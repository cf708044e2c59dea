import { session } from '../window/window-session';
import { copyIdentifiers } from '../editing/elements';
import { nothingSelected, selectAll, selectedElements, selectElements } from '../view-model/selection';
import { layout } from '../window/layout.svelte';
import { stageTool } from '../window/stage-tool.svelte';
import { deviceKindList } from '../../shared/devices/list';
import type { Command } from './command';

/** How far a copy lies from what it was made of, world pixels. */
const copyOffset = 48;

function deleteSelected(): void {
  const { selection } = session;
  if (selection.kind === 'elements')
    session.edit({ type: 'delete-elements', ...selectedElements(selection) });
  else if (selection.kind === 'workload') session.edit({ type: 'delete-workload', id: selection.id });
  else if (selection.kind === 'fault') {
    session.selection = nothingSelected;
    session.edit({ type: 'delete-fault', index: selection.index });
  }
}

function duplicateSelected(): void {
  const { devices, links } = selectedElements(session.selection);
  const copies = copyIdentifiers(session.document, devices);
  session.edit({ type: 'duplicate', devices, links, dx: copyOffset, dy: copyOffset });
  if (copies.size > 0) session.selection = selectElements([...copies.values()]);
}

const elementsAreSelected = () => session.selection.kind === 'elements';
const isDeletable = () =>
  elementsAreSelected() || session.selection.kind === 'workload' || session.selection.kind === 'fault';
const devicesAreSelected = () => selectedElements(session.selection).devices.length > 0;

/** Escape: what is under way first, then what is selected. */
function breakOff(): void {
  if (!stageTool.cancel()) session.selection = nothingSelected;
}

function nudge(key: string, columns: number, rows: number): Command {
  return {
    id: `nudge-${key}`,
    label: `Move the selected devices (${key})`,
    group: 'Edit',
    shortcuts: [`Arrow${key}`],
    keysOnly: true,
    // In a run the arrows step.
    enabled: () => session.view.mode === 'build' && devicesAreSelected(),
    run: () => stageTool.nudge(columns, rows),
  };
}

export const editCommands: readonly Command[] = [
  {
    id: 'undo',
    label: () => (session.undoLabel === undefined ? 'Undo' : `Undo: ${session.undoLabel}`),
    group: 'Edit',
    shortcuts: ['Mod+Z'],
    enabled: () => session.canUndo,
    run: () => session.undo(),
  },
  {
    id: 'redo',
    label: () => (session.redoLabel === undefined ? 'Redo' : `Redo: ${session.redoLabel}`),
    group: 'Edit',
    shortcuts: ['Mod+Shift+Z', 'Mod+Y'],
    enabled: () => session.canRedo,
    run: () => session.redo(),
  },
  {
    id: 'rename',
    label: 'Rename',
    group: 'Edit',
    shortcuts: ['F2'],
    enabled: () => elementsAreSelected() || session.selection.kind === 'workload',
    run: () => layout.editName(),
  },
  {
    id: 'duplicate',
    label: 'Duplicate',
    group: 'Edit',
    shortcuts: ['Mod+D'],
    enabled: elementsAreSelected,
    run: duplicateSelected,
  },
  {
    id: 'delete',
    label: 'Delete',
    group: 'Edit',
    shortcuts: ['Delete', 'Backspace'],
    enabled: isDeletable,
    run: deleteSelected,
  },
  {
    id: 'select-all',
    label: 'Select all devices and links',
    group: 'Edit',
    shortcuts: ['Mod+A'],
    enabled: () => session.document.devices.length > 0,
    run: () => (session.selection = selectAll(session.document)),
  },
  {
    id: 'break-off',
    label: 'Break off, select nothing',
    group: 'Edit',
    shortcuts: ['Escape'],
    keysOnly: true,
    run: breakOff,
  },
  ...deviceKindList.map(({ kind, words }): Command => ({
    id: `add-${kind}`,
    label: `Add ${words.one}`,
    group: 'Edit',
    run: () => stageTool.addDevice(kind),
  })),
  nudge('Left', -1, 0),
  nudge('Right', 1, 0),
  nudge('Up', 0, -1),
  nudge('Down', 0, 1),
];
