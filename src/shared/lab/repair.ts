import * as v from 'valibot';
import { deviceKinds, hasTrait } from '../devices/device';
import { LabDocumentSchema, faultKinds, workloadKinds, type LabDocument, type Problem } from './document';
import { meaningProblems } from './meaning';
import { shapeProblems, type ShapeProblem } from './shape';

/**
 * The problems of meaning in a document that has problems of shape too, so that a person sees all of them at once:
 * what is misshapen is left out, or stands in as something harmless, and nothing is said of it twice. Where that does
 * not give a whole document, the problems of shape have to be mended first, and there are none to tell.
 */
export function meaningBesides(value: unknown, shape: readonly ShapeProblem[]): Problem[] {
  const { document, places } = mend(value, shape);
  if (!document) return [];
  const mended = new Set(places.map(({ path }) => path));
  const around = new Set(places.flatMap(({ path }) => pathsAbove(path)));
  const topology = places.some(({ keys }) => isTopology(keys));
  const unsure = endsOfUnknownKinds(document, places);
  return meaningProblems(document).filter(
    ({ path, isRoute }) =>
      !around.has(path) &&
      !pathsAbove(path).some((above) => mended.has(above)) &&
      !(isRoute && topology) &&
      !unsure.has(path),
  );
}

/** Stand-ins can need stand-ins of their own: a device that was a number, then its kind, then what that kind demands. */
const mostPasses = 5;

function mend(value: unknown, shape: readonly ShapeProblem[]) {
  const places: ShapeProblem[] = [];
  let problems = shape;
  const mended = copyOf(value, 0);
  for (let pass = 0; pass < mostPasses && problems.length > 0; pass++) {
    for (const problem of problems) {
      places.push(problem);
      putRight(mended, problem);
    }
    problems = shapeProblems(LabDocumentSchema, mended);
  }
  const outcome = problems.length > 0 ? undefined : v.safeParse(LabDocumentSchema, mended);
  return { document: outcome?.success ? outcome.output : undefined, places };
}

/** Whether what was mended decides which ways there are. */
function isTopology(keys: readonly (string | number)[]): boolean {
  const [list, , name] = keys;
  return (
    (list === 'links' || list === 'devices') && [undefined, 'a', 'b', 'id', 'kind'].includes(name as string)
  );
}

/** Paths of the workloads' ends that are devices of which nobody knows whether they are clients or servers. */
function endsOfUnknownKinds(document: LabDocument, places: readonly ShapeProblem[]): Set<string> {
  const unknown = new Set(
    places.flatMap(({ keys: [list, index, name] }) =>
      list === 'devices' && name === 'kind' && typeof index === 'number' ? [document.devices[index]?.id] : [],
    ),
  );
  return new Set(
    (document.workloads ?? []).flatMap((workload, index) =>
      (['from', 'to'] as const)
        .filter((end) => unknown.has(workload[end]))
        .map((end) => `workloads[${index}].${end}`),
    ),
  );
}

/** A path and all that it lies within: `links[0].a`, `links[0]`, `links`. */
function pathsAbove(path: string): string[] {
  const ends = [...path.matchAll(/(?=[.[])/g)].map(({ index }) => path.slice(0, index));
  return [...ends, path];
}

type Container = Record<string | number, unknown>;

function putRight(document: unknown, { keys, removable }: ShapeProblem): void {
  const last = keys[keys.length - 1];
  const container = keys.slice(0, -1).reduce<unknown>(descend, document);
  if (last === undefined || typeof container !== 'object' || container === null) return;
  if (removable) Reflect.deleteProperty(container, last);
  else (container as Container)[last] = standIn(keys);
}

function descend(container: unknown, key: string | number): unknown {
  return typeof container === 'object' && container !== null && Object.hasOwn(container, key)
    ? (container as Container)[key]
    : undefined;
}

const deepestCopied = 12;

/** A copy that may be changed, without what no document has: members named `__proto__`, or far too deep. */
function copyOf(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepestCopied) return undefined;
  if (Array.isArray(value)) return value.map((item) => copyOf(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== '__proto__')
      .map(([name, item]) => [name, copyOf(item, depth + 1)]),
  );
}

/** A device of which nobody knows the kind may be on somebody's way: it stands for one that forwards. */
const forwardingKind = deviceKinds.find((kind) => hasTrait({ kind }, 'forwarding'));

/** Something harmless for a required member, by its name. */
function standIn(keys: readonly (string | number)[]): unknown {
  const name = keys[keys.length - 1];
  if (typeof name === 'number') return keys.includes('nth') ? 1 : {};
  const unique = `stand-in-${keys.join('-')}`.replace(/[^\w.-]/g, '-').slice(0, 64);
  switch (name) {
    case 'position':
      return { x: 0, y: 0 };
    case 'x':
    case 'y':
    case 'seed':
      return 0;
    case 'version':
      return 1;
    case 'a':
    case 'b':
      return { device: unique };
    case 'bandwidth':
      return '1Mbps';
    case 'duration':
      return '1s';
    case 'delay':
    case 'at':
      return '0s';
    case 'size':
      return '0B';
    case 'path':
      return `/${unique}`;
    case 'title':
    case 'says':
      return '';
    case 'kind':
      return { devices: forwardingKind, faults: faultKinds[0] }[String(keys[0])] ?? workloadKinds[0];
    case 'nth':
      return [1];
    case 'measure':
      return 'drops';
    case 'devices':
    case 'links':
      return [];
    default:
      return unique;
  }
}
