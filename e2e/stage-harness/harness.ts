import { mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');

// No eval, as in the app: the stage must do without.
const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src file:; style-src file: 'unsafe-inline'; img-src data: blob: file:" />
    <title>Stage</title>
    <link rel="stylesheet" href="harness.css" />
  </head>
  <body><div id="stage"></div><script src="harness.js"></script></body>
</html>
`;

/** Bundles the page that shows the stage's scenes; returns its file. */
export async function buildHarness(): Promise<string> {
  const folder = path.join(root, 'build', 'stage-harness');
  await build({
    entryPoints: [path.join(root, 'src/renderer/scene/testing/harness/harness.ts')],
    outfile: path.join(folder, 'harness.js'),
    bundle: true,
    format: 'iife',
    target: 'chrome130',
    logLevel: 'warning',
  });
  const file = path.join(folder, 'index.html');
  await writeFile(file, page);
  return file;
}

/** Opens the page in an Electron window of that size, one CSS pixel a device pixel unless told otherwise. */
export async function openHarness(
  file: string,
  size: { width: number; height: number },
  pixelRatio = 1,
): Promise<{ app: ElectronApplication; page: Page }> {
  const userData = await mkdtemp(path.join(os.tmpdir(), 'hoplab-stage-'));
  const given = process.env['HOPLAB_ELECTRON_SWITCHES'];
  const switches = given?.split(' ').filter(Boolean) ?? (process.getuid?.() === 0 ? ['--no-sandbox'] : []);
  const app = await _electron.launch({
    cwd: root,
    args: [
      ...switches,
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      `--force-device-scale-factor=${pixelRatio}`,
      '--force-color-profile=srgb',
      `--user-data-dir=${userData}`,
      path.join(root, 'e2e/stage-harness/host'),
      file,
      String(size.width),
      String(size.height),
    ],
  });
  const window = await app.firstWindow();
  await window.waitForSelector('body[data-ready]');
  return { app, page: window };
}
