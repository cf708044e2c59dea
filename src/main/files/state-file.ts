import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';

/** A small value that the app remembers between two starts, as validated JSON in the user-data folder. */
export class StateFile<T> {
  constructor(
    private readonly file: string,
    private readonly schema: v.GenericSchema<unknown, T>,
    private readonly fallback: T,
  ) {}

  /** What was written last; the fallback where that is missing, unreadable or of another shape. */
  read(): T {
    try {
      return v.parse(this.schema, JSON.parse(readFileSync(this.file, 'utf8')));
    } catch {
      return this.fallback;
    }
  }

  /** Writes a value. What cannot be remembered is said on standard error and otherwise ignored. */
  write(value: T): void {
    try {
      mkdirSync(path.dirname(this.file), { recursive: true });
      writeFileSync(`${this.file}.tmp`, `${JSON.stringify(value, null, 2)}\n`);
      renameSync(`${this.file}.tmp`, this.file);
    } catch (error) {
      console.error(`${this.file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
