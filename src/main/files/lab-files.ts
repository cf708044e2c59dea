import path from 'node:path';
import { writeFile } from 'node:fs/promises';
import { describeProblem, serializeLab, validateLab } from '../../shared/lab/parse';
import type { OpenOutcome, SaveOutcome } from '../../shared/messages/messages';
import { labName } from './lab-name';
import { readLab } from './read-lab';
import type { RecentLabs } from './recent-labs';
import { replaceFile } from './replace-file';

/**
 * Lab files as the window may use them: it can name only files that a person chose (in a dialog, on the command
 * line, by a drop) and the recent ones.
 */
export class LabFiles {
  private readonly chosen = new Set<string>();

  constructor(private readonly recent: RecentLabs) {}

  /** Whether the window may have this file opened. */
  mayOpen(file: string): boolean {
    return this.chosen.has(file) || this.recent.includes(file);
  }

  /** Whether the window may have this file written. */
  maySave(file: string): boolean {
    return this.chosen.has(file);
  }

  /** Opens a file that a person chose. A lab that opened is remembered, one that is gone is forgotten. */
  async open(file: string): Promise<OpenOutcome> {
    const absolute = path.resolve(file);
    const outcome = await readLab(absolute);
    if (!outcome.ok) {
      if (outcome.problems.some((problem) => problem.what === 'there is no such file'))
        this.recent.forget(absolute);
      return { status: 'invalid', file: absolute, problems: outcome.problems };
    }
    this.accept(absolute);
    return { status: 'opened', document: outcome.document, name: labName(absolute), path: absolute };
  }

  /**
   * Saves under a path that a person chose, whole or not at all. A document that could not be opened again is not
   * written.
   */
  async save(document: unknown, file: string): Promise<SaveOutcome> {
    const absolute = path.resolve(file);
    const checked = validateLab(document, 'keep');
    if (!checked.ok) {
      const problems = checked.problems.map((problem) => describeProblem(problem)).join('\n');
      return { status: 'failed', message: `The lab could not be opened again as it is:\n${problems}` };
    }
    const text = serializeLab(checked.document);
    try {
      await replaceFile(absolute, (temporary) => writeFile(temporary, text, 'utf8'));
    } catch (error) {
      return { status: 'failed', message: writingProblem(absolute, error) };
    }
    this.accept(absolute);
    return { status: 'saved', path: absolute, name: labName(absolute) };
  }

  private accept(file: string): void {
    this.chosen.add(file);
    this.recent.remember(file);
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'writing there is not permitted',
  EPERM: 'writing there is not permitted',
  EROFS: 'writing there is not permitted',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'the folder is not there',
};

/** What to tell of a file that could not be written. */
export function writingProblem(file: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return `${file}: ${reasons[code ?? ''] ?? message}. What was there before is as it was.`;
}
