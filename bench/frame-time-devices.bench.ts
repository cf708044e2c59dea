import { openPage, writePage } from '../e2e/stage-harness/harness';
import type { DevicesTimePage } from '../src/renderer/scene/testing/frame-time/devices-time-page';
import { report, type Figure } from './support/measure';
import { isOnVirtualScreen, onVirtualScreen } from './support/virtual-screen';

/**
 * Frame time of the stage while a run plays over labs of 20 and of 2,000 devices, 20 of which are seen: from the
 * playhead's moment over the folded state and the picture to the pixels. Beside it, the large lab seen whole.
 */
const rounds = 5;
const drawn = 40;
const size = { width: 1150, height: 680 };

async function measure(): Promise<Figure[]> {
  const file = await writePage('src/renderer/scene/testing/frame-time/devices-page.ts', 'devices');
  const { app, page } = await openPage(file, { ...size, graphicsCard: !isOnVirtualScreen });
  const milliseconds = (...asked: Parameters<DevicesTimePage['playing']>) =>
    page.evaluate((given) => window.devicesTime.playing(...given), asked);
  const few: number[] = [];
  const many: number[] = [];
  for (let round = 0; round < rounds; round++) {
    few.push(await milliseconds(20, 5, 1, drawn));
    many.push(await milliseconds(2000, 50, 1, drawn));
  }
  const [fewTime, manyTime] = [median(few), median(many)];
  const whole = await milliseconds(2000, 50, 0.1, drawn);
  await app.close();
  return [
    { name: '20 devices, all seen', value: fewTime, unit: 'ms' },
    { name: '2,000 devices, 20 of them seen', value: manyTime, unit: 'ms' },
    { name: 'the one over the other', value: manyTime / fewTime, unit: '' },
    { name: '2,000 devices, all seen', value: whole, unit: 'ms' },
  ];
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}

onVirtualScreen();
report(await measure());
