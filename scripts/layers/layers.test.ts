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
  'engine-measure-imports-only-what-lies-below': ['src/engine/measure/a.ts', '../world/world'],
  'engine-ip-imports-only-what-lies-below': ['src/engine/ip/a.ts', '../tcp/tcp'],
  'engine-transport-imports-only-what-lies-below': ['src/engine/transport/a.ts', '../tcp/tcp'],
  'engine-udp-imports-only-what-lies-below': ['src/engine/udp/a.ts', '../tcp/tcp'],
  'engine-tcp-imports-only-what-lies-below': ['src/engine/tcp/a.ts', '../http/http'],
  'engine-tls-imports-only-what-lies-below': ['src/engine/tls/a.ts', '../tcp/tcp'],
  'engine-quic-imports-only-what-lies-below': ['src/engine/quic/a.ts', '../tcp/tcp'],
  'engine-http-imports-only-what-lies-below': ['src/engine/http/a.ts', '../tcp/tcp'],
  'engine-dns-imports-only-what-lies-below': ['src/engine/dns/a.ts', '../http/http'],
  'engine-node-imports-only-what-lies-below': ['src/engine/node/a.ts', '../traffic/traffic'],
  'engine-traffic-imports-only-what-lies-below': ['src/engine/traffic/a.ts', '../world/world'],
  'engine-faults-imports-only-what-lies-below': ['src/engine/faults/a.ts', '../traffic/traffic'],
  'engine-world-imports-only-what-lies-below': ['src/engine/world/a.ts', '../measure/measure'],
  'engine-folders-are-in-the-order-of-layers': ['src/engine/novelty/a.ts', '../kernel/kernel'],
  'engine-imports-only-shared-and-wire': ['src/engine/world/b.ts', '../../export/export'],
  'engine-is-entered-by-its-index': ['src/cli/b.ts', '../engine/world/world'],
  'engine-uses-only-the-packages-of-the-simulation': ['src/engine/world/c.ts', 'node:fs'],
  'shared-imports-only-wire': ['src/shared/a.ts', '../main/window'],
  'shared-uses-no-package-but-valibot': ['src/shared/b.ts', 'xstate'],
  'main-imports-only-shared-and-the-worker': ['src/main/a.ts', '../engine/index'],
  'preload-imports-only-shared': ['src/preload/a.ts', '../main/window'],
  'wire-imports-only-itself': ['src/wire/a.ts', '../bytes/bytes'],
  'bytes-imports-only-wire-and-shared': ['src/bytes/a.ts', '../engine/index'],
  'renderer-imports-only-wire-and-shared': ['src/renderer/session/a.ts', '../../engine/index'],
  'export-imports-only-bytes-and-wire-and-shared': ['src/export/a.ts', '../cli/cli'],
  'worker-imports-only-engine-and-export-and-bytes-and-wire-and-shared': [
    'src/worker/a.ts',
    '../main/window',
  ],
  'cli-imports-only-engine-and-export-and-bytes-and-wire-and-shared-and-worker': [
    'src/cli/a.ts',
    '../main/window',
  ],
  'view-model-knows-no-pixi-and-no-svelte': ['src/renderer/view-model/a.ts', 'pixi.js'],
  'view-model-imports-no-scene-and-no-panel': ['src/renderer/view-model/b.ts', '../scene/scene'],
  'scene-knows-no-svelte': ['src/renderer/scene/a.ts', 'svelte'],
  'readers-know-the-trace-by-its-interface': ['src/renderer/view-model/c.ts', '../../shared/trace/trace'],
  'panels-get-their-lab-and-run-from-the-context': ['src/renderer/panels/a.ts', '../window/window-session'],
  'renderer-and-preload-use-no-node': ['src/renderer/session/b.ts', 'node:fs'],
  'no-test-code-in-the-app': ['src/engine/kernel/b.ts', './testing/helper'],
};

/** What the breaches import, and imports that each rule allows. */
const sound: Record<string, string[]> = {
  'src/shared/lab.ts': ['valibot', '../wire/wire'],
  'src/shared/trace/trace.ts': [],
  'src/engine/kernel/kernel.ts': ['../../shared/lab', 'pure-rand'],
  'src/engine/kernel/testing/helper.ts': ['vitest'],
  'src/engine/trace/trace.ts': ['../kernel/kernel'],
  'src/engine/measure/measure.ts': ['../trace/trace'],
  'src/engine/link/link.ts': ['../trace/trace'],
  'src/engine/ip/ip.ts': ['../link/link'],
  'src/engine/tcp/tcp.ts': ['../ip/ip', 'xstate'],
  'src/engine/tcp/tcp.test.ts': ['../world/world', 'vitest', 'node:fs'],
  'src/engine/http/http.ts': ['../kernel/kernel'],
  'src/wire/wire.ts': [],
  'src/bytes/bytes.ts': ['../wire/wire', '../shared/lab'],
  'src/engine/traffic/traffic.ts': ['../http/http', '../tcp/tcp'],
  'src/engine/world/world.ts': ['../http/http', '../tcp/tcp', '../traffic/traffic'],
  'src/engine/index.ts': ['./world/world', './measure/measure'],
  'src/worker/index.ts': ['../engine/index', '../export/export', 'node:fs'],
  'src/export/export.ts': ['../bytes/bytes', '../shared/lab'],
  'src/cli/cli.ts': ['../export/export', '../engine/index', 'node:fs'],
  'src/main/window.ts': ['../shared/lab', '../worker/index?nodeWorker', 'node:fs', 'electron'],
  'src/renderer/session/run.ts': ['../../shared/trace/trace'],
  'src/renderer/view-model/fold.ts': ['../../shared/lab'],
  'src/renderer/scene/scene.ts': ['../view-model/fold', 'pixi.js'],
  'src/renderer/panels/panel.ts': ['svelte', '../scene/scene'],
  'src/renderer/window/window-session.ts': ['../view-model/fold'],
  'src/renderer/commands/commands.ts': ['../window/window-session'],
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

  it('forbid import cycles', async () => {
    const broken = await brokenRules({ 'src/cli/a.ts': ['./b'], 'src/cli/b.ts': ['./a'] });
    expect(broken).toContain('no-import-cycles: src/cli/a.ts');
  });

  it('are each proved here', () => {
    const proved = [...Object.keys(breaches), 'no-import-cycles'].sort();
    // The world is the engine's top: what lies above it is told by the rules of the other floors.
    expect(proved).toEqual(rules.forbidden.map((rule) => rule.name).sort());
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
