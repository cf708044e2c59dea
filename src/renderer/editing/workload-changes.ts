import type { HttpVersion, Workload, WorkloadKind } from '../../shared/lab/document';
import {
  pathsOfWorkload,
  tlsChoices,
  tlsOfWorkload,
  workloadMembers,
  type TlsChoice,
} from '../../shared/lab/traffic-meaning';
import type { ParameterChange } from './parameters';

/** What is asked for, as the kind has it: one path, or what a page is made of. */
function pathsAs(kind: WorkloadKind, workload: Workload): Pick<Workload, 'path' | 'paths'> {
  const paths = [...pathsOfWorkload(workload)];
  const [first = '/'] = paths;
  if (kind === 'page-load') return workload.paths || workload.path ? { paths } : {};
  return kind === 'http-get' && (workload.paths || workload.path) ? { path: first } : {};
}

/** The changes that make a workload another kind: what the new kind does not have is left behind. */
export function workloadKindChanges(workload: Workload, kind: WorkloadKind): ParameterChange[] {
  const { path, paths, ...others } = workload;
  const next: Workload = { ...others, kind, ...pathsAs(kind, { ...others, path, paths }) };
  const had = workloadMembers[workload.kind].filter((name) => !workloadMembers[kind].includes(name));
  for (const name of had) Reflect.deleteProperty(next, name);
  return changesBetween(workload, next);
}

/** The changes that make a workload speak another HTTP version: what that one does not go with is left behind. */
export function workloadVersionChanges(workload: Workload, http: HttpVersion): ParameterChange[] {
  const { http: _, ...others } = workload;
  const next: Workload = http === '1.1' ? others : { ...others, http };
  if (next.tls !== undefined && !tlsChoices[http].includes(next.tls)) delete next.tls;
  if (http !== '1.1') {
    delete next.pipelining;
    delete next.closes;
  }
  if (http !== '3') delete next.race;
  return changesBetween(workload, withoutLostEarlyData(next));
}

/** The changes that make a page of other parts. */
export function workloadPathChanges(workload: Workload, paths: readonly string[]): ParameterChange[] {
  const { path: _, ...others } = workload;
  return changesBetween(workload, { ...others, paths: [...paths] });
}

/** The changes that make a workload's requests run in another TLS, or none. */
export function workloadTlsChanges(workload: Workload, tls: TlsChoice): ParameterChange[] {
  const [byDefault] = tlsChoices[workload.http ?? '1.1'];
  const { tls: _, ...others } = workload;
  const next = tls === byDefault ? others : { ...others, tls };
  return changesBetween(workload, withoutLostEarlyData(next));
}

/** Only TLS 1.3 has early data; without TLS nobody keeps a ticket. */
function withoutLostEarlyData(workload: Workload): Workload {
  const tls = tlsOfWorkload(workload);
  const next: Workload = { ...workload };
  if (tls === 'none') delete next.visitedBefore;
  if (tls === 'none' || (tls !== '1.3' && next.resumption === 'early-data')) delete next.resumption;
  return next;
}

/** The kind comes first: which members there may be hangs on it. */
function changesBetween(before: Workload, after: Workload): ParameterChange[] {
  const names = new Set([...Object.keys(after), ...Object.keys(before)]) as Set<keyof Workload>;
  return [...names]
    .filter((name) => before[name] !== after[name])
    .map((name) => ({ path: ['workloads', before.id, name], value: after[name] }));
}
