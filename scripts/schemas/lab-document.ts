import { toJsonSchema } from '@valibot/to-json-schema';
import {
  ClaimSchema,
  ClientTlsSchema,
  DeviceSchema,
  FaultSchema,
  Http2SettingsSchema,
  ImpairmentsSchema,
  LabDocumentSchema,
  LinkSchema,
  QuicSettingsSchema,
  ServerTlsSchema,
  TcpSettingsSchema,
  WorkloadSchema,
} from '../../src/shared/lab/document';
import { measureDescriptions } from '../../src/shared/lab/measures';

/** The lab document as JSON Schema (draft-07), for editors: made of the same schema that the lab itself reads by. */
export function labDocumentSchema(): object {
  const schema = toJsonSchema(LabDocumentSchema, {
    typeMode: 'input',
    definitions: {
      Device: DeviceSchema,
      TcpSettings: TcpSettingsSchema,
      QuicSettings: QuicSettingsSchema,
      Http2Settings: Http2SettingsSchema,
      ClientTls: ClientTlsSchema,
      ServerTls: ServerTlsSchema,
      Link: LinkSchema,
      Impairments: ImpairmentsSchema,
      Workload: WorkloadSchema,
      Fault: FaultSchema,
      Claim: ClaimSchema,
    },
    overrideAction: ({ valibotAction, jsonSchema }) => {
      // What a check refuses beyond its pattern (zero, too much) JSON Schema cannot say.
      if (valibotAction.type === 'check') return jsonSchema;
      const { requirement, message } = valibotAction as { requirement?: unknown; message?: unknown };
      return requirement instanceof RegExp && typeof message === 'string'
        ? { ...jsonSchema, pattern: requirement.source, description: message }
        : undefined;
    },
  });
  const { $schema, ...rest } = schema;
  return withMeasures({
    $schema,
    $id: 'lab-document.schema.json',
    title: 'Hoplab lab document',
    description: 'A network, what happens on it, and what it shows; docs/lab-document.md tells all of it.',
    ...rest,
  });
}

/** A claim's measure is a text to the document's schema; editors may know the names. */
function withMeasures(schema: object): object {
  const copy = structuredClone(schema) as {
    $defs?: { Claim?: { properties?: Record<string, unknown> } };
  };
  const properties = copy.$defs?.Claim?.properties;
  if (!properties) throw new TypeError('claims have lost their definition');
  properties['measure'] = {
    anyOf: Object.entries(measureDescriptions).map(([name, { describe }]) => ({
      const: name,
      description: describe,
    })),
  };
  return copy;
}
