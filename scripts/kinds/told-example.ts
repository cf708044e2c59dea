import { readFileSync } from 'node:fs';
import { inRoot } from '../support/paths.mjs';

/**
 * A file that CONTRIBUTING.md shows in full, so that what is told there is what is tested. Its block of code begins with
 * a comment that names the file: `// src/shared/devices/kinds/repeater.ts`. Throws a RangeError where there is none.
 */
export function toldExample(file: string): string {
  const text = readFileSync(inRoot('CONTRIBUTING.md'), 'utf8');
  for (const [, indent = '', block = ''] of text.matchAll(/^( *)```ts\n(.*?)^ *```$/gms)) {
    const lines = block.split('\n').map((line) => line.slice(indent.length));
    if (lines[0] === `// ${file}`) return lines.slice(1).join('\n');
  }
  throw new RangeError(`CONTRIBUTING.md shows no ${file}`);
}
