import type { ExportFormat, OpenOutcome, SaveOutcome } from '../../shared/messages/messages';
import { session } from '../window/window-session';
import { layout } from '../window/layout.svelte';
import { toasts } from '../window/toasts.svelte';
import { unsavedQuestion } from '../window/unsaved.svelte';
import { selectedElements } from '../view-model/selection';
import type { Command } from './command';

/** Opens what `choose` comes back with, once nothing unsaved would be lost. */
export async function openAnother(choose: () => Promise<OpenOutcome>): Promise<void> {
  if (!(await unsavedQuestion.mayReplace())) return;
  session.open(await choose());
}

function tellSaved(outcome: SaveOutcome, done: string): void {
  if (outcome.status === 'saved') toasts.say(`${done} ${outcome.name}`, 'good');
  if (outcome.status === 'failed') toasts.say(outcome.message, 'bad');
}

async function newLab(): Promise<void> {
  if (await unsavedQuestion.mayReplace()) session.newLab();
}

async function exportRun(format: ExportFormat, capture: readonly string[] = []): Promise<void> {
  tellSaved(await session.export(format, capture), 'Exported');
}

/** The run's devices where users sit: a capture there has what was lost on the way to the servers, too. */
const clientsOfRun = () =>
  (session.view.run?.lab.devices ?? []).filter(({ opening }) => opening).map(({ id }) => id);
/** The selected devices, as far as the run has them. */
const selectedOfRun = () => {
  const { devices } = selectedElements(session.view.selection);
  return devices.filter((id) => (session.view.run?.topology.deviceIndex(id) ?? -1) >= 0);
};

const hasTrace = () => session.view.run !== undefined && !session.view.running;
/** qlog tells of QUIC alone. */
const hasQuic = () =>
  hasTrace() && (session.view.trace?.connections.some(({ protocol }) => protocol === 'quic') ?? false);

export const fileCommands: readonly Command[] = [
  { id: 'new', label: 'New lab', group: 'File', shortcuts: ['Mod+N'], whileTyping: true, run: newLab },
  {
    id: 'open',
    label: 'Open a lab…',
    group: 'File',
    shortcuts: ['Mod+O'],
    whileTyping: true,
    run: () => openAnother(() => window.hoplab.openLab()),
  },
  {
    id: 'open-scenario',
    label: 'Open a scenario…',
    group: 'File',
    shortcuts: ['Mod+Shift+O'],
    whileTyping: true,
    run: () => (layout.dialog = 'scenarios'),
  },
  {
    id: 'save',
    label: 'Save',
    group: 'File',
    shortcuts: ['Mod+S'],
    whileTyping: true,
    run: async () => tellSaved(await session.save(), 'Saved'),
  },
  {
    id: 'save-as',
    label: 'Save as…',
    group: 'File',
    shortcuts: ['Mod+Shift+S'],
    whileTyping: true,
    run: async () => tellSaved(await session.saveAs(), 'Saved'),
  },
  {
    id: 'export-pcapng',
    label: 'Export a packet capture at the servers (pcapng)…',
    group: 'File',
    shortcuts: ['Mod+E'],
    enabled: hasTrace,
    run: () => exportRun('pcapng'),
  },
  {
    id: 'export-pcapng-clients',
    label: 'Export a packet capture at the clients…',
    group: 'File',
    enabled: () => hasTrace() && clientsOfRun().length > 0,
    run: () => exportRun('pcapng', clientsOfRun()),
  },
  {
    id: 'export-pcapng-selected',
    label: () => `Export a packet capture at ${selectedOfRun().join(', ') || 'what is selected'}…`,
    group: 'File',
    enabled: () => hasTrace() && selectedOfRun().length > 0,
    run: () => exportRun('pcapng', selectedOfRun()),
  },
  {
    id: 'export-ndjson',
    label: 'Export the trace as NDJSON…',
    group: 'File',
    enabled: hasTrace,
    run: () => exportRun('ndjson'),
  },
  {
    id: 'export-qlog',
    label: 'Export the QUIC log, as qvis reads it (qlog 0.3)…',
    group: 'File',
    enabled: hasQuic,
    run: () => exportRun('qlog'),
  },
  {
    id: 'export-qlog-drafts',
    label: 'Export the QUIC log of the current drafts, which qvis does not read (qlog)…',
    group: 'File',
    enabled: hasQuic,
    run: () => exportRun('drafts.qlog'),
  },
];
