import type { Locator, Page } from '@playwright/test';

/** A place in the window, pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** From a device's middle to the rim from which links are pulled, at zoom 1. */
const toRim = 70;

export async function dragTo(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

export async function middleOf(locator: Locator): Promise<Point> {
  const box = await locator.boundingBox();
  if (!box) throw new TypeError('not on screen');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Builds client, router and server in a row on an empty stage, with the mouse alone. Returns where they stand. */
export async function buildThree(page: Page): Promise<{ client: Point; router: Point; server: Point }> {
  const middle = await middleOf(page.getByRole('region', { name: 'Stage', exact: true }));
  const places = {
    client: { x: middle.x - 240, y: middle.y },
    router: { x: middle.x, y: middle.y },
    server: { x: middle.x + 240, y: middle.y },
  };
  for (const [name, place] of [
    ['Client', places.client],
    ['Router', places.router],
    ['Server', places.server],
  ] as const)
    await dragTo(page, await middleOf(page.getByRole('button', { name, exact: true })), place);
  for (const [from, to] of [
    [places.client, places.router],
    [places.router, places.server],
  ] as const)
    await dragTo(page, { x: from.x + toRim, y: from.y }, to);
  return places;
}
