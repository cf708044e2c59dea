import '../../../theme/tokens.css';
import '../harness/harness.css';
import { themeName, tokenColour } from '../../../theme/theme';
import { crowd, moveCrowd } from '../crowd.scene';
import { stageTheme } from '../../theme/stage-theme';
import { StageView } from '../../stage-view';
import { BareParticles } from './bare-particles';
import './frame-time-page';
import { element, measureFrames } from './measure';

/** The stage's mean bar in this scene, CSS pixels: what the bare sprites are as large as. */
const bars: Readonly<Record<number, [number, number]>> = { 1000: [7, 5], 10_000: [2, 5] };

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
      return measureFrames(frames, view.canvas, (moment) => {
        moveCrowd(picture.frames, picture.links.length, count, moment);
        view.show({ ...picture });
      });
    },
    bare(count, frames) {
      only(bareElement);
      const [across, down] = bars[count] ?? [4, 5];
      bare.fill(count, across, down);
      return measureFrames(frames, bare.canvas, (moment) => bare.draw(moment));
    },
  };
  document.body.dataset['ready'] = 'true';
}

void start();
