import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/launch';

test.use({ appArguments: [path.resolve(import.meta.dirname, '../scenarios/bandwidth-delay.hoplab.json')] });

const lesson = (page: Page) => page.getByRole('article', { name: 'Lesson' });
const claim = (page: Page, says: string) =>
  lesson(page).getByRole('region', { name: 'Claims' }).getByRole('listitem').filter({ hasText: says });

test('a scenario opens on its lesson, a run measures its claims, and the switch shows what it changes', async ({
  page,
}) => {
  await expect(lesson(page)).toContainText('A window too small for the path');
  const narrow = claim(page, 'A window of 64 KiB');
  await expect(narrow.getByRole('img', { name: 'Not measured yet' })).toBeVisible();

  await lesson(page).getByRole('button', { name: 'Run and measure' }).click();
  await expect(lesson(page).getByRole('status')).toHaveText('3 of 3 as claimed');
  await expect(narrow.getByRole('img', { name: 'As claimed', exact: true })).toBeVisible();
  const before = await narrow.locator('.now').textContent();

  await lesson(page).getByRole('button', { name: 'A wide window' }).click();
  await expect(narrow.getByRole('img', { name: /^No longer so/ })).toBeVisible();
  await expect(narrow.locator('.before')).toHaveText(before ?? '');
  await expect(lesson(page).getByRole('status')).toHaveText('2 of 3 as claimed');

  await page.getByRole('button', { name: 'Undo: A wide window' }).click();
  await expect(lesson(page).getByRole('button', { name: 'A wide window' })).toBeEnabled();
});
