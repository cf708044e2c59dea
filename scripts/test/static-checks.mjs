import { inRoot } from '../support/paths.mjs';
import { capture } from '../support/run.mjs';
import { one } from './tally.mjs';

/** @typedef {{ name: string, title: string, check: () => Promise<{ tally: import('./tally.mjs').Tally, output: string }> }} StaticCheck */

const inModules = (/** @type {string[]} */ ...parts) => inRoot('node_modules', ...parts);

/**
 * @param {string} name what --only calls it
 * @param {string} title
 * @param {string} tool the file of the tool's command
 * @param {string[]} args
 * @returns {StaticCheck}
 */
function toolCheck(name, title, tool, args) {
  return {
    name,
    title,
    check: async () => {
      const { code, output } = await capture(process.execPath, [
        '--max-old-space-size=4096',
        '--max-semi-space-size=64',
        tool,
        ...args,
      ]);
      return { tally: one(code === 0), output };
    },
  };
}

/** @param {string} project @param {string} what */
function typeCheck(project, what) {
  const tool = inModules('typescript', 'bin', 'tsc');
  return toolCheck('types', `types: ${what}`, tool, ['-p', `tsconfig.${project}.json`, '--pretty', 'false']);
}

/** The checks that read the sources and run nothing; the slowest first, because two of them run at a time. */
export const staticChecks = [
  toolCheck('lint', 'lint (eslint)', inModules('eslint', 'bin', 'eslint.js'), ['.', '--max-warnings=0']),
  toolCheck('types', 'types: renderer (svelte-check)', inModules('svelte-check', 'bin', 'svelte-check'), [
    '--tsconfig',
    './tsconfig.renderer.json',
    '--fail-on-warnings',
    '--output',
    'human',
  ]),
  typeCheck('tests', 'tests'),
  typeCheck('tools', 'scripts, bench, e2e'),
  toolCheck('format', 'format (prettier)', inModules('prettier', 'bin', 'prettier.cjs'), ['--check', '.']),
  typeCheck('node', 'main, worker, cli, export'),
  // src/shared is part of the engine's project, under the same limits.
  typeCheck('engine', 'shared and engine, without Node or DOM'),
  typeCheck('preload', 'preload'),
  toolCheck(
    'layers',
    'layers (dependency-cruiser)',
    inModules('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
    ['--config', '.dependency-cruiser.cjs', 'src'],
  ),
];
