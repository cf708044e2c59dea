import type { Page } from '@playwright/test';
import { RunWindow } from './run-window';
import { expect, test } from './support/launch';

let run: RunWindow;

test.beforeEach(async ({ page }) => {
  run = await RunWindow.run(page);
});

const lens = (page: Page) => page.getByRole('region', { name: 'OSI lens' });
const activeLayer = (page: Page) => lens(page).locator('[aria-current="step"] .number');
/** The envelopes around the packet, outermost first. */
const envelopes = (page: Page) => lens(page).locator('.envelope:not(.absent) > .label > .name');

test('each layer crossing of the first segment is a stop, with one envelope more', async ({ page }) => {
  await run.stepBy('layer crossing');
  // The user's click comes first.
  await run.button('Step forward').click();
  await expect(activeLayer(page)).toHaveText('L7');
  const way: [string, string[]][] = [
    ['L4', ['TCP']],
    ['L3', ['IPv4', 'TCP']],
    ['L2', ['Ethernet', 'IPv4', 'TCP']],
    ['L1', ['Ethernet', 'IPv4', 'TCP']],
    ['L1', ['Ethernet', 'IPv4', 'TCP']],
    ['L2', ['Ethernet', 'IPv4', 'TCP']],
    ['L3', ['IPv4', 'TCP']],
    ['L2', ['Ethernet', 'IPv4', 'TCP']],
  ];
  for (const [layer, worn] of way) {
    await run.button('Step forward').click();
    await expect(activeLayer(page)).toHaveText(layer);
    await expect(envelopes(page)).toHaveText(worn);
  }
  await expect(lens(page)).toContainText('forwarding SYN');
  for (const [layer, worn] of way.slice(0, -1).reverse()) {
    await run.button('Step back').click();
    await expect(activeLayer(page)).toHaveText(layer);
    await expect(envelopes(page)).toHaveText(worn);
  }
});

test('the lens is that of the selected device', async ({ page }) => {
  await run.stepBy('packet hop');
  for (let hop = 0; hop < 2; hop += 1) await run.button('Step forward').click();
  await expect(lens(page)).toContainText('receiving SYN');
  await page.getByRole('button', { name: /^router/ }).focus();
  await expect(lens(page)).toContainText('forwarding SYN');
  await expect(lens(page)).toContainText('a router looks no higher than layer 3');
});

test('opening a device opens the lens', async ({ page }) => {
  await lens(page).getByRole('button', { name: 'Close the OSI lens' }).click();
  await expect(activeLayer(page)).toHaveCount(0);
  await run.button('Step forward').click();
  await run.button('Step forward').click();
  await page.getByRole('button', { name: /^client/ }).press('Enter');
  await expect(activeLayer(page)).toHaveCount(1);
  await expect(lens(page)).toContainText('client');
});

test('the legend names the colours that are on the stage', async ({ page }) => {
  const legend = page.getByRole('list', { name: 'Colours of packets' });
  await expect(legend).toHaveCount(0);
  await run.stepBy('packet hop');
  await run.button('Step forward').click();
  await run.stepBy('record');
  await run.button('Step forward').click();
  await expect(legend.getByRole('listitem')).toHaveText(['Handshake']);
});

test('devices and links are there for the keyboard', async ({ page }) => {
  const outline = page.getByRole('group', { name: 'Devices and links' });
  await expect(outline.getByRole('button')).toHaveCount(5);
  const server = outline.getByRole('button', { name: /^server/ });
  await server.focus();
  await expect(server).toHaveAttribute('aria-pressed', 'true');
  await expect(server).toHaveAccessibleName(/LISTEN.*10\.0\.2\.2/);
  await expect(outline.getByRole('button', { name: /^Link client to router, 5 ms/ })).toHaveCount(1);
});

test('zooming into a device opens the lens on it', async ({ page }) => {
  await lens(page).getByRole('button', { name: 'Close the OSI lens' }).click();
  await run.stepBy('packet hop');
  await run.button('Step forward').click();
  const box = await page.getByRole('region', { name: 'Stage', exact: true }).boundingBox();
  if (!box) throw new Error('the stage is not there');
  // The router stands in the middle of the three.
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2 - 10);
  await page.keyboard.down('Control');
  for (let notch = 0; notch < 5; notch += 1) await page.mouse.wheel(0, -120);
  await page.keyboard.up('Control');
  await expect(activeLayer(page)).toHaveCount(1);
  await expect(page.getByRole('button', { name: /^router/ })).toHaveAttribute('aria-pressed', 'true');
});
