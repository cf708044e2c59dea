import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { buildHarness, openPage } from './stage-harness/harness';

let app: ElectronApplication;
let page: Page;

test.beforeAll(async () => {
  ({ app, page } = await openPage(await buildHarness(), { width: 900, height: 560 }));
});
test.afterAll(async () => {
  await app.close();
});
test.beforeEach(async () => {
  await page.mouse.move(5, 5);
});

async function show(name: string): Promise<void> {
  await page.evaluate((name) => {
    window.stageHarness.show(name);
    window.stageHarness.intents.length = 0;
  }, name);
}
const camera = () => page.evaluate(() => window.stageHarness.view().camera);
const worldAt = (x: number, y: number) =>
  page.evaluate(([x, y]) => window.stageHarness.view().worldAt(x, y), [x, y] as const);
const intents = () => page.evaluate(() => window.stageHarness.intents);

/** Where a device is in the window. */
async function placeOf(x: number, y: number): Promise<{ x: number; y: number }> {
  const from = await camera();
  return { x: (x - from.x) * from.zoom, y: (y - from.y) * from.zoom };
}

test('Ctrl and the wheel zoom at the pointer', async () => {
  await show('long-link');
  const before = await worldAt(300, 200);
  await page.mouse.move(300, 200);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -240);
  await page.keyboard.up('Control');
  await expect.poll(async () => (await camera()).zoom).toBeGreaterThan(1);
  const after = await worldAt(300, 200);
  expect(after.x).toBeCloseTo(before.x, 3);
  expect(after.y).toBeCloseTo(before.y, 3);
});

test('the wheel pans', async () => {
  await show('long-link');
  const before = await camera();
  await page.mouse.move(300, 200);
  await page.mouse.wheel(30, 60);
  await expect.poll(async () => (await camera()).y).toBeCloseTo(before.y + 60 / before.zoom, 3);
  expect((await camera()).x).toBeCloseTo(before.x + 30 / before.zoom, 3);
});

test('dragging empty ground pans where nothing is edited', async () => {
  await show('long-link');
  const before = await camera();
  await drag(450, 60, 500, 90);
  const after = await camera();
  expect((before.x - after.x) * before.zoom).toBeCloseTo(50, 3);
  expect((await intents()).filter(({ type }) => type === 'press')).toHaveLength(0);
});

test('dragging empty ground is told where it may be a rubber band', async () => {
  await show('building');
  const before = await camera();
  await drag(860, 40, 880, 60);
  expect(await camera()).toEqual(before);
  const types = (await intents()).map(({ type }) => type);
  expect(types).toContain('press');
  expect(types).toContain('drag');
  expect(types[types.length - 1]).toBe('release');
});

test('the middle button pans while editing', async () => {
  await show('building');
  const before = await camera();
  await page.mouse.move(860, 40);
  await page.mouse.down({ button: 'middle' });
  await page.mouse.move(840, 70, { steps: 3 });
  await page.mouse.up({ button: 'middle' });
  const after = await camera();
  expect((before.x - after.x) * before.zoom).toBeCloseTo(-20, 3);
});

test('Space and drag pan while editing', async () => {
  await show('building');
  const before = await camera();
  await page.mouse.move(860, 40);
  await page.keyboard.down('Space');
  await drag(860, 40, 800, 40);
  await page.keyboard.up('Space');
  expect((before.x - (await camera()).x) * before.zoom).toBeCloseTo(-60, 3);
});

test('a press tells what it is on', async () => {
  await show('building');
  const device = await placeOf(0, 0);
  await page.mouse.click(device.x, device.y);
  const rim = await placeOf(320 + 68, 0);
  await page.mouse.click(rim.x, rim.y);
  const presses = (await intents()).filter((intent) => intent.type === 'press');
  expect(presses).toMatchObject([
    { target: { kind: 'device', id: 'client' }, button: 0 },
    { target: { kind: 'device-edge', id: 'router' } },
  ]);
});

test('a frame is hit where it is drawn', async () => {
  await show('long-link');
  const hit = await page.evaluate(() => {
    const { frames } = window.stageHarness.scene('long-link');
    return frames.packet[1];
  });
  // Half way along its stretch, on the lane above the link.
  const place = await placeOf(68 + (400 - 136) * 0.61, -9);
  await page.mouse.click(place.x, place.y);
  const [press] = (await intents()).filter((intent) => intent.type === 'press');
  expect(press).toMatchObject({ target: { kind: 'frame', packet: hit } });
});

test('a double click and the secondary button are told', async () => {
  await show('long-link');
  const device = await placeOf(0, 0);
  await page.mouse.dblclick(device.x, device.y);
  await page.mouse.click(device.x, device.y, { button: 'right' });
  const told = await intents();
  for (const type of ['double', 'context'])
    expect(told.find((intent) => intent.type === type)).toMatchObject({
      target: { kind: 'device', id: 'client' },
    });
});

test('nothing is drawn while nothing changes', async () => {
  await show('crowd-1000');
  const drawn = await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let frames = 0; frames < 3; frames++) await frame();
    const before = window.stageHarness.drawings();
    for (let frames = 0; frames < 30; frames++) await frame();
    return window.stageHarness.drawings() - before;
  });
  expect(drawn).toBe(0);
});

test('pictures shown within one frame are drawn once or twice, not each', async () => {
  await show('long-link');
  const drawn = await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    const before = window.stageHarness.drawings();
    for (let shown = 0; shown < 50; shown++)
      window.stageHarness.view().show(window.stageHarness.scene('long-link'));
    await frame();
    await frame();
    return window.stageHarness.drawings() - before;
  });
  expect(drawn).toBeGreaterThan(0);
  expect(drawn).toBeLessThanOrEqual(2);
});

test('a resized stage keeps what was fitted fitted', async () => {
  await show('long-link');
  const before = await camera();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(700, 500));
  await expect.poll(async () => (await camera()).zoom).toBeLessThan(before.zoom);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(900, 560));
  await expect.poll(camera).toEqual(before);
});

async function drag(fromX: number, fromY: number, toX: number, toY: number): Promise<void> {
  await page.mouse.move(fromX, fromY);
  await page.mouse.down();
  await page.mouse.move(toX, toY, { steps: 4 });
  await page.mouse.up();
}
