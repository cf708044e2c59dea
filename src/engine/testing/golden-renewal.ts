import { goldenDifferences, goldenTraceOf } from './golden-traces';
import { readGoldenFile, readScenario, scenarioIds, writeGoldenFile, type GoldenFile } from './golden-file';

/**
 * Runs the scenarios of a folder (`only`: those ids alone), tells `say` what changed in each, and writes the golden file anew.
 * Goldens whose scenario is gone go too. Throws RangeError for an id that there is not.
 */
export function renewGoldens(folder: string, only: readonly string[], say: (line: string) => void): void {
  const ids = scenarioIds(folder);
  for (const id of only) if (!ids.includes(id)) throw new RangeError(`there is no scenario ${id}`);
  const old = readGoldenFile(folder);
  const goldens: Record<string, GoldenFile[string]> = {};
  for (const id of ids) {
    const before = old[id];
    const now =
      before && only.length > 0 && !only.includes(id) ? before : goldenTraceOf(readScenario(folder, id));
    if (now !== before) tell(id, goldenDifferences(before, now), before === undefined, say);
    goldens[id] = now;
  }
  for (const id of Object.keys(old)) if (!ids.includes(id)) say(`${id}: its scenario is gone`);
  writeGoldenFile(folder, goldens);
}

function tell(id: string, differences: readonly string[], isNew: boolean, say: (line: string) => void): void {
  if (isNew) say(`${id}: new`);
  else say(`${id}: ${differences.length === 0 ? 'unchanged' : 'CHANGED'}`);
  for (const line of differences) say(`  ${line}`);
}
