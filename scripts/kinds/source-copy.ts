import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { inRoot } from '../support/paths.mjs';

/**
 * A copy of the sources in a folder of its own, to which a test adds what a stranger would add: a kind is a module and
 * a line in a list if the copy works with these two changes and no third.
 */
export class SourceCopy {
  private constructor(readonly folder: string) {}

  /** Copies these folders of `src`, without their tests. */
  static async of(...folders: readonly string[]): Promise<SourceCopy> {
    const folder = await mkdtemp(path.join(tmpdir(), 'hoplab-copy-'));
    await mkdir(path.join(folder, 'src'));
    const filter = (source: string) => !source.endsWith('.test.ts');
    for (const name of folders)
      await cp(inRoot('src', name), path.join(folder, 'src', name), { recursive: true, filter });
    await cp(inRoot('package.json'), path.join(folder, 'package.json'));
    await symlink(inRoot('node_modules'), path.join(folder, 'node_modules'), 'junction');
    return new SourceCopy(folder);
  }

  /** Adds a file that is not there yet. */
  async add(file: string, text: string): Promise<void> {
    const full = path.join(this.folder, file);
    await mkdir(path.dirname(full), { recursive: true });
    await writeFile(full, text, { flag: 'wx' });
  }

  /** Names something in a list: imports it, and puts it last in the file's one array. */
  async list(file: string, name: string, from: string): Promise<void> {
    const full = path.join(this.folder, file);
    const text = await readFile(full, 'utf8');
    const longer = text.replace(/,?\s*\] as const/, `, ${name}] as const`);
    if (longer === text) throw new TypeError(`${file} has no list`);
    await writeFile(full, `import { ${name} } from '${from}';\n${longer}`);
  }

  /** Enters something in a file's one table that is empty: imports a name, and puts the entry there. */
  async enter(file: string, what: { readonly name: string; readonly from: string; readonly entry: string }) {
    const full = path.join(this.folder, file);
    const text = await readFile(full, 'utf8');
    const longer = text.replace(/= \{\};/, `= { ${what.entry} };`);
    if (longer === text) throw new TypeError(`${file} has no empty table`);
    await writeFile(full, `import { ${what.name} } from '${what.from}';\n${longer}`);
  }

  /** Bundles a module of the copy for Node, and loads it. */
  async load<Module>(entry: string): Promise<Module> {
    const outfile = path.join(this.folder, 'bundle', `${path.basename(entry, '.ts')}.mjs`);
    await build({
      entryPoints: [path.join(this.folder, entry)],
      outfile,
      ...{ bundle: true, platform: 'node', target: 'node20', format: 'esm', logLevel: 'silent' },
    });
    return (await import(/* @vite-ignore */ pathToFileURL(outfile).href)) as Module;
  }

  /** Takes the copy away. */
  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
