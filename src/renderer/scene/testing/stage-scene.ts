import {
  createStageFrames,
  extentOf,
  protocolClasses,
  reserveFrames,
  type ProtocolClass,
  type StageDevice,
  type StageDrop,
  type StageFrames,
  type StageLink,
  type StagePicture,
  type Towards,
} from '../../view-model/picture/stage-picture';

/** A picture by name, for looking at, for image comparison and for measuring. */
export interface StageScene {
  readonly name: string;
  readonly editing?: boolean;
  picture(): StagePicture;
}

export function device(
  id: string,
  kind: StageDevice['kind'],
  x: number,
  y: number,
  more: Partial<StageDevice> = {},
): StageDevice {
  return { id, name: id, kind, x, y, addresses: [], selected: false, activity: 0, ...more };
}

export function link(from: string, to: string, label: string, more: Partial<StageLink> = {}): StageLink {
  const id = `${from}-${to}`;
  return { id, from, to, label, cut: false, selected: false, queued: [0, 0], load: [0, 0], ...more };
}

export interface FrameSketch {
  readonly link: number;
  readonly towards: Towards;
  readonly tail: number;
  readonly head: number;
  readonly tint: ProtocolClass;
  readonly label?: string;
  readonly selected?: boolean;
}

export function frames(sketches: readonly FrameSketch[]): StageFrames {
  const columns = createStageFrames(sketches.length);
  for (const sketch of sketches) addFrame(columns, sketch);
  return columns;
}

function addFrame(columns: StageFrames, sketch: FrameSketch): void {
  const at = columns.count;
  reserveFrames(columns, at + 1);
  columns.link[at] = sketch.link;
  columns.towards[at] = sketch.towards;
  columns.tail[at] = sketch.tail;
  columns.head[at] = sketch.head;
  columns.tint[at] = protocolClasses.indexOf(sketch.tint);
  columns.packet[at] = at;
  columns.record[at] = at * 10;
  columns.labels[at] = sketch.label ?? '';
  if (sketch.selected) columns.selectedFrame = at;
  columns.count = at + 1;
}

export function drop(
  place: StageDrop['place'],
  label: string,
  reason: string,
  age: number,
  tint: ProtocolClass,
): StageDrop {
  return { place, label, reason, age, tint: protocolClasses.indexOf(tint), packet: 900, record: 9000 };
}

export function picture(
  devices: readonly StageDevice[],
  links: readonly StageLink[],
  more: Partial<StagePicture> = {},
): StagePicture {
  return { extent: extentOf(devices), devices, links, frames: createStageFrames(1), drops: [], ...more };
}
