import { open } from 'node:fs/promises';
import path from 'node:path';
import type { LabDocument, Problem } from '../../shared/lab/document';
import { withSuggestion } from '../../shared/schema/did-you-mean';
import { largestLabBytes, parseLab, sizeProblem, validateLab } from '../../shared/lab/parse';
import { listScenarioIds, labEnding, scenarioFile } from './library';
import { setPath } from './set-path';
import { BadInput, problemLine, type Surroundings } from './surroundings';

/** A lab to run: a scenario's id or a file's name without its ending, and the document. */
export interface LabSource {
  readonly name: string;
  /** What problems are told of: the file as the user gave it, or the scenario's id. */
  readonly file: string;
  readonly document: LabDocument;
}

/** What the command line changes in a document before it runs. */
export interface LabChanges {
  /** `PATH=VALUE`, in the order given. */
  readonly set?: readonly string[];
  readonly seed?: string | undefined;
  /** Simulated time at which the run ends at the latest, instead of the document's. */
  readonly until?: string | undefined;
}

/** Reads a scenario by its id, or a lab file. Throws BadInput with all its problems. */
export async function readLabSource(given: string, surroundings: Surroundings): Promise<LabSource> {
  const ids = await listScenarioIds(surroundings);
  const isScenario = ids.includes(given);
  const file = isScenario ? scenarioFile(surroundings, given) : path.resolve(surroundings.folder, given);
  const bytes = await readBytes(file, given, ids);
  const outcome = parseLab(bytes);
  if (!outcome.ok) throw badLab(given, outcome.problems);
  return { name: isScenario ? given : nameOf(file), file: given, document: outcome.document };
}

/** Carries out `--set`, `--seed` and `--until`. Throws BadInput where the changed document is no valid one. */
export function changeLab(source: LabSource, changes: LabChanges): LabSource {
  const { set = [], seed, until } = changes;
  const value: unknown = structuredClone(source.document);
  const problems: Problem[] = set.flatMap((assignment) => setPath(value, assignment) ?? []);
  if (seed !== undefined) Object.assign(value as object, { seed: wholeNumber(seed) });
  if (until !== undefined) Object.assign(value as object, { duration: until });
  const outcome = validateLab(value);
  if (problems.length > 0 || !outcome.ok)
    throw badLab(source.file, [...problems, ...(outcome.ok ? [] : outcome.problems)]);
  return { ...source, document: outcome.document };
}

/** Problems of a lab as lines on standard error. */
export function badLab(file: string, problems: readonly Problem[]): BadInput {
  return new BadInput(problems.map(({ path: at, what, allowed }) => problemLine(file, at, what, allowed)));
}

function wholeNumber(text: string): number | string {
  return /^\d{1,10}$/.test(text) ? Number(text) : text;
}

function nameOf(file: string): string {
  const base = path.basename(file);
  return base.endsWith(labEnding) ? base.slice(0, -labEnding.length) : path.parse(base).name;
}

async function readBytes(file: string, given: string, ids: readonly string[]): Promise<Uint8Array> {
  try {
    return await readAtMost(file, given);
  } catch (error) {
    if (error instanceof BadInput) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      const allowed = withSuggestion(`a lab file, or a scenario: ${ids.join(', ')}`, given, ids);
      throw new BadInput([problemLine(given, 'file', 'there is no such file or scenario', allowed)]);
    }
    const what = { EISDIR: 'a folder', EACCES: 'may not be read' }[code ?? ''] ?? String(code ?? error);
    throw new BadInput([problemLine(given, 'file', what, 'a lab file that can be read')]);
  }
}

/** Reads a whole file, unless it is too large to be a lab: then it is told so by its size, before it is read. */
async function readAtMost(file: string, given: string): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    refuseTooLarge(given, size);
    const pieces: Uint8Array[] = [];
    // Pipes tell no size: what comes is counted.
    for (let length = 0; ;) {
      const piece = new Uint8Array(1 << 16);
      const { bytesRead } = await handle.read(piece);
      if (bytesRead === 0) return Buffer.concat(pieces);
      length += bytesRead;
      refuseTooLarge(given, length);
      pieces.push(piece.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

function refuseTooLarge(given: string, bytes: number): void {
  const problem = bytes > largestLabBytes ? sizeProblem(bytes) : undefined;
  if (problem) throw badLab(given, [problem]);
}
