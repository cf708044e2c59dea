import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import gifenc from 'gifenc';
import { launchApp } from '../e2e/support/launch';
import { chooseMenuItem, endApp } from '../e2e/support/main-process';
import { ensureElectronRuntime } from './setup/electron-runtime.mjs';

/**
 * Makes the README's pictures with the built app itself: `docs/images/window.png`; `docs/images/lanes.png`, the versions of
 * HTTP side by side; and `docs/images/handshake.gif`, a short recording of the first scenario being played. Needs a
 * display (or xvfb-run) and a built app. Names on the command line (`lanes`) make those pictures alone.
 */
const folder = path.resolve(import.meta.dirname, '../docs/images');
const recorded = { width: 1280, height: 800 };
const pictures = 44;
const pauseMilliseconds = 140;

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

async function main(): Promise<void> {
  await ensureElectronRuntime();
  const userData = await mkdtemp(path.join(os.tmpdir(), 'hoplab-pictures-'));
  const app = await launchApp(userData);
  try {
    const page = await app.firstWindow();
    await mkdir(folder, { recursive: true });
    await page.getByRole('button', { name: 'client, Seoul' }).waitFor({ state: 'attached' });
    await resize(app, recorded);
    for (const [name, make] of Object.entries(makers)) if (isWanted(name)) await make(app, page);
  } finally {
    await endApp(app);
    await rm(userData, { recursive: true, force: true });
  }
}

const makers = {
  handshake: async (app: ElectronApplication, page: Page) => {
    await run(page);
    await writeFile(path.join(folder, 'handshake.gif'), await record(app, page));
  },
  window: async (_app: ElectronApplication, page: Page) => {
    if (!isWanted('handshake')) await run(page);
    await showRequest(page);
    await writeFile(path.join(folder, 'window.png'), await page.screenshot());
  },
  lanes: async (app: ElectronApplication, page: Page) => {
    await showLanes(app, page);
    await writeFile(path.join(folder, 'lanes.png'), await page.screenshot());
  },
};

function isWanted(name: string): boolean {
  const wanted = process.argv.slice(2);
  return wanted.length === 0 || wanted.includes(name);
}

async function run(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Run', exact: true }).first().click();
  await page.getByRole('slider', { name: 'Playhead' }).waitFor();
}

async function resize(app: ElectronApplication, size: { width: number; height: number }): Promise<void> {
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, size);
  await new Promise((resolve) => setTimeout(resolve, 1500));
}

/** The request on its way, in the dark: its packet chosen, its layers and bytes open. */
async function showRequest(page: Page): Promise<void> {
  const pause = page.getByRole('button', { name: 'Pause', exact: true });
  if (await pause.isVisible()) await pause.click();
  // The theme of the system is what the window's driver says it is.
  await page.emulateMedia({ colorScheme: 'dark' });
  const toStart = page.getByRole('button', { name: 'To start' });
  if (await toStart.isEnabled()) await toStart.click();
  // As far as the request's frame between router and server.
  for (let step = 0; step < 30; step++) await page.getByRole('button', { name: 'Step forward' }).click();
  await page.getByRole('grid', { name: 'Packets' }).getByText('GET / HTTP/1.1').click();
  await new Promise((resolve) => setTimeout(resolve, 1500));
}

/** A page with one loss over HTTP/1.1, 2 and 3, while the last two repair it. */
async function showLanes(app: ElectronApplication, page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await chooseMenuItem(app, 'scenario-http3-one-loss-one-stream');
  await page.getByRole('button', { name: 'http3-one-loss-one-stream' }).waitFor();
  await run(page);
  await page.getByRole('tab', { name: 'Lanes', exact: true }).click();
  await page.getByRole('button', { name: 'Compare versions', exact: true }).click();
  await page.getByRole('tab', { name: 'Lanes', exact: true }).click();
  await page.getByRole('button', { name: 'Tall', exact: true }).click();
  await page.getByRole('heading', { name: /^HTTP\/3.*3 of 3 read/ }).waitFor({ state: 'attached' });
  const playhead = page.getByRole('slider', { name: 'Playhead' });
  const box = await playhead.boundingBox();
  if (box) await page.mouse.click(box.x + box.width * 0.6, box.y + box.height / 2);
  await new Promise((resolve) => setTimeout(resolve, 1500));
}

/** Plays from the start and takes a picture of the window again and again. */
async function record(app: ElectronApplication, page: Page): Promise<Uint8Array> {
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  const encoder = gifenc.GIFEncoder();
  for (let index = 0; index < pictures; index++) {
    const { width, height, rgba } = await takePicture(app);
    const palette = gifenc.quantize(rgba, 48);
    const indexed = gifenc.applyPalette(rgba, palette);
    encoder.writeFrame(indexed, width, height, { palette, delay: pauseMilliseconds });
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
  }
  encoder.finish();
  return encoder.bytes();
}

/** What the window shows, by Electron's own capture; its bitmap is blue, green, red, alpha. */
async function takePicture(app: ElectronApplication): Promise<Picture> {
  const taken = await app.evaluate(async ({ BrowserWindow }) => {
    const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage();
    if (!image) throw new Error('no window');
    return { ...image.getSize(), bitmap: image.toBitmap().toString('base64') };
  });
  const rgba = new Uint8Array(Buffer.from(taken.bitmap, 'base64'));
  for (let pixel = 0; pixel < rgba.length; pixel += 4) {
    const blue = rgba[pixel] ?? 0;
    rgba[pixel] = rgba[pixel + 2] ?? 0;
    rgba[pixel + 2] = blue;
  }
  return { width: taken.width, height: taken.height, rgba };
}

await main();
