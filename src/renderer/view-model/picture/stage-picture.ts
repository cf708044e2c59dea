/**
 * What the stage shows at one moment: plain data between the view-model, which decides, and the scene, which draws.
 * Lengths and positions are in world pixels (screen pixels at zoom 1), x to the right, y down.
 *
 * `devices`, `links` and `drops` are never changed in place: a new array says that something in it is new. The
 * columns of `frames` are reused from one picture to the next.
 */
import type { DeviceKind } from '../../../shared/lab/document';
import type { Bounds } from '../plane/bounds';

/** Kinds of packet told apart by colour; the theme has one colour for each, the legend names those present. */
export const protocolClasses = [
  'tcp-handshake',
  'tcp-ack',
  'http-request',
  'http-response',
  'tcp-close',
  'tcp-reset',
  'retransmission',
  'other',
] as const;
export type ProtocolClass = (typeof protocolClasses)[number];

/** 0: from the link's a device to its b device; 1: the other way. */
export type Towards = 0 | 1;

export interface StageDevice {
  readonly id: string;
  readonly name: string;
  readonly kind: DeviceKind;
  /** A short second line, such as a place. */
  readonly note?: string;
  /** The card's centre. */
  readonly x: number;
  readonly y: number;
  readonly addresses: readonly string[];
  /** A state, such as `ESTABLISHED` or `TIME-WAIT 42 s`. */
  readonly badge?: string;
  readonly selected: boolean;
  /** Crashed, and not back yet. */
  readonly isDown?: true;
  /** What is wrong with it, in words. */
  readonly problem?: string;
  /** How busy it is, 0 to 1. */
  readonly activity: number;
}

export interface StageLink {
  readonly id: string;
  /** Ids of the a and b devices. */
  readonly from: string;
  readonly to: string;
  /** `75 ms · 100 Mbps` */
  readonly label: string;
  readonly cut: boolean;
  readonly selected: boolean;
  readonly problem?: string;
  /** Frames that wait at the sending end, per direction. */
  readonly queued: readonly [number, number];
  /** Share of the bandwidth in use, per direction, 0 to 1. */
  readonly load: readonly [number, number];
}

/** Frames on links, in columns: frame i is at index i of each. The arrays may be longer than `count`. */
export interface StageFrames {
  count: number;
  /** Index into the picture's links. */
  link: Uint16Array;
  towards: Uint8Array;
  /** The stretch of the link that the frame's bits occupy, 0 to 1 in its direction of travel. */
  tail: Float32Array;
  head: Float32Array;
  /** Index into `protocolClasses`. */
  tint: Uint8Array;
  packet: Uint32Array;
  /** The `link.send` record that put it there. */
  record: Uint32Array;
  /** `SYN`, `GET /`; empty where there is none. */
  labels: string[];
  /** Index of the selected frame, or -1. */
  selectedFrame: number;
}

/** Where a packet was lost: on a link, `at` 0 to 1 along it in its direction, or in a device. */
export type DropPlace =
  { readonly link: number; readonly towards: Towards; readonly at: number } | { readonly device: string };

export interface StageDrop {
  readonly place: DropPlace;
  /** `SYN` */
  readonly label: string;
  /** `dropped by a fault` */
  readonly reason: string;
  /** Index into `protocolClasses`. */
  readonly tint: number;
  /** 0: just now, 1: faded away. */
  readonly age: number;
  readonly packet: number;
  readonly record: number;
  readonly selected?: boolean;
}

export interface StageRectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** All of a lab, of which a picture holds what is seen: the same object while no device comes, goes, moves or is renamed. */
export interface StageExtent {
  /** Around the middles of all devices; undefined where there are none. */
  readonly middles: Bounds | undefined;
  readonly names: readonly string[];
}

export interface StagePicture {
  readonly extent: StageExtent;
  /** The devices that are seen, lowest first, and those at the ends of links that are. */
  readonly devices: readonly StageDevice[];
  /** The links of which something is seen. */
  readonly links: readonly StageLink[];
  readonly frames: StageFrames;
  readonly drops: readonly StageDrop[];
  /** The rubber band of a selection by area. */
  readonly marquee?: StageRectangle;
  /** A link being drawn from a device to a point, and the device that it would end at. */
  readonly connecting?: {
    readonly from: string;
    readonly x: number;
    readonly y: number;
    readonly over?: string;
  };
  /** A device being dragged in from the palette. */
  readonly ghost?: { readonly kind: DeviceKind; readonly x: number; readonly y: number };
}

/** Empty columns with room for `capacity` frames. */
export function createStageFrames(capacity = 256): StageFrames {
  return {
    count: 0,
    link: new Uint16Array(capacity),
    towards: new Uint8Array(capacity),
    tail: new Float32Array(capacity),
    head: new Float32Array(capacity),
    tint: new Uint8Array(capacity),
    packet: new Uint32Array(capacity),
    record: new Uint32Array(capacity),
    labels: [],
    selectedFrame: -1,
  };
}

function grown<Column extends Uint8Array | Uint16Array | Uint32Array | Float32Array>(
  column: Column,
  capacity: number,
): Column {
  const larger = new (column.constructor as new (length: number) => Column)(capacity);
  larger.set(column);
  return larger;
}

/** Makes room for at least `capacity` frames, keeping those that are there. */
export function reserveFrames(frames: StageFrames, capacity: number): void {
  if (frames.link.length >= capacity) return;
  const room = Math.max(capacity, frames.link.length * 2);
  frames.link = grown(frames.link, room);
  frames.towards = grown(frames.towards, room);
  frames.tail = grown(frames.tail, room);
  frames.head = grown(frames.head, room);
  frames.tint = grown(frames.tint, room);
  frames.packet = grown(frames.packet, room);
  frames.record = grown(frames.record, room);
}

/** The extent of a lab of these devices. */
export function extentOf(devices: readonly StageDevice[]): StageExtent {
  let middles: Bounds | undefined;
  for (const { x, y } of devices) {
    const { left, top, right, bottom } = middles ?? { left: x, top: y, right: x, bottom: y };
    middles = {
      left: Math.min(left, x),
      top: Math.min(top, y),
      right: Math.max(right, x),
      bottom: Math.max(bottom, y),
    };
  }
  return { middles, names: devices.map(({ name }) => name) };
}

/** A stage with nothing on it. */
export function emptyPicture(): StagePicture {
  return { extent: extentOf([]), devices: [], links: [], frames: createStageFrames(), drops: [] };
}

/** Which protocol classes a picture shows, as bits by their index: what a legend must name. */
export function protocolClassesPresent(picture: StagePicture): number {
  let present = 0;
  const { count, tint } = picture.frames;
  for (let frame = 0; frame < count; frame++) present |= 1 << tint[frame]!;
  for (const drop of picture.drops) present |= 1 << drop.tint;
  return present;
}
