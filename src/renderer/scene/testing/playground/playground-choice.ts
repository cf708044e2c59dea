import type { ThemeName } from '../../../theme/theme';

/** Stage sizes in CSS pixels, width by height; `window` fills what the window leaves. */
export const stageSizes = ['window', '640x400', '1024x640', '1440x900', '2560x1440'] as const;
export type StageSize = (typeof stageSizes)[number];

export const themes = ['dark', 'light'] as const satisfies readonly ThemeName[];

/** What the playground shows. It is in the address, so that a reload keeps it and it can be handed on. */
export interface PlaygroundChoice {
  /** As the address has it: there may be no scene of that name. */
  readonly scene: string;
  readonly theme: ThemeName;
  readonly size: StageSize;
}

/**
 * What an address's fragment asks for, such as `#scene=dense&theme=light&size=640x400`.
 * @param firstScene shown where the fragment names none
 */
export function choiceOf(fragment: string, firstScene: string): PlaygroundChoice {
  const asked = new URLSearchParams(fragment.replace(/^#/, ''));
  return {
    scene: asked.get('scene') ?? firstScene,
    theme: oneOf(themes, asked.get('theme')) ?? 'dark',
    size: oneOf(stageSizes, asked.get('size')) ?? 'window',
  };
}

/** The fragment that asks for a choice. */
export function fragmentOf({ scene, theme, size }: PlaygroundChoice): string {
  return `#${new URLSearchParams({ scene, theme, size }).toString()}`;
}

/** Width and height as CSS lengths. */
export function extentOfStage(size: StageSize): { width: string; height: string } {
  if (size === 'window') return { width: '100%', height: '100%' };
  const [width = '', height = ''] = size.split('x');
  return { width: `${width}px`, height: `${height}px` };
}

function oneOf<Choice extends string>(choices: readonly Choice[], asked: string | null): Choice | undefined {
  return choices.find((choice) => choice === asked);
}
