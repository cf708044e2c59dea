import type { LabDocument } from '../../shared/lab/document';

interface Element {
  readonly id: string;
}

/** Whether two lists hold alike elements, in order. Documents share what an edit did not touch: most are the same. */
function listsAlike(one: readonly Element[], other: readonly Element[], ignored: readonly string[]): boolean {
  if (one === other) return true;
  return (
    one.length === other.length &&
    one.every((element, index) => elementsAlike(element, other[index], ignored))
  );
}

function elementsAlike(one: Element, other: Element | undefined, ignored: readonly string[]): boolean {
  if (one === other) return true;
  const text = (element: Element | undefined) =>
    JSON.stringify(element, (key, value: unknown) => (ignored.includes(key) ? undefined : value));
  return text(one) === text(other);
}

const sameJson = (one: unknown, other: unknown) =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

/** Whether two documents would run alike: moving, naming, noting and claiming make no run stale. */
export function runsAlike(one: LabDocument, other: LabDocument): boolean {
  if (one === other) return true;
  return (
    one.seed === other.seed &&
    one.duration === other.duration &&
    listsAlike(one.devices, other.devices, ['name', 'note', 'position']) &&
    listsAlike(one.links, other.links, ['note']) &&
    sameJson(one.workloads ?? [], other.workloads ?? []) &&
    sameJson(one.faults ?? [], other.faults ?? [])
  );
}

/** Whether two documents differ at most in where their devices stand: as valid, the one as the other. */
export function differInPlacesOnly(one: LabDocument, other: LabDocument): boolean {
  if (one === other) return true;
  const { devices, links, ...rest } = one;
  const { devices: otherDevices, links: otherLinks, ...otherRest } = other;
  return (
    listsAlike(devices, otherDevices, ['position']) &&
    listsAlike(links, otherLinks, []) &&
    sameJson(rest, otherRest)
  );
}
