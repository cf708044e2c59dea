import { spawnSync } from 'node:child_process';
import { openPage, writePage } from '../e2e/stage-harness/harness';
import type { FrameTimePage } from '../src/renderer/scene/testing/frame-time/frame-time-page';
import { report, type Figure } from './support/measure';

/**
 * Frame time of the stage with 1,000 and 10,000 frames in flight, all moving, beside bare Pixi drawing as many sprites
 * of the same size, in one window and turn about.
 */
const rounds = 5;
const drawn = 30;
const size = { width: 1000, height: 600 };

const variable = (name: string) => process.env[name] ?? '';
const isVirtual = variable('HOPLAB_VIRTUAL_SCREEN') !== '';

if (process.platform === 'linux' && variable('DISPLAY') + variable('WAYLAND_DISPLAY') === '') {
  // With no screen, this very bench on a virtual one; there is no graphics card behind that.
  const args = ['-a', '-s', '-screen 0 1280x800x24', process.execPath, ...process.argv.slice(1)];
  const env = { ...process.env, HOPLAB_VIRTUAL_SCREEN: '1' };
  process.exit(spawnSync('xvfb-run', args, { stdio: 'inherit', env }).status ?? 1);
}

type Subject = keyof FrameTimePage;

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}

async function measure(): Promise<Figure[]> {
  const file = await writePage('src/renderer/scene/testing/frame-time/page.ts', 'frame-time');
  const { app, page } = await openPage(file, { ...size, graphicsCard: !isVirtual });
  const figures: Figure[] = [];
  const milliseconds = (subject: Subject, count: number) =>
    page.evaluate(([subject, count, drawn]) => window.frameTime[subject](count, drawn), [
      subject,
      count,
      drawn,
    ] as const);
  for (const count of [1000, 10_000]) {
    const stage: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < rounds; round++) {
      stage.push(await milliseconds('stage', count));
      bare.push(await milliseconds('bare', count));
    }
    const of = count.toLocaleString('en');
    const [stageTime, bareTime] = [median(stage), median(bare)];
    figures.push(
      { name: `${of} frames on the stage`, value: stageTime, unit: 'ms' },
      { name: `${of} sprites of bare Pixi`, value: bareTime, unit: 'ms' },
      { name: `${of}: rate of the stage over rate of bare Pixi`, value: bareTime / stageTime, unit: '' },
    );
  }
  const renderer = await page.evaluate(() => {
    const context = document.createElement('canvas').getContext('webgl2');
    return String(context?.getParameter(context.RENDERER) ?? 'unknown');
  });
  console.log(`Drawn by ${renderer}, ${size.width} x ${size.height} pixels`);
  await app.close();
  return figures;
}

report(await measure());
