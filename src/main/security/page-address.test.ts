import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appOrigin } from '../../shared/messages/ipc';

const electron = { app: { isPackaged: false } };
vi.mock('electron', () => electron);

const server = 'http://localhost:5173';

/** Read anew, because test files share what they import. */
const pageAddressModule = () => import('./page-address');

beforeEach(() => vi.resetModules());
afterEach(() => {
  vi.unstubAllEnvs();
  electron.app.isPackaged = false;
});

describe('the page of the app', () => {
  it('is its own, and nothing of a development server is its own', async () => {
    vi.stubEnv('ELECTRON_RENDERER_URL', '');
    const { developmentServer, isOwnAddress, pageAddress } = await pageAddressModule();
    expect([developmentServer(), pageAddress()]).toEqual([undefined, `${appOrigin}/`]);
    expect([`${appOrigin}/index.html`, `${server}/main.ts`].map(isOwnAddress)).toEqual([true, false]);
  });

  it('is that of the development server when the sources are run from there', async () => {
    vi.stubEnv('ELECTRON_RENDERER_URL', server);
    const { isOwnAddress, pageAddress } = await pageAddressModule();
    expect(pageAddress()).toBe(server);
    expect([`${server}/main.ts`, 'http://localhost:5174/'].map(isOwnAddress)).toEqual([true, false]);
  });

  it('is its own in a packaged app, whatever the environment says', async () => {
    vi.stubEnv('ELECTRON_RENDERER_URL', server);
    electron.app.isPackaged = true;
    const { developmentServer, isOwnAddress, pageAddress } = await pageAddressModule();
    expect([developmentServer(), pageAddress()]).toEqual([undefined, `${appOrigin}/`]);
    expect(isOwnAddress(`${server}/`)).toBe(false);
  });
});
