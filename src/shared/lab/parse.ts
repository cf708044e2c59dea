import type { Problem } from './document';
import { foreignFile } from './foreign-file';
import { checkJson } from './json-syntax';
import { decodeUtf8 } from './utf8';
import { validateLab, type LabOutcome, type LabUse } from './validate';

export { validateLab, type LabOutcome } from './validate';
export { serializeLab } from './serialize';
export { describeProblem } from '../schema/problem';

/** Largest lab file that is read, bytes: look at a file's size before reading it. */
export const largestLabBytes = 32 * 1024 * 1024;

/** What to say of a file that is too large to be a lab; undefined for one that is not. */
export function sizeProblem(bytes: number): Problem | undefined {
  if (bytes <= largestLabBytes) return undefined;
  const inMiB = (size: number) => `${Math.ceil(size / 1024 ** 2)} MiB`;
  return {
    path: 'file',
    what: `${inMiB(bytes)} large`,
    allowed: `lab files of at most ${inMiB(largestLabBytes)}`,
  };
}

/** Reads a lab file's bytes: UTF-8, JSON, an older version brought up to date, all problems at once. Never throws. */
export function parseLab(bytes: Uint8Array, use: LabUse = 'run'): LabOutcome {
  const tooLarge = sizeProblem(bytes.length);
  if (tooLarge) return { ok: false, problems: [tooLarge] };
  const foreign = foreignFile(bytes);
  if (foreign !== undefined)
    return {
      ok: false,
      problems: [{ path: 'file', what: foreign, allowed: 'a lab document, *.hoplab.json' }],
    };
  const decoded = decodeUtf8(bytes);
  if (!decoded.ok) return { ok: false, problems: [encodingProblem(decoded.offset, decoded.byte)] };
  return parseLabText(decoded.text, use);
}

/** Reads a lab from text. */
export function parseLabText(text: string, use: LabUse = 'run'): LabOutcome {
  const { fault, duplicates } = checkJson(text);
  if (fault) {
    const path = `line ${fault.line}, column ${fault.column}`;
    return { ok: false, problems: [{ path, what: `found ${fault.found}`, allowed: fault.expected }] };
  }
  const repeated = duplicates.map(({ path, line }): Problem => ({
    path,
    what: `given twice (again in line ${line})`,
    allowed: 'each name once',
  }));
  const outcome = validateLab(JSON.parse(text), use);
  if (repeated.length === 0) return outcome;
  return { ok: false, problems: [...repeated, ...(outcome.ok ? [] : outcome.problems)] };
}

function encodingProblem(offset: number, byte: number): Problem {
  const what =
    byte < 0 ? 'the end of the file within a character' : `0x${byte.toString(16).padStart(2, '0')}`;
  return { path: `byte ${offset}`, what: `not UTF-8: ${what}`, allowed: 'a file saved as UTF-8' };
}
