import { mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { build } from 'esbuild';
import type { StageHarness } from '../../src/renderer/scene/testing/harness/stage-harness';

/** What the page answers to, as `window.stageHarness`. */
export type { StageHarness };

const root = path.resolve(import.meta.dirname, '../..');

// No eval, as in the app: the stage must do without.
const policy =
  "default-src 'none'; script-src file:; style-src file: 'unsafe-inline'; img-src data: blob: file:";
const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <title>Stage</title>
    <link rel="stylesheet" href="page.css" />
  </head>
  <body><div id="stage"></div><div id="bare"></div><script src="page.js"></script></body>
</html>
`;

/** Bundles a page of the renderer that needs no app around it; returns its file. */
export async function writePage(entry: string, name: string): Promise<string> {
  const folder = path.join(root, 'build', 'pages', name);
  await build({
    entryPoints: [path.join(root, entry)],
    outfile: path.join(folder, 'page.js'),
    bundle: true,
    format: 'iife',
    target: 'chrome130',
    logLevel: 'warning',
  });
  const file = path.join(folder, 'index.html');
  await writeFile(file, html);
  return file;
}

/** Bundles the page that shows the stage's scenes; returns its file. */
export function buildHarness(): Promise<string> {
  return writePage('src/renderer/scene/testing/harness/harness.ts', 'stage');
}

export interface PageWindow {
  readonly width: number;
  readonly height: number;
  /** Device pixels for each CSS pixel; default 1. */
  readonly pixelRatio?: number;
  /** Texts as blocks that look the same on every machine. */
  readonly blocks?: boolean;
  /** Draws with the machine's graphics card, where it has one, and not on the processor. */
  readonly graphicsCard?: boolean;
}

/** Opens the page in an Electron window of its own. */
export async function openPage(
  file: string,
  { width, height, pixelRatio = 1, blocks = false, graphicsCard = false }: PageWindow,
): Promise<{ app: ElectronApplication; page: Page }> {
  const userData = await mkdtemp(path.join(os.tmpdir(), 'hoplab-stage-'));
  const given = process.env['HOPLAB_ELECTRON_SWITCHES'];
  const needed = given?.split(' ').filter(Boolean) ?? (process.getuid?.() === 0 ? ['--no-sandbox'] : []);
  const app = await _electron.launch({
    cwd: root,
    args: [
      ...needed,
      ...(graphicsCard ? [] : ['--use-angle=swiftshader', '--enable-unsafe-swiftshader']),
      `--force-device-scale-factor=${pixelRatio}`,
      '--force-color-profile=srgb',
      `--user-data-dir=${userData}`,
      path.join(root, 'e2e/stage-harness/host'),
      file,
      blocks ? 'blocks' : '',
      String(width),
      String(height),
    ],
  });
  const window = await app.firstWindow();
  await window.waitForSelector('body[data-ready]');
  return { app, page: window };
}
