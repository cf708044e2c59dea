import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Ended, hoplab } from '../../src/cli/testing/call';
import type { deviceKind, deviceKinds } from '../../src/shared/devices/device';
import type { parseLab, serializeLab } from '../../src/shared/lab/parse';
import { SourceCopy } from './source-copy';

/** The modules that tests of a copy ask, as the copy has them. */
const entry = `
export { hoplab } from './cli/testing/call';
export { deviceKind, deviceKinds } from './shared/devices/device';
export { parseLab, serializeLab } from './shared/lab/parse';
`;
interface Entry {
  readonly hoplab: typeof hoplab;
  readonly deviceKind: typeof deviceKind;
  readonly deviceKinds: typeof deviceKinds;
  readonly parseLab: typeof parseLab;
  readonly serializeLab: typeof serializeLab;
}

/** The command line and what is below it, of a copy of the sources to which something was added. */
export class CopiedApp {
  private constructor(
    private readonly copy: SourceCopy,
    readonly modules: Entry,
  ) {}

  /** `add`: what is added to the copy before it is bundled. */
  static async with(add: (copy: SourceCopy) => Promise<void>): Promise<CopiedApp> {
    const copy = await SourceCopy.of('shared', 'wire', 'bytes', 'engine', 'export', 'worker', 'cli');
    await add(copy);
    await copy.add('src/entry.ts', entry);
    return new CopiedApp(copy, await copy.load<Entry>('src/entry.ts'));
  }

  /** Its folder, in which its files lie. */
  get folder(): string {
    return this.copy.folder;
  }

  /** Calls its command line as `hoplab COMMAND lab.hoplab.json ...options` would, on a document. */
  async call(document: object, command: string, ...options: string[]): Promise<Ended> {
    await writeFile(path.join(this.folder, 'lab.hoplab.json'), JSON.stringify(document));
    return this.modules.hoplab(this.folder, command, 'lab.hoplab.json', ...options);
  }

  /** Takes the copy away. */
  remove(): Promise<void> {
    return this.copy.remove();
  }
}
