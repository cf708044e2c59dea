import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Surroundings } from './surroundings';

export const labEnding = '.hoplab.json';
/** The scenario that everything opens on. */
const firstScenario = 'handshake-seoul-us';

/** The library's scenarios by their ids, the first one first, the others by name. */
export async function listScenarioIds({ scenariosFolder }: Surroundings): Promise<string[]> {
  const names = await readdir(scenariosFolder).catch(() => []);
  const ids = names
    .filter((name) => name.endsWith(labEnding))
    .map((name) => name.slice(0, -labEnding.length))
    .sort();
  return [...ids.filter((id) => id === firstScenario), ...ids.filter((id) => id !== firstScenario)];
}

/** The file that a scenario stands in. */
export function scenarioFile({ scenariosFolder }: Surroundings, id: string): string {
  return path.join(scenariosFolder, id + labEnding);
}
