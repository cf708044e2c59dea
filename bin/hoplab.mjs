#!/usr/bin/env node
/** The command line in plain Node; builds itself first where that is missing or older than its sources. */
import { pathToFileURL } from 'node:url';
import {
  commandLineBundle,
  commandLineIsCurrent,
  ensureCommandLine,
} from '../scripts/build/command-line.mjs';
import { dependenciesAreInstalled } from '../scripts/setup/dependencies.mjs';
import { setUpPackages } from '../scripts/setup/everything.mjs';
import { SetupError, sayOnStandardError } from '../scripts/support/say.mjs';

sayOnStandardError();
try {
  if (!commandLineIsCurrent()) {
    if (!dependenciesAreInstalled()) await setUpPackages();
    await ensureCommandLine();
  }
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exit(1);
}
await import(pathToFileURL(commandLineBundle).href);
