import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support/launch';
import { chooseMenuItem } from './support/main-process';

/** The packet list's rows scroll by the keys of the grid around them, which has the focus: axe looks no further. */
const scrolledByItsGrid = (html: string) => html.includes('class="fixed-rows');

/** What axe finds wrong with the window as it stands, in words. */
async function violations(page: Page): Promise<string[]> {
  // Electron has no way to open the blank page that axe would like to work in.
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return found
    .flatMap(({ id, nodes }) => nodes.map((node) => ({ id, ...node })))
    .filter(({ id, html }) => !(id === 'scrollable-region-focusable' && scrolledByItsGrid(html)))
    .map(({ id, html, failureSummary = '' }) => `${id}: ${html} ${failureSummary}`);
}

for (const theme of ['dark', 'light'] as const) {
  test(`the ${theme} window has nothing that axe finds wrong`, async ({ app, page }) => {
    test.slow();
    const inspector = page.getByRole('region', { name: 'Inspector', exact: true });
    await chooseMenuItem(app, `theme-${theme}`);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    expect(await violations(page), 'a lab being built').toEqual([]);

    await page.getByRole('group', { name: 'Devices and links' }).getByRole('button').first().focus();
    expect(await violations(page), 'a device in the inspector').toEqual([]);

    await inspector.getByRole('button', { name: 'QUIC', exact: true }).click();
    expect(await violations(page), "a device's settings").toEqual([]);
    await inspector.getByRole('button', { name: 'Page', exact: true }).click();
    await inspector.getByLabel('Version', { exact: true }).selectOption('3');
    expect(await violations(page), 'a page load in the inspector').toEqual([]);
    for (let edit = 0; edit < 2; edit++) await page.getByRole('button', { name: /^Undo: / }).click();

    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox', { name: 'Command' })).toBeFocused();
    expect(await violations(page), 'the command search').toEqual([]);
    await page.keyboard.press('Escape');

    await page.keyboard.press('F1');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    expect(await violations(page), 'the shortcut sheet').toEqual([]);
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('grid', { name: 'Packets' }).getByRole('row').nth(4).click();
    expect(await violations(page), 'a run').toEqual([]);

    await page.keyboard.press('Control+n');
    await expect(page.getByRole('region', { name: 'Empty stage' })).toBeVisible();
    expect(await violations(page), 'an empty lab').toEqual([]);
  });
}
