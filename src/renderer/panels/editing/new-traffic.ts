import { hasTrait } from '../../../shared/devices/device';
import type { LabSession } from '../../session/lab-session.svelte';
import type { WorkloadKind } from '../../../shared/lab/document';
import { newWorkload, serverFor } from '../../editing/traffic';

/** A client and the server nearest to it: `client`, or the first one that reaches a server. */
export function suggestedEnds(
  { document }: LabSession,
  client?: string,
): { from: string; to: string } | undefined {
  for (const device of document.devices) {
    if (!hasTrait(device, 'opening') || (client !== undefined && device.id !== client)) continue;
    const to = serverFor(document, device.id);
    if (to !== undefined) return { from: device.id, to };
  }
  return undefined;
}

/** Adds traffic of a kind and selects it, so that its form is shown. */
export function addTraffic(session: LabSession, kind: WorkloadKind, client?: string): void {
  const ends = suggestedEnds(session, client);
  if (!ends) return;
  const workload = newWorkload(session.document, ends.from, ends.to, kind);
  if (session.edit({ type: 'add-workloads', workloads: [workload] }).ok)
    session.selection = { kind: 'workload', id: workload.id };
}
