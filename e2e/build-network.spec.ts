import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { buildThree, middleOf } from './build-with-mouse';
import { expect, test } from './support/launch';
import { answerOpenDialog, answerQuestions, answerSaveDialog, chooseMenuItem } from './support/main-process';

/** The picture of the stage once it has stopped changing. */
async function stillPicture(page: Page): Promise<Buffer> {
  const stage = page.getByRole('region', { name: 'Stage', exact: true });
  let last = await stage.screenshot();
  for (;;) {
    const next = await stage.screenshot();
    if (next.equals(last)) return next;
    last = next;
  }
}

/** What the window tells of the playhead's moment: time, states of the devices, what is on the links. */
async function told(page: Page): Promise<string> {
  const playhead = await page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuetext');
  const elements = await page.getByRole('group', { name: 'Devices and links' }).ariaSnapshot();
  return `${String(playhead)}\n${elements}`;
}

const discardEdits = 1;

test.beforeEach(async ({ app, page }) => {
  await answerQuestions(app, discardEdits);
  await expect(page.getByRole('button', { name: /^client/ })).toBeAttached();
  await chooseMenuItem(app, 'new');
  await expect(page.getByRole('region', { name: 'Empty stage' })).toBeVisible();
});

test('a first network of three devices is built and run with the mouse alone', async ({ page }) => {
  await buildThree(page);
  await expect(page.getByRole('button', { name: 'Link client to router, 10 ms · 100 Mbps' })).toBeAttached();
  await expect(page.getByRole('button', { name: 'Link router to server, 10 ms · 100 Mbps' })).toBeAttached();

  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByRole('status', { name: 'Messages' })).toContainText('client asks server for / once');
  const packets = page.getByRole('grid', { name: 'Packets' });
  await expect(packets.getByRole('row').nth(1)).toContainText('[SYN]');
  await expect(packets.getByText('GET / HTTP/1.1')).toBeVisible();
});

test('stepping to the third segment and back finds the same picture', async ({ page }) => {
  test.slow();
  await buildThree(page);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const third = page.getByRole('grid', { name: 'Packets' }).locator('[role=row][aria-rowindex="4"]');
  await expect(third).toContainText('[ACK]');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.mouse.move(0, 0);

  const start = await stillPicture(page);
  const moments = [await told(page)];
  while ((await third.getAttribute('aria-current')) !== 'step') {
    await page.getByRole('button', { name: 'Step forward' }).click();
    moments.push(await told(page));
  }
  expect(new Set(moments).size, 'moments that differ in what is told of them').toBeGreaterThan(3);
  expect((await stillPicture(page)).equals(start), 'another picture at the third segment').toBe(false);

  for (const moment of moments.slice(0, -1).reverse()) {
    await page.getByRole('button', { name: 'Step back' }).click();
    expect(await told(page)).toBe(moment);
  }
  expect((await stillPicture(page)).equals(start), 'the picture at the start').toBe(true);
});

test('what was built is saved, and reopened as it was', async ({ app, page, userData }) => {
  await buildThree(page);
  const file = path.join(userData, 'three.hoplab.json');
  await answerSaveDialog(app, file);
  await chooseMenuItem(app, 'save');
  await expect(page.getByRole('status', { name: 'Messages' })).toContainText('Saved three');
  const saved = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  expect(saved['links']).toMatchObject([
    { id: 'client-router', a: { device: 'client' }, b: { device: 'router' }, delay: '10ms' },
    { id: 'router-server', a: { device: 'router' }, b: { device: 'server' }, bandwidth: '100Mbps' },
  ]);

  await page.keyboard.press('Escape');
  const before = await page.getByRole('group', { name: 'Devices and links' }).ariaSnapshot();
  await chooseMenuItem(app, 'new');
  await expect(page.getByRole('region', { name: 'Empty stage' })).toBeVisible();
  await answerOpenDialog(app, file);
  await chooseMenuItem(app, 'open');
  await expect(page.getByRole('button', { name: /^Lab three$/ })).toBeVisible();
  expect(await page.getByRole('group', { name: 'Devices and links' }).ariaSnapshot()).toBe(before);
});

test('Escape breaks off what is dragged from the palette', async ({ page }) => {
  const client = await middleOf(page.getByRole('button', { name: 'Client', exact: true }));
  await page.mouse.move(client.x, client.y);
  await page.mouse.down();
  await page.mouse.move(client.x + 400, client.y + 100, { steps: 4 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(page.getByRole('region', { name: 'Empty stage' })).toBeVisible();
});

test('the palette adds by keyboard and by double-click', async ({ page }) => {
  await page.getByRole('button', { name: 'Router', exact: true }).dblclick();
  await page.getByRole('button', { name: 'Server', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^router/ })).toBeAttached();
  await expect(page.getByRole('button', { name: /^server/ })).toBeAttached();
});
