import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/launch';
import { answerOpenDialog, answerQuestions, chooseMenuItem, smallLab } from './support/main-process';

const discardEdits = 1;

const device = (page: Page, id: string) =>
  page
    .getByRole('group', { name: 'Devices and links' })
    .getByRole('button', { name: new RegExp(`^${id}\\b`) });
const inspector = (page: Page) => page.getByRole('region', { name: 'Inspector', exact: true });

/** Chooses an element by the keyboard, as one does who does not see the canvas. */
async function choose(page: Page, id: string): Promise<void> {
  await device(page, id).focus();
  await expect(device(page, id)).toHaveAttribute('aria-pressed', 'true');
}

test.beforeEach(async ({ app, page, userData }) => {
  await answerQuestions(app, discardEdits);
  const file = path.join(userData, 'small.hoplab.json');
  await writeFile(file, JSON.stringify(smallLab));
  await answerOpenDialog(app, file);
  await chooseMenuItem(app, 'open');
  await expect(page.getByRole('button', { name: 'Lab small', exact: true })).toBeVisible();
});

test('every edit is taken back and done again in one history', async ({ page }) => {
  await choose(page, 'server');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Control+d');
  await expect(device(page, 'server-2')).toBeAttached();
  await page.keyboard.press('Delete');
  await expect(device(page, 'server-2')).not.toBeAttached();
  await choose(page, 'client');
  await page.keyboard.press('F2');
  await page.keyboard.type('seoul office');
  await page.keyboard.press('Enter');
  await expect(device(page, 'seoul-office')).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('tab', { name: /^Traffic/ }).click();
  await expect(page.getByRole('table', { name: 'Traffic' })).toContainText('seoul-office');

  for (const label of ['Rename client', 'Delete server-2', 'Duplicate server', 'Move server'])
    await page.getByRole('button', { name: `Undo: ${label}` }).click();
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Lab small', exact: true })).toBeVisible();
  for (let edit = 0; edit < 4; edit++) await page.getByRole('button', { name: /^Redo: / }).click();
  await expect(device(page, 'seoul-office')).toBeAttached();
});

test('a wrong value says what is allowed, stays as it was typed, and changes nothing', async ({ page }) => {
  await choose(page, 'Link client to router');
  const delay = inspector(page).getByRole('textbox', { name: 'Propagation delay' });
  await delay.fill('75');
  await page.keyboard.press('Enter');
  await expect(inspector(page).getByRole('alert')).toContainText('a duration with a unit, such as 75ms');
  await expect(delay).toHaveValue('75');
  await expect(delay).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeDisabled();

  await delay.fill('75ms');
  await page.keyboard.press('Enter');
  await expect(inspector(page).getByRole('alert')).toBeHidden();
  await expect(device(page, 'Link client to router, 75 ms')).toBeAttached();
});

test('a text half typed goes to the element that it was meant for', async ({ page }) => {
  await choose(page, 'server');
  await inspector(page).getByRole('textbox', { name: 'Label' }).fill('US West');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Command' })).toBeFocused();
  await page.keyboard.type('client');
  await page.keyboard.press('Enter');
  await expect(inspector(page).getByRole('textbox', { name: 'Name' })).toHaveValue('client');
  await expect(device(page, 'server, US West')).toBeAttached();
});

test('several selected elements are edited at once', async ({ page }) => {
  await page.keyboard.press('Control+a');
  await expect(inspector(page).getByRole('heading', { name: '3 devices, 2 links' })).toBeVisible();
  const delay = inspector(page).getByRole('textbox', { name: 'Propagation delay' });
  await expect(delay).toHaveAttribute('placeholder', 'mixed');
  await delay.fill('5ms');
  await page.keyboard.press('Enter');
  await expect(device(page, 'Link client to router, 5 ms')).toBeAttached();
  await expect(device(page, 'Link router to server, 5 ms')).toBeAttached();
  await page.getByRole('button', { name: 'Undo: Change propagation delay' }).click();
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeDisabled();
});

test('an edit that changes the run makes it stale, one that does not leaves it', async ({ page }) => {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByRole('grid', { name: 'Packets' }).getByRole('row').nth(1)).toBeVisible();
  await choose(page, 'server');
  await inspector(page).getByRole('textbox', { name: 'Label' }).fill('US West');
  await page.keyboard.press('Enter');
  await expect(device(page, 'server, US West')).toBeAttached();
  await expect(page.getByText('The lab has changed since this run.')).toBeHidden();

  await inspector(page).getByRole('textbox', { name: 'Size' }).fill('50kB');
  await page.keyboard.press('Enter');
  await expect(page.getByText('The lab has changed since this run.')).toBeVisible();
  await page.getByRole('button', { name: 'Run again' }).click();
  await expect(page.getByText('The lab has changed since this run.')).toBeHidden();
});

test('a problem of the lab is listed, and leads to its element', async ({ page }) => {
  await page.getByRole('tab', { name: /^Problems/ }).click();
  await expect(page.getByText('Nothing stands in the way of a run.')).toBeVisible();
  await choose(page, 'Link router to server');
  await page.keyboard.press('Delete');
  const problem = page.getByRole('table', { name: 'Problems' }).getByRole('row').nth(1);
  await expect(problem).toContainText('workloads[0]');
  await problem.click();
  await expect(inspector(page).getByRole('textbox', { name: 'Name' })).toHaveValue('visit');
});

test('a file with problems is told with all of them, and changes nothing', async ({
  app,
  page,
  userData,
}) => {
  const file = path.join(userData, 'wrong.hoplab.json');
  const links = [{ ...smallLab.links[0], delay: '-75ms' }];
  await writeFile(file, JSON.stringify({ ...smallLab, seed: 'x', links }));
  await answerOpenDialog(app, file);
  await chooseMenuItem(app, 'open');
  const dialog = page.getByRole('dialog', { name: 'This file could not be opened' });
  await expect(dialog).toContainText('seed');
  await expect(dialog).toContainText('links[0].delay');
  await expect(dialog).toContainText('a duration with a unit');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Lab small', exact: true })).toBeVisible();
});

test('unsaved edits are asked about before another lab takes their place', async ({ page }) => {
  await choose(page, 'server');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+n');
  const question = page.getByRole('alertdialog', { name: 'Save the changes to small?' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toBeHidden();
  await expect(device(page, 'client')).toBeAttached();
  await page.keyboard.press('Control+n');
  await question.getByRole('button', { name: "Don't save" }).click();
  await expect(page.getByRole('region', { name: 'Empty stage' })).toBeVisible();
});
