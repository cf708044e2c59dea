import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { OpenOutcome, ScenarioSummary } from '../../shared/messages/messages';
import { readLab } from './read-lab';

const ending = '.hoplab.json';
const firstScenario = 'handshake-seoul-us';

/** The labs that come with the app, one document a file. */
export class ScenarioLibrary {
  private summaries: Promise<readonly ScenarioSummary[]> | undefined;

  constructor(private readonly folder: string) {}

  /** What there is, in the library's order. Read once; a scenario that cannot be read is left out. */
  list(): Promise<readonly ScenarioSummary[]> {
    this.summaries ??= this.read();
    return this.summaries;
  }

  /** Opens a scenario of the library by its id. */
  async open(id: string): Promise<OpenOutcome> {
    const known = await this.ids();
    if (!known.includes(id)) {
      const problem = { path: 'scenario', what: `"${id}" is none`, allowed: known.join(', ') };
      return { status: 'invalid', file: id, problems: [problem] };
    }
    const file = path.join(this.folder, id + ending);
    const outcome = await readLab(file);
    if (!outcome.ok) return { status: 'invalid', file, problems: outcome.problems };
    return { status: 'opened', document: outcome.document, name: id };
  }

  private async ids(): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => []);
    return names
      .filter((name) => name.endsWith(ending))
      .map((name) => name.slice(0, -ending.length))
      .sort(inOrder);
  }

  private async read(): Promise<readonly ScenarioSummary[]> {
    const summaries: ScenarioSummary[] = [];
    for (const id of await this.ids()) {
      const outcome = await readLab(path.join(this.folder, id + ending));
      if (outcome.ok)
        summaries.push({ id, title: outcome.document.title, notes: outcome.document.notes ?? '' });
      else console.error(`${id}${ending}: not a lab, left out of the library`);
    }
    return summaries;
  }
}

/** The scenario that a first start shows leads; the others follow by name. */
function inOrder(left: string, right: string): number {
  if (left === firstScenario || right === firstScenario) return left === firstScenario ? -1 : 1;
  return left < right ? -1 : 1;
}
