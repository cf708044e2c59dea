import type { Page } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './support/launch';

/** Opens a tab under the stage. */
async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click();
}

const playheadTime = (page: Page) =>
  page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuetext');

test.beforeEach(async ({ page }) => {
  await expect(page.getByRole('button', { name: /^client/ })).toBeAttached();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByRole('grid', { name: 'Packets' }).getByText('GET / HTTP/1.1')).toBeVisible();
});

test('the state chart shows both ends, and goes to when a state was entered', async ({ page }) => {
  await openTab(page, 'States');
  const client = page.getByRole('group', { name: 'State chart of client:32768' });
  const server = page.getByRole('group', { name: 'State chart of server:80' });
  await expect(server.locator('[aria-current=step]')).toHaveAccessibleName(/^LISTEN/);

  await client.getByRole('button', { name: /^TIME-WAIT/ }).click();
  await expect(client.locator('[aria-current=step]')).toHaveAccessibleName(
    /^TIME-WAIT, current state, entered/,
  );
  await client.getByRole('button', { name: /^ESTABLISHED/ }).focus();
  await page.keyboard.press('Enter');
  await expect(client.locator('[aria-current=step]')).toHaveAccessibleName(/^ESTABLISHED/);
  await expect(server.locator('[aria-current=step]')).toHaveAccessibleName(/^SYN-RECEIVED/);
  await expect(page.getByRole('region', { name: 'States' })).toContainText('SYN-ACK arrives at client');
});

test('a point of the congestion view takes the playhead and the selection there', async ({ page }) => {
  await openTab(page, 'Congestion');
  const view = page.getByRole('region', { name: 'Congestion', exact: true });
  await expect(view.getByRole('button', { name: /^server:80/ })).toHaveAttribute('aria-pressed', 'true');
  const before = await playheadTime(page);
  await view.locator('.u-over').click({ position: { x: 400, y: 30 } });
  await expect.poll(() => playheadTime(page)).not.toBe(before);
  await expect(page.getByRole('tab', { name: 'Packet', exact: true })).toHaveAttribute(
    'aria-selected',
    'true',
  );
});

test('the port map tells who holds a port, and selects the connection', async ({ page }) => {
  await page.getByRole('button', { name: 'To end', exact: true }).click();
  await openTab(page, 'States');
  const client = page.getByRole('group', { name: 'State chart of client:32768' });
  await client.getByRole('button', { name: /^TIME-WAIT/ }).click();
  await openTab(page, 'Ports');
  await expect(page.getByRole('meter', { name: 'Ports in use' })).toHaveAttribute(
    'aria-valuetext',
    '1 of 28,232',
  );
  const port = page.getByRole('slider', { name: 'Port', exact: true });
  await port.focus();
  await page.keyboard.press('Home');
  await expect(port).toHaveAttribute('aria-valuetext', /^Port 32768 → server:80: TIME-WAIT, \d+ s left$/);
  await page.keyboard.press('ArrowRight');
  await expect(port).toHaveAttribute('aria-valuetext', 'Port 32769: free');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await openTab(page, 'Connections');
  await expect(page.getByRole('grid', { name: 'Connections' }).locator('[aria-selected=true]')).toContainText(
    'client:32768',
  );
});

test('the connection table filters by state', async ({ page }) => {
  await openTab(page, 'States');
  const client = page.getByRole('group', { name: 'State chart of client:32768' });
  await client.getByRole('button', { name: /^TIME-WAIT/ }).click();
  await openTab(page, 'Connections');
  const grid = page.getByRole('grid', { name: 'Connections' });
  await expect(grid.getByRole('row').nth(1)).toContainText('TIME-WAIT');
  await page.getByRole('combobox', { name: 'Connections to show' }).selectOption({ label: 'CLOSING (0)' });
  await expect(page.getByText('No connection is in that state')).toBeVisible();
});

test('the TCP panels have no fault that axe finds', async ({ page }) => {
  for (const tab of ['States', 'Congestion', 'Ports', 'Connections']) {
    await openTab(page, tab);
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode()
      .include('[role=tabpanel]:not([hidden])')
      .analyze();
    expect(
      violations.map(({ id, nodes }) => `${tab}: ${id} ${nodes.map(({ html }) => html).join(' ')}`),
    ).toEqual([]);
  }
});
