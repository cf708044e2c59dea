import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { RunWindow } from './run-window';
import { expect, test } from './support/launch';

const scenario = (id: string) => path.resolve(import.meta.dirname, `../scenarios/${id}.hoplab.json`);

test('the ladder shows segments between the two ends, and follows the playhead', async ({ page }) => {
  const run = await RunWindow.run(page);
  await run.tab('Ladder');
  const ladder = page.getByRole('region', { name: 'Ladder' });
  await expect(ladder).toContainText('client:32768');
  await expect(ladder).toContainText('server:80');
  await expect(ladder.getByText('SYN-SENT')).toBeVisible();
  const first = page.getByRole('button', { name: /^#1 SYN seq 0 mss 1460 sackOK ts ws 7, sent 0 ns/ });
  await expect(first).toBeVisible();

  await page.getByRole('button', { name: /^#2 SYN-ACK / }).press('Enter');
  expect(await run.time()).toBeGreaterThan(75e6);
  expect(await run.time()).toBeLessThan(75.1e6);
  await page.getByRole('button', { name: /^#2 SYN-ACK / }).click();
  await expect(page.getByRole('region', { name: 'Packet inspector' })).toContainText('#2 SYN-ACK');

  await ladder.getByRole('button', { name: 'Follow' }).click();
  await run.button('To end').click();
  await expect(page.getByText(/^59\.\d+ s later$/)).toBeInViewport();
  await run.button('To start').click();
  await expect(first).toBeInViewport();
});

test.describe('a lab that loses a segment', () => {
  test.use({ appArguments: [scenario('lost-syn')] });

  test('shows the loss and its reason everywhere', async ({ page }) => {
    const run = await RunWindow.run(page);
    const filter = page.getByRole('textbox', { name: 'Filter packets' });
    await expect(run.row(1)).toContainText('lost: dropped by a fault');
    await expect(run.playhead.getByTitle(/^drop at /)).toBeAttached();
    await filter.fill('dropped');
    await expect(run.packets).toHaveAttribute('aria-rowcount', '2');
    await filter.fill('retransmission');
    await expect(run.packets.getByRole('row').nth(1)).toContainText('[SYN retransmission]');
    await run.tab('Ladder');
    const lost = page.getByRole('button', { name: /^#1 SYN .*lost: dropped by a fault$/ });
    await expect(lost).toBeVisible();
    await lost.click();
    await run.tab('Why');
    await expect(page.getByRole('listitem').last()).toContainText('is lost on');
  });
});

/** What the accessibility checker finds in the panels of a run. */
async function violations(page: Page): Promise<string[]> {
  // The window has no second page to sum up in.
  const axe = new AxeBuilder({ page }).setLegacyMode().withTags(['wcag2a', 'wcag2aa', 'wcag21aa']);
  const { violations: found } = await axe
    .include('[aria-label="Run"]')
    .include('[aria-label="Inspector"]')
    .analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

test('the panels of a run are accessible, light and dark', async ({ page }) => {
  const run = await RunWindow.run(page);
  await run.row(4).click();
  await expect(run.layers).toBeVisible();
  for (const [colorScheme, bottom, inspector] of [
    ['light', 'Packets', 'Packet'],
    ['light', 'Ladder', 'Connection'],
    ['dark', 'Packets', 'Why'],
    ['dark', 'Ladder', 'Packet'],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await run.tab(bottom);
    await run.tab(inspector);
    expect(await violations(page), `${colorScheme}: ${bottom}, ${inspector}`).toEqual([]);
  }
});
