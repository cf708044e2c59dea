import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron, test as base, expect, type ElectronApplication, type Page } from '@playwright/test';

export { expect };

const root = path.resolve(import.meta.dirname, '../..');

interface Fixtures {
  /** What the app is started with after its own folder: a file to open, switches. Set it with `test.use`. */
  appArguments: string[];
  /** A folder of the test's own for user data: window state, recent files. */
  userData: string;
  /** The built app, running in a real Electron. */
  app: ElectronApplication;
  /** The app's first window, loaded; the test fails if its code throws outside of any handler. */
  page: Page;
}

let announced = false;

/** `test` of Playwright with the built app running: `test('...', async ({ app, page }) => { ... })`. */
export const test = base.extend<Fixtures>({
  appArguments: [[], { option: true }],

  userData: async ({}, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'hoplab-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },

  app: async ({ appArguments, userData }, use) => {
    const app = await launchApp(userData, appArguments);
    await announce(app);
    await use(app);
    await app.close();
  },

  page: async ({ app }, use) => {
    const page = await app.firstWindow();
    const thrown: Error[] = [];
    page.on('pageerror', (error) => thrown.push(error));
    await page.waitForLoadState('domcontentloaded');
    await use(page);
    expect(thrown, 'errors that the window did not handle').toEqual([]);
  },
});

/**
 * Starts the built app; for tests that start it more than once on the same user data.
 * @param userData an absolute folder
 * @param appArguments what follows the app's folder on the command line
 */
export function launchApp(userData: string, appArguments: string[] = []): Promise<ElectronApplication> {
  return _electron.launch({
    cwd: root,
    args: [
      ...switches(),
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--force-device-scale-factor=1',
      '--force-color-profile=srgb',
      `--user-data-dir=${userData}`,
      root,
      ...appArguments,
    ],
    env: { ...definedEnvironment(), LANG: 'en_US.UTF-8' },
  });
}

/** What this machine needs, found out by `npm test`; a bare `playwright test` as root works as well. */
function switches(): string[] {
  const given = process.env['HOPLAB_ELECTRON_SWITCHES'];
  if (given !== undefined) return given.split(' ').filter(Boolean);
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

function definedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}

async function announce(app: ElectronApplication): Promise<void> {
  if (announced) return;
  announced = true;
  const about = await app.evaluate(({ app }) => ({
    version: app.getVersion(),
    electron: process.versions.electron,
    chromium: process.versions['chrome'],
  }));
  console.log(`Hoplab ${about.version} on Electron ${about.electron}, Chromium ${about.chromium}`);
}
