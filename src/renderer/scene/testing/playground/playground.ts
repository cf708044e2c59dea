import '../../../theme/tokens.css';
import '../../../theme/base.css';
import './playground.css';
import { StageView } from '../../stage-view';
import { pageTheme } from '../page-theme';
import { scenes } from '../scenes';
import { choiceOf, extentOfStage, fragmentOf, type PlaygroundChoice } from './playground-choice';
import { addControls } from './playground-controls';

const [first] = scenes;

function elementOf(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new TypeError(`the page has no #${id}`);
  return element;
}

function choiceOfPage(): PlaygroundChoice {
  return choiceOf(location.hash, first?.name ?? '');
}

/** Shows the scenes as the address asks for them, from now on. */
async function start(): Promise<void> {
  const host = elementOf('stage');
  const showControls = addControls(
    elementOf('controls'),
    scenes.map(({ name }) => name),
    (change) => (location.hash = fragmentOf({ ...choiceOfPage(), ...change })),
  );
  const view = await StageView.create(host, {
    theme: pageTheme(choiceOfPage().theme),
    onIntent: () => undefined,
  });
  const follow = () => {
    const choice = choiceOfPage();
    showControls(choice);
    tell(show(view, host, choice));
  };
  addEventListener('hashchange', follow);
  follow();
  document.body.dataset['ready'] = 'true';
}

/** Returns what is the matter where the scene cannot be shown. */
function show(view: StageView, host: HTMLElement, choice: PlaygroundChoice): string {
  const scene = scenes.find(({ name }) => name === choice.scene);
  document.title = `${choice.scene} · Stage playground`;
  view.setTheme(pageTheme(choice.theme));
  host.hidden = !scene;
  if (!scene) return `No scene is called ${choice.scene}.`;
  Object.assign(host.style, extentOfStage(choice.size));
  view.setEditing(scene.editing ?? false);
  view.show(scene.picture());
  view.zoomToFit();
  return '';
}

function tell(trouble: string): void {
  elementOf('trouble').textContent = trouble;
}

start().catch((error: unknown) => {
  tell(error instanceof Error ? error.message : String(error));
  throw error;
});
