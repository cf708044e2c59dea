import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { generatedFiles, placeOf } from './schemas/files';

/** Writes schemas/, the writer of records and the table of kinds in docs/trace.md from the code; a test holds them equal. */
for (const [path, text] of Object.entries(await generatedFiles())) {
  mkdirSync(dirname(placeOf(path)), { recursive: true });
  writeFileSync(placeOf(path), text);
  console.log(`wrote ${path}`);
}
