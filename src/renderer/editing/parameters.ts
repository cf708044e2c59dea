import * as v from 'valibot';
import {
  DeviceSchema,
  FaultSchema,
  LabDocumentSchema,
  LinkSchema,
  WorkloadSchema,
  type LabDocument,
} from '../../shared/lab/document';
import { EditRefused } from './refusal';

/**
 * Where a parameter stands: `['duration']`, `['devices', 'server', 'tcp', 'timeWait']`, `['links', 'wan', 'delay']`,
 * `['workloads', 'visit', 'count']`, `['faults', 0, 'at']`. Devices, links and workloads are named by identifier.
 */
export type ParameterPath = readonly (string | number)[];

export interface ParameterChange {
  readonly path: ParameterPath;
  /** undefined takes the parameter out: the default holds. */
  readonly value: unknown;
}

const listSchemas = {
  devices: DeviceSchema,
  links: LinkSchema,
  workloads: WorkloadSchema,
  faults: FaultSchema,
} as const;
const labParameters = ['title', 'notes', 'seed', 'duration'] as const;
type ListName = keyof typeof listSchemas;

const isListName = (name: unknown): name is ListName => typeof name === 'string' && name in listSchemas;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Which row of a list a path names; -1 when there is none. */
function rowIn(document: LabDocument, list: ListName, key: string | number | undefined): number {
  if (list === 'faults') return typeof key === 'number' && document.faults?.[key] ? key : -1;
  return (document[list] ?? []).findIndex((row) => row.id === key);
}

/** The value that the document holds at a path; undefined where it leaves it to the default. */
export function parameterAt(document: LabDocument, path: ParameterPath): unknown {
  const [list, key, ...rest] = path;
  let value: unknown = isListName(list) ? document[list]?.[rowIn(document, list, key)] : document;
  for (const step of isListName(list) ? rest : path) value = isRecord(value) ? value[step] : undefined;
  return value;
}

/** `owner` with the value at `steps` replaced. Parts that became empty are taken out, as if never written. */
function withValue(owner: unknown, steps: ParameterPath, value: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  const { [step]: old, ...others } = isRecord(owner) ? owner : {};
  const next = rest.length === 0 ? value : withValue(old, rest, value);
  const isEmpty = next === undefined || (isRecord(next) && Object.keys(next).length === 0);
  if (isEmpty) return others;
  // An existing key keeps its place, so that a saved file differs in one line only.
  return isRecord(owner) && step in owner ? { ...owner, [step]: next } : { ...others, [step]: next };
}

function refuseUnless(schema: v.GenericSchema, value: unknown): void {
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) throw new EditRefused(parsed.issues[0].message);
}

function setInList(document: LabDocument, list: ListName, change: ParameterChange): LabDocument {
  const [, key, ...steps] = change.path;
  const row = rowIn(document, list, key);
  if (row < 0) throw new EditRefused(`one of the lab's ${list}`);
  const rows: readonly unknown[] = document[list] ?? [];
  const next = withValue(rows[row], steps, change.value);
  return { ...document, [list]: rows.map((own, index) => (index === row ? next : own)) };
}

/** Refuses the row of a list that a change was made to, where the schema does not take it. */
function checkRow(document: LabDocument, list: ListName, { path: [, key] }: ParameterChange): void {
  refuseUnless(listSchemas[list], document[list]?.[rowIn(document, list, key)]);
}

function setInDocument(document: LabDocument, change: ParameterChange): LabDocument {
  const key = labParameters.find((name) => name === change.path[0]);
  if (key === undefined || change.path.length > 1) throw new EditRefused('a parameter of the lab');
  refuseUnless(LabDocumentSchema.entries[key], change.value);
  return withValue(document, [key], change.value) as LabDocument;
}

/**
 * Sets several parameters as one: what they come to must be whole, not what lies between. Throws EditRefused, with what is
 * allowed, where the schema does not take the values.
 */
export function setParameters(document: LabDocument, changes: readonly ParameterChange[]): LabDocument {
  let next = document;
  for (const change of changes) {
    const [list] = change.path;
    next = isListName(list) ? setInList(next, list, change) : setInDocument(next, change);
  }
  for (const change of changes) {
    const [list] = change.path;
    if (isListName(list)) checkRow(next, list, change);
  }
  return next;
}

/** Sets one parameter. Throws EditRefused, with what is allowed, where the schema does not take the value. */
export function setParameter(document: LabDocument, change: ParameterChange): LabDocument {
  return setParameters(document, [change]);
}

/** What a parameter may be, when the schema refuses `value` for it; undefined when it takes it. */
export function parameterProblem(document: LabDocument, change: ParameterChange): string | undefined {
  try {
    setParameter(document, change);
    return undefined;
  } catch (error) {
    if (error instanceof EditRefused) return error.message;
    throw error;
  }
}
