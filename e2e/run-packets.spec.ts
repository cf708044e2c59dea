import { RunWindow } from './run-window';
import { expect, test } from './support/launch';

let run: RunWindow;

test.beforeEach(async ({ page }) => {
  run = await RunWindow.run(page);
});

test('segments are listed as a packet sniffer would', async () => {
  await expect(run.row(1)).toContainText(
    /1\s*0\.000000\s*client 10\.0\.1\.2\s*server 10\.0\.2\.2\s*TCP\s*74\s*32768 → 80 \[SYN\] Seq=0 Win=\d+ Len=0 MSS=1460 SACK_PERM/,
  );
  await expect(run.row(2)).toContainText('80 → 32768 [SYN, ACK] Seq=0 Ack=1');
  await expect(run.row(3)).toContainText('32768 → 80 [ACK] Seq=1 Ack=1');
  await expect(run.row(4)).toContainText('GET / HTTP/1.1');
  await expect(run.packets.locator('[aria-current="step"]')).toHaveCount(0);
  await run.button('To end').click();
  await expect(run.packets.locator('[aria-current="step"]')).toBeInViewport();
});

test('a row that is clicked is selected in the whole window; Enter goes there', async ({ page }) => {
  await run.row(4).click();
  await expect(run.row(4)).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('region', { name: 'Packet inspector' })).toContainText('#4 GET /');
  await run.tab('Ladder');
  await expect(page.getByRole('button', { name: /^#4 GET / })).toHaveAttribute('aria-pressed', 'true');
  expect(await run.event()).toBe(0);
  await run.tab('Packets');

  await run.row(2).click();
  await page.keyboard.press('Enter');
  await expect(run.row(2)).toHaveAttribute('aria-current', 'step');
  const second = await run.time();
  await run.row(4).dblclick();
  await expect(run.row(4)).toHaveAttribute('aria-current', 'step');
  expect(await run.time()).toBeGreaterThan(second);
  await run.row(1).click();
  await run.button('Go to').click();
  expect(await run.time()).toBe(0);

  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(run.row(3)).toHaveAttribute('aria-selected', 'true');
  await expect(run.packets).toHaveAttribute('aria-activedescendant', 'packet-row-2');
  await page.keyboard.press('End');
  await expect(run.packets.locator('[aria-selected="true"]')).toBeInViewport();
});

test('a filter leaves the rows that match, and explains its mistakes', async ({ page }) => {
  const filter = page.getByRole('textbox', { name: 'Filter packets' });
  await filter.fill('flags.syn and not flags.ack');
  await expect(run.packets).toHaveAttribute('aria-rowcount', '2');
  await expect(run.row(1)).toBeVisible();
  await filter.fill('http');
  await expect(run.packets).toHaveAttribute('aria-rowcount', '3');
  await expect(run.row(4)).toBeVisible();
  await filter.fill('nothing like this');
  await expect(page.getByText('No packet matches the filter')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(filter).toHaveValue('');

  await filter.fill('pirt==80');
  await expect(filter).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('there is no field “pirt”')).toBeVisible();
  await expect(run.row(1)).toBeVisible();

  await run.button('What a filter can say').click();
  await page.getByRole('button', { name: 'retransmission', exact: true }).click();
  await expect(filter).toHaveValue('retransmission');
});
