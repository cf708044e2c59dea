import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import {
  answerOpenDialog,
  answerQuestions,
  chooseMenuItem,
  nextEvent,
  oneAppForAll,
  questionsAsked,
  smallLab,
} from './support/main-process';

const shared = oneAppForAll();

test('has the menus that people look for', async () => {
  const { app, page } = shared;
  await page.evaluate(() => window.hoplab.listScenarios());
  const labels = await app.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()?.items.map((item) => item.label.replace('&', '')),
  );
  expect(labels).toEqual(expect.arrayContaining(['File', 'Edit', 'View', 'Run', 'Help']));
});

test("the window's commands reach the window", async () => {
  const { app, page } = shared;
  const commanded = await nextEvent(page, 'onMenuCommand');
  await chooseMenuItem(app, 'zoom-fit');
  expect(await commanded()).toBe('zoom-fit');
});

test('a recent lab and a scenario open from the menu', async () => {
  const { app, page, userData } = shared;
  const file = path.join(userData, 'office.hoplab.json');
  await writeFile(file, JSON.stringify(smallLab));
  await answerOpenDialog(app, file);
  await page.evaluate(() => window.hoplab.openLab());
  for (const [item, name] of [
    ['recent-0', 'office'],
    ['scenario-handshake-seoul-us', 'handshake-seoul-us'],
  ] as const) {
    const opened = await nextEvent(page, 'onOpened');
    await chooseMenuItem(app, item);
    expect(await opened()).toMatchObject({ status: 'opened', name });
  }
});

test('asks before a lab from the menu takes the place of unsaved edits', async () => {
  const { app, page } = shared;
  await page.evaluate(() => window.hoplab.setEdited('office', true));
  await answerQuestions(app, 2);
  await chooseMenuItem(app, 'scenario-handshake-seoul-us');
  await expect.poll(() => questionsAsked(app)).toEqual(['Save the changes to “office”?']);
  await page.evaluate(() => window.hoplab.setEdited('office', false));
});

test("the chosen theme is the window's and is marked in the menu", async () => {
  const { app, page } = shared;
  await page.evaluate(() => window.hoplab.setTheme('dark'));
  await expect
    .poll(() =>
      app.evaluate(({ Menu, nativeTheme }) => [
        nativeTheme.themeSource,
        Menu.getApplicationMenu()?.getMenuItemById('theme-dark')?.checked,
      ]),
    )
    .toEqual(['dark', true]);
});
