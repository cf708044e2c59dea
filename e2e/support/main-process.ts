import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test, type ElectronApplication, type JSHandle, type Page } from '@playwright/test';
import type { LabDocument } from '../../src/shared/lab/document';
import type { HoplabBridge, MenuCommand, RunEvent } from '../../src/shared/messages/messages';
import { launchApp } from './launch';

declare global {
  interface Window {
    readonly hoplab: HoplabBridge;
  }
}

/**
 * One running app for all tests of a file, where a start of its own for each would prove nothing more. Its parts are
 * there once the tests run.
 */
export function oneAppForAll(): { app: ElectronApplication; page: Page; userData: string } {
  const shared = {} as { app: ElectronApplication; page: Page; userData: string };
  test.beforeAll(async () => {
    shared.userData = await mkdtemp(path.join(os.tmpdir(), 'hoplab-e2e-'));
    shared.app = await launchApp(shared.userData);
    shared.page = await shared.app.firstWindow();
    await shared.page.waitForLoadState('domcontentloaded');
  });
  test.afterAll(async () => {
    await endApp(shared.app);
    await rm(shared.userData, { recursive: true, force: true, maxRetries: 5 });
  });
  return shared;
}

/** Ends the app without a question about edits. */
export async function endApp(app: ElectronApplication): Promise<void> {
  const closed = app.waitForEvent('close');
  await app.evaluate(({ app: electronApp }) => setImmediate(() => electronApp.exit(0)));
  await closed;
}

/** Listens to an event of the bridge; once that is done, resolves with the way to wait for the next one. */
export async function nextEvent(
  page: Page,
  source: 'onOpened' | 'onMenuCommand',
): Promise<() => Promise<unknown>> {
  const handle: JSHandle<{ event: Promise<unknown> }> = await page.evaluateHandle((name) => {
    const event = new Promise<unknown>((resolve) => {
      const forget = window.hoplab[name]((told: unknown) => {
        forget();
        resolve(told);
      });
    });
    return { event };
  }, source);
  return () => handle.evaluate(({ event }) => event);
}

/** A lab of client, router and server that is done in a few records. */
export const smallLab: LabDocument = {
  version: 1,
  title: 'Small',
  seed: 7,
  duration: '2s',
  devices: [
    { id: 'client', kind: 'client', position: { x: 0, y: 0 } },
    { id: 'router', kind: 'router', position: { x: 200, y: 0 } },
    { id: 'server', kind: 'server', position: { x: 400, y: 0 }, pages: [{ path: '/', size: '5kB' }] },
  ],
  links: [
    { id: 'near', a: { device: 'client' }, b: { device: 'router' }, bandwidth: '100Mbps', delay: '10ms' },
    { id: 'far', a: { device: 'router' }, b: { device: 'server' }, bandwidth: '1Gbps', delay: '1ms' },
  ],
  workloads: [{ id: 'visit', kind: 'http-get', from: 'client', to: 'server' }],
};

/** Lets the next open dialogs end with these files chosen; with none: cancelled. */
export function answerOpenDialog(app: ElectronApplication, ...filePaths: string[]): Promise<void> {
  return app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: chosen.length === 0, filePaths: chosen });
  }, filePaths);
}

/** Lets the next save dialogs end with this file chosen; without: cancelled. */
export function answerSaveDialog(app: ElectronApplication, filePath = ''): Promise<void> {
  return app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: chosen === '', filePath: chosen });
  }, filePath);
}

/** Lets the next questions end with the button of that number, and counts them (see `questionsAsked`). */
export function answerQuestions(app: ElectronApplication, button: number): Promise<void> {
  return app.evaluate(({ dialog }, response) => {
    const asked: string[] = [];
    Object.assign(globalThis, { questionsAsked: asked });
    dialog.showMessageBox = (...given: unknown[]) => {
      asked.push((given.at(-1) as { message: string }).message);
      return Promise.resolve({ response, checkboxChecked: false });
    };
  }, button);
}

/** The questions asked since `answerQuestions`. */
export function questionsAsked(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(() => (globalThis as unknown as { questionsAsked: string[] }).questionsAsked);
}

/** Chooses an item of the native menu. */
export function chooseMenuItem(app: ElectronApplication, id: MenuCommand | (string & {})): Promise<void> {
  return app.evaluate(({ Menu }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
    if (!item) throw new RangeError(`the menu has no ${wanted}`);
    item.click();
  }, id);
}

/** Runs a lab through the bridge and waits for its end. */
export function runToEnd(page: Page, document: LabDocument): Promise<Exclude<RunEvent, { type: 'batch' }>> {
  return page.evaluate(async (lab) => {
    const ended = new Promise<Exclude<RunEvent, { type: 'batch' }>>((resolve) => {
      const forget = window.hoplab.onRunEvent((event) => {
        if (event.type === 'batch') return;
        forget();
        resolve(event);
      });
    });
    const answer = await window.hoplab.run(lab);
    if ('problems' in answer) throw new TypeError(JSON.stringify(answer.problems));
    return ended;
  }, document);
}
