import { RunWindow } from './run-window';
import { expect, test } from './support/launch';
import { endApp } from './support/main-process';

test('a button that moves away under the press is clicked all the same, once', async ({ app, page }) => {
  await page
    .getByRole('button', { name: /^Link client to router/ })
    .first()
    .press('Enter');
  const bandwidth = page.getByRole('textbox', { name: 'Bandwidth' });
  await bandwidth.click();
  const button = page.getByRole('button', { name: 'Cut…' });
  const before = await button.boundingBox();
  if (!before) throw new Error('the button is not there');
  await page.mouse.move(before.x + before.width / 2, before.y + before.height / 2);
  await page.mouse.down();
  // The hint under Bandwidth has gone, and all below it has moved up.
  await expect.poll(async () => (await button.boundingBox())?.y).toBeLessThan(before.y);
  await page.mouse.up();
  await expect(page.getByRole('tab', { name: 'Faults 1', exact: true })).toBeVisible();
  // An ordinary close would ask about the edit.
  await endApp(app);
});

test('after a click on a tab or a choice in a select the arrows step on', async ({ page }) => {
  const run = await RunWindow.run(page);
  for (const tab of ['Ladder', 'Packet']) {
    await run.tab(tab);
    const before = await run.event();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => run.event()).toBe(before + 1);
    await expect(page.getByRole('tab', { name: tab, exact: true })).toHaveAttribute('aria-selected', 'true');
  }
  const steps = page.getByRole('combobox', { name: 'step by' });
  await steps.click();
  await page.keyboard.press('Escape');
  const before = await run.event();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => run.event()).toBe(before + 1);
});

test('the name of a mark on the scrubber leads to its mark', async ({ page }) => {
  const run = await RunWindow.run(page);
  await run.playhead.getByText('TIME-WAIT').click();
  const time = await run.time();
  const state = page.getByRole('button', { name: /^client/ });
  await expect(state).toBeAttached();
  // The client's TIME-WAIT begins here: a record before, it had not.
  await run.button('Step back').click();
  expect(await run.time()).toBeLessThanOrEqual(time);
  expect(time).toBeGreaterThan(300e6);
  expect(time).toBeLessThan(600e6);
});
