export const commandGroups = ['File', 'Edit', 'View', 'Run', 'Help'] as const;
export type CommandGroup = (typeof commandGroups)[number];

/** Something that the window can do: from the menu, by keys, by the command search, or from a button. */
export interface Command {
  /** A MenuCommand of the native menu where there is one for it. */
  readonly id: string;
  readonly label: string | (() => string);
  readonly group: CommandGroup;
  /**
   * Keys, the first being the one that is shown: `Mod+Shift+Z`, `Space`, `ArrowRight`, `?`. Mod is Command on a Mac,
   * else Control; names are those of KeyboardEvent.key, letters in upper case.
   */
  readonly shortcuts?: readonly string[];
  /** Whether the keys work while a text is being typed. Never for keys that texts know: undo, select all. */
  readonly whileTyping?: boolean;
  /** Left out of the command search: it makes no sense there (nudges), or has a better form. */
  readonly keysOnly?: boolean;
  /** Default: always. */
  readonly enabled?: () => boolean;
  readonly run: () => unknown;
}

/** A command's label as it reads now. */
export function labelOf(command: Command): string {
  return typeof command.label === 'string' ? command.label : command.label();
}

/** Whether a command would do something now. */
export function isEnabled(command: Command): boolean {
  return command.enabled?.() ?? true;
}
