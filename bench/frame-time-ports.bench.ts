import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import { launchApp } from '../e2e/support/launch';
import { churn } from './support/workloads';
import { report, type Figure } from './support/measure';
import { onVirtualScreen } from './support/virtual-screen';

/**
 * What a move of the playhead costs the window while a host holds 60,000 ports in TIME-WAIT and its port map is open:
 * processor time of the page's main thread from the pointer's move until two frames later.
 */
const connections = 60_000;
const moves = 40;

/** A client that keeps the port of every connection for longer than the run. */
function exhausting() {
  const lab = churn('300s');
  const [client, ...others] = lab.devices;
  const [visits] = lab.workloads ?? [];
  if (client?.kind !== 'client' || !visits) throw new Error('the workload has no client');
  const tcp = { ...client.tcp, ephemeralPorts: { from: 1024, to: 65_535 } };
  const workloads = [{ ...visits, count: connections }];
  return { ...lab, duration: '121s', devices: [{ ...client, tcp }, ...others], workloads };
}

async function threadSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ThreadTime')?.value ?? Number.NaN;
}

/** Milliseconds a move, the playhead being dragged from place to place (0 to 1) along the scrubber. */
async function dragging(
  page: Page,
  session: CDPSession,
  placeAt: (share: number) => number,
): Promise<number> {
  const box = await page.getByRole('slider', { name: 'Playhead' }).boundingBox();
  if (!box) throw new Error('the scrubber is not shown');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + placeAt(0) * box.width, y);
  await page.mouse.down();
  const before = await threadSeconds(session);
  for (let move = 1; move <= moves; move++) {
    await page.mouse.move(box.x + placeAt(move / moves) * box.width, y);
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  }
  const used = (await threadSeconds(session)) - before;
  await page.mouse.up();
  return (used * 1000) / moves;
}

async function measure(): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'hoplab-bench-'));
  const file = path.join(folder, 'ports.hoplab.json');
  await writeFile(file, JSON.stringify(exhausting()));
  const app = await launchApp(path.join(folder, 'profile'), [file]);
  const page = await app.firstWindow();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText('simulating…', { exact: true }).waitFor({ state: 'hidden', timeout: 600_000 });
  await page.getByRole('tab', { name: 'Ports', exact: true }).click();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const backAndForth = (share: number) => 0.9 + 0.05 * Math.sin(share * 12);
  const figures = [
    {
      name: 'a move of the playhead, forwards',
      value: await dragging(page, session, (share) => 0.98 * share),
    },
    { name: 'a move back and forth near the end', value: await dragging(page, session, backAndForth) },
  ];
  await app.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  return figures.map((figure) => ({ ...figure, unit: 'ms' }));
}

onVirtualScreen();
report(await measure());
