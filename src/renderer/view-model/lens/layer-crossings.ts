import { DropReason, RecordKind, none } from '../../../shared/trace/record';
import type { Lab } from '../../../shared/lab/lab';
import type { Trace } from '../../../shared/trace/trace';

/** OSI layers, 1 physical to 7 application. */
export type Layer = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** What a packet does at a layer: it is handed down, handed up, or ends there. */
export type Motion = 'down' | 'up' | 'lost';

/** One step of a packet through a device's stack: a place where 'step by layer crossing' stops. */
export interface LayerCrossing {
  /** Index of the device in whose stack it happens. */
  readonly device: number;
  /** The layer that has it now. */
  readonly layer: Layer;
  readonly motion: Motion;
}

type Layers = readonly Layer[];

// What is the application's becomes a segment in tcp.send, a packet on its way to link.send, a frame and bits there.
const messageDown: Layers = [7, 6, 5];
const segmentDown: Layers = [4, 3];
const frameDown: Layers = [2, 1];
const toNetwork: Layers = [1, 2, 3];
const toTransport: Layers = [1, 2, 3, 4];
const session: Layers = [5];
const presentation: Layers = [6];
const messageUp: Layers = [6, 7];
const application: Layers = [7];
const network: Layers = [3];
const dataLink: Layers = [2];
const physical: Layers = [1];
const toDataLink: Layers = [1, 2];
const nowhere: Layers = [];

/**
 * The layers that a record's packet crosses, in order; none for a record in which nothing moves. A position's
 * `crossing` counts how many of them were made.
 *
 * A message goes down L7 L6 L5 with `http.request` or `http.response`, L4 L3 with each `tcp.send` or `quic.send`, L2 L1 with
 * `link.send`; up L1 L2 L3 with `link.arrive` (and L4 at the host it was for), L5 with `tcp.deliver`, L6 L7 when it
 * has been read whole. A router hands from its L3 straight down to the next `link.send`.
 */
export function layerCrossings(lab: Lab, trace: Trace, record: number): LayerCrossing[] {
  const layers = layersCrossed(lab, trace, record);
  if (layers.length === 0) return [];
  const device = crossingDevice(lab, trace, record);
  const motion = motionOf(trace, record);
  return layers.map((layer) => ({ device, layer, motion }));
}

/** How many layers a record's packet crosses: the length of `layerCrossings`, without making them. */
export function countCrossings(lab: Lab, trace: Trace, record: number): number {
  return layersCrossed(lab, trace, record).length;
}

function layersCrossed(lab: Lab, trace: Trace, record: number): Layers {
  switch (trace.kind(record)) {
    case RecordKind.appStart:
    case RecordKind.appError:
    case RecordKind.mediaPlayed:
      return application;
    case RecordKind.httpRequest:
    case RecordKind.httpResponse:
    case RecordKind.mediaSent:
      return messageDown;
    case RecordKind.httpRequestReceived:
    case RecordKind.httpResponseReceived:
    case RecordKind.mediaReceived:
      return messageUp;
    case RecordKind.tlsMessage:
      return presentation;
    case RecordKind.tcpSend:
    case RecordKind.quicSend:
      return segmentDown;
    case RecordKind.tcpDeliver:
    case RecordKind.quicDeliver:
      return session;
    case RecordKind.linkSend:
      return frameDown;
    case RecordKind.linkArrive:
      return arrivesForGood(lab, trace, record) ? toTransport : toNetwork;
    case RecordKind.linkDrop:
      return layersOfLoss(trace, record);
    case RecordKind.ipDrop:
      return network;
    default:
      return nowhere;
  }
}

function motionOf(trace: Trace, record: number): Motion {
  switch (trace.kind(record)) {
    case RecordKind.tlsMessage:
      return trace.detail(record) === 1 ? 'up' : 'down';
    case RecordKind.linkDrop:
    case RecordKind.ipDrop:
    case RecordKind.appError:
      return 'lost';
    case RecordKind.linkArrive:
    case RecordKind.tcpDeliver:
    case RecordKind.quicDeliver:
    case RecordKind.httpRequestReceived:
    case RecordKind.httpResponseReceived:
    case RecordKind.mediaReceived:
    case RecordKind.mediaPlayed:
      return 'up';
    default:
      return 'down';
  }
}

/**
 * The device in whose stack a record happens: the receiving one for an arrival and for a frame found damaged there,
 * the sending one for anything else on a link; -1 for none.
 */
export function crossingDevice(lab: Lab, trace: Trace, record: number): number {
  const kind = trace.kind(record);
  const place = trace.place(record);
  if (kind >= RecordKind.ipDrop) return place;
  if (kind < RecordKind.linkSend) return -1;
  const end = place & 1;
  const at = kind === RecordKind.linkArrive || isFoundDamaged(trace, record) ? 1 - end : end;
  return lab.links[place >>> 1]?.devices[at as 0 | 1] ?? -1;
}

/** Whether a `link.arrive` record is at the host that the packet is addressed to. */
function arrivesForGood(lab: Lab, trace: Trace, record: number): boolean {
  const packet = trace.packet(record);
  if (packet === none) return false;
  const destination = trace.destinationAddress(packet);
  const ports = lab.devices[crossingDevice(lab, trace, record)]?.ports ?? [];
  return ports.some((port) => port.addresses.includes(destination));
}

/** Where a frame was when a link lost it: refused by the queue, on the way, or damaged at the other end. */
function layersOfLoss(trace: Trace, record: number): Layers {
  if (isFoundDamaged(trace, record)) return toDataLink;
  return isRefused(trace, record) ? dataLink : physical;
}

function isFoundDamaged(trace: Trace, record: number): boolean {
  return trace.kind(record) === RecordKind.linkDrop && trace.detail(record) === DropReason.badChecksum;
}

/** Whether a `link.drop` is of a frame that never was on the link: nothing of the link's own led to it (docs/trace.md). */
function isRefused(trace: Trace, record: number): boolean {
  const cause = trace.cause(record);
  if (cause === none) return true;
  const kind = trace.kind(cause);
  const isOwnSend = kind === RecordKind.linkSend && trace.place(cause) === trace.place(record);
  return !isOwnSend && kind !== RecordKind.linkCut;
}
