import type { Locator, Page } from '@playwright/test';
import { expect } from './support/launch';

/** A window that shows a run, as a user finds their way in it. */
export class RunWindow {
  readonly playhead: Locator;
  readonly packets: Locator;
  readonly layers: Locator;

  constructor(readonly page: Page) {
    this.playhead = page.getByRole('slider', { name: 'Playhead' });
    this.packets = page.getByRole('grid', { name: 'Packets' });
    this.layers = page.getByRole('tree', { name: 'Packet layers' });
  }

  /** Runs the lab that is open and waits until the run is whole. */
  static async run(page: Page): Promise<RunWindow> {
    const window = new RunWindow(page);
    await expect(page.getByRole('button', { name: /^client/ })).toBeAttached();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(window.row(1)).toBeVisible();
    await expect(page.getByText('simulating…')).toBeHidden();
    return window;
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name, exact: true }).click();
  }

  /** A packet's row, by its number in the whole list. */
  row(number: number): Locator {
    return this.packets.locator(`#packet-row-${number - 1}`);
  }

  /** Exact time and event number of the playhead. */
  async moment(): Promise<string> {
    return (await this.playhead.getAttribute('aria-valuetext')) ?? '';
  }

  /** The playhead's time, nanoseconds. */
  async time(): Promise<number> {
    const match = /^([\d.]+) (ns|µs|ms|s),/.exec(await this.moment());
    const scale = { ns: 1, µs: 1e3, ms: 1e6, s: 1e9 }[match?.[2] ?? ''] ?? Number.NaN;
    return Math.round(Number(match?.[1]) * scale);
  }

  /** The number of the last event that has happened. */
  async event(): Promise<number> {
    return Number(/event (\d+)$/.exec(await this.moment())?.[1]);
  }

  async stepBy(name: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'step by' }).selectOption({ label: name });
  }
}
