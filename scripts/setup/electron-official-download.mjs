/** A process of its own, so that a download that hangs can be ended: fetches the pinned Electron's archive. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { inRoot } from '../support/paths.mjs';

/** @typedef {{ transferred: number, total: number | null } | { archive: string } | { error: string }} Message */

/** @param {Message} message */
function tell(message) {
  process.send?.(message);
}

async function main() {
  // What electron's own installer uses, with that installer's checksums.
  const fromElectron = createRequire(inRoot('node_modules', 'electron', 'package.json'));
  const { downloadArtifact, initializeProxy } = await import(
    pathToFileURL(fromElectron.resolve('@electron/get')).href
  );
  if (process.env['HTTPS_PROXY'] || process.env['https_proxy']) initializeProxy();
  const archive = await downloadArtifact({
    version: fromElectron('./package.json').version,
    artifactName: 'electron',
    platform: process.platform,
    arch: process.arch,
    checksums: fromElectron('./checksums.json'),
    cacheRoot: process.env['electron_config_cache'],
    downloadOptions: {
      quiet: true,
      /** @param {{ transferred: number, total: number | null }} state */
      getProgressCallback: async ({ transferred, total }) => tell({ transferred, total }),
    },
  });
  tell({ archive });
}

main().catch((/** @type {Error & { cause?: Error }} */ error) => {
  tell({ error: error.cause?.message || error.message });
  process.exitCode = 1;
});
