import '../../../theme/tokens.css';
import './harness.css';
import { themeName, tokenColour } from '../../../theme/theme';
import type { StageIntent } from '../../stage-intent';
import { stageTheme, type StageTheme } from '../../stage-theme';
import { StageView } from '../../stage-view';
import { scenes } from '../scenes';

interface ShowOptions {
  readonly theme?: 'light' | 'dark';
  readonly zoom?: number;
}

/** What tests and benches ask of the page. */
export interface StageHarness {
  readonly intents: StageIntent[];
  show(name: string, options?: ShowOptions): void;
  view(): StageView;
}

declare global {
  interface Window {
    stageHarness: StageHarness;
  }
}

function theme(): StageTheme {
  const fonts = getComputedStyle(document.documentElement);
  return stageTheme(tokenColour, (token) => fonts.getPropertyValue(token), themeName());
}

async function start(): Promise<void> {
  const host = document.getElementById('stage');
  if (!host) throw new TypeError('the page has no #stage');
  const intents: StageIntent[] = [];
  const view = await StageView.create(host, { theme: theme(), onIntent: (intent) => intents.push(intent) });
  window.stageHarness = {
    intents,
    view: () => view,
    show(name, options = {}) {
      const scene = scenes.find((candidate) => candidate.name === name);
      if (!scene) throw new RangeError(`no scene is called ${name}`);
      localStorage.setItem('hoplab.theme', options.theme ?? 'dark');
      document.documentElement.style.colorScheme = options.theme ?? 'dark';
      view.setTheme(theme());
      view.setEditing(scene.editing ?? false);
      view.show(scene.picture());
      view.zoomToFit();
      if (options.zoom !== undefined) while (view.camera.zoom < options.zoom) view.zoomIn();
      view.draw();
    },
  };
  document.body.dataset['ready'] = 'true';
}

void start();
