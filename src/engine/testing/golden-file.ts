import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LabDocument } from '../../shared/lab/document';
import { parseLabText } from '../../shared/lab/parse';
import type { GoldenTrace } from './golden-traces';

/** The goldens by their scenario's id. */
export type GoldenFile = Readonly<Record<string, GoldenTrace>>;

/** The library's own folder: scenarios, and `golden.json` beside them. */
export const scenariosFolder = fileURLToPath(new URL('../../../scenarios/', import.meta.url));
/** The command that writes the file anew. */
export const renewCommand = 'npm run golden';

const ending = '.hoplab.json';
const fileName = 'golden.json';

/** The ids of a folder's scenarios, by name. */
export function scenarioIds(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(ending));
  return names.map((name) => name.slice(0, -ending.length)).sort();
}

/** A scenario's document. Throws where it is no valid one. */
export function readScenario(folder: string, id: string): LabDocument {
  const outcome = parseLabText(readFileSync(path.join(folder, id + ending), 'utf8'));
  if (!outcome.ok) throw new TypeError(`${id}: ${JSON.stringify(outcome.problems)}`);
  return outcome.document;
}

/** The goldens of a folder; none where there is no such file yet. */
export function readGoldenFile(folder: string): GoldenFile {
  if (!readdirSync(folder).includes(fileName)) return {};
  return JSON.parse(readFileSync(path.join(folder, fileName), 'utf8')) as GoldenFile;
}

/** Writes the goldens, by id, so that a change of one scenario is a change of its own lines. */
export function writeGoldenFile(folder: string, goldens: GoldenFile): void {
  const sorted = Object.fromEntries(Object.entries(goldens).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(path.join(folder, fileName), `${JSON.stringify(sorted, null, 2)}\n`);
}
