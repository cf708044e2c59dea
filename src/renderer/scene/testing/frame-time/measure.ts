const displayed = () => new Promise((resolve) => requestAnimationFrame(resolve));
const settling = 10;

/**
 * Draws once for each displayed frame; the mean time in milliseconds from beginning to draw until the pixels are there,
 * once it has settled. Reading one pixel back waits for the graphics card, or for the processor that stands in for it.
 * @param draw makes a picture for a moment, 0 to 1, and shows it
 */
export async function measureFrames(
  frames: number,
  canvas: HTMLCanvasElement,
  draw: (moment: number) => void,
): Promise<number> {
  const context = canvas.getContext('webgl2');
  if (!context) throw new TypeError('the canvas has no WebGL 2');
  const pixel = new Uint8Array(4);
  let spent = 0;
  for (let frame = 0; frame < frames + settling; frame++) {
    await displayed();
    const before = performance.now();
    draw((frame * 0.001) % 1);
    // The stage draws what it was shown as soon as this is over.
    await Promise.resolve();
    context.readPixels(0, 0, 1, 1, context.RGBA, context.UNSIGNED_BYTE, pixel);
    if (frame >= settling) spent += performance.now() - before;
  }
  return spent / frames;
}

/** An element of the page by its id. Throws a TypeError where there is none. */
export function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new TypeError(`the page has no #${id}`);
  return found;
}
