import { RunWindow } from './run-window';
import { expect, test } from './support/launch';

let run: RunWindow;

test.beforeEach(async ({ page }) => {
  run = await RunWindow.run(page);
});

test('steps of every size lead on, and back the same way', async ({ page }) => {
  expect(await run.moment()).toBe('0 ns, event 0');
  await expect(run.button('Step back')).toBeDisabled();
  await page.getByRole('button', { name: /^router/ }).press('Enter');
  const readout = page.getByRole('region', { name: 'Transport' });
  for (const size of ['record', 'packet hop', 'layer crossing', 'round trip', 'event at device']) {
    await run.stepBy(size);
    const moments = [await readout.innerText()];
    for (let step = 0; step < 4; step += 1) {
      await run.button('Step forward').click();
      moments.push(await readout.innerText());
    }
    expect(new Set(moments).size, size).toBe(5);
    for (const moment of moments.slice(0, -1).reverse()) {
      await run.button('Step back').click();
      expect(await readout.innerText(), size).toBe(moment);
    }
  }
});

test('a step is as long as its size says', async ({ page }) => {
  await run.stepBy('round trip');
  await run.button('Step forward').click();
  expect(await run.time()).toBeGreaterThan(150e6);
  expect(await run.time()).toBeLessThan(150.1e6);
  await run.button('To start').click();

  await run.stepBy('layer crossing');
  await run.button('Step forward').click();
  await expect(page.getByText('layer 1 of')).toBeVisible();
  await run.button('To start').click();

  await run.stepBy('event at device');
  await expect(page.getByText('Select one device first')).toBeVisible();
  await run.button('Step forward').click();
  expect(await run.event()).toBe(0);
});

test('the keyboard moves the playhead, unless it types', async ({ page }) => {
  await page.getByRole('region', { name: 'Stage', exact: true }).click({ position: { x: 20, y: 20 } });
  const press = async (keys: string) => {
    await page.keyboard.press(keys);
    return run.event();
  };
  expect(await press('ArrowRight')).toBe(1);
  expect(await press('Control+ArrowRight')).toBe(2);
  const hop = await press('Shift+ArrowRight');
  expect(hop).toBeGreaterThan(2);
  expect(await press('Alt+ArrowRight')).toBeGreaterThan(hop);
  expect(await press('Alt+ArrowLeft')).toBe(hop);
  expect(await press('Shift+ArrowLeft')).toBe(2);
  const last = await press('End');
  expect(last).toBeGreaterThan(100);
  expect(await press('ArrowLeft')).toBe(last - 1);
  expect(await press('Home')).toBe(0);

  await page.keyboard.press('Space');
  await expect(run.button('Pause')).toBeVisible();
  await page.keyboard.press('Space');
  await expect(run.button('Play')).toBeVisible();

  const speed = page.getByRole('combobox', { name: 'speed' });
  await page.keyboard.press('.');
  await expect(speed).toHaveValue('0.1');
  await page.keyboard.press(',');
  await expect(speed).toHaveValue('0.02');
  await page.keyboard.press('Home');

  const filter = page.getByRole('textbox', { name: 'Filter packets' });
  await filter.click();
  for (const keys of ['a', 'Space', 'ArrowLeft', 'ArrowRight', '.', ',', 'Home', 'End', 'n'])
    await page.keyboard.press(keys);
  await expect(filter).toHaveValue('a .,n');
  expect(await run.event()).toBe(0);
});

test('playing moves through simulated time to the end', async ({ page }) => {
  const speed = page.getByRole('combobox', { name: 'speed' });
  await speed.selectOption({ label: '1:1000' });
  await run.button('Play').click();
  await expect.poll(() => run.time()).toBeGreaterThan(100e3);
  await run.button('Pause').click();
  const paused = await run.moment();
  expect(await run.time()).toBeLessThan(75e6);
  expect(await run.moment()).toBe(paused);

  await speed.selectOption({ label: '100:1' });
  await run.button('Play').click();
  await expect(run.button('To end')).toBeDisabled();
  await expect(run.button('Play')).toBeVisible();
  expect(await run.time()).toBeGreaterThan(60e9);
});

test('the timeline is dragged along, by event number or by time', async ({ page }) => {
  await expect(run.playhead.getByTitle(/^TIME-WAIT at /)).toBeAttached();
  const box = await run.playhead.boundingBox();
  if (!box) throw new TypeError('no timeline');
  const middle = box.y + box.height / 2;
  const drag = async (share: number) => {
    await page.mouse.move(box.x + 4, middle);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * share, middle, { steps: 5 });
    await page.mouse.up();
  };
  await drag(0.5);
  const half = await run.event();
  expect(await run.time()).toBeLessThan(1e9);
  await page.getByRole('radio', { name: 'time', exact: true }).click();
  await drag(0.5);
  expect(await run.time()).toBeGreaterThan(29e9);
  expect(await run.time()).toBeLessThan(32e9);
  expect(await run.event()).toBeGreaterThan(half);
});
