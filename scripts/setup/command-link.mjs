import { existsSync } from 'node:fs';
import { chmod, symlink, writeFile } from 'node:fs/promises';
import { inRoot } from '../support/paths.mjs';

/** Makes `npx hoplab` find the clone's own command, which npm links for dependents only. */
export async function ensureCommandLink() {
  const link = inRoot('node_modules', '.bin', 'hoplab');
  if (existsSync(link)) return;
  if (process.platform === 'win32') {
    await writeFile(link, '#!/bin/sh\nexec node "$(dirname "$0")/../../bin/hoplab.mjs" "$@"\n');
    await writeFile(`${link}.cmd`, '@node "%~dp0\\..\\..\\bin\\hoplab.mjs" %*\r\n');
    return;
  }
  await chmod(inRoot('bin', 'hoplab.mjs'), 0o755);
  await symlink('../../bin/hoplab.mjs', link);
}
