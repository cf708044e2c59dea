/**
 * Which folder may import which: the direction of imports in ARCHITECTURE.md, as errors.
 * Tests may reach upwards (a protocol is tested over links and hosts), so they are left out of the layer rules.
 */

/** Each engine folder, lowest first, with the engine folders below it that it may import. */
const engineLayers = {
  kernel: [],
  trace: ['kernel'],
  link: ['kernel', 'trace'],
  wire: ['kernel', 'trace'],
  measure: ['kernel', 'trace'],
  ip: ['kernel', 'trace', 'link'],
  transport: ['kernel', 'trace', 'link', 'ip'],
  udp: ['kernel', 'trace', 'link', 'ip', 'transport', 'wire'],
  tcp: ['kernel', 'trace', 'link', 'ip', 'transport'],
  tls: ['kernel', 'trace', 'link', 'ip', 'transport', 'wire'],
  // QUIC has TLS inside (RFC 9001) and lies on UDP.
  quic: ['kernel', 'trace', 'link', 'ip', 'transport', 'wire', 'udp', 'tls'],
  http: ['kernel', 'trace', 'link', 'ip', 'transport', 'wire'],
  dns: ['kernel', 'trace', 'link', 'ip', 'transport'],
  balancer: ['kernel', 'trace', 'link', 'ip', 'transport', 'http', 'dns'],
};
// What is measured is read from the trace afterwards: no part of the simulation may see it.
const simulated = Object.keys(engineLayers).filter((folder) => folder !== 'measure');
engineLayers.host = simulated;
engineLayers.world = [...simulated, 'host'];
engineLayers.worker = [...simulated, 'measure', 'host', 'world'];

const tests = ['\\.test\\.ts$', '/testing/'];
const engineFolders = Object.keys(engineLayers).join('|');

/** Files of the engine that lie in no layer: the version is anybody's, the rest looks down on all of them. */
const rootFilesFor = (folder) => (folder === 'worker' ? '[^/]+\\.ts$' : 'version\\.ts$');

/** A rule that keeps `folder` of the engine from importing anything of the engine above or beside it. */
function layerRule([folder, below]) {
  const folders = [folder, ...below];
  return {
    name: `engine-${folder}-imports-only-what-lies-below`,
    comment: `src/engine/${folder} may import from the engine: ${folders.join(', ')}.`,
    severity: 'error',
    from: { path: `^src/engine/${folder}/`, pathNot: tests },
    to: { path: '^src/engine/', pathNot: `^src/engine/((${folders.join('|')})/|${rootFilesFor(folder)})` },
  };
}

/** A rule that keeps `folder` of src from importing any other folder of src but those `allowed`. */
function processRule(folder, allowed) {
  return {
    name: `${folder}-imports-only-${allowed.join('-and-') || 'itself'}`,
    comment: `src/${folder} may import from src: ${[folder, ...allowed].join(', ')}.`,
    severity: 'error',
    from: { path: `^src/${folder}/`, pathNot: tests },
    to: { path: '^src/', pathNot: `^src/(${[folder, ...allowed].join('|')})/` },
  };
}

module.exports = {
  forbidden: [
    {
      name: 'no-import-cycles',
      comment: 'Two files that import each other are one concept in two places.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'imports-resolve',
      comment: 'The imported file or package is not there.',
      severity: 'error',
      from: { path: '^src/' },
      // What follows `?` is for the bundler; `electron` is there at run time only.
      to: { couldNotResolve: true, pathNot: ['\\?', '^electron$'] },
    },
    ...Object.entries(engineLayers).map(layerRule),
    {
      name: 'engine-folders-are-in-the-order-of-layers',
      comment: 'A new folder of the engine needs its place in engineLayers of .dependency-cruiser.cjs.',
      severity: 'error',
      from: { path: '^src/engine/[^/]+/', pathNot: [`^src/engine/(${engineFolders})/`, ...tests] },
      to: {},
    },
    {
      name: 'engine-imports-only-shared',
      comment:
        'The engine knows no screen, no file and no process; its worker also exports what it simulated.',
      severity: 'error',
      from: { path: '^src/engine/', pathNot: ['^src/engine/worker/', ...tests] },
      to: { path: '^src/', pathNot: '^src/(engine|shared)/' },
    },
    processRule('shared', []),
    {
      name: 'main-imports-only-shared-and-the-worker',
      comment: 'src/main starts the engine in its worker and talks to it by messages of src/shared.',
      severity: 'error',
      from: { path: '^src/main/', pathNot: tests },
      to: { path: '^src/', pathNot: '^src/(main|shared|engine/worker)/' },
    },
    processRule('preload', ['shared']),
    processRule('renderer', ['shared']),
    processRule('export', ['engine', 'shared']),
    processRule('cli', ['engine', 'export', 'shared']),
    {
      name: 'engine-worker-imports-only-engine-export-and-shared',
      comment: 'The worker runs the engine and writes exports; it knows no window.',
      severity: 'error',
      from: { path: '^src/engine/worker/', pathNot: tests },
      to: { path: '^src/', pathNot: '^src/(engine|export|shared)/' },
    },
    {
      name: 'shared-uses-no-package-but-valibot',
      comment: 'What all processes share must load in all of them.',
      severity: 'error',
      from: { path: '^src/shared/', pathNot: tests },
      to: { dependencyTypesNot: ['local'], pathNot: '(^|/)node_modules/valibot/' },
    },
    {
      name: 'engine-uses-only-the-packages-of-the-simulation',
      comment:
        'Machines (xstate), seeded streams (pure-rand), documents (valibot): nothing that needs a platform.',
      severity: 'error',
      from: { path: '^src/engine/', pathNot: ['^src/engine/worker/', ...tests] },
      to: {
        dependencyTypesNot: ['local'],
        pathNot: '(^|/)node_modules/(xstate|pure-rand|valibot)/',
      },
    },
    {
      name: 'view-model-knows-no-pixi-and-no-svelte',
      comment: 'What is shown is decided in plain TypeScript; how it is drawn, elsewhere.',
      severity: 'error',
      from: { path: '^src/renderer/view-model/', pathNot: tests },
      to: { path: ['node_modules/(@pixi|pixi|svelte|@sveltejs|bits-ui|paneforge)', '\\.svelte(\\.ts)?$'] },
    },
    {
      name: 'view-model-imports-no-scene-and-no-panel',
      comment: 'The view model is below what draws it.',
      severity: 'error',
      from: { path: '^src/renderer/view-model/', pathNot: tests },
      to: { path: '^src/renderer/(scene|panels)/' },
    },
    {
      name: 'scene-knows-no-svelte',
      comment: 'The stage is drawn by Pixi alone.',
      severity: 'error',
      from: { path: '^src/renderer/scene/', pathNot: tests },
      to: { path: ['node_modules/(svelte|@sveltejs|bits-ui|paneforge)', '\\.svelte(\\.ts)?$'] },
    },
    {
      name: 'renderer-and-preload-use-no-node',
      comment: 'The renderer is sandboxed; its only way out is the typed bridge.',
      severity: 'error',
      from: { path: '^src/(renderer|preload)/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-test-code-in-the-app',
      comment: 'Code under testing/ and tests themselves serve tests only.',
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: { path: tests },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^build/', '/fixtures/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'browser', 'default'],
    },
  },
};
