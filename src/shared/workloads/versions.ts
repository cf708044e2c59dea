import type { HttpVersion } from '../protocols/protocol-settings';
import { tlsChoices, tlsOfWorkload, type TlsChoice } from './traits/asking';
import { workloadKind, type WorkloadWith } from './workload';

/** What those who ask keep when they speak another version of HTTP, or in another TLS. */

type Asking = WorkloadWith<'asking'>;

function without<Of extends object>(settings: Of, names: readonly string[]): Of {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !names.includes(name))) as Of;
}

/** A workload over another version of HTTP: what that one does not go with is left behind. */
export function overVersion(workload: Asking, http: HttpVersion): Asking {
  const { onlyOver = {} } = workloadKind(workload.kind);
  const bound = Object.entries(onlyOver).flatMap(([name, version]) => (version === http ? [] : [name]));
  const next = { ...without(workload, bound), http };
  const { tls } = next;
  const fits = tls === undefined || tlsChoices[http].includes(tls);
  return withoutLostTickets(fits ? next : without(next, ['tls']));
}

/** A workload in another TLS, or in none. */
export function inTls(workload: Asking, tls: TlsChoice): Asking {
  return withoutLostTickets({ ...workload, tls });
}

/** Only TLS 1.3 has early data; without TLS nobody keeps a ticket. */
function withoutLostTickets(workload: Asking): Asking {
  const tls = tlsOfWorkload(workload);
  if (tls === 'none') return without(workload, ['visitedBefore', 'resumption']);
  return tls !== '1.3' && workload.resumption === 'early-data' ? without(workload, ['resumption']) : workload;
}
