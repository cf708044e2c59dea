import { TlsDirection } from '../../../shared/trace/kinds/tls';
import { read } from '../../../shared/trace/record-reader';
import { deviceKind } from '../../../shared/devices/device';
import { pathOf } from '../../../shared/lanes/lanes-lane';
import { formatAddress } from '../../../shared/units/address';
import { protocolUdp, tcpFlagNames } from '../../../shared/trace/packet';
import {
  dropReasons,
  layerOfKind,
  none,
  placeIsLink,
  RecordKind,
  appErrors,
} from '../../../shared/trace/record';
import { QuicFrame } from '../../../shared/trace/quic';
import { quicPacketsOf } from '../../../shared/trace/quic-packets';
import { tlsAnswerOf, tlsOfferOf, tlsVersionName } from '../../../shared/trace/tls-tables';
import type { TraceReader } from '../../../shared/trace/trace-reader';
import type { PacketLabels } from '../labels/packet-labels';
import { countCrossings, crossingDevice, layerCrossings, type Layer, type Motion } from './layer-crossings';
import { envelopesAt, type LensEnvelope } from './lens-envelopes';
import { packetOf, type LensFocus } from './lens-focus';
import type { MessageTexts } from '../packets/message-texts';
import type { RunTopology } from '../run/run-topology';
import { readableTime } from '../time-format';

export { layerCrossings, countCrossings, crossingDevice };
export type { Layer, LayerCrossing, Motion } from './layer-crossings';
export type { LensEnvelope } from './lens-envelopes';

/** passed: it was here; active: it is here; ahead: it will be; untouched: it never is, at this device. */
export type RowState = 'passed' | 'active' | 'ahead' | 'untouched';

export interface LensRow {
  readonly layer: Layer;
  readonly name: string;
  /** What the layer holds: `TCP 32768 > 80 seq 1`. */
  readonly holds: string;
  readonly state: RowState;
}

/** What the lens shows: one device's stack, and what one packet looks like on its way through it. */
export interface LensView {
  /** The record that it is about. */
  readonly record: number;
  /** The device's number in the run. */
  readonly device: number;
  readonly motion: Motion;
  readonly packet: number | undefined;
  /** `sending GET /`, `forwarding SYN`, `receiving 200`. */
  readonly doing: string;
  /** `3 of 7 handed down` */
  readonly progress: string;
  /** L7 first. */
  readonly rows: readonly LensRow[];
  /** Outermost first: Ethernet, IPv4, TCP, message; those not around it now are not `present`. */
  readonly envelopes: readonly LensEnvelope[];
  /** Bytes of what the active layer holds; undefined where it is no packet yet and its size is not known. */
  readonly bytes: number | undefined;
}

/** What the lens reads. */
export interface LensSource {
  readonly trace: TraceReader;
  readonly topology: RunTopology;
  readonly labels: PacketLabels;
  readonly messages: MessageTexts;
}

const layerNames: Readonly<Record<Layer, string>> = {
  7: 'Application',
  6: 'Presentation',
  5: 'Session',
  4: 'Transport',
  3: 'Network',
  2: 'Data link',
  1: 'Physical',
};
const layersDown: readonly Layer[] = [7, 6, 5, 4, 3, 2, 1];
/** Records that may lie between a segment's way down through TCP and IP and its `link.send`. */
const nearRecords = 64;

/** The lens's view of a focus. */
export function lensView(source: LensSource, focus: LensFocus): LensView {
  const { trace, topology, labels } = source;
  const { record } = focus;
  const crossings = layerCrossings(topology.lab, trace, record);
  const crossing = crossings[focus.crossing] ?? crossings[crossings.length - 1];
  if (!crossing) throw new RangeError(`record ${record} crosses no layer`);
  const { device, layer, motion } = crossing;
  const carrier = carrierOf(source, record, device);
  const packet = carrier === undefined ? undefined : packetOf(trace, carrier);
  const passer = passerAt(source, device);
  const top = passer !== undefined ? 3 : topLayer(source, record, packet);
  const holdings = holdingsOf(source, record, packet, carrier);
  const message = source.messages.of(record);
  // Above TCP there are no packets: the application has its message whole, however many segments carried it.
  const inPacket = message === undefined || layer <= 5 ? packet : undefined;
  const envelopes = envelopesAt(trace, inPacket, message, layer, labels);
  const isWayUp = motion === 'up' || (motion === 'lost' && cameFromBelow(source, record, packet, device));
  return {
    record,
    device,
    motion,
    packet,
    doing: doingText(source, record, packet, passer !== undefined, motion),
    progress: progressText(layer, top, motion, passer !== undefined),
    rows: layersDown.map((row) => ({
      layer: row,
      name: layerNames[row],
      holds: row > top ? untouchedText(row, passer, top) : holdings(row),
      state: rowState(row, layer, top, isWayUp, motion === 'lost'),
    })),
    envelopes,
    bytes: envelopes.find((envelope) => envelope.present)?.bytes,
  };
}

/**
 * The record that tells most about the packet at hand: on which link it is or was, with what Time to Live. Undefined
 * for a message that is in no packet yet.
 */
function carrierOf(source: LensSource, record: number, device: number): number | undefined {
  const { trace } = source;
  const kind = trace.kind(record);
  if (kind === RecordKind.tcpSend || kind === RecordKind.quicSend)
    return followingSend(source, record, device) ?? record;
  const isReceived = kind === RecordKind.httpRequestReceived || kind === RecordKind.httpResponseReceived;
  const isDelivered = kind === RecordKind.tcpDeliver || kind === RecordKind.quicDeliver;
  const isRead =
    kind === RecordKind.tlsMessage && read.tlsMessage.direction(trace, record) === TlsDirection.received;
  if (!isReceived && !isDelivered && !isRead)
    return packetOf(trace, record) === undefined ? undefined : record;
  // http.*-received or tls.message <- tcp.deliver <- link.arrive
  for (let cause = trace.cause(record), steps = 0; cause !== none && steps < 3; steps += 1) {
    if (trace.kind(cause) === RecordKind.linkArrive) return cause;
    cause = trace.cause(cause);
  }
  return undefined;
}

/** The `link.send` that a `tcp.send` leads to: it says on which link the segment will leave. */
function followingSend({ trace, topology }: LensSource, record: number, device: number): number | undefined {
  const end = Math.min(trace.records.length, record + nearRecords);
  for (let next = record + 1; next < end; next += 1) {
    const isItsSend = trace.kind(next) === RecordKind.linkSend && trace.packet(next) === trace.packet(record);
    if (isItsSend && topology.sender(trace.place(next)) === device) return next;
  }
  return undefined;
}

/** The highest layer that takes part at a host: the application for data, TLS for its own, TCP and QUIC for theirs. */
function topLayer({ trace, labels }: LensSource, record: number, packet: number | undefined): Layer {
  const kind = trace.kind(record);
  if (kind === RecordKind.tlsMessage) return 6;
  if (layerOfKind(kind) === 7 || kind === RecordKind.tcpDeliver || kind === RecordKind.quicDeliver) return 7;
  return packet === undefined ? 4 : labels.topLayer(packet);
}

/** Whether a packet that a device lost had reached it from another one. */
function cameFromBelow(
  { trace, topology }: LensSource,
  record: number,
  packet: number | undefined,
  device: number,
): boolean {
  if (packet === undefined || topology.owner(trace.sourceAddress(packet)) === device) return false;
  return trace.kind(record) === RecordKind.ipDrop || topology.sender(trace.place(record)) !== device;
}

function rowState(row: Layer, active: Layer, top: Layer, isWayUp: boolean, isLost: boolean): RowState {
  if (row === active) return 'active';
  if (row > top) return 'untouched';
  if (isWayUp ? row < active : row > active) return 'passed';
  return isLost ? 'untouched' : 'ahead';
}

function progressText(layer: Layer, top: Layer, motion: Motion, passesOn: boolean): string {
  if (motion === 'lost') return `lost at layer ${layer}`;
  if (passesOn) return motion === 'up' ? `up to layer ${layer} of 3` : `down to layer ${layer}`;
  return motion === 'down' ? `${top - layer + 1} of ${top} handed down` : `${layer} of ${top} handed up`;
}

function doingText(
  source: LensSource,
  record: number,
  packet: number | undefined,
  passesOn: boolean,
  motion: Motion,
): string {
  const { trace, labels } = source;
  const kind = trace.kind(record);
  const message = source.messages.of(record);
  const name = message ? shortMessage(message.startLine) : packet === undefined ? '' : labels.short(packet);
  if (kind === RecordKind.appStart) return `asking for ${requestText(source, record)}`;
  if (kind === RecordKind.appError) return `failing: ${appErrors[trace.detail(record)] ?? 'unknown'}`;
  if (motion === 'lost') return `${name} lost: ${dropReasons[trace.detail(record)] ?? 'unknown'}`;
  if (passesOn) return `forwarding ${name}`;
  return `${motion === 'down' ? 'sending' : 'receiving'} ${name}`;
}

/** `GET /` of a request line, `200` of a status line. */
function shortMessage(startLine: string): string {
  const [first = '', second = ''] = startLine.split(' ');
  return first.startsWith('HTTP/') ? second : `${first} ${second}`.trim();
}

function requestText({ trace, topology }: LensSource, record: number): string {
  const workload = topology.lab.workloads[trace.b(record)];
  return workload ? `${pathOf(workload, 0)} of ${topology.deviceId(workload.to)}` : 'a page';
}

/** What a device that only passes packets on is called: `a router`; undefined for one with transports. */
function passerAt({ topology }: LensSource, device: number): string | undefined {
  const found = topology.lab.devices[device];
  return found && found.host === undefined ? deviceKind(found.kind).words.one : undefined;
}

/** Said once, at the top: what is above where the packet turns. */
function untouchedText(layer: Layer, passer: string | undefined, top: Layer): string {
  if (layer !== 7) return '';
  if (top === 6) return 'nothing for the application';
  return passer === undefined ? 'no data in this segment' : `${passer} looks no higher than layer 3`;
}

/** What each layer holds of a packet, or of a message that is in none yet. */
function holdingsOf(
  source: LensSource,
  record: number,
  packet: number | undefined,
  carrier: number | undefined,
): (layer: Layer) => string {
  const connection = source.trace.connection(record);
  return (layer) => {
    if (layer === 7) return applicationText(source, record, packet);
    if (layer === 6) return presentationText(source, record);
    if (layer === 5) return connection === none ? '' : `connection ${connection + 1}`;
    if (packet === undefined || carrier === undefined) return '';
    if (layer === 4) return transportText(source, packet);
    if (layer === 3) return packetText(source.trace, packet, carrier);
    return frameText(source, packet, carrier, layer);
  };
}

function applicationText(source: LensSource, record: number, packet: number | undefined): string {
  const { trace, labels, messages } = source;
  if (trace.kind(record) === RecordKind.appStart) return `wants ${requestText(source, record)}`;
  const message = messages.of(record);
  if (message) return message.startLine;
  if (packet === undefined) return '';
  return labels.message(packet) ?? moreText(trace, packet);
}

/** What goes on in a packet: of the only message of a TCP connection, or of streams. */
function moreText(trace: TraceReader, packet: number): string {
  const frames = quicPacketsOf(trace, packet).flatMap((one) => one.frames);
  if (frames.length === 0) return `${trace.payloadBytes(packet)} B more of the message`;
  return frames
    .filter((frame) => trace.quicItemType(frame) === QuicFrame.stream)
    .map((frame) => `${trace.quicItemWord(frame, 1)} B more of stream ${trace.quicItemWord(frame, 0)}`)
    .join(', ');
}

/** What seals the connection: `TLS 1.3, h2`, and what it says there: `Finished, TLS 1.3`. */
function presentationText({ trace, messages }: LensSource, record: number): string {
  const connection = trace.connection(record);
  const message = messages.of(record);
  const says = message?.protocol === 'TLS' ? `${message.startLine}, ` : '';
  const answer = tlsAnswerOf(trace, connection);
  if (answer)
    return `${says}${tlsVersionName(answer.version)}${answer.protocol ? `, ${answer.protocol}` : ''}`;
  return says + (tlsOfferOf(trace, connection) ? 'TLS being agreed on' : 'plain');
}

function transportText({ trace, labels }: LensSource, packet: number): string {
  if (trace.protocol(packet) !== protocolUdp) return segmentText(trace, packet);
  return `UDP ${trace.sourcePort(packet)} > ${trace.destinationPort(packet)} ${labels.ladder(packet)}`;
}

function segmentText(trace: TraceReader, packet: number): string {
  const flags = tcpFlagNames(trace.flags(packet)).join(' ');
  const ports = `TCP ${trace.sourcePort(packet)} > ${trace.destinationPort(packet)}`;
  return `${ports} ${flags} seq ${trace.relativeSequence(packet)}`;
}

/** The Time to Live is that of the link, where it is on one: each router takes one off (RFC 1812 section 5.3.1). */
function packetText(trace: TraceReader, packet: number, carrier: number): string {
  const kind = trace.kind(carrier);
  const isOnLink = kind === RecordKind.linkSend || kind === RecordKind.linkArrive;
  const timeToLive = isOnLink ? trace.detail(carrier) : trace.timeToLive(packet);
  const source = formatAddress(trace.sourceAddress(packet));
  return `IPv4 ${source} > ${formatAddress(trace.destinationAddress(packet))} TTL ${timeToLive}`;
}

function frameText({ trace, topology }: LensSource, packet: number, carrier: number, layer: Layer): string {
  const bytes = trace.frameBytes(packet);
  if (layer === 2) return `Ethernet frame, ${bytes} B`;
  if (!placeIsLink(trace.kind(carrier))) return `${bytes * 8} bits`;
  const direction = trace.place(carrier);
  const link = topology.link(direction);
  const bits = (bytes + (link?.frameOverhead ?? 0)) * 8;
  const time = readableTime(topology.serialisation(direction, bytes));
  return `${bits} bits in ${time} on ${link?.id ?? 'a link'}`;
}
