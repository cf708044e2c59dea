import type { LabDocument } from '../../../shared/lab/document';
import type { LabState } from '../../../shared/trace/fold/state/lab-state';
import { dropReasons, RecordKind } from '../../../shared/trace/record';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import type { PacketLabels } from '../labels/packet-labels';
import type { RunIndex } from '../run/run-index';
import type { RunTopology } from '../run/run-topology';
import type { Selection } from '../selection';
import {
  createStageFrames,
  reserveFrames,
  type StageDevice,
  type StageDrop,
  type StageFrames,
  type StageLink,
  type Towards,
} from '../picture/stage-picture';
import { DeviceBadges } from './device-badges';
import { measureStretch } from './flight';
import { RequestTints, type StageColouring } from './request-tints';

/** What a run's picture is made of. */
export interface ShownRun {
  readonly trace: TraceReader;
  readonly topology: RunTopology;
  readonly index: RunIndex;
  readonly labels: PacketLabels;
  readonly document: LabDocument;
}

/** What one link direction carries at the moment, summed up while its frames are laid out. */
interface Carried {
  queued: number;
  /** Share of the link's length that holds bits: its use over the last propagation delay. */
  load: number;
}

/** Lays out what a run puts on the stage: frames on links, queues, losses, states. Its columns are reused. */
export class RunPicture {
  readonly frames: StageFrames = createStageFrames();
  private readonly badges: DeviceBadges;
  /** By direction of the run, for the links that are seen. */
  private readonly carried = new Map<number, Carried>();
  private seen: readonly number[] = [];
  /** The picture's number of each link that is seen, by the run's. */
  private readonly pictureLinks = new Map<number, number>();
  private readonly stretch = { tail: 0, head: 0, waiting: false };
  /** Names and colours by packet, once made: they are asked for with every picture. */
  private readonly names: (string | undefined)[] = [];
  private readonly tints: (number | undefined)[] = [];
  private readonly requestTints: RequestTints;
  private colouring: StageColouring = 'protocol';

  constructor(private readonly run: ShownRun) {
    this.badges = new DeviceBadges(run.trace, run.topology);
    this.requestTints = new RequestTints(run.trace);
  }

  /** How packets are told apart from now on. */
  colourBy(colouring: StageColouring): void {
    this.colouring = colouring;
    if (colouring === 'request') this.requestTints.update();
  }

  /**
   * Lays out the frames at a time (nanoseconds), on the links that are seen.
   * @param links the run's numbers of the picture's links, in the picture's order; -1 for one that did not run.
   */
  layOut(state: LabState, time: number, links: readonly number[], selection: Selection): void {
    this.frames.count = 0;
    this.frames.selectedFrame = -1;
    this.seeOnly(links);
    links.forEach((number, link) => {
      if (number < 0) return;
      for (const towards of [0, 1] as const)
        this.layOutDirection(state, time, number, link, towards, selection);
    });
  }

  /** A device with its badge and how busy its links are, by its number in the run. */
  device(device: StageDevice, number: number, state: LabState, time: number): StageDevice {
    if (number < 0) return device;
    if (state.devices.get(number, 'down') > 0)
      return { ...device, badge: 'DOWN', isDown: true, activity: this.activity(number) };
    const badge = this.badges.badge(number, state, time);
    return { ...device, ...(badge === undefined ? {} : { badge }), activity: this.activity(number) };
  }

  /** A link with what it carries, by its number in the run. */
  link(link: StageLink, number: number, state: LabState): StageLink {
    const one = this.carried.get(number * 2);
    const other = this.carried.get(number * 2 + 1);
    if (!one || !other) return link;
    return {
      ...link,
      cut: state.directions.get(number * 2, 'cut') > 0,
      queued: [one.queued, other.queued],
      load: [one.load, other.load],
    };
  }

  /** Losses not yet faded that are seen, each at the place where it happened. */
  drops(state: LabState, time: number, fade: number, selection: Selection): StageDrop[] {
    const drops: StageDrop[] = [];
    for (const record of state.drops) {
      const age = (time - this.run.trace.time(record)) / fade;
      if (age >= 1) continue;
      const place = this.placeOfLoss(record);
      if (!place) continue;
      const packet = this.run.trace.packet(record);
      drops.push({
        place,
        label: this.nameOf(packet),
        reason: dropReasons[this.run.trace.detail(record)] ?? 'lost',
        tint: this.tintOf(packet),
        age,
        packet,
        record,
        selected: selection.kind === 'packet' && selection.packet === packet,
      });
    }
    return drops;
  }

  /** Forgets what links carried that are no longer seen. */
  private seeOnly(links: readonly number[]): void {
    if (links === this.seen) return;
    this.seen = links;
    this.carried.clear();
    this.pictureLinks.clear();
    links.forEach((number, link) => {
      if (number >= 0) this.pictureLinks.set(number, link);
    });
  }

  private layOutDirection(
    state: LabState,
    time: number,
    number: number,
    link: number,
    towards: Towards,
    selection: Selection,
  ): void {
    const direction = number * 2 + towards;
    const carried = this.carriedBy(direction);
    carried.queued = 0;
    carried.load = 0;
    const sends = state.inFlight.on(direction);
    if (!sends) return;
    reserveFrames(this.frames, this.frames.count + sends.count);
    for (const send of sends) this.place(send, time, link, towards, carried, selection);
  }

  private carriedBy(direction: number): Carried {
    let carried = this.carried.get(direction);
    if (!carried) this.carried.set(direction, (carried = { queued: 0, load: 0 }));
    return carried;
  }

  private place(
    send: number,
    time: number,
    link: number,
    towards: Towards,
    carried: Carried,
    selection: Selection,
  ): void {
    const { trace, topology, index } = this.run;
    const { stretch, frames } = this;
    measureStretch(trace, topology, index, send, time, stretch);
    if (stretch.waiting) {
      carried.queued += 1;
      return;
    }
    carried.load = Math.min(1, carried.load + stretch.head - stretch.tail);
    const at = frames.count;
    const packet = trace.packet(send);
    frames.link[at] = link;
    frames.towards[at] = towards;
    frames.tail[at] = stretch.tail;
    frames.head[at] = stretch.head;
    frames.tint[at] = this.tintOf(packet);
    frames.packet[at] = packet;
    frames.record[at] = send;
    frames.labels[at] = this.nameOf(packet);
    if (selection.kind === 'packet' && selection.packet === packet) frames.selectedFrame = at;
    frames.count = at + 1;
  }

  private placeOfLoss(record: number): StageDrop['place'] | undefined {
    const { trace, topology, index } = this.run;
    const place = trace.place(record);
    if (trace.kind(record) === RecordKind.ipDrop) return { device: topology.deviceId(place) };
    const link = this.pictureLinks.get(place >>> 1);
    if (link === undefined) return undefined;
    const cause = trace.cause(record);
    const wasSent =
      cause < record && trace.kind(cause) === RecordKind.linkSend && trace.place(cause) === place;
    if (wasSent) measureStretch(trace, topology, index, cause, trace.time(record), this.stretch);
    // A queue that is full refuses a frame before any bit of it is on the link.
    const at = wasSent ? (this.stretch.tail + this.stretch.head) / 2 : 0;
    return { link, towards: (place & 1) as Towards, at };
  }

  private activity(device: number): number {
    let most = 0;
    for (const port of this.run.topology.lab.devices[device]?.ports ?? []) {
      for (const direction of [port.direction, port.direction ^ 1])
        most = Math.max(most, this.carried.get(direction)?.load ?? 0);
    }
    return most;
  }

  private nameOf(packet: number): string {
    return (this.names[packet] ??= this.run.labels.short(packet));
  }

  private tintOf(packet: number): number {
    if (this.colouring === 'request') return this.requestTints.tintOf(packet);
    return (this.tints[packet] ??= this.run.labels.tint(packet));
  }
}
