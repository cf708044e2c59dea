import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { buildThree } from './build-with-mouse';
import { expect, test } from './support/launch';
import { answerQuestions, answerSaveDialog, chooseMenuItem } from './support/main-process';

const discardEdits = 1;
const inspector = (page: Page) => page.getByRole('region', { name: 'Inspector', exact: true });

/** Chooses from a list by what it says. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await inspector(page).getByLabel(label, { exact: true }).selectOption({ label: option });
}

async function optionsOf(list: Locator): Promise<string[]> {
  return (await list.getByRole('option').allInnerTexts()).map((text) => text.trim());
}

test.beforeEach(async ({ app, page }) => {
  await answerQuestions(app, discardEdits);
  await expect(page.getByRole('button', { name: /^client/ })).toBeAttached();
  await chooseMenuItem(app, 'new');
  await expect(page.getByRole('region', { name: 'Empty stage' })).toBeVisible();
});

test('a page load over HTTP/3, with a loss in it, is built with the mouse alone and saved', async ({
  app,
  page,
  userData,
}) => {
  const places = await buildThree(page);
  await page.mouse.click(places.server.x, places.server.y);
  const pages = inspector(page).getByRole('region', { name: 'Pages' });
  await pages.getByRole('button', { name: 'Page', exact: true }).click();
  await pages.getByRole('button', { name: 'Page', exact: true }).click();
  await expect(pages.getByRole('textbox', { name: 'Path' })).toHaveCount(3);

  await page.mouse.click(places.client.x, places.client.y);
  await inspector(page).getByRole('button', { name: 'Page', exact: true }).click();
  const parts = inspector(page).getByRole('region', { name: 'Made of' });
  await expect(parts.getByRole('textbox')).toHaveCount(3);
  await expect(inspector(page).getByRole('switch', { name: 'Pipelining' })).toBeVisible();
  await choose(page, 'Version', 'HTTP/3');
  await expect(inspector(page).getByRole('switch', { name: 'Pipelining' })).toBeHidden();
  expect(await optionsOf(inspector(page).getByLabel('TLS, within QUIC'))).toEqual(['TLS 1.3']);
  await inspector(page).getByRole('switch', { name: 'Visited before' }).click();
  await choose(page, 'With the ticket', 'Early data (0-RTT)');
  await parts.getByRole('button', { name: 'Ask for /page-2 earlier' }).click();

  await page.mouse.click((places.router.x + places.server.x) / 2, places.server.y);
  await inspector(page).getByRole('button', { name: 'Lose a response…' }).click();
  await inspector(page).getByRole('button', { name: '/page-2', exact: true }).click();
  await expect(page.getByRole('tab', { name: /^Problems/ })).toHaveText('Problems');

  const file = path.join(userData, 'page.hoplab.json');
  await answerSaveDialog(app, file);
  await chooseMenuItem(app, 'save');
  await expect(page.getByRole('status', { name: 'Messages' })).toContainText('Saved page');
  const saved = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  expect(saved['workloads']).toEqual([
    {
      id: 'client-page',
      kind: 'page-load',
      from: 'client',
      to: 'server',
      paths: ['/', '/page-2', '/page'],
      http: '3',
      visitedBefore: true,
      resumption: 'early-data',
    },
  ]);
  expect(saved['faults']).toEqual([
    {
      kind: 'drop-response',
      link: 'router-server',
      from: 'server',
      workload: 'client-page',
      path: '/page-2',
      byte: 500,
    },
  ]);
});

test('what a version does not have goes when the version is changed, in one step back', async ({ page }) => {
  const places = await buildThree(page);
  await page.mouse.click(places.client.x, places.client.y);
  await inspector(page).getByRole('button', { name: 'Page', exact: true }).click();
  await choose(page, 'Version', 'HTTP/3');
  await inspector(page).getByRole('button', { name: 'after 300 ms' }).click();
  await choose(page, 'Version', 'HTTP/2');
  await expect(inspector(page).getByRole('textbox', { name: 'Tries TCP after' })).toBeHidden();
  await page.getByRole('button', { name: 'Undo: Change HTTP version' }).click();
  await expect(inspector(page).getByRole('textbox', { name: 'Tries TCP after' })).toHaveValue('300ms');
  await choose(page, 'Kind', 'Media call');
  await expect(inspector(page).getByLabel('Version', { exact: true })).toBeHidden();
  await expect(inspector(page).getByRole('textbox', { name: 'Shown after' })).toBeVisible();
});

test('a router blocks, and a server offers, what is pressed', async ({ page }) => {
  const places = await buildThree(page);
  await page.mouse.click(places.router.x, places.router.y);
  const udp = inspector(page).getByRole('group', { name: 'Blocks' }).getByRole('button', { name: 'UDP' });
  await udp.click();
  await expect(udp).toHaveAttribute('aria-pressed', 'true');

  await page.mouse.click(places.server.x, places.server.y);
  const offers = inspector(page).getByRole('group', { name: 'Offers with TLS' });
  await offers.getByRole('button', { name: 'HTTP/1.1' }).click();
  await offers.getByRole('button', { name: 'HTTP/2' }).click();
  await offers.getByRole('button', { name: 'HTTP/3' }).click();
  await expect(inspector(page).getByRole('alert')).toContainText('at least one of 1.1, 2, 3');
  await inspector(page).getByRole('button', { name: 'Reset Offers with TLS to its default' }).click();
  await expect(offers.getByRole('button', { name: 'HTTP/2' })).toHaveAttribute('aria-pressed', 'true');

  await inspector(page).getByRole('button', { name: 'QUIC', exact: true }).click();
  const quic = inspector(page).getByRole('group', { name: 'QUIC' });
  await quic.getByRole('textbox', { name: 'Stream window' }).fill('64KiB');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Undo: Change stream window' })).toBeEnabled();
});
