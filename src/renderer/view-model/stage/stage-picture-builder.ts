import type { LabDocument, Problem } from '../../../shared/lab/document';
import type { LabState } from '../../../shared/trace/fold/lab-state';
import type { Selection } from '../selection';
import { RunPicture, type ShownRun } from './run-picture';
import type { StageColouring } from './request-tints';
import { devicesOf, linksOf } from './topology-picture';
import {
  createStageFrames,
  type StageDevice,
  type StageDrop,
  type StageLink,
  type StagePicture,
} from '../picture/stage-picture';

/** Wall seconds for which a loss is shown, at the playing speed. */
const lossSeconds = 1.5;

/** What the stage's picture depends on. */
export interface PictureInputs {
  readonly document: LabDocument;
  readonly selection: Selection;
  readonly problems: readonly Problem[];
  /** The run to show on it; undefined while building. */
  readonly run: ShownRun | undefined;
  /** The run's state at the playhead. */
  readonly state: LabState | undefined;
  /** The playhead's time, nanoseconds. */
  readonly time: number;
  /** Simulated seconds for each second on the wall: how fast losses fade. */
  readonly speed: number;
  /** By what packets are told apart; default what they are. */
  readonly colouring?: StageColouring;
}

const nothingInFlight = createStageFrames(0);
const noDrops: readonly StageDrop[] = [];

/**
 * Makes the stage's picture. Each call returns a new picture, but its columns of frames are those of the last one,
 * written anew; devices, links and drops that did not change are the same objects.
 */
export class StagePictureBuilder {
  private topologyInputs: readonly unknown[] = [];
  private bareDevices: readonly StageDevice[] = [];
  private bareLinks: readonly StageLink[] = [];
  private devices: readonly StageDevice[] = [];
  private links: readonly StageLink[] = [];
  private drops: readonly StageDrop[] = noDrops;
  private runShown: ShownRun | undefined;
  private runPicture: RunPicture | undefined;
  private linkNumbers: readonly number[] = [];

  build(inputs: PictureInputs): StagePicture {
    this.followTopology(inputs);
    const { run, state } = inputs;
    if (!run || !state) {
      this.devices = this.bareDevices;
      this.links = this.bareLinks;
      return { devices: this.devices, links: this.links, frames: nothingInFlight, drops: noDrops };
    }
    return this.withRun(inputs, this.pictureOf(run), state);
  }

  private withRun(inputs: PictureInputs, picture: RunPicture, state: LabState): StagePicture {
    const { time, selection, speed } = inputs;
    picture.colourBy(inputs.colouring ?? 'protocol');
    picture.layOut(state, time, this.linkNumbers, selection);
    this.devices = kept(
      this.devices,
      this.bareDevices.map((device) => picture.device(device, state, time)),
    );
    this.links = kept(this.links, this.loadedLinks(picture, state));
    const drops = picture.drops(state, time, lossSeconds * speed * 1e9, this.linkNumbers, selection);
    this.drops = drops.length === 0 && this.drops.length === 0 ? this.drops : drops;
    return { devices: this.devices, links: this.links, frames: picture.frames, drops: this.drops };
  }

  private loadedLinks(picture: RunPicture, state: LabState): StageLink[] {
    const links = [...this.bareLinks];
    for (const [number, at] of this.linkNumbers.entries()) {
      const link = links[at];
      if (link) links[at] = picture.link(link, number, state);
    }
    return links;
  }

  private followTopology({ document, selection, problems, run }: PictureInputs): void {
    const now = [document, selection, problems, run];
    if (now.every((input, index) => input === this.topologyInputs[index]) && this.topologyInputs.length > 0)
      return;
    this.topologyInputs = now;
    this.bareDevices = kept(this.bareDevices, devicesOf(document, selection, problems));
    this.bareLinks = kept(this.bareLinks, linksOf(document, selection, problems));
    const numberOf = new Map(document.links.map((link, index) => [link.id, index]));
    this.linkNumbers = run?.topology.lab.links.map((link) => numberOf.get(link.id) ?? -1) ?? [];
  }

  private pictureOf(run: ShownRun): RunPicture {
    if (this.runShown !== run || !this.runPicture) {
      this.runShown = run;
      this.runPicture = new RunPicture(run);
    }
    return this.runPicture;
  }
}

/** The new list with the old one's objects wherever they are alike; the old list itself when all are. */
function kept<Element extends object>(
  before: readonly Element[],
  after: readonly Element[],
): readonly Element[] {
  const merged = after.map((element, index) => {
    const old = before[index];
    return old && alike(old, element) ? old : element;
  });
  const same = merged.length === before.length && merged.every((element, index) => element === before[index]);
  return same ? before : merged;
}

function alike(one: object, other: object): boolean {
  const left = Object.entries(one) as [string, unknown][];
  const right = other as Record<string, unknown>;
  return (
    left.length === Object.keys(other).length && left.every(([key, value]) => alikeValues(value, right[key]))
  );
}

function alikeValues(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!Array.isArray(one) || !Array.isArray(other)) return false;
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
