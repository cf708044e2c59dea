import { traitOf } from '../../../shared/devices/device';
import type { LabDocument } from '../../../shared/lab/document';
import { httpVersions } from '../../../shared/lab/document';
import { tlsChoices } from '../../../shared/workloads/traits/asking';
import type { WorkloadWith } from '../../../shared/workloads/workload';
import type { Choice } from './parameter-field';

type Asking = WorkloadWith<'asking'>;

const tlsNames = { none: 'None', '1.2': 'TLS 1.2', '1.3': 'TLS 1.3' } as const;

/** What the workload could speak: versions that its server offers, and what it speaks now. */
export function versionChoices(document: LabDocument, workload: Asking): Choice[] {
  const server = document.devices.find(({ id }) => id === workload.to);
  const offered = (server && traitOf(server, 'serving')?.http) ?? httpVersions;
  // HTTP/1.1 is there without TLS, whatever is offered with it.
  return httpVersions
    .filter((value) => value === '1.1' || offered.includes(value) || value === workload.http)
    .map((value) => ({ value, label: `HTTP/${value}` }));
}

/** The TLS that a workload's HTTP version goes with. */
export function tlsChoicesOf({ http = '1.1' }: Asking): Choice[] {
  return tlsChoices[http].map((value) => ({ value, label: tlsNames[value] }));
}
