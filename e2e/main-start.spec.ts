import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, launchApp, test } from './support/launch';
import {
  answerQuestions,
  answerSaveDialog,
  endApp,
  nextEvent,
  questionsAsked,
  smallLab,
} from './support/main-process';

/** Starts the app another time, as a person would, and waits for its end. */
async function startAgain(
  app: ElectronApplication,
  more: string[],
): Promise<{ code: number; output: string }> {
  const { executable, given } = await app.evaluate(() => ({
    executable: process.execPath,
    given: process.argv.slice(1),
  }));
  const child = spawn(executable, [...given.filter((one) => !one.startsWith('--inspect')), ...more]);
  let output = '';
  child.stdout.on('data', (data) => (output += String(data)));
  const code = await new Promise<number>((resolve) => child.on('close', (value) => resolve(value ?? -1)));
  return { code, output };
}

test.describe('with a file', () => {
  test('the lab is shown first', async ({ userData }) => {
    const file = path.join(userData, 'office.hoplab.json');
    await writeFile(file, JSON.stringify(smallLab));
    const app = await launchApp(userData, [path.relative(process.cwd(), file)]);
    const page = await app.firstWindow();
    expect(await page.evaluate(() => window.hoplab.initialLab())).toMatchObject({
      path: file,
      name: 'office',
    });
    await endApp(app);
  });

  test('a wrong lab is told with its problems', async ({ userData }) => {
    const file = path.join(userData, 'office.hoplab.json');
    await writeFile(file, '{"version": 1,');
    const app = await launchApp(userData, [file]);
    const page = await app.firstWindow();
    expect(await page.evaluate(() => window.hoplab.initialLab())).toMatchObject({ status: 'invalid', file });
    await endApp(app);
  });
});

test('a second start hands its file to the first and ends', async ({ app, page, userData }) => {
  const file = path.join(userData, 'second.hoplab.json');
  await writeFile(file, JSON.stringify(smallLab));
  const opened = await nextEvent(page, 'onOpened');
  const second = await startAgain(app, [file]);
  expect(second.code).toBe(0);
  expect(await opened()).toMatchObject({ status: 'opened', name: 'second', path: file });
});

test('the window comes back where it was', async ({ userData }) => {
  await mkdir(userData, { recursive: true });
  const bounds = { x: 40, y: 50, width: 1100, height: 700 };
  const first = await launchApp(userData);
  await first.firstWindow();
  await first.evaluate(({ BrowserWindow }, wanted) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(wanted);
  }, bounds);
  await first.close();
  expect(JSON.parse(await readFile(path.join(userData, 'window-state.json'), 'utf8'))).toMatchObject({
    maximised: false,
  });

  const second = await launchApp(userData);
  await second.firstWindow();
  const after = await second.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getNormalBounds(),
  );
  await second.close();
  expect(after).toMatchObject({ width: bounds.width, height: bounds.height });
});

test('a remembered theme is in effect before the page is there', async ({ userData }) => {
  await writeFile(path.join(userData, 'theme.json'), JSON.stringify({ theme: 'dark' }));
  const app = await launchApp(userData);
  const colour = await app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors);
  await endApp(app);
  expect(colour).toBe(true);
});

test.describe('closing with unsaved edits', () => {
  test('asks, and stays open when the person cancels', async ({ app, page }) => {
    await page.evaluate(() => window.hoplab.setEdited('office', true));
    await answerQuestions(app, 2);
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    expect(await questionsAsked(app)).toEqual(['Save the changes to “office”?']);
    expect(await page.evaluate(() => document.readyState)).toBe('complete');
    await page.evaluate(() => window.hoplab.setEdited('office', false));
  });

  test('saves first when the person wants that', async ({ app, page, userData }) => {
    const file = path.join(userData, 'saved.hoplab.json');
    await page.evaluate(async () => {
      await window.hoplab.initialLab();
      window.hoplab.setEdited('office', true);
    });
    await answerQuestions(app, 0);
    await answerSaveDialog(app, file);
    const closed = page.waitForEvent('close');
    await app.evaluate(({ BrowserWindow }) => setImmediate(() => BrowserWindow.getAllWindows()[0]?.close()));
    await closed;
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ version: 1 });
  });

  test('closes when the person lets them go', async ({ app, page }) => {
    await page.evaluate(() => window.hoplab.setEdited('office', true));
    await answerQuestions(app, 1);
    const closed = page.waitForEvent('close');
    await app.evaluate(({ app: electronApp }) => setImmediate(() => electronApp.quit()));
    await closed;
  });
});
