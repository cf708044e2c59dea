import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support/launch';

const paths = ['/page', '/style', '/script'];

/** A page of three parts over one connection of HTTP/1.1; a packet in the middle of the second is lost. */
const lab = {
  version: 1,
  title: 'A page with a loss',
  seed: 1,
  duration: '20s',
  devices: [
    { id: 'client', kind: 'client', position: { x: 0, y: 0 } },
    {
      id: 'server',
      kind: 'server',
      position: { x: 480, y: 0 },
      pages: paths.map((one) => ({ path: one, size: '60kB' })),
    },
  ],
  links: [
    { id: 'link', a: { device: 'client' }, b: { device: 'server' }, bandwidth: '10Mbps', delay: '50ms' },
  ],
  workloads: [{ id: 'visit', kind: 'page-load', from: 'client', to: 'server', paths, connections: 1 }],
  faults: [
    { kind: 'drop-response', link: 'link', from: 'server', workload: 'visit', path: '/style', byte: 20_000 },
  ],
};
const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'hoplab-lanes-')), 'page.hoplab.json');
writeFileSync(file, JSON.stringify(lab));

test.use({ appArguments: [file] });

/** Runs the lab that is open, and opens its lanes. */
async function openLanes(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: /^client/ })).toBeAttached();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('tab', { name: 'Lanes', exact: true }).click();
  await expect(page.getByRole('heading', { name: /^HTTP\/1\.1.*3 of 3 read/ })).toBeVisible();
}

const chart = (page: Page) => page.getByRole('region', { name: /^Lanes: arrows/ });
const playheadTime = (page: Page) =>
  page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuetext');

/** Clicks into a request's lane, at a share of the time shown. */
async function clickLane(page: Page, request: number, share: number): Promise<void> {
  const box = await chart(page).boundingBox();
  if (!box) throw new Error('no chart');
  const [names, axis, head, lane] = [164, 20, 38, 19];
  const y = box.y + axis + head + lane * (request - 0.5);
  await page.mouse.click(box.x + names + (box.width - names) * share, y);
}

test('a lane says why it is held back, and the table says the same', async ({ page }) => {
  await openLanes(page);
  await chart(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await clickLane(page, 3, 0.3);
  await expect(page.getByText(/^R3 \/script – queued: behind R[12]/).first()).toBeVisible();

  await page.getByRole('button', { name: 'Table', exact: true }).click();
  const row = page.getByRole('row', { name: /^R3/ });
  await expect(row).toContainText('/script');
  await expect(row).toContainText(/behind R[12], [\d.]+ ms/);
  await expect(page.getByRole('row', { name: /^R2/ })).toContainText('connection 1');
  await expect(page.getByRole('table')).toContainText('stalled by loss 1');
});

test('a click into a blocked stretch goes there and selects the packet that was lost', async ({ page }) => {
  await openLanes(page);
  const before = await playheadTime(page);
  // The whole of the second request, cell by cell, until it is blocked.
  const blocked = page.getByText(
    /^R2 \/style – blocked: TCP waits for byte [\d,]+ of the connection, its own/,
  );
  for (let share = 0.4; share < 0.9 && !(await blocked.first().isVisible()); share += 0.02)
    await clickLane(page, 2, share);
  await expect(blocked.first()).toBeVisible();
  expect(await playheadTime(page)).not.toBe(before);
  await page.getByRole('tab', { name: 'Why', exact: true }).click();
  await expect(page.getByRole('tabpanel', { name: 'Why' })).toContainText('dropped by a fault');
});

test('a pull zooms, and one button shows all again', async ({ page }) => {
  await openLanes(page);
  const box = await chart(page).boundingBox();
  if (!box) throw new Error('no chart');
  const y = box.y + 70;
  await page.mouse.move(box.x + 400, y);
  await page.mouse.down();
  await page.mouse.move(box.x + 600, y, { steps: 5 });
  await page.mouse.up();
  const whole = page.getByRole('button', { name: 'Whole run', exact: true });
  await expect(whole).toBeVisible();
  await chart(page).focus();
  await page.keyboard.press('-');
  await whole.click();
  await expect(whole).toBeHidden();
});

test('three versions are compared side by side, in a lab of their own', async ({ page }) => {
  await openLanes(page);
  await page.getByRole('button', { name: 'Compare versions', exact: true }).click();
  await page.getByRole('tab', { name: 'Lanes', exact: true }).click();
  await page.getByRole('button', { name: 'Tall', exact: true }).click();
  for (const version of ['HTTP/1.1', 'HTTP/2', 'HTTP/3'])
    await expect(page.getByRole('heading', { name: new RegExp(`^${version}.*3 of 3 read`) })).toBeAttached();
  await expect(page.getByText('A page with a loss: HTTP/1.1, 2 and 3').first()).toBeVisible();
});

test('packets are told apart by the request that they carry', async ({ page }) => {
  await openLanes(page);
  const legend = page.getByRole('list', { name: 'Colours of packets' });
  const toggle = page.getByRole('button', { name: 'Colour by request', exact: true });
  await clickLane(page, 2, 0.55);
  await toggle.click();
  await expect(toggle).toHaveAttribute('aria-pressed', 'true');
  await expect(legend).toContainText('R2');
  await toggle.click();
  await expect(legend).not.toContainText('R2');
});

test('chart and table are accessible', async ({ page }) => {
  await openLanes(page);
  const check = async () => {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().include('section.lanes').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
      [],
    );
  };
  await check();
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await check();
});
