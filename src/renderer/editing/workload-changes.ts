import type { HttpVersion, Workload, WorkloadKind } from '../../shared/lab/document';
import { tlsChoices, type TlsChoice } from '../../shared/workloads/traits/asking';
import { inTls, overVersion } from '../../shared/workloads/versions';
import {
  hasWorkloadSetting,
  pathsOfWorkload,
  workloadKind,
  type WorkloadWith,
} from '../../shared/workloads/workload';
import type { ParameterChange } from './parameters';

/** Settings in which a workload says what it asks for. */
const askedFor = ['path', 'paths'];

/** The changes that make a workload another kind: what the new kind does not have is left behind. */
export function workloadKindChanges(workload: Workload, kind: WorkloadKind): ParameterChange[] {
  const kept = Object.entries({ ...workload, kind }).filter(
    ([name]) => hasWorkloadSetting({ kind }, name) && !askedFor.includes(name),
  );
  // What is asked for is kept, as the new kind says it.
  const begun = Object.entries(workloadKind(kind).begin(pathsOfWorkload(workload)));
  const paths = askedFor.some((name) => name in workload)
    ? begun.filter(([name]) => askedFor.includes(name))
    : [];
  return changesBetween(workload, Object.fromEntries([...kept, ...paths]));
}

/** The changes that make a workload speak another HTTP version: what that one does not go with is left behind. */
export function workloadVersionChanges(
  workload: WorkloadWith<'asking'>,
  http: HttpVersion,
): ParameterChange[] {
  const { http: _, ...others } = overVersion(workload, http);
  return changesBetween(workload, http === '1.1' ? others : { ...others, http });
}

/** The changes that make a page of other parts. */
export function workloadPathChanges(workload: Workload, paths: readonly string[]): ParameterChange[] {
  const others = Object.entries(workload).filter(([name]) => !askedFor.includes(name));
  return changesBetween(workload, { ...Object.fromEntries(others), paths: [...paths] });
}

/** The changes that make a workload's requests run in another TLS, or none. */
export function workloadTlsChanges(workload: WorkloadWith<'asking'>, tls: TlsChoice): ParameterChange[] {
  const [byDefault] = tlsChoices[workload.http ?? '1.1'];
  const { tls: _, ...others } = inTls(workload, tls);
  return changesBetween(workload, tls === byDefault ? others : { ...others, tls });
}

function changesBetween(before: Workload, after: Readonly<Record<string, unknown>>): ParameterChange[] {
  const had: Readonly<Record<string, unknown>> = before;
  const names = new Set([...Object.keys(after), ...Object.keys(before)]);
  return [...names]
    .filter((name) => had[name] !== after[name])
    .map((name) => ({ path: ['workloads', before.id, name], value: after[name] }));
}
