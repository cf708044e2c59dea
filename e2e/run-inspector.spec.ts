import { RunWindow } from './run-window';
import { expect, test } from './support/launch';

let run: RunWindow;

test.beforeEach(async ({ page }) => {
  run = await RunWindow.run(page);
  await run.row(4).click();
  await expect(run.layers).toBeVisible();
});

test('a packet is shown layer by layer beside its bytes', async ({ app, page }) => {
  await expect(run.layers.locator('[aria-level="1"]')).toContainText([
    'Frame',
    'Ethernet II',
    'Internet Protocol Version 4',
    'Transmission Control Protocol',
    'Hypertext Transfer Protocol',
  ]);
  await expect(run.layers.getByRole('treeitem', { name: /^Time to Live/ })).toContainText('64');

  const bytes = page.getByRole('group', { name: 'Bytes' });
  await run.layers.getByRole('treeitem', { name: /^Destination Port/ }).hover();
  await expect(bytes.locator('.hex .lit')).toHaveText(['00', '50']);
  await bytes.locator('.hex [data-offset="22"]').scrollIntoViewIfNeeded();
  await bytes.locator('.hex [data-offset="22"]').hover();
  await expect(run.layers.locator('.lit')).toContainText('Time to Live');

  await run.layers.getByRole('treeitem', { name: /^Control Bits/ }).click();
  await expect(run.layers.getByRole('treeitem', { name: /^\.\.\.\. 1\.\.\. PSH/ })).toContainText('Set');

  await run.button('Copy the bytes as hex').click();
  const copied = () => app.evaluate(({ clipboard }) => clipboard.readText());
  await expect.poll(copied).toMatch(/^([\da-f]{2}[ \n]?)+$/);
  // GET, after 14 + 20 + 32 bytes of headers.
  expect((await copied()).split(/\s/).slice(66, 69)).toEqual(['47', '45', '54']);
});

test('the tree is walked by keys', async ({ page }) => {
  const focused = run.layers.locator(':focus');
  await run.layers.locator('[tabindex="0"]').focus();
  await expect(focused).toContainText('Frame');
  await page.keyboard.press('ArrowDown');
  await expect(focused).toContainText('Ethernet II');
  await expect(focused).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('ArrowRight');
  await expect(focused).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(focused).toHaveAttribute('aria-level', '2');
  await page.keyboard.press('ArrowLeft');
  await expect(focused).toContainText('Ethernet II');
  await page.keyboard.press('ArrowLeft');
  await expect(focused).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('Home');
  await expect(focused).toContainText('Frame');
  expect(await run.event()).toBe(0);
});

test('its connection and its causes are told, each cause a place to go', async ({ page }) => {
  await run.row(4).dblclick();
  await run.tab('Connection');
  const connection = page.getByRole('region', { name: 'Connection', exact: true });
  await expect(connection.getByRole('columnheader')).toContainText(['', 'client', 'server']);
  await expect(connection.getByRole('row', { name: /^state/ })).toContainText(/ESTABLISHED.*SYN-RECEIVED/);
  await expect(connection.getByRole('row', { name: /^SRTT/ })).toContainText(/150\.0\d+ ms/);

  await run.tab('Why');
  const causes = page.getByRole('list', { name: 'Causes, the first one first' }).getByRole('listitem');
  await expect(causes.last()).toContainText('client sends #4 GET /');
  await expect(causes.filter({ hasText: 'SYN-SENT to ESTABLISHED' })).toBeVisible();
  await causes.filter({ hasText: '#2 SYN-ACK arrives at client' }).getByRole('button').click();
  expect(await run.time()).toBeGreaterThan(150e6);
  await expect(run.row(2)).toHaveAttribute('aria-selected', 'true');

  await run.tab('Packet');
  const inspector = page.getByRole('region', { name: 'Packet inspector' });
  await expect(inspector).toContainText('#2 SYN-ACK');
  await run.row(4).click();
  await expect(inspector).toContainText('#4 GET /');
  await inspector.getByRole('button', { name: 'selected' }).click();
  await expect(inspector).toContainText('#2 SYN-ACK');
});
