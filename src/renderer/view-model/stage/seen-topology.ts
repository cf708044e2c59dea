import type { LabDocument, Problem } from '../../../shared/lab/document';
import { extentOf, type StageDevice, type StageExtent, type StageLink } from '../picture/stage-picture';
import type { Bounds } from '../plane/bounds';
import type { RunTopology } from '../run/run-topology';
import { selectedElements, type Selection } from '../selection';
import { ElementPlaces } from './element-places';
import { devicesOf, linksOf } from './topology-picture';

/** What the devices and links of a picture depend on, but for what a run does with them. */
export interface TopologyInputs {
  readonly document: LabDocument;
  readonly selection: Selection;
  readonly problems: readonly Problem[];
  readonly run: { readonly topology: RunTopology } | undefined;
  readonly area?: Bounds | undefined;
}

/**
 * The devices and links of a lab that are in the area looked at, and how a run numbers them. All of the lab is gone
 * through when the lab, its selection or its problems change, and what is seen when the area does; else nothing is.
 */
export class SeenTopology {
  extent: StageExtent = extentOf([]);
  devices: readonly StageDevice[] = [];
  links: readonly StageLink[] = [];
  /** The run's numbers of `devices` and `links`, -1 for those that it has not. */
  runDevices: readonly number[] = [];
  runLinks: readonly number[] = [];
  private allDevices: readonly StageDevice[] = [];
  private allLinks: readonly StageLink[] = [];
  private places = new ElementPlaces([], []);
  private lab: readonly unknown[] = [];
  private seen: readonly unknown[] = [];

  /** Takes in what changed. */
  follow({ document, selection, problems, run, area }: TopologyInputs): void {
    const lab = [document, selection, problems];
    if (!isSame(this.lab, lab)) {
      this.lab = lab;
      this.allDevices = devicesOf(document, selection, problems);
      this.allLinks = linksOf(document, selection, problems);
      this.places = new ElementPlaces(this.allDevices, this.allLinks);
      this.extent = sameExtent(this.extent, extentOf(this.allDevices));
    }
    const seen = [this.places, run, area];
    if (isSame(this.seen, seen)) return;
    this.seen = seen;
    this.see(run?.topology, area, selection);
  }

  private see(topology: RunTopology | undefined, area: Bounds | undefined, selection: Selection): void {
    const found = area && this.places.in(area, selectedAlone(selection));
    this.devices = found ? found.devices.flatMap((number) => this.allDevices[number] ?? []) : this.allDevices;
    this.links = found ? found.links.flatMap((number) => this.allLinks[number] ?? []) : this.allLinks;
    this.runDevices = this.devices.map(({ id }) => topology?.deviceIndex(id) ?? -1);
    this.runLinks = this.links.map(({ id }) => topology?.linkIndex(id) ?? -1);
  }
}

/** The element that is selected alone: the keyboard may be on it, so it stays though it is out of view. */
function selectedAlone(selection: Selection): string | undefined {
  const { devices, links } = selectedElements(selection);
  return devices.length + links.length === 1 ? (devices[0] ?? links[0]) : undefined;
}

function isSame(before: readonly unknown[], after: readonly unknown[]): boolean {
  return after.length === before.length && after.every((input, index) => input === before[index]);
}

/** The extent before, where nothing in it changed. */
function sameExtent(before: StageExtent, after: StageExtent): StageExtent {
  const names =
    before.names.length === after.names.length &&
    before.names.every((name, index) => name === after.names[index]);
  const { middles } = after;
  const sides = ['left', 'top', 'right', 'bottom'] as const;
  const places = sides.every((side) => before.middles?.[side] === middles?.[side]);
  if (names && places) return before;
  return names ? { middles, names: before.names } : after;
}
