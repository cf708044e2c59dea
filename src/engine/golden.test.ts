import { describe, expect, it } from 'vitest';
import {
  readGoldenFile,
  readScenario,
  renewCommand,
  scenarioIds,
  scenariosFolder,
} from './testing/golden-file';
import { goldenDifferences, goldenTraceOf } from './testing/golden-traces';

/** Longer traces are held against their goldens by the command line's stage, which runs each scenario anyway. */
const recordsHere = 1_000_000;
const goldens = readGoldenFile(scenariosFolder);
const changed = `the trace changed. Meant so? \`${renewCommand}\` prints what changed, and writes scenarios/golden.json`;

describe('the golden traces', () => {
  it('are there for every scenario, and for nothing else', () => {
    expect(Object.keys(goldens), changed).toEqual(scenarioIds(scenariosFolder));
  });

  const short = Object.entries(goldens).filter(([, { records }]) => records <= recordsHere);
  it.each(short)('%s is what it was', (id, golden) => {
    expect(goldenDifferences(golden, goldenTraceOf(readScenario(scenariosFolder, id))), changed).toEqual([]);
  });
});
