import { createContext } from 'svelte';
import type { RunView } from './run-view.svelte';

/** The view that the panels below a component show: `setRunView` in the component that mounts them, `getRunView` in each. */
export const [getRunView, setRunView] = createContext<RunView>();

/** Makes something that holds runes outside of the component being made, with whose end they would stop. */
function apart<Made>(make: () => Made): Made {
  const made: Made[] = [];
  $effect.root(() => void made.push(make()));
  // On a server, where components are rendered as text, roots do not run.
  return made[0] ?? make();
}

/**
 * What a panel keeps for each view beyond its own life, such as a filter: made when it is first asked for, gone with
 * its view. It may hold derived state, which belongs to no component.
 */
export function keptForView<State>(make: (view: RunView) => State): (view: RunView) => State {
  const kept = new WeakMap<RunView, State>();
  return (view) => {
    let state = kept.get(view);
    if (state === undefined) kept.set(view, (state = apart(() => make(view))));
    return state;
  };
}
