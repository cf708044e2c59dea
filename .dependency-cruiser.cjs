/**
 * Which folder may import which: the direction of imports in ARCHITECTURE.md, as errors.
 * Tests may reach upwards (a protocol is tested over links and hosts), so they are left out of the layer rules.
 */

/** Each engine folder, lowest first, with the engine folders below it that it may import. */
const engineLayers = {
  kernel: [],
  trace: ['kernel'],
  link: ['kernel', 'trace'],
  measure: ['kernel', 'trace'],
  ip: ['kernel', 'trace', 'link'],
  transport: ['kernel', 'trace', 'link', 'ip'],
  udp: ['kernel', 'trace', 'link', 'ip', 'transport'],
  tcp: ['kernel', 'trace', 'link', 'ip', 'transport'],
  tls: ['kernel', 'trace', 'link', 'ip', 'transport'],
  // QUIC has TLS inside (RFC 9001) and lies on UDP.
  quic: ['kernel', 'trace', 'link', 'ip', 'transport', 'udp', 'tls'],
  http: ['kernel', 'trace', 'link', 'ip', 'transport'],
  dns: ['kernel', 'trace', 'link', 'ip', 'transport'],
};
// What is measured is read from the trace afterwards: no part of the simulation may see it.
const simulated = Object.keys(engineLayers).filter((folder) => folder !== 'measure');
engineLayers.node = simulated;
engineLayers.traffic = [...simulated, 'node'];
engineLayers.faults = [...simulated, 'node'];
engineLayers.world = [...simulated, 'node', 'traffic', 'faults'];

const tests = ['\\.test\\.ts$', '/testing/'];
const engineFolders = Object.keys(engineLayers).join('|');

/** A rule that keeps `folder` of the engine from importing anything of the engine above or beside it. */
function layerRule([folder, below]) {
  const folders = [folder, ...below];
  return {
    name: `engine-${folder}-imports-only-what-lies-below`,
    comment: `src/engine/${folder} may import from the engine: ${folders.join(', ')}.`,
    severity: 'error',
    from: { path: `^src/engine/${folder}/`, pathNot: tests },
    to: { path: '^src/engine/', pathNot: `^src/engine/(${folders.join('|')})/` },
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
      name: 'engine-imports-only-shared-and-wire',
      comment: 'The engine knows no screen, no file and no process.',
      severity: 'error',
      from: { path: '^src/engine/', pathNot: tests },
      to: { path: '^src/', pathNot: '^src/(engine|shared|wire)/' },
    },
    processRule('shared', ['wire']),
    {
      name: 'main-imports-only-shared-and-the-worker',
      comment: 'src/main starts the engine in its worker and talks to it by messages of src/shared.',
      severity: 'error',
      from: { path: '^src/main/', pathNot: tests },
      to: { path: '^src/', pathNot: '^src/(main|shared|worker)/' },
    },
    processRule('preload', ['shared']),
    processRule('wire', []),
    processRule('bytes', ['wire', 'shared']),
    processRule('renderer', ['wire', 'shared']),
    processRule('export', ['bytes', 'wire', 'shared']),
    processRule('worker', ['engine', 'export', 'bytes', 'wire', 'shared']),
    processRule('cli', ['engine', 'export', 'bytes', 'wire', 'shared', 'worker']),
    {
      name: 'engine-is-entered-by-its-index',
      comment: 'src/engine/index.ts is what the engine offers; the rest is its own affair.',
      severity: 'error',
      from: { path: '^src/(?!engine/)', pathNot: tests },
      to: { path: '^src/engine/(?!index\\.ts$)' },
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
      from: { path: '^src/(engine|wire|bytes)/', pathNot: tests },
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
      name: 'readers-know-the-trace-by-its-interface',
      comment:
        'Who only reads a trace takes TraceReader of trace-reader.ts: its rows may lie elsewhere than in memory.',
      severity: 'error',
      from: {
        path: [
          '^src/shared/(lanes|trace)/',
          '^src/(bytes|export|engine/measure)/',
          '^src/renderer/(commands|editing|panels|scene|view-model)/',
        ],
        pathNot: tests,
      },
      to: { path: '^src/shared/trace/trace\\.ts$' },
    },
    {
      name: 'panels-get-their-lab-and-run-from-the-context',
      comment: 'A panel that names the one lab of the window can stand in it only once.',
      severity: 'error',
      from: { path: '^src/renderer/(panels|session|scene|view-model|editing)/', pathNot: tests },
      to: { path: '^src/renderer/window/window-session' },
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
