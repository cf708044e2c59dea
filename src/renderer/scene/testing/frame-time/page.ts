import '../../../theme/tokens.css';
import '../harness/harness.css';
import { themeName, tokenColour } from '../../../theme/theme';
import { crowd, moveCrowd } from '../crowd.scene';
import { stageTheme } from '../../theme/stage-theme';
import { StageView } from '../../stage-view';
import { BareParticles } from './bare-particles';
import './frame-time-page';

/** The stage's mean bar in this scene, CSS pixels: what the bare sprites are as large as. */
const bars: Readonly<Record<number, [number, number]>> = { 1000: [7, 5], 10_000: [2, 5] };

const displayed = () => new Promise((resolve) => requestAnimationFrame(resolve));

/**
 * Draws once for each displayed frame; the mean time from beginning to draw until the pixels are there, once it has
 * settled. Reading one pixel back waits for the graphics card, or for the processor that stands in for it.
 */
async function measure(
  frames: number,
  canvas: HTMLCanvasElement,
  draw: (moment: number) => void,
): Promise<number> {
  const context = canvas.getContext('webgl2');
  if (!context) throw new TypeError('the canvas has no WebGL 2');
  const settling = 10;
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

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new TypeError(`the page has no #${id}`);
  return found;
}

async function start(): Promise<void> {
  localStorage.setItem('hoplab.theme', 'dark');
  document.documentElement.style.colorScheme = 'dark';
  const tokens = getComputedStyle(document.documentElement);
  const theme = stageTheme(tokenColour, (token) => tokens.getPropertyValue(token), themeName());
  const stageElement = element('stage');
  const bareElement = element('bare');
  const view = await StageView.create(stageElement, { theme, onIntent: () => undefined });
  const bare = await BareParticles.create(bareElement);
  const only = (shown: HTMLElement) => {
    for (const host of [stageElement, bareElement])
      host.style.visibility = host === shown ? 'visible' : 'hidden';
  };
  window.frameTime = {
    stage(count, frames) {
      only(stageElement);
      const picture = crowd(count).picture();
      view.show(picture);
      return measure(frames, view.canvas, (moment) => {
        moveCrowd(picture.frames, picture.links.length, count, moment);
        view.show({ ...picture });
      });
    },
    bare(count, frames) {
      only(bareElement);
      const [across, down] = bars[count] ?? [4, 5];
      bare.fill(count, across, down);
      return measure(frames, bare.canvas, (moment) => bare.draw(moment));
    },
  };
  document.body.dataset['ready'] = 'true';
}

void start();
