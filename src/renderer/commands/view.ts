import { chooseTheme } from '../theme/theme';
import { layout } from '../window/layout.svelte';
import { stageTool } from '../window/stage-tool.svelte';
import type { Command } from './command';

export const viewCommands: readonly Command[] = [
  {
    id: 'zoom-in',
    label: 'Zoom in',
    group: 'View',
    shortcuts: ['Mod+=', 'Mod+Plus', 'Mod+Shift+Plus'],
    run: () => stageTool.surface?.zoomIn(),
  },
  {
    id: 'zoom-out',
    label: 'Zoom out',
    group: 'View',
    shortcuts: ['Mod+-'],
    run: () => stageTool.surface?.zoomOut(),
  },
  {
    id: 'zoom-fit',
    label: 'Zoom to fit',
    group: 'View',
    shortcuts: ['Mod+0', 'Shift+1'],
    run: () => stageTool.surface?.zoomToFit(),
  },
  {
    id: 'theme-system',
    label: 'Theme: as the system has it',
    group: 'View',
    run: () => chooseTheme('system'),
  },
  { id: 'theme-light', label: 'Theme: light', group: 'View', run: () => chooseTheme('light') },
  { id: 'theme-dark', label: 'Theme: dark', group: 'View', run: () => chooseTheme('dark') },
];

export const helpCommands: readonly Command[] = [
  {
    id: 'show-commands',
    label: 'Search commands',
    group: 'Help',
    shortcuts: ['Mod+K'],
    whileTyping: true,
    keysOnly: true,
    run: () => (layout.dialog = 'commands'),
  },
  {
    id: 'show-shortcuts',
    label: 'Keyboard shortcuts',
    group: 'Help',
    shortcuts: ['?', 'F1'],
    run: () => (layout.dialog = 'shortcuts'),
  },
];
