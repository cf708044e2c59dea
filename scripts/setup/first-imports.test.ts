import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { inRoot } from '../support/paths.mjs';

const firstCommands = ['test', 'start', 'dev', 'playground', 'setup', 'build', 'bench', 'package'];

it.each([...firstCommands.map((name) => `scripts/${name}.mjs`), 'bin/hoplab.mjs'])(
  '%s begins in a clone without packages: it imports none before it has installed them',
  async (command) => {
    const { metafile } = await build({
      entryPoints: [inRoot(...command.split('/'))],
      ...{
        bundle: true,
        write: false,
        metafile: true,
        platform: 'node',
        format: 'esm',
        packages: 'external',
      },
    });
    const [output] = Object.values(metafile.outputs);
    const atOnce = output!.imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => path);
    expect(atOnce.length).toBeGreaterThan(0);
    expect(atOnce.filter((path) => !path.startsWith('node:'))).toEqual([]);
  },
);
