import path from 'node:path';
import { app } from 'electron';
import { LabApp } from './app';
import { parseArguments, type AppArguments } from './arguments';
import { exportOffscreen, offscreenMilliseconds } from './offscreen-export';
import { places } from './files/places';
import { registerAppScheme } from './security/app-protocol';
import { hardenApp } from './security/hardening';

/** The app's entry: what must be done before Electron is ready, then an ordinary start or an off-screen export. */

app.setName('Hoplab');
if (process.platform === 'win32') app.setAppUserModelId('org.hoplab.Hoplab');
hardenApp();
registerAppScheme();
app.setAboutPanelOptions({
  applicationName: 'Hoplab',
  applicationVersion: app.getVersion(),
  copyright: '© Hoplab contributors. MIT licence.',
  // Without one, Linux shows the sign of a missing picture.
  iconPath: places.icon,
});

const given = argumentsOf(process.argv, process.cwd());
if (given.offscreenFolder !== undefined) void runOffscreen(given, given.offscreenFolder);
else if (app.requestSingleInstanceLock({ file: given.file })) runOnScreen(given);
else {
  console.log('Hoplab is open already; the lab is shown there.');
  app.exit(0);
}

function argumentsOf(argv: readonly string[], workingFolder: string): AppArguments {
  try {
    return parseArguments(argv, { defaultApp: process.defaultApp, workingFolder });
  } catch (error) {
    console.error(messageOf(error));
    app.exit(2);
    process.exit(2);
  }
}

function runOnScreen(start: AppArguments): void {
  let { file } = start;
  const started = app.whenReady().then(() => {
    const labApp = new LabApp({ ...start, file }, false);
    labApp.window();
    return labApp;
  });
  // macOS hands files over by events, the first one before the app is ready.
  app.on('open-file', (event, opened) => {
    event.preventDefault();
    if (app.isReady()) void started.then((labApp) => labApp.openFile(opened));
    else file = opened;
  });
  app.on('second-instance', (_event, _argv, _folder, more) => {
    const other = (more as { file?: unknown } | undefined)?.file;
    void started.then((labApp) =>
      typeof other === 'string' ? labApp.openFile(other) : labApp.window().reveal(),
    );
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('activate', () => void started.then((labApp) => labApp.window()));
}

async function runOffscreen(start: AppArguments, folder: string): Promise<void> {
  // Beside the profile of an open app, which may be in use.
  app.setPath('userData', path.join(app.getPath('userData'), 'Offscreen'));
  const fail = (error: unknown) => {
    console.error(messageOf(error));
    app.exit(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  setTimeout(
    () => fail(new Error(`The lab was not exported within ${offscreenMilliseconds / 1000} s.`)),
    offscreenMilliseconds,
  );

  await app.whenReady();
  const labApp = new LabApp(start, true);
  const labWindow = labApp.window();
  const { webContents } = labWindow.window;
  webContents.on('render-process-gone', (_event, { reason }) => fail(new Error(`The page ended: ${reason}`)));
  webContents.on('did-fail-load', (_event, _code, description) => fail(new Error(description)));
  webContents.on('preload-error', (_event, _path, error) => fail(error));
  try {
    for (const file of await exportOffscreen(labWindow, labApp.initialLab(), folder)) console.log(file);
    app.exit(0);
  } catch (error) {
    fail(error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
