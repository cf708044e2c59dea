import '../../../theme/tokens.css';
import './harness.css';
import type { StageIntent } from '../../../view-model/picture/stage-intent';
import { StageView } from '../../stage-view';
import { pageTheme } from '../page-theme';
import { scenes } from '../scenes';
import type { StageScene } from '../stage-scene';
import { drawTextAsBlocks } from './block-text';
import './stage-harness';

function sceneOf(name: string): StageScene {
  const scene = scenes.find((candidate) => candidate.name === name);
  if (!scene) throw new RangeError(`no scene is called ${name}`);
  return scene;
}

async function start(): Promise<void> {
  const host = document.getElementById('stage');
  if (!host) throw new TypeError('the page has no #stage');
  if (location.hash === '#blocks') drawTextAsBlocks();
  const intents: StageIntent[] = [];
  let drawings = 0;
  const view = await StageView.create(host, {
    theme: pageTheme('dark'),
    onIntent: (intent) => intents.push(intent),
  });
  const draw = view.draw.bind(view);
  view.draw = () => {
    drawings += 1;
    draw();
  };
  window.stageHarness = {
    intents,
    drawings: () => drawings,
    scene: (name) => sceneOf(name).picture(),
    view: () => view,
    show(name, options = {}) {
      const scene = sceneOf(name);
      view.setTheme(pageTheme(options.theme ?? 'dark'));
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
