import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { NativeImage, WebContents } from 'electron';
import { makeFolder } from '../worker/make-folder';
import type { OpenOutcome, RunEvent } from '../shared/messages/messages';
import { describeProblem } from '../shared/lab/parse';
import { writeTrace } from './bridge-calls';
import { replaceFile } from './files/replace-file';
import type { LabWindow } from './window/lab-window';

/** How long the whole may take. */
export const offscreenMilliseconds = 60_000;

/**
 * Runs the window's lab to its end, has the window show a telling moment of it, and leaves a picture of the window
 * and a packet capture in `folder`. Resolves with the files' paths; rejects with what went wrong.
 */
export async function exportOffscreen(
  labWindow: LabWindow,
  lab: Promise<OpenOutcome>,
  folder: string,
): Promise<string[]> {
  const outcome = await lab;
  if (outcome.status !== 'opened') throw new Error(describeOutcome(outcome));
  await makeFolder(folder);
  await labWindow.labShown;
  const runsBefore = labWindow.simulation.latestRun;
  const ended = endOfRun(labWindow, runsBefore);
  labWindow.command('run');
  await ended;
  return leaveFiles(labWindow, path.join(folder, outcome.name));
}

/** Writes what can be made of the latest run; once more where the window began another run meanwhile. */
async function leaveFiles(labWindow: LabWindow, base: string): Promise<string[]> {
  const { simulation } = labWindow;
  const run = simulation.latestRun;
  try {
    const picture = await leavePicture(labWindow, run, `${base}.png`);
    return [picture, await leaveCapture(labWindow, run, `${base}.pcapng`)];
  } catch (error) {
    if (simulation.latestRun === run) throw error;
    await endOfRun(labWindow, run);
    return leaveFiles(labWindow, base);
  }
}

async function leavePicture(labWindow: LabWindow, run: number, file: string): Promise<string> {
  const moment = await labWindow.simulation.ask(run, 'moment', {});
  if (!moment) throw new Error('Nothing was sent in this lab, so there is nothing to show.');
  await labWindow.showMoment(moment);
  const png = (await settledPicture(labWindow.window.webContents)).toPNG();
  await replaceFile(file, (temporary) => writeFile(temporary, png));
  return file;
}

async function leaveCapture(labWindow: LabWindow, run: number, file: string): Promise<string> {
  const written = await writeTrace(labWindow, run, 'pcapng', file);
  if (written.status === 'failed') throw new Error(written.message);
  return file;
}

function describeOutcome(outcome: Exclude<OpenOutcome, { status: 'opened' }>): string {
  if (outcome.status === 'cancelled') return 'There is no lab to run: the library of scenarios is empty.';
  return outcome.problems.map((problem) => `${outcome.file}: ${describeProblem(problem)}`).join('\n');
}

/** Resolves when a run after run number `after` has finished; rejects when it failed. */
function endOfRun(labWindow: LabWindow, after: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const forget = labWindow.onRunEvent((event: RunEvent) => {
      if (event.type === 'batch' || event.run <= after) return;
      forget();
      if (event.type === 'finished') resolve();
      else reject(new Error(event.message));
    });
  });
}

const pauseMilliseconds = 100;
const mostPictures = 40;

/** Pictures of the page until two in a row are the same: fonts have come, transitions have ended. */
async function settledPicture(contents: WebContents): Promise<NativeImage> {
  let last = await contents.capturePage();
  for (let taken = 1; taken < mostPictures; taken++) {
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
    const next = await contents.capturePage();
    if (!next.isEmpty() && next.toBitmap().equals(last.toBitmap())) return next;
    last = next;
  }
  if (last.isEmpty()) throw new Error('The window painted nothing.');
  return last;
}
