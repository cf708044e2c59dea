import { existsSync } from 'node:fs';
import path from 'node:path';
import { app, dialog, type BrowserWindow, type FileFilter } from 'electron';
import type { ExportFormat } from '../../shared/messages/messages';
import { proposedFileName, withEnding } from './lab-name';

const labFilter: FileFilter = { name: 'Hoplab labs', extensions: ['hoplab.json', 'json'] };
const anyFilter: FileFilter = { name: 'All files', extensions: ['*'] };
const exportFilters: Readonly<Record<ExportFormat, FileFilter>> = {
  pcapng: { name: 'Packet captures', extensions: ['pcapng'] },
  ndjson: { name: 'Trace records, one a line', extensions: ['ndjson'] },
  qlog: { name: 'QUIC logs of version 0.3, for qvis', extensions: ['qlog'] },
  'drafts.qlog': { name: 'QUIC logs of the current drafts', extensions: ['qlog'] },
};

/** The folder that the next dialog begins in: that of the last file. */
let lastFolder: string | undefined;

function beginAt(name: string): string {
  return path.join(lastFolder ?? app.getPath('documents'), name);
}

/** Asks for a lab to open; undefined when the person thinks better of it. */
export async function chooseLab(window: BrowserWindow): Promise<string | undefined> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: 'Open Lab',
    defaultPath: beginAt(''),
    filters: [labFilter, anyFilter],
    properties: ['openFile'],
  });
  return noted(filePaths[0]);
}

/** Asks where to save a lab of that title, or of that file. */
export function chooseWhereToSave(
  window: BrowserWindow,
  title: string,
  current: string | undefined,
): Promise<string | undefined> {
  const defaultPath = current ?? beginAt(proposedFileName(title));
  return choosePlace(window, { title: 'Save Lab', defaultPath, filters: [labFilter] }, '.hoplab.json');
}

/** Asks where to export a run of the lab of that name. */
export function chooseWhereToExport(
  window: BrowserWindow,
  name: string,
  format: ExportFormat,
): Promise<string | undefined> {
  const ending = `.${format}`;
  const defaultPath = beginAt(proposedFileName(name, ending));
  return choosePlace(window, { title: 'Export', defaultPath, filters: [exportFilters[format]] }, ending);
}

async function choosePlace(
  window: BrowserWindow,
  options: Electron.SaveDialogOptions,
  ending: string,
): Promise<string | undefined> {
  const properties = ['createDirectory', 'showOverwriteConfirmation'] as const;
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    ...options,
    properties: [...properties],
  });
  if (canceled || !filePath) return undefined;
  const whole = withEnding(filePath, ending);
  // The dialog asked about the name without the ending: ask about the one that will be written.
  if (whole !== filePath && existsSync(whole) && !(await mayReplace(window, whole))) return undefined;
  return noted(whole);
}

async function mayReplace(window: BrowserWindow, file: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: `Replace “${path.basename(file)}”?`,
    detail: 'A file of that name is there already.',
    buttons: ['Replace', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}

function noted(file: string | undefined): string | undefined {
  if (file !== undefined) lastFolder = path.dirname(file);
  return file;
}
