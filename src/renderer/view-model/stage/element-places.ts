import { boxAround, deviceBox } from '../picture/device-box';
import { entersRectangle, touches, type Bounds } from '../plane/bounds';
import { CellIndex } from '../plane/cell-index';
import type { StageDevice, StageLink } from '../picture/stage-picture';

/** The side of a cell, world pixels: a few cards, so that a view has some hundred cells at most. */
const cellSize = 512;
/** How far beside its line a link has something to show, world pixels: lanes, queues and parallel links. */
const besideLine = deviceBox.height / 2;
/** How far below a card its badge and its name may stand, world pixels, where the view is not far away. */
const aroundCard = 60;

/** What of a lab is in an area: numbers of devices and links, in their order. */
export interface ElementsSeen {
  readonly devices: readonly number[];
  readonly links: readonly number[];
}

/** Where a lab's devices and links lie, so that those in an area are found without looking at the rest. */
export class ElementPlaces {
  private readonly deviceCells = new CellIndex(cellSize);
  private readonly linkCells = new CellIndex(cellSize);
  private readonly deviceNumbers: ReadonlyMap<string, number>;
  private readonly linkNumbers: ReadonlyMap<string, number>;
  /** The numbers of a link's two devices; -1 for one that is not there. */
  private readonly ends: readonly (readonly [number, number])[];

  constructor(
    private readonly devices: readonly StageDevice[],
    links: readonly StageLink[],
  ) {
    this.deviceNumbers = new Map(devices.map(({ id }, number) => [id, number]));
    this.linkNumbers = new Map(links.map(({ id }, number) => [id, number]));
    const numberOf = (device: string) => this.deviceNumbers.get(device) ?? -1;
    this.ends = links.map(({ from, to }) => [numberOf(from), numberOf(to)] as const);
    devices.forEach((device, number) => {
      const { left, top, right, bottom } = boxAround(device, aroundCard);
      this.deviceCells.addRectangle(number, left, top, right, bottom);
    });
    this.ends.forEach(([from, to], number) => {
      const [one, other] = [devices[from], devices[to]];
      if (one && other) this.linkCells.addLine(number, one.x, one.y, other.x, other.y, besideLine);
    });
  }

  /**
   * The devices and links in an area, and the devices at those links' ends: without them a link is nowhere.
   * @param always the id of an element that is among them wherever it lies
   */
  in(area: Bounds, always?: string): ElementsSeen {
    const links = this.linksIn(area, this.linkNumbers.get(always ?? ''));
    const devices = new Set(this.devicesIn(area));
    const more = this.deviceNumbers.get(always ?? '');
    if (more !== undefined) devices.add(more);
    for (const link of links) for (const end of this.ends[link] ?? []) if (end >= 0) devices.add(end);
    return { devices: [...devices].sort(ascending), links };
  }

  private devicesIn(area: Bounds): number[] {
    const found: number[] = [];
    this.deviceCells.some(area.left, area.top, area.right, area.bottom, (number) => {
      const device = this.devices[number];
      if (device && touches(boxAround(device, aroundCard), area)) found.push(number);
      return false;
    });
    return found;
  }

  private linksIn(area: Bounds, always: number | undefined): number[] {
    const found: number[] = always === undefined ? [] : [always];
    this.linkCells.some(area.left, area.top, area.right, area.bottom, (number) => {
      if (number !== always && this.isLinkIn(number, area)) found.push(number);
      return false;
    });
    return found.sort(ascending);
  }

  private isLinkIn(link: number, { left, top, right, bottom }: Bounds): boolean {
    const [from = -1, to = -1] = this.ends[link] ?? [];
    const [one, other] = [this.devices[from], this.devices[to]];
    if (!one || !other) return false;
    const room = [left - besideLine, top - besideLine, right + besideLine, bottom + besideLine] as const;
    return entersRectangle(one.x, one.y, other.x, other.y, ...room);
  }
}

const ascending = (one: number, other: number) => one - other;
