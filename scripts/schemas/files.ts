import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { labDocumentSchema } from './lab-document';
import { withRecordLayout } from './record-layout';
import { recordWriterSource } from './record-writer';
import { traceRecordSchema } from './trace-record';

/** The files that `npm run schemas` writes from the code, by their paths in the repository. */
export async function generatedFiles(): Promise<Record<string, string>> {
  const write = (schema: object) => `${JSON.stringify(schema, null, 2)}\n`;
  return {
    'schemas/lab-document.schema.json': write(labDocumentSchema()),
    'schemas/trace-record.schema.json': write(traceRecordSchema()),
    ...(await formatted('src/engine/trace/record-writer.ts', recordWriterSource())),
    ...(await formatted('docs/trace.md', withRecordLayout(placeOf('docs/trace.md')))),
  };
}

/** Where a generated file lies on this machine. */
export function placeOf(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/** A source in the house's format. */
async function formatted(path: string, source: string): Promise<Record<string, string>> {
  const filepath = placeOf(path);
  const options = await prettier.resolveConfig(filepath);
  return { [path]: await prettier.format(source, { ...options, filepath }) };
}
