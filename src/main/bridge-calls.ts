import { clipboard, type BrowserWindow } from 'electron';
import { validateLab } from '../shared/lab/parse';
import type { ExportFormat, OpenOutcome, SaveOutcome, ThemeChoice } from '../shared/messages/messages';
import type { RunQuestions, RunTopic } from '../shared/messages/worker-messages';
import { chooseLab, chooseWhereToExport, chooseWhereToSave } from './files/dialogs';
import { writingProblem, type LabFiles } from './files/lab-files';
import { labName } from './files/lab-name';
import type { RecentLabs } from './files/recent-labs';
import { replaceFile } from './files/replace-file';
import type { ScenarioLibrary } from './files/scenario-library';
import type { InvokeHandlers, MessageHandlers } from './security/validated-ipc';
import type { LabWindow } from './window/lab-window';

/** What the window's calls work on. */
export interface BridgeServices {
  readonly files: LabFiles;
  readonly recent: RecentLabs;
  readonly scenarios: ScenarioLibrary;
  readonly labWindowOf: (window: BrowserWindow) => LabWindow;
  /** What this start shows first. */
  readonly initialLab: () => Promise<OpenOutcome>;
  readonly setTheme: (choice: ThemeChoice) => void;
}

const cancelled: OpenOutcome & SaveOutcome = { status: 'cancelled' };

/** The answers to what the window asks, once sender and arguments are checked. */
export function bridgeCalls(services: BridgeServices): InvokeHandlers {
  const { files, recent, scenarios, labWindowOf } = services;

  /** Notes which file the window shows from now on. */
  async function openIn(window: BrowserWindow, opening: Promise<OpenOutcome>): Promise<OpenOutcome> {
    const outcome = await opening;
    labWindowOf(window).noteOpened(outcome);
    return outcome;
  }

  async function openChosen(window: BrowserWindow): Promise<OpenOutcome> {
    const chosen = await chooseLab(window);
    return chosen === undefined ? cancelled : files.open(chosen);
  }

  return {
    'hoplab:initial-lab': (window) => openIn(window, services.initialLab()),
    'hoplab:list-scenarios': () => scenarios.list(),
    'hoplab:recent-labs': () => recent.list(),
    'hoplab:open-scenario': (window, id) => openIn(window, scenarios.open(id)),
    'hoplab:open-dropped': (window, file) => openIn(window, files.open(file)),
    'hoplab:open-lab': (window, file) => {
      if (file !== undefined && !files.mayOpen(file))
        throw new TypeError(`${file}: was not chosen by a person`);
      return openIn(window, file === undefined ? openChosen(window) : files.open(file));
    },
    'hoplab:save-lab': async (window, document, file) => {
      const labWindow = labWindowOf(window);
      if (file !== undefined && !files.maySave(file))
        throw new TypeError(`${file}: was not chosen by a person`);
      const outcome = await save(services, labWindow, document, file);
      if (outcome.status === 'saved') labWindow.file = outcome.path;
      labWindow.edits.saveEnded(outcome.status === 'saved');
      return outcome;
    },
    'hoplab:run': (window, document) => {
      const checked = validateLab(document);
      if (!checked.ok) return { problems: checked.problems };
      return { run: labWindowOf(window).simulation.run(checked.document) };
    },
    'hoplab:stop': (window, run) => labWindowOf(window).simulation.stop(run),
    'hoplab:inspect': (window, run, packet, record) =>
      askOf(labWindowOf(window), run, 'packet', { packet, record }),
    'hoplab:claims': (window, run) => askOf(labWindowOf(window), run, 'claims', {}),
    'hoplab:export-trace': (window, run, format, capture) =>
      exportTrace(labWindowOf(window), run, format, capture),
    'hoplab:machines': (window) => labWindowOf(window).simulation.askEngine('machines', {}),
  };
}

/** What is done about messages that need no answer. */
export function bridgeMessages({ labWindowOf, setTheme }: BridgeServices): MessageHandlers {
  return {
    'hoplab:set-edited': (window, name, edited) => labWindowOf(window).setEdited(name, edited),
    'hoplab:set-theme': (_window, choice) => setTheme(choice),
    'hoplab:copy-text': (_window, text) => {
      // A promise in newer Electrons, nothing in older ones.
      void clipboard.writeText(text);
    },
    'hoplab:close-run': (window, run) => labWindowOf(window).simulation.close(run),
    'hoplab:acknowledge-batch': (window, run) => labWindowOf(window).simulation.acknowledge(run),
    'hoplab:moment-shown': (window, error) => labWindowOf(window).momentShown(error),
  };
}

/** Asks about a run; undefined once it is closed. */
async function askOf<T extends RunTopic>(
  { simulation }: LabWindow,
  run: number,
  about: T,
  ask: RunQuestions[T]['ask'],
): Promise<RunQuestions[T]['answer'] | undefined> {
  if (!simulation.isOpen(run)) return undefined;
  try {
    return await simulation.ask(run, about, ask);
  } catch (error) {
    // Closed in the meantime: nobody waits for this answer any more.
    if (!simulation.isOpen(run)) return undefined;
    throw error;
  }
}

async function save(
  { files }: BridgeServices,
  { window, file: current }: LabWindow,
  document: unknown,
  file: string | undefined,
): Promise<SaveOutcome> {
  const chosen = file ?? (await chooseWhereToSave(window, titleOf(document), current));
  return chosen === undefined ? cancelled : files.save(document, chosen);
}

function titleOf(document: unknown): string {
  const title: unknown =
    typeof document === 'object' && document !== null && 'title' in document ? document.title : undefined;
  return typeof title === 'string' ? title : '';
}

async function exportTrace(
  labWindow: LabWindow,
  run: number,
  format: ExportFormat,
  capture: readonly string[],
): Promise<SaveOutcome> {
  if (!labWindow.simulation.isOpen(run)) {
    return { status: 'failed', message: 'That run is over and gone: run the lab again to export it.' };
  }
  const chosen = await chooseWhereToExport(labWindow.window, labWindow.edits.labName, format);
  return chosen === undefined ? cancelled : writeTrace(labWindow, run, format, chosen, capture);
}

/** Writes the trace of one of the window's runs to a file, whole or not at all. */
export async function writeTrace(
  { simulation }: LabWindow,
  run: number,
  format: ExportFormat,
  file: string,
  capture: readonly string[] = [],
): Promise<SaveOutcome> {
  try {
    await replaceFile(file, async (temporary) => {
      await simulation.ask(run, 'export', { format, file: temporary, capture });
    });
    return { status: 'saved', path: file, name: labName(file) };
  } catch (error) {
    return { status: 'failed', message: writingProblem(file, error) };
  }
}
