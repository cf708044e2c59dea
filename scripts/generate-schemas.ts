import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { generatedFiles, placeOf } from './schemas/files';

/** Writes schemas/ and the writer of records from the code; a test holds both equal. */
for (const [path, text] of Object.entries(await generatedFiles())) {
  mkdirSync(dirname(placeOf(path)), { recursive: true });
  writeFileSync(placeOf(path), text);
  console.log(`wrote ${path}`);
}
