import { inspect } from 'node:util';
import { ensureApp } from './build/app.mjs';
import { setUp } from './setup/everything.mjs';
import { capture } from './support/run.mjs';
import { SetupError, keepBack, runScript, say } from './support/say.mjs';
import { commandLineChecks } from './test/command-line.mjs';
import { endToEndTests, unitTests } from './test/runners.mjs';
import { staticChecks } from './test/static-checks.mjs';
import { closingLine, one, sum } from './test/tally.mjs';

/** @typedef {import('./test/tally.mjs').Tally} Tally */
/** @typedef {{ title: string, seconds: number, tally: Tally }} Outcome */

/**
 * @typedef {object} Stage
 * @property {string} name what --only calls it
 * @property {string} title
 * @property {(options: { alone: boolean }) => Promise<Tally>} run alone: whether nothing else runs meanwhile
 */

/** @type {Stage} */
const unit = { name: 'unit', title: 'unit and property tests (vitest)', run: unitTests };
/** @type {Stage} */
const commandLine = {
  name: 'cli',
  title: 'command line',
  run: ({ alone }) => commandLineChecks({ lanes: alone ? 2 : 1 }),
};
/** @type {Stage} */
const build = {
  name: 'build',
  title: 'build (electron-vite)',
  run: async () => (await ensureApp(), one(true)),
};
/** @type {Stage} */
const endToEnd = {
  name: 'e2e',
  title: 'end to end (playwright in Electron)',
  run: async () => (await ensureApp(), endToEndTests()),
};
const stages = [unit, build, endToEnd, commandLine];

runScript(async () => {
  const only = selection(process.argv.slice(2));
  if (only === undefined) return 2;
  const startedAt = Date.now();
  const runtime = await setUp({ captureTools: true });
  const versions = await versionsOf(runtime);
  say(`Checking Hoplab on ${versions}`);
  const outcomes = await checkSources(staticChecks.filter(({ name }) => only.has(name)));
  const wanted = (/** @type {Stage} */ { name }) => only.has(name);
  outcomes.push(...(await inTurn([unit, build].filter(wanted))));
  // One app at a time leaves a second core idle, and so does one scenario at a time: they go side by side.
  outcomes.push(...(await sideBySide([endToEnd, commandLine].filter(wanted))));
  return summarise(outcomes, versions, startedAt);
});

/** @param {string[]} args @returns {Set<string> | undefined} the names of the stages to run */
function selection(args) {
  const names = new Set([...staticChecks, ...stages].map(({ name }) => name));
  const given = args
    .join(' ')
    .match(/^--only[= ](\S+)$/)?.[1]
    ?.split(',');
  if (args.length === 0) return names;
  if (given?.every((name) => names.has(name))) return new Set(given);
  console.error(`Usage: npm test [-- --only STAGE,STAGE...]\nStages: ${[...names].join(', ')}`);
  return undefined;
}

/**
 * @param {import('./setup/runtime-cache.mjs').Runtime} runtime
 * @returns {Promise<string>} what the runtime says of itself
 */
async function versionsOf(runtime) {
  const { code, output } = await capture(runtime.executable, ['-p', 'JSON.stringify(process.versions)'], {
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  if (code !== 0) throw new SetupError(`${runtime.executable} does not run:\n${output.trim()}`);
  const { electron, chrome, node } = JSON.parse(output);
  return `Electron ${electron} (Chromium ${chrome}, Node ${node}; ${runtime.origin})`;
}

/**
 * Runs the checks of the sources, two at a time, and prints each one's output when it has ended.
 * @param {import('./test/static-checks.mjs').StaticCheck[]} checks
 * @returns {Promise<Outcome[]>}
 */
async function checkSources(checks) {
  const waiting = [...checks];
  /** @type {Outcome[]} */
  const outcomes = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { title, check } = next;
      outcomes.push(
        await timed(title, async () => {
          const { tally, output } = await check();
          if (tally.failed > 0) say(`\n== ${title}\n${output.trim()}`);
          return tally;
        }),
      );
    }
  };
  await Promise.all([worker(), worker()]);
  return outcomes;
}

/** @param {Stage[]} ones @returns {Promise<Outcome[]>} */
async function inTurn(ones) {
  /** @type {Outcome[]} */
  const outcomes = [];
  for (const stage of ones) outcomes.push(await runStage(stage, { alone: true }));
  return outcomes;
}

/**
 * Runs stages at the same time. The first is told as it goes; what the others say comes after that, each in one piece.
 * @param {Stage[]} ones @returns {Promise<Outcome[]>}
 */
async function sideBySide([first, ...others]) {
  if (!first) return [];
  const alone = others.length === 0;
  const beside = others.map((stage) => keepBack(() => runStage(stage, { alone })));
  const outcomes = [await runStage(first, { alone })];
  for (const ending of beside) {
    const { result, lines } = await ending;
    lines.forEach(say);
    outcomes.push(result);
  }
  return outcomes;
}

/** @param {Stage} stage @param {{ alone: boolean }} options @returns {Promise<Outcome>} */
async function runStage({ title, run }, options) {
  say(`\n== ${title}`);
  return timed(title, async () => {
    try {
      return await run(options);
    } catch (error) {
      say(error instanceof SetupError ? error.message : inspect(error));
      return one(false);
    }
  });
}

/** @param {string} title @param {() => Promise<Tally>} work @returns {Promise<Outcome>} */
async function timed(title, work) {
  const startedAt = Date.now();
  const tally = await work();
  const seconds = (Date.now() - startedAt) / 1000;
  say(`${tally.failed > 0 ? 'FAILED' : 'ok'}  ${title} (${seconds.toFixed(1)} s)`);
  return { title, seconds, tally };
}

/** @param {Outcome[]} outcomes @param {string} versions @param {number} startedAt @returns {number} exit code */
function summarise(outcomes, versions, startedAt) {
  say(`\nRan on ${versions}`);
  for (const { title, seconds, tally } of outcomes) {
    say(`  ${seconds.toFixed(1).padStart(6)} s  ${title}: ${closingLine(tally)}`);
  }
  const total = sum(outcomes.map(({ tally }) => tally));
  say(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(8)} s  in all\n`);
  say(closingLine(total));
  return total.failed > 0 ? 1 : 0;
}
