import type { Lab } from '../../../shared/lab/lab';
import { DropReason } from '../../../shared/trace/kinds/drop-reasons';
import { TlsDirection } from '../../../shared/trace/kinds/tls';
import { none } from '../../../shared/trace/record';
import { read } from '../../../shared/trace/record-reader';
import {
  happensAtReceiver,
  placeIsDevice,
  placeIsLink,
  RecordKind,
  tableByKind,
} from '../../../shared/trace/record-table';
import type { TraceReader } from '../../../shared/trace/trace-reader';

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

/** What a kind's records make a packet, or a message, do: the layers that it crosses in order, and which way. */
interface Crossing {
  readonly layers: readonly Layer[] | ((lab: Lab, trace: TraceReader, record: number) => readonly Layer[]);
  readonly motion: Motion | ((trace: TraceReader, record: number) => Motion);
}

const toNetwork: readonly Layer[] = [1, 2, 3];
const toTransport: readonly Layer[] = [1, 2, 3, 4];

/**
 * A message goes down L7 L6 L5 with `http.request` or `http.response`, L4 L3 with each `tcp.send` or `quic.send`, L2 L1 with
 * `link.send`; up L1 L2 L3 with `link.arrive` (and L4 at the host it was for), L5 with `tcp.deliver`, L6 L7 when it
 * has been read whole. A router hands from its L3 straight down to the next `link.send`. In a record of a kind that is
 * not here nothing moves.
 */
const crossings = tableByKind<Crossing>({
  appStart: { layers: [7], motion: 'down' },
  appError: { layers: [7], motion: 'lost' },
  httpRequest: { layers: [7, 6, 5], motion: 'down' },
  httpRequestReceived: { layers: [6, 7], motion: 'up' },
  httpResponse: { layers: [7, 6, 5], motion: 'down' },
  httpResponseReceived: { layers: [6, 7], motion: 'up' },
  mediaSent: { layers: [7, 6, 5], motion: 'down' },
  mediaReceived: { layers: [6, 7], motion: 'up' },
  mediaPlayed: { layers: [7], motion: 'up' },
  tlsMessage: { layers: [6], motion: directionOfMessage },
  tcpSend: { layers: [4, 3], motion: 'down' },
  quicSend: { layers: [4, 3], motion: 'down' },
  tcpDeliver: { layers: [5], motion: 'up' },
  quicDeliver: { layers: [5], motion: 'up' },
  linkSend: { layers: [2, 1], motion: 'down' },
  linkArrive: {
    layers: (lab, trace, record) => (arrivesForGood(lab, trace, record) ? toTransport : toNetwork),
    motion: 'up',
  },
  linkDrop: { layers: layersOfLoss, motion: 'lost' },
  ipDrop: { layers: [3], motion: 'lost' },
});

/**
 * The layers that a record's packet crosses, in order; none for a record in which nothing moves. A position's
 * `crossing` counts how many of them were made.
 */
export function layerCrossings(lab: Lab, trace: TraceReader, record: number): LayerCrossing[] {
  const crossing = crossings[trace.kind(record)];
  if (!crossing) return [];
  const device = crossingDevice(lab, trace, record);
  const motion = typeof crossing.motion === 'string' ? crossing.motion : crossing.motion(trace, record);
  return layersOf(crossing, lab, trace, record).map((layer) => ({ device, layer, motion }));
}

/** How many layers a record's packet crosses: the length of `layerCrossings`, without making them. */
export function countCrossings(lab: Lab, trace: TraceReader, record: number): number {
  const crossing = crossings[trace.kind(record)];
  return crossing ? layersOf(crossing, lab, trace, record).length : 0;
}

function layersOf({ layers }: Crossing, lab: Lab, trace: TraceReader, record: number): readonly Layer[] {
  return typeof layers === 'function' ? layers(lab, trace, record) : layers;
}

function directionOfMessage(trace: TraceReader, record: number): Motion {
  return read.tlsMessage.direction(trace, record) === TlsDirection.received ? 'up' : 'down';
}

/**
 * The device in whose stack a record happens: the receiving one for an arrival and for a frame found damaged there,
 * the sending one for anything else on a link; -1 for none.
 */
export function crossingDevice(lab: Lab, trace: TraceReader, record: number): number {
  const kind = trace.kind(record);
  const place = trace.place(record);
  if (placeIsDevice(kind)) return place;
  if (!placeIsLink(kind)) return -1;
  const end = place & 1;
  const at = happensAtReceiver(kind) || isFoundDamaged(trace, record) ? 1 - end : end;
  return lab.links[place >>> 1]?.devices[at as 0 | 1] ?? -1;
}

/** Whether a `link.arrive` record is at the host that the packet is addressed to. */
function arrivesForGood(lab: Lab, trace: TraceReader, record: number): boolean {
  const packet = trace.packet(record);
  if (packet === none) return false;
  const destination = trace.destinationAddress(packet);
  const ports = lab.devices[crossingDevice(lab, trace, record)]?.ports ?? [];
  return ports.some((port) => port.addresses.includes(destination));
}

/** Where a frame was when a link lost it: refused by the queue, on the way, or damaged at the other end. */
function layersOfLoss(_lab: Lab, trace: TraceReader, record: number): readonly Layer[] {
  if (isFoundDamaged(trace, record)) return [1, 2];
  return isRefused(trace, record) ? [2] : [1];
}

function isFoundDamaged(trace: TraceReader, record: number): boolean {
  return trace.kind(record) === RecordKind.linkDrop && trace.detail(record) === DropReason.badChecksum;
}

/** Whether a `link.drop` is of a frame that never was on the link: nothing of the link's own led to it (docs/trace.md). */
function isRefused(trace: TraceReader, record: number): boolean {
  const cause = trace.cause(record);
  if (cause === none) return true;
  const kind = trace.kind(cause);
  const isOwnSend = kind === RecordKind.linkSend && trace.place(cause) === trace.place(record);
  return !isOwnSend && kind !== RecordKind.linkCut;
}
