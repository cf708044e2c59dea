import { QuicPacketItem } from '../../shared/trace/quic';
import type { TraceReader } from '../../shared/trace/trace-reader';
import { sealOverhead } from '../../wire/quic/lengths';
import { connectionIdBytes, connectionIdOf } from '../../wire/quic/connection-id';
import { type PacketItems, quicPacketsOf, tokenBytesOf } from '../../bytes/quic/datagram';
import { seedOf } from '../../bytes/quic/connection-keys';
import { sendingEnd } from '../../shared/trace/ends';
import { type FrameOwner, qlogFrames, qlogPacketTypes } from './frames';
import { hexString, type QlogData, rawInfo } from './qlog-event';

/** A QUIC packet of a datagram, as qlog tells it. */
export interface QlogPacket {
  readonly items: PacketItems;
  readonly data: QlogData;
}

/** QUIC version 1 as qlog writes it. */
export const qlogVersion1 = '00000001';

/** Header, frames and size of every QUIC packet of a datagram. */
export function qlogPackets(trace: TraceReader, packet: number): QlogPacket[] {
  const connection = trace.connectionOfPacket(packet);
  const owner = { seed: seedOf(trace), connection, end: sendingEnd(trace, packet) };
  return quicPacketsOf(trace, packet).map((items) => ({ items, data: packetData(trace, owner, items) }));
}

function packetData(
  trace: TraceReader,
  owner: FrameOwner,
  { header, firstFrame, end }: PacketItems,
): QlogData {
  const payload = trace.quicItemWord(header, 0);
  const bytes = trace.quicItemWord(header, 3);
  if (!hasNumber(trace, header)) return { header: packetHeader(trace, owner, header), raw: rawInfo(bytes) };
  return {
    header: packetHeader(trace, owner, header),
    frames: qlogFrames(trace, owner, firstFrame, end),
    raw: rawInfo(bytes + payload + sealOverhead, payload),
  };
}

function hasNumber(trace: TraceReader, header: number): boolean {
  const type = trace.quicItemType(header);
  return type !== QuicPacketItem.retry && type !== QuicPacketItem.versionNegotiation;
}

/** The header of the packet that an item tells of. */
export function packetHeader(trace: TraceReader, owner: FrameOwner, header: number): QlogData {
  const { seed, connection, end } = owner;
  const type = trace.quicItemType(header);
  const number = trace.quicItemOffset(header);
  const numberBytes = trace.quicItemWord(header, 1);
  const isShort = type === QuicPacketItem.oneRtt;
  const peer = end === 0 ? 1 : 0;
  const destination = hexString(connectionIdOf(seed, connection, peer, trace.quicItemWord(header, 2)));
  const source = hexString(connectionIdOf(seed, connection, end, trace.quicItemWord(header, 5)));
  const numbers = hasNumber(trace, header)
    ? { packet_number_length: numberBytes, packet_number: number }
    : {};
  if (isShort)
    return {
      ...{ packet_type: '1RTT', key_phase: trace.quicItemFlags(header), ...numbers },
      ...{ dcil: connectionIdBytes, dcid: destination },
    };
  const length = numberBytes + trace.quicItemWord(header, 0) + sealOverhead;
  return {
    packet_type: qlogPacketTypes[type] ?? 'unknown',
    ...numbers,
    ...tokenOf(trace, header),
    ...('packet_number' in numbers ? { length, version: qlogVersion1 } : {}),
    ...{ scil: connectionIdBytes, dcil: connectionIdBytes, scid: source, dcid: destination },
  };
}

/** The token of an Initial packet, where it has one: the lab's servers give them out for later visits. */
function tokenOf(trace: TraceReader, header: number): QlogData {
  if (trace.quicItemType(header) !== QuicPacketItem.initial) return {};
  const length = tokenBytesOf(trace, header);
  return length > 0 ? { token: { type: 'resumption', raw: rawInfo(length) } } : {};
}
