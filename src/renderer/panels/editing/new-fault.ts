import { hasTrait } from '../../../shared/devices/device';
import type { Fault } from '../../../shared/lab/document';
import { hasWorkloadTrait } from '../../../shared/workloads/workload';
import type { LabSession } from '../../session/lab-session.svelte';
import { clientsWithOtherLinks, newResponseLoss } from '../../editing/faults';
import { selectedElements } from '../../view-model/selection';

/** When a new fault begins and ends, until the user says otherwise. */
const times = { at: '1s', until: '2s' } as const;

/** The link that a new fault would be for: the one selected, or the lab's only one. */
export function linkForFault(session: LabSession): string | undefined {
  const { links } = selectedElements(session.selection);
  if (links.length === 1) return links[0];
  const [only, another] = session.document.links;
  return another === undefined ? only?.id : undefined;
}

/** The host that a crash would be of: the one selected. */
export function hostForFault(session: LabSession): string | undefined {
  const { devices } = selectedElements(session.selection);
  const host = session.document.devices.find(
    (device) => device.id === devices[0] && hasTrait(device, 'host'),
  );
  return devices.length === 1 ? host?.id : undefined;
}

/** The client that an address change would be of: the one selected if it has several links, or the lab's only such. */
export function movingClient(session: LabSession): string | undefined {
  const { devices } = selectedElements(session.selection);
  const moving = clientsWithOtherLinks(session.document).map(({ client }) => client);
  if (devices.length > 0) return devices.length === 1 ? moving.find((id) => id === devices[0]) : undefined;
  return moving.length === 1 ? moving[0] : undefined;
}

/** Whether somebody asks for something, so that there are responses to lose. */
export function hasResponses(session: LabSession): boolean {
  return (session.document.workloads ?? []).some((one) => hasWorkloadTrait(one, 'asking'));
}

/** Adds a fault and selects it, so that its form is shown. */
function add(session: LabSession, fault: Fault): void {
  if (session.edit({ type: 'add-fault', fault }).ok)
    session.selection = { kind: 'fault', index: (session.document.faults?.length ?? 1) - 1 };
}

/** Cuts a link for a second, a second into the run. */
export function addCut(session: LabSession, link: string): void {
  add(session, { kind: 'cut-link', link, ...times });
}

/** Drops the first frame that the link's first device sends into it. */
export function addDrop(session: LabSession, link: string): void {
  const from = session.document.links.find((one) => one.id === link)?.a.device;
  if (from !== undefined) add(session, { kind: 'drop-packet', link, from, nth: [1] });
}

/** Loses the packet with the middle of the first response that comes over the link. */
export function addLoss(session: LabSession, link: string): void {
  const fault = newResponseLoss(session.document, link);
  if (fault) add(session, fault);
}

/** Lets a client send from its second link's address, a second into the run. */
export function addMove(session: LabSession, device: string): void {
  const moving = clientsWithOtherLinks(session.document).find(({ client }) => client === device);
  const link = moving?.links[1];
  if (link !== undefined) add(session, { kind: 'change-address', device, link, at: times.at });
}

/** Lets a host vanish for a second, a second into the run. */
export function addCrash(session: LabSession, device: string): void {
  add(session, { kind: 'crash-device', device, ...times });
}
