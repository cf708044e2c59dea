import type { LabDocument } from '../../shared/lab/document';

/** What the whole window has selected: every panel and the stage show it and set it. */
export type Selection =
  | { readonly kind: 'nothing' }
  /** Ids of devices and links; several at once. */
  | { readonly kind: 'elements'; readonly devices: readonly string[]; readonly links: readonly string[] }
  /** `record`: a `link.*` or `tcp.send` record that shows the packet. */
  | { readonly kind: 'packet'; readonly packet: number; readonly record: number }
  | { readonly kind: 'connection'; readonly connection: number }
  | { readonly kind: 'workload'; readonly id: string }
  /** Index in the document's list of faults. */
  | { readonly kind: 'fault'; readonly index: number };

export type ElementSelection = Extract<Selection, { kind: 'elements' }>;

/** A device or a link, by its id. */
export interface ElementReference {
  readonly kind: 'device' | 'link';
  readonly id: string;
}

export const nothingSelected: Selection = { kind: 'nothing' };

/** Selects devices and links; none of either is `nothing`. */
export function selectElements(devices: readonly string[], links: readonly string[] = []): Selection {
  return devices.length + links.length === 0 ? nothingSelected : { kind: 'elements', devices, links };
}

/** The devices and links selected: none when something else is. */
export function selectedElements(selection: Selection): Pick<ElementSelection, 'devices' | 'links'> {
  return selection.kind === 'elements' ? selection : { devices: [], links: [] };
}

/** Whether a device or link is among the selected. */
export function isSelected(selection: Selection, element: ElementReference): boolean {
  const { devices, links } = selectedElements(selection);
  return (element.kind === 'device' ? devices : links).includes(element.id);
}

/** Adds an element to the selected ones, or takes it out: what Shift+click does. */
export function toggleElement(selection: Selection, element: ElementReference): Selection {
  const { devices, links } = selectedElements(selection);
  const toggled = (ids: readonly string[]) =>
    ids.includes(element.id) ? ids.filter((id) => id !== element.id) : [...ids, element.id];
  return element.kind === 'device'
    ? selectElements(toggled(devices), links)
    : selectElements(devices, toggled(links));
}

/** All of a document's devices and links. */
export function selectAll(document: LabDocument): Selection {
  return selectElements(
    document.devices.map((device) => device.id),
    document.links.map((link) => link.id),
  );
}

/** The selection less what a document no longer has. What is of a run (packets, connections) stays as it is. */
export function withoutMissing(selection: Selection, document: LabDocument): Selection {
  switch (selection.kind) {
    case 'elements': {
      const devices = new Set(document.devices.map((device) => device.id));
      const links = new Set(document.links.map((link) => link.id));
      const kept = selectElements(
        selection.devices.filter((id) => devices.has(id)),
        selection.links.filter((id) => links.has(id)),
      );
      return sameSelection(kept, selection) ? selection : kept;
    }
    case 'workload':
      return document.workloads?.some((workload) => workload.id === selection.id)
        ? selection
        : nothingSelected;
    case 'fault':
      return selection.index < (document.faults?.length ?? 0) ? selection : nothingSelected;
    default:
      return selection;
  }
}

/** Whether two selections are of the same things, in the same order. */
export function sameSelection(left: Selection, right: Selection): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
