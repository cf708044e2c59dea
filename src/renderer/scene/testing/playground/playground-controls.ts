import { fragmentOf, stageSizes, themes, type PlaygroundChoice } from './playground-choice';

/**
 * The list of scenes and the switches, in `host`: links and radio buttons, so that the keyboard has all of it.
 * @param choose called with what was switched to; a link changes the address by itself
 * @returns shows which choice is in effect
 */
export function addControls(
  host: HTMLElement,
  scenes: readonly string[],
  choose: (change: Partial<PlaygroundChoice>) => void,
): (choice: PlaygroundChoice) => void {
  const links = scenes.map((scene) => linkTo(scene));
  const nav = document.createElement('nav');
  nav.ariaLabel = 'Scenes';
  const list = document.createElement('ul');
  list.append(...links.map((link) => inItem(link)));
  nav.append(list);
  const theme = radioGroup('Theme', themes, (value) => choose({ theme: value }));
  const size = radioGroup('Stage size', stageSizes, (value) => choose({ size: value }));
  host.append(nav, theme.group, size.group);
  return (choice) => {
    for (const link of links) {
      const scene = link.textContent;
      link.href = fragmentOf({ ...choice, scene });
      link.ariaCurrent = scene === choice.scene ? 'page' : null;
    }
    theme.check(choice.theme);
    size.check(choice.size);
  };
}

function linkTo(scene: string): HTMLAnchorElement {
  const link = document.createElement('a');
  link.textContent = scene;
  return link;
}

function inItem(element: HTMLElement): HTMLLIElement {
  const item = document.createElement('li');
  item.append(element);
  return item;
}

function radioGroup<Value extends string>(
  title: string,
  values: readonly Value[],
  choose: (value: Value) => void,
): { group: HTMLFieldSetElement; check(value: Value): void } {
  const group = document.createElement('fieldset');
  const legend = document.createElement('legend');
  legend.textContent = title;
  group.append(legend);
  const buttons = new Map<Value, HTMLInputElement>();
  for (const value of values) {
    const button = document.createElement('input');
    button.type = 'radio';
    button.name = title;
    button.addEventListener('change', () => choose(value));
    const label = document.createElement('label');
    label.append(button, value);
    group.append(label);
    buttons.set(value, button);
  }
  return {
    group,
    check: (value) => {
      for (const [of, button] of buttons) button.checked = of === value;
    },
  };
}
