import path from 'node:path';
import * as v from 'valibot';
import { StateFile } from './state-file';

/** How many labs are remembered. */
export const mostRecentLabs = 10;

const absolutePath = v.pipe(
  v.string(),
  v.maxLength(4096),
  v.check((text) => path.isAbsolute(text)),
);
const RecentLabsSchema = v.strictObject({
  paths: v.pipe(v.array(absolutePath), v.maxLength(mostRecentLabs)),
});

/** The labs that were opened or saved last, latest first, kept between starts. */
export class RecentLabs {
  private readonly state: StateFile<{ paths: string[] }>;
  private paths: readonly string[];
  private readonly listeners = new Set<() => void>();

  /** Reads the list from `file`; an unreadable one is an empty list. */
  constructor(file: string) {
    this.state = new StateFile(file, RecentLabsSchema, { paths: [] });
    this.paths = this.state.read().paths;
  }

  list(): readonly string[] {
    return this.paths;
  }

  includes(lab: string): boolean {
    return this.paths.includes(lab);
  }

  /** Puts a lab (absolute path) at the head of the list. */
  remember(lab: string): void {
    this.keep([lab, ...this.paths.filter((other) => other !== lab)].slice(0, mostRecentLabs));
  }

  /** Takes a lab off the list: it is no longer there. */
  forget(lab: string): void {
    this.keep(this.paths.filter((other) => other !== lab));
  }

  clear(): void {
    this.keep([]);
  }

  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  private keep(paths: readonly string[]): void {
    this.paths = paths;
    this.state.write({ paths: [...paths] });
    for (const listener of this.listeners) listener();
  }
}
