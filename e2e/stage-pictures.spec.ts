import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { buildHarness, openPage } from './stage-harness/harness';

// Differences that another machine's arithmetic makes in edges; a word or a bar is several times as much.
const tolerance = { maxDiffPixels: 60, threshold: 0.15 };

test.describe('the stage draws', () => {
  // The images are of software rendering on Linux: another one's edges are other edges.
  test.skip(process.platform !== 'linux', 'images to compare with are there for Linux only');

  let app: ElectronApplication;
  let page: Page;

  test.beforeAll(async () => {
    ({ app, page } = await openPage(await buildHarness(), { width: 900, height: 560, blocks: true }));
  });
  test.afterAll(async () => {
    await app.close();
  });

  const show = (name: string, theme: 'light' | 'dark') =>
    page.evaluate(([name, theme]) => window.stageHarness.show(name, { theme }), [name, theme] as const);

  for (const [name, theme] of [
    ['long-link', 'dark'],
    ['long-link', 'light'],
    ['troubles', 'dark'],
    ['troubles', 'light'],
    ['parallel-links', 'dark'],
    ['building', 'light'],
    ['dense', 'light'],
    ['crowd-1000', 'dark'],
  ] as const)
    test(`${name} in the ${theme} theme as before`, async () => {
      await show(name, theme);
      await expect(page).toHaveScreenshot(`${name}-${theme}.png`, tolerance);
    });

  test('nothing else in place of a frame whose name is gone, and that is noticed', async () => {
    await show('long-link', 'dark');
    await page.evaluate(() => {
      const picture = window.stageHarness.scene('long-link');
      picture.frames.labels[0] = '';
      window.stageHarness.view().show(picture);
      window.stageHarness.view().draw();
    });
    await expect(page).not.toHaveScreenshot('long-link-dark.png', { ...tolerance, timeout: 2000 });
  });
});
