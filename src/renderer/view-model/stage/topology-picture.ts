import type { Device, LabDocument, Link, Problem } from '../../../shared/lab/document';
import { linkAddresses, sourceAddressesOf } from '../../../shared/lab/addresses';
import { formatAddress } from '../../../shared/units/address';
import { formatDuration, formatRate, parseDuration, parseRate } from '../../../shared/units/units';
import { selectedElements, type Selection } from '../selection';
import type { StageDevice, StageLink } from '../picture/stage-picture';

/** The devices of a lab document as the stage shows them, before any run. */
export function devicesOf(
  document: LabDocument,
  selection: Selection,
  problems: readonly Problem[],
): StageDevice[] {
  const selected = new Set(selectedElements(selection).devices);
  const addresses = addressesByDevice(document);
  const wrong = problemsByElement(problems);
  return document.devices.map((device, index) => ({
    id: device.id,
    name: device.id,
    kind: device.kind,
    ...noteOf(device),
    x: device.position.x,
    y: device.position.y,
    addresses: addresses.get(device.id) ?? [],
    selected: selected.has(device.id),
    ...problemOf(wrong, `devices[${index}]`),
    activity: 0,
  }));
}

/** The links of a lab document as the stage shows them, before any run. */
export function linksOf(
  document: LabDocument,
  selection: Selection,
  problems: readonly Problem[],
): StageLink[] {
  const selected = new Set(selectedElements(selection).links);
  const wrong = problemsByElement(problems);
  return document.links.map((link, index) => ({
    id: link.id,
    from: link.a.device,
    to: link.b.device,
    label: linkLabel(link),
    cut: false,
    selected: selected.has(link.id),
    ...problemOf(wrong, `links[${index}]`),
    queued: [0, 0],
    load: [0, 0],
  }));
}

/** `75 ms · 100 Mbps` */
export function linkLabel(link: Link): string {
  const delay = parseDuration(link.delay);
  const bandwidth = parseRate(link.bandwidth);
  return [
    delay.ok ? formatDuration(delay.value) : link.delay,
    bandwidth.ok ? formatRate(bandwidth.value) : link.bandwidth,
  ].join(' · ');
}

function noteOf(device: Device): { note?: string } {
  return device.name === undefined || device.name === device.id ? {} : { note: device.name };
}

function addressesByDevice(document: LabDocument): Map<string, string[]> {
  const addresses = new Map<string, string[]>();
  const counts = new Map(document.devices.map((device) => [device.id, sourceAddressesOf(device)]));
  const add = (device: string, address: number) => {
    const own = addresses.get(device) ?? [];
    const more = Array.from({ length: counts.get(device) ?? 1 }, (_, after) =>
      formatAddress(address + after),
    );
    own.push(...more);
    addresses.set(device, own);
  };
  for (const [index, pair] of linkAddresses(document).entries()) {
    const link = document.links[index];
    if (!link) continue;
    add(link.a.device, pair[0]);
    add(link.b.device, pair[1]);
  }
  return addresses;
}

/** What is wrong with each of a document's elements, in words, by the path of the element such as `links[3]`. */
function problemsByElement(problems: readonly Problem[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { path, what, allowed } of problems) {
    const element = /^\w+\[\d+\]/.exec(path)?.[0] ?? path;
    const before = found.get(element);
    found.set(element, `${before === undefined ? '' : `${before}\n`}${what}: ${allowed}`);
  }
  return found;
}

function problemOf(problems: ReadonlyMap<string, string>, path: string): { problem?: string } {
  const problem = problems.get(path);
  return problem === undefined ? {} : { problem };
}
