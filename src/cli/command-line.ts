import { StandstillError } from '../engine/index';
import { engineVersion } from '../shared/engine-version';
import { withSuggestion } from '../shared/schema/did-you-mean';
import { checkCommand } from './commands/check';
import { exportCommand } from './commands/export';
import { renderCommand } from './commands/render';
import { runCommand } from './commands/run';
import { scenariosCommand } from './commands/scenarios';
import { validateCommand } from './commands/validate';
import { helpText, readCall, usageLine, type Command } from './support/arguments';
import { BadInput, Exit, problemLine, type Surroundings } from './support/surroundings';

export const commands: readonly Command[] = [
  scenariosCommand,
  runCommand,
  checkCommand,
  validateCommand,
  exportCommand,
  renderCommand,
];

/** Carries out a call such as `['run', 'handshake-seoul-us', '--json']` and returns its exit code. Never throws. */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    return await dispatch(args, surroundings);
  } catch (error) {
    if (error instanceof BadInput) {
      surroundings.err(error.lines.map((line) => `${line}\n`).join(''));
      return Exit.badInput;
    }
    surroundings.err(`hoplab: the run failed: ${failureText(error)}\n`);
    return Exit.fellShort;
  }
}

/** What is told of a run that failed; of the engine's own faults also where they happened. */
export function failureText(error: unknown): string {
  if (error instanceof StandstillError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function dispatch(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const [name = '', ...rest] = args;
  if (name === '--version' || name === '-v') {
    surroundings.out(`hoplab ${engineVersion}\n`);
    return Exit.done;
  }
  if (['--help', '-h', 'help'].includes(name)) {
    const about = findCommand(rest[0]);
    surroundings.out(about ? helpText(about) : overview());
    return Exit.done;
  }
  const command = findCommand(name);
  if (!command) throw unknownCommand(name);
  if (rest.includes('--help') || rest.includes('-h')) {
    surroundings.out(helpText(command));
    return Exit.done;
  }
  return command.run(readCall(command, rest), surroundings);
}

function findCommand(name: string | undefined): Command | undefined {
  return commands.find((command) => command.name === name);
}

function unknownCommand(name: string): BadInput {
  const names = commands.map((command) => command.name);
  const what = name === '' ? 'no command' : `${JSON.stringify(name)} is no command`;
  return new BadInput([
    problemLine('hoplab', 'command', what, withSuggestion(names.join(', '), name, names)),
    'Usage: hoplab COMMAND [options]; hoplab --help tells more',
  ]);
}

function overview(): string {
  const width = Math.max(...commands.map((command) => usageLine(command).length));
  const rows = commands.map(
    (command) =>
      `  ${usageLine(command)
        .slice(7)
        .padEnd(width - 7)}  ${command.summary}\n`,
  );
  return [
    `Hoplab ${engineVersion}: runs labs of packet flow without a screen.\n\n`,
    ...rows,
    '\nhoplab COMMAND --help tells its options. Durations and rates have units: 75ms, 100Mbps, 1500B.\n',
    'Exit codes: 0 done; 1 a claim fell short or the run failed; 2 bad input or usage.\n',
  ].join('');
}
