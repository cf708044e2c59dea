import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';

const root = path.resolve(import.meta.dirname, '../..');
const rules = createRequire(import.meta.url)(path.join(root, '.dependency-cruiser.cjs')) as {
  forbidden: (IForbiddenRuleType & { name: string })[];
};

/** For each rule a file that breaks it, and what that file imports; every other rule holds for it. */
const breaches: Record<string, [file: string, imported: string]> = {
  'imports-resolve': ['src/main/index.ts', './not-there'],
  'engine-kernel-imports-only-what-lies-below': ['src/engine/kernel/a.ts', '../trace/trace'],
  'engine-trace-imports-only-what-lies-below': ['src/engine/trace/a.ts', '../link/link'],
  'engine-link-imports-only-what-lies-below': ['src/engine/link/a.ts', '../ip/ip'],
  'engine-wire-imports-only-what-lies-below': ['src/engine/wire/a.ts', '../tcp/tcp'],
  'engine-measure-imports-only-what-lies-below': ['src/engine/measure/a.ts', '../world/world'],
  'engine-ip-imports-only-what-lies-below': ['src/engine/ip/a.ts', '../tcp/tcp'],
  'engine-transport-imports-only-what-lies-below': ['src/engine/transport/a.ts', '../tcp/tcp'],
  'engine-udp-imports-only-what-lies-below': ['src/engine/udp/a.ts', '../tcp/tcp'],
  'engine-tcp-imports-only-what-lies-below': ['src/engine/tcp/a.ts', '../http/http'],
  'engine-tls-imports-only-what-lies-below': ['src/engine/tls/a.ts', '../tcp/tcp'],
  'engine-quic-imports-only-what-lies-below': ['src/engine/quic/a.ts', '../tcp/tcp'],
  'engine-http-imports-only-what-lies-below': ['src/engine/http/a.ts', '../tcp/tcp'],
  'engine-dns-imports-only-what-lies-below': ['src/engine/dns/a.ts', '../http/http'],
  'engine-balancer-imports-only-what-lies-below': ['src/engine/balancer/a.ts', '../tcp/tcp'],
  'engine-host-imports-only-what-lies-below': ['src/engine/host/a.ts', '../world/world'],
  'engine-world-imports-only-what-lies-below': ['src/engine/world/a.ts', '../measure/measure'],
  'engine-folders-are-in-the-order-of-layers': ['src/engine/novelty/a.ts', '../kernel/kernel'],
  'engine-imports-only-shared': ['src/engine/world/b.ts', '../../export/export'],
  'engine-worker-imports-only-engine-export-and-shared': ['src/engine/worker/a.ts', '../../main/window'],
  'engine-uses-only-the-packages-of-the-simulation': ['src/engine/world/c.ts', 'node:fs'],
  'shared-imports-only-itself': ['src/shared/a.ts', '../engine/kernel/kernel'],
  'shared-uses-no-package-but-valibot': ['src/shared/b.ts', 'xstate'],
  'main-imports-only-shared-and-the-worker': ['src/main/a.ts', '../engine/world/world'],
  'preload-imports-only-shared': ['src/preload/a.ts', '../main/window'],
  'renderer-imports-only-shared': ['src/renderer/session/a.ts', '../../engine/kernel/kernel'],
  'export-imports-only-engine-and-shared': ['src/export/a.ts', '../cli/cli'],
  'cli-imports-only-engine-and-export-and-shared': ['src/cli/a.ts', '../main/window'],
  'view-model-knows-no-pixi-and-no-svelte': ['src/renderer/view-model/a.ts', 'pixi.js'],
  'view-model-imports-no-scene-and-no-panel': ['src/renderer/view-model/b.ts', '../scene/scene'],
  'scene-knows-no-svelte': ['src/renderer/scene/a.ts', 'svelte'],
  'renderer-and-preload-use-no-node': ['src/renderer/session/b.ts', 'node:fs'],
  'no-test-code-in-the-app': ['src/engine/kernel/b.ts', './testing/helper'],
};

/** What the breaches import, and imports that each rule allows. */
const sound: Record<string, string[]> = {
  'src/shared/lab.ts': ['valibot'],
  'src/engine/kernel/kernel.ts': ['../../shared/lab', 'pure-rand'],
  'src/engine/kernel/testing/helper.ts': ['vitest'],
  'src/engine/trace/trace.ts': ['../kernel/kernel', '../version'],
  'src/engine/version.ts': [],
  'src/engine/measure/measure.ts': ['../trace/trace'],
  'src/engine/link/link.ts': ['../trace/trace'],
  'src/engine/ip/ip.ts': ['../link/link'],
  'src/engine/tcp/tcp.ts': ['../ip/ip', 'xstate'],
  'src/engine/tcp/tcp.test.ts': ['../world/world', 'vitest', 'node:fs'],
  'src/engine/http/http.ts': ['../kernel/kernel'],
  'src/engine/world/world.ts': ['../http/http', '../tcp/tcp'],
  'src/engine/worker/index.ts': [
    '../world/world',
    '../version',
    '../measure/measure',
    '../../export/export',
    'node:fs',
  ],
  'src/export/export.ts': ['../engine/trace/trace', '../shared/lab'],
  'src/cli/cli.ts': ['../export/export', '../engine/world/world', 'node:fs'],
  'src/main/window.ts': ['../shared/lab', '../engine/worker/index?nodeWorker', 'node:fs', 'electron'],
  'src/renderer/view-model/fold.ts': ['../../shared/lab'],
  'src/renderer/scene/scene.ts': ['../view-model/fold', 'pixi.js'],
  'src/renderer/panels/panel.ts': ['svelte', '../scene/scene'],
};
const packages = ['valibot', 'pure-rand', 'xstate', 'vitest', 'pixi.js', 'svelte', 'electron'];

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

describe('layer rules', () => {
  it('allow what the design allows', async () => {
    expect(await brokenRules({})).toEqual([]);
  });

  it.each(Object.entries(breaches))('%s', async (rule, [file, imported]) => {
    expect(await brokenRules({ [file]: [imported] })).toEqual([`${rule}: ${file}`]);
  });

  it('keep the files above the layers out of them', async () => {
    const broken = await brokenRules({
      'src/engine/machines.ts': ['./tcp/tcp'],
      'src/engine/kernel/a.ts': ['../machines'],
    });
    expect(broken).toEqual(['engine-kernel-imports-only-what-lies-below: src/engine/kernel/a.ts']);
  });

  it('forbid import cycles', async () => {
    const broken = await brokenRules({ 'src/cli/a.ts': ['./b'], 'src/cli/b.ts': ['./a'] });
    expect(broken).toContain('no-import-cycles: src/cli/a.ts');
  });

  it('are each proved here', () => {
    const proved = [...Object.keys(breaches), 'no-import-cycles'].sort();
    // The worker is the engine's top: nothing of the engine lies above it.
    const proveable = rules.forbidden
      .map((rule) => rule.name)
      .filter((name) => !name.includes('engine-worker-imports-only-what'));
    expect(proved).toEqual(proveable.sort());
  });
});

/** Lays out a source tree of the sound files and `added` ones and gives `rule: file` for all that is broken in it. */
async function brokenRules(added: Record<string, string[]>): Promise<string[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'hoplab-layers-'));
  folders.push(folder);
  for (const [file, imports] of Object.entries({ ...sound, ...added })) {
    write(folder, file, imports.map((imported) => `import '${imported}';\n`).join('') + 'export {};\n');
  }
  for (const name of packages) {
    write(folder, `node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(folder, `node_modules/${name}/index.js`, '');
  }
  write(
    folder,
    'package.json',
    JSON.stringify({ dependencies: Object.fromEntries(packages.map((name) => [name, '*'])) }),
  );
  const { output } = await cruise(['src'], {
    ruleSet: { forbidden: rules.forbidden },
    validate: true,
    baseDir: folder,
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
  });
  return (output as ICruiseResult).summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
}

function write(folder: string, file: string, content: string): void {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
}
