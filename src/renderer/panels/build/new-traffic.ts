import { session } from '../../session/lab-session.svelte';
import { newWorkload, serverFor } from '../../view-model/editing/traffic';

/** A client's request to the server nearest to it: from `client`, or from the first one that reaches a server. */
export function suggestedRequest(client?: string): { from: string; to: string } | undefined {
  const { document } = session;
  for (const device of document.devices) {
    if (device.kind !== 'client' || (client !== undefined && device.id !== client)) continue;
    const to = serverFor(document, device.id);
    if (to !== undefined) return { from: device.id, to };
  }
  return undefined;
}

/** Adds one request and selects it, so that its form is shown. */
export function addRequest(client?: string): void {
  const suggested = suggestedRequest(client);
  if (!suggested) return;
  const workload = newWorkload(session.document, suggested.from, suggested.to);
  if (session.edit({ type: 'add-workloads', workloads: [workload] }).ok)
    session.selection = { kind: 'workload', id: workload.id };
}
