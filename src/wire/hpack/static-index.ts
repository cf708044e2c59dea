import { fieldKey } from './field-line';

/** Finds entries of a static table: by name and value, or by name alone (the first one that has it). */
export class StaticIndex {
  private readonly byField = new Map<string, number>();
  private readonly byName = new Map<string, number>();

  constructor(table: readonly (readonly [name: string, value: string])[]) {
    table.forEach(([name, value], at) => {
      if (!this.byName.has(name)) this.byName.set(name, at);
      this.byField.set(fieldKey(name, value), at);
    });
  }

  /** Position in the table; -1: there is none. */
  find(name: string, value: string): number {
    return this.byField.get(fieldKey(name, value)) ?? -1;
  }

  findName(name: string): number {
    return this.byName.get(name) ?? -1;
  }
}
