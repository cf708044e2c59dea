import { labVersion, type Problem } from './document';

export type Migrated =
  { ok: true; value: unknown; migratedFrom: number | undefined } | { ok: false; problem: Problem };

type JsonObject = Readonly<Record<string, unknown>>;
type Migration = (document: JsonObject) => JsonObject;

/** How a document of version n becomes one of version n + 1; index = n. Each leaves alone what it does not know. */
const migrations: readonly Migration[] = [fromDraft];

/** Brings a document of an older version to the present one. A version that is none is left for the schema to refuse. */
export function migrateLab(value: unknown): Migrated {
  const version = isObject(value) && Object.hasOwn(value, 'version') ? value['version'] : undefined;
  if (!isObject(value) || typeof version !== 'number' || !Number.isInteger(version) || version < 0)
    return { ok: true, value, migratedFrom: undefined };
  if (version > labVersion) {
    const what = `made by a newer Hoplab (version ${version})`;
    return {
      ok: false,
      problem: { path: 'version', what, allowed: `versions up to ${labVersion} in this one` },
    };
  }
  if (version === labVersion) return { ok: true, value, migratedFrom: undefined };
  let migrated: JsonObject = value;
  for (const migration of migrations.slice(version)) migrated = migration(migrated);
  return { ok: true, value: { ...migrated, version: labVersion }, migratedFrom: version };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The draft before version 1 wrote a link's ends as `from` and `to`, each a device's id, and its delay as `latency`. */
function fromDraft(document: JsonObject): JsonObject {
  const links = document['links'];
  return Array.isArray(links) ? { ...document, links: links.map(linkFromDraft) } : document;
}

function linkFromDraft(link: unknown): unknown {
  if (!isObject(link)) return link;
  const { from, to, latency, ...rest } = link;
  return {
    ...rest,
    ...(from === undefined ? {} : { a: endFromDraft(from) }),
    ...(to === undefined ? {} : { b: endFromDraft(to) }),
    ...(latency === undefined ? {} : { delay: latency }),
  };
}

function endFromDraft(end: unknown): unknown {
  return typeof end === 'string' ? { device: end } : end;
}
