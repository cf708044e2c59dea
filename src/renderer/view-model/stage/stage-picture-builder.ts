import type { LabDocument, Problem } from '../../../shared/lab/document';
import type { LabState } from '../../../shared/trace/fold/state/lab-state';
import type { Bounds } from '../plane/bounds';
import type { Selection } from '../selection';
import { RunPicture, type ShownRun } from './run-picture';
import type { StageColouring } from './request-tints';
import { SeenTopology, type TopologyInputs } from './seen-topology';
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
export interface PictureInputs extends TopologyInputs {
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
  /** The part of the world that is looked at; default all of it. */
  readonly area?: Bounds | undefined;
}

const nothingInFlight = createStageFrames(0);
const noDrops: readonly StageDrop[] = [];

/**
 * Makes the stage's picture: of what is in the area looked at, at the cost of that and not of the lab. Each call returns
 * a new picture, but its columns of frames are those of the last one, written anew; devices, links and drops that did
 * not change are the same objects.
 */
export class StagePictureBuilder {
  private readonly topology = new SeenTopology();
  private devices: readonly StageDevice[] = [];
  private links: readonly StageLink[] = [];
  private drops: readonly StageDrop[] = noDrops;
  private runShown: ShownRun | undefined;
  private runPicture: RunPicture | undefined;

  build(inputs: PictureInputs): StagePicture {
    const { topology } = this;
    topology.follow(inputs);
    const { extent } = topology;
    const { run, state } = inputs;
    if (run && state) return this.withRun(inputs, this.pictureOf(run), state);
    this.devices = kept(this.devices, topology.devices);
    this.links = kept(this.links, topology.links);
    return { extent, devices: this.devices, links: this.links, frames: nothingInFlight, drops: noDrops };
  }

  private withRun(inputs: PictureInputs, picture: RunPicture, state: LabState): StagePicture {
    const { time, selection, speed } = inputs;
    const { extent, devices, links, runDevices, runLinks } = this.topology;
    picture.colourBy(inputs.colouring ?? 'protocol');
    picture.layOut(state, time, runLinks, selection);
    this.devices = kept(
      this.devices,
      devices.map((device, at) => picture.device(device, runDevices[at] ?? -1, state, time)),
    );
    this.links = kept(
      this.links,
      links.map((link, at) => picture.link(link, runLinks[at] ?? -1, state)),
    );
    const drops = picture.drops(state, time, lossSeconds * speed * 1e9, selection);
    this.drops = drops.length === 0 && this.drops.length === 0 ? this.drops : drops;
    return { extent, devices: this.devices, links: this.links, frames: picture.frames, drops: this.drops };
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
export function kept<Element extends object>(
  before: readonly Element[],
  after: readonly Element[],
): readonly Element[] {
  const merged = after.map((element, index) => {
    const old = before[index];
    return old && (old === element || alike(old, element)) ? old : element;
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
