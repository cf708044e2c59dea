import { labDocumentSchema } from './lab-document';
import { traceRecordSchema } from './trace-record';

/** The generated files by their names in schemas/. */
export function schemaFiles(): Record<string, string> {
  const write = (schema: object) => `${JSON.stringify(schema, null, 2)}\n`;
  return {
    'lab-document.schema.json': write(labDocumentSchema()),
    'trace-record.schema.json': write(traceRecordSchema()),
  };
}
