import { expect, test } from '@playwright/test';
import { oneAppForAll } from './support/main-process';

const shared = oneAppForAll();

test("the page comes from the app's own scheme, under a strict policy", async () => {
  const { page } = shared;
  expect(page.url()).toBe('app://hoplab/');
  const policy = await page.evaluate(async () =>
    (await fetch('app://hoplab/index.html')).headers.get('content-security-policy'),
  );
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toContain('unsafe-eval');
});

test('the policy is in effect: no code from text, none from elsewhere', async () => {
  const { page } = shared;
  const outcome = await page.evaluate(async () => {
    const violations: string[] = [];
    const allThree = new Promise<void>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => {
        violations.push(event.effectiveDirective);
        if (new Set(violations).size === 3) resolve();
      });
    });
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.body.append(script);
    const frame = document.createElement('iframe');
    frame.src = 'https://example.com/';
    document.body.append(frame);
    await fetch('https://example.com/').catch(() => undefined);
    await allThree;
    frame.remove();
    return { violations: [...new Set(violations)].sort(), injected: 'injected' in window };
  });
  expect(outcome).toEqual({ violations: ['connect-src', 'frame-src', 'script-src-elem'], injected: false });
});

test('the page has no Node and cannot change its bridge', async () => {
  const { page } = shared;
  const found = await page.evaluate(() => {
    const attempt = (change: () => void) => {
      try {
        change();
      } catch {
        // Refused by an error, or silently: what counts is what is there afterwards.
      }
    };
    const running = () => (window.hoplab as unknown as Record<string, unknown>)['run'];
    const before = running();
    attempt(() => Object.assign(window, { hoplab: {} }));
    attempt(() => Object.assign(window.hoplab, { run: () => undefined }));
    return {
      node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in window),
      bridge: running() === before,
      electron: 'ipcRenderer' in window.hoplab,
    };
  });
  expect(found).toEqual({ node: [], bridge: true, electron: false });
});

test('the window is sandboxed and isolated', async () => {
  const { app, page } = shared;
  await page.evaluate(() => document.title);
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity } =
      contents.getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity };
  });
  expect(preferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    webSecurity: true,
  });
});

for (const address of ['https://example.com/', 'file:///etc/passwd']) {
  test(`navigation to ${address} is denied`, async () => {
    const { page } = shared;
    await page.evaluate((to) => {
      const link = document.createElement('a');
      link.href = to;
      document.body.append(link);
      link.click();
      link.remove();
    }, address);
    await page.waitForFunction(() => document.readyState === 'complete');
    expect(page.url()).toBe('app://hoplab/');
  });
}

test('no other window can be opened', async () => {
  const { app, page } = shared;
  const opened = await page.evaluate(() => window.open('app://hoplab/', '_blank') !== null);
  expect(opened).toBe(false);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('permissions are denied', async () => {
  const { page } = shared;
  const answers = await page.evaluate(async () => ({
    position: await new Promise((resolve) =>
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        (error) => resolve(error.code === error.PERMISSION_DENIED ? 'denied' : error.message),
      ),
    ),
    clipboard: await navigator.clipboard.readText().then(
      () => 'granted',
      (error: unknown) => (error as DOMException).name,
    ),
    notification: await Notification.requestPermission(),
    camera: (await navigator.permissions.query({ name: 'camera' })).state,
  }));
  expect(answers).toEqual({
    position: 'denied',
    clipboard: 'NotAllowedError',
    notification: 'denied',
    camera: 'denied',
  });
});

test('a request to the network is cancelled before it leaves', async () => {
  const { app, page } = shared;
  await page.evaluate(() => document.title);
  const outcome = await app.evaluate(({ session }) =>
    session.defaultSession.fetch('http://127.0.0.1:9/').then(
      () => 'sent',
      (error: unknown) => String(error),
    ),
  );
  expect(outcome).toContain('ERR_BLOCKED_BY_CLIENT');
});

test('files outside of the page’s folder are not served', async () => {
  const { page } = shared;
  const statuses = await page.evaluate(() =>
    Promise.all(
      ['..%2f..%2fpackage.json', '%2e%2e%2f%2e%2e%2fpackage.json', 'none.js'].map(
        async (name) => (await fetch(`app://hoplab/${name}`)).status,
      ),
    ),
  );
  expect(statuses).toEqual([404, 404, 404]);
});

test('calls with wrong arguments are refused', async () => {
  const { page } = shared;
  const messages = await page.evaluate(async () => {
    const bridge = window.hoplab as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>;
    const messageOf = (promise: Promise<unknown> | undefined) =>
      promise?.then(
        () => 'accepted',
        (error: unknown) => String(error),
      );
    return Promise.all([
      messageOf(bridge['openScenario']?.('../../package')),
      messageOf(bridge['inspect']?.('1', {}, [])),
      messageOf(bridge['exportTrace']?.(1, 'exe')),
      messageOf(bridge['openLab']?.('/etc/passwd')),
      messageOf(bridge['saveLab']?.({}, '/tmp/not-chosen.hoplab.json')),
    ]);
  });
  for (const message of messages) expect(message).toMatch(/refused|not chosen/);
});

test('a channel that is not listed has no listener', async () => {
  const { app, page } = shared;
  await page.evaluate(() => document.title);
  const outcome = await app.evaluate(({ ipcMain }) => {
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, unknown> })._invokeHandlers;
    return [...handlers.keys()].filter((channel) => !channel.startsWith('hoplab:'));
  });
  expect(outcome).toEqual([]);
});

test('messages from any other page are refused', async () => {
  const { app, page } = shared;
  await page.evaluate(() => document.title);
  const answer = await app.evaluate(async ({ BrowserWindow, app: electronApp }) => {
    const stranger = new BrowserWindow({
      show: false,
      webPreferences: {
        preload: `${electronApp.getAppPath()}/build/preload/index.cjs`,
        sandbox: true,
        contextIsolation: true,
      },
    });
    await stranger.loadURL('about:blank');
    const code = `window.hoplab.recentLabs().then(() => 'answered', (error) => String(error))`;
    const told = (await stranger.webContents.executeJavaScript(code)) as string;
    stranger.destroy();
    return told;
  });
  expect(answer).toContain('refused');
});
