import { session } from '../../session/lab-session.svelte';
import { newWorkload, serverFor, type NewWorkloadKind } from '../../editing/traffic';

/** What can be added, in the words of each place that offers it. */
export const trafficToAdd = [
  { kind: 'http-get', title: 'Request', adds: 'Add a request', lets: 'Let it ask a server' },
  { kind: 'page-load', title: 'Page', adds: 'Add a page load', lets: 'Let it load a page' },
  { kind: 'media', title: 'Call', adds: 'Add a media call', lets: 'Let it call a server' },
] as const satisfies readonly { kind: NewWorkloadKind; title: string; adds: string; lets: string }[];

/** A client and the server nearest to it: `client`, or the first one that reaches a server. */
export function suggestedEnds(client?: string): { from: string; to: string } | undefined {
  const { document } = session;
  for (const device of document.devices) {
    if (device.kind !== 'client' || (client !== undefined && device.id !== client)) continue;
    const to = serverFor(document, device.id);
    if (to !== undefined) return { from: device.id, to };
  }
  return undefined;
}

/** Adds traffic of a kind and selects it, so that its form is shown. */
export function addTraffic(kind: NewWorkloadKind, client?: string): void {
  const ends = suggestedEnds(client);
  if (!ends) return;
  const workload = newWorkload(session.document, ends.from, ends.to, kind);
  if (session.edit({ type: 'add-workloads', workloads: [workload] }).ok)
    session.selection = { kind: 'workload', id: workload.id };
}
