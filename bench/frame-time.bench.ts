import { openPage, writePage } from '../e2e/stage-harness/harness';
import type { FrameTimePage } from '../src/renderer/scene/testing/frame-time/frame-time-page';
import { report, type Figure } from './support/measure';
import { isOnVirtualScreen, onVirtualScreen } from './support/virtual-screen';

/**
 * Frame time of the stage with 1,000 and 10,000 frames in flight, all moving, beside bare Pixi drawing as many sprites
 * of the same size, in one window and turn about.
 */
const rounds = 5;
const drawn = 30;
const size = { width: 1000, height: 600 };

type Subject = keyof FrameTimePage;

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}

async function measure(): Promise<Figure[]> {
  const file = await writePage('src/renderer/scene/testing/frame-time/page.ts', 'frame-time');
  const { app, page } = await openPage(file, { ...size, graphicsCard: !isOnVirtualScreen });
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

onVirtualScreen();
report(await measure());
