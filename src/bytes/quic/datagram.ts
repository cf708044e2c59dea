import { originalConnectionId, QuicPacketItem } from '../../shared/trace/quic';
import { none } from '../../shared/trace/record';
import { tlsAnswerOf, tlsOfferOf } from '../../shared/trace/tls-tables';
import type { TraceReader } from '../../shared/trace/trace-reader';
import type { Cryptography } from '../../wire/cryptography/cryptography';
import { sendingEnd } from '../../shared/trace/ends';
import {
  connectionIdOf,
  newTokenOf,
  originalDestinationId,
  retryConnectionId,
  retryTokenOf,
} from '../../wire/quic/connection-id';
import { ConnectionKeys, seedOf } from './connection-keys';
import { encodeFrames, type Frame } from '../../wire/quic/frames/frame';
import {
  encodeHeader,
  encodeVersionNegotiation,
  type ProtectedHeader,
  type ProtectedLongName,
} from '../../wire/quic/header';
import { type FrameSource, frameOfItem } from './item-frame';
import type { PacketKeys } from '../../wire/quic/keys';
import {
  initialHeaderBytes,
  retryPacketBytes,
  sealOverhead,
  versionNegotiationBytes,
} from '../../wire/quic/lengths';
import type { PacketNumberLength } from '../../wire/quic/packet-number';
import { sealPacket } from '../../wire/quic/protection';
import { sealRetry } from '../../wire/quic/retry';
import type { QuicSecrets, WrittenContents } from './secrets';

const noToken = new Uint8Array(0);
/** The exponent where nobody declared another (RFC 9000 section 18.2). */
const defaultAckDelayExponent = 3;

/** A QUIC packet of a datagram in the trace: the item of its header, and those of its frames. */
export interface PacketItems {
  readonly header: number;
  readonly firstFrame: number;
  /** Behind the last frame. */
  readonly end: number;
}

/** The QUIC packets of a datagram, in order. */
export function quicPacketsOf(trace: TraceReader, packet: number): PacketItems[] {
  const first = trace.firstQuicItem(packet);
  const count = trace.quicItemCount(packet);
  const packets: PacketItems[] = [];
  let end = first + count;
  for (let item = end - 1; item >= first && count > 0; item -= 1) {
    if (trace.quicItemType(item) < QuicPacketItem.initial) continue;
    packets.unshift({ header: item, firstFrame: item + 1, end });
    end = item;
  }
  return packets;
}

/** Bytes of the token in an Initial packet's header: what its length leaves room for. */
export function tokenBytesOf(trace: TraceReader, header: number): number {
  const bare = initialHeaderBytes(trace.quicItemWord(header, 1), trace.quicItemWord(header, 0));
  const more = trace.quicItemWord(header, 3) - bare;
  // From 64 bytes on the Token Length takes a byte more.
  return more > 63 ? more - 1 : Math.max(0, more);
}

/** Makes the true bytes of a trace's QUIC datagrams: frames, headers, and the protection over both. */
export class QuicBytes {
  private readonly keys: ConnectionKeys;

  constructor(
    private readonly trace: TraceReader,
    private readonly cryptography: Cryptography,
    private readonly secrets: QuicSecrets,
    private readonly contents: WrittenContents,
  ) {
    this.keys = new ConnectionKeys(trace, cryptography, secrets);
  }

  /**
   * The UDP payload of a datagram that carries QUIC. Throws a RangeError where the trace contradicts itself: frames of
   * other lengths than it tells, or packets under keys that the handshake never led to.
   */
  datagram(packet: number): Uint8Array {
    const bytes = new Uint8Array(this.trace.payloadBytes(packet));
    let at = 0;
    for (const items of quicPacketsOf(this.trace, packet)) {
      const sealed = this.packet(packet, items);
      if (at + sealed.length > bytes.length)
        throw new RangeError(`QUIC packets of ${at + sealed.length} bytes in a payload of ${bytes.length}`);
      bytes.set(sealed, at);
      at += sealed.length;
    }
    if (at < bytes.length)
      throw new RangeError(`QUIC packets of ${at} bytes in a payload of ${bytes.length}`);
    return bytes;
  }

  /** The keys that a datagram's QUIC packet is sealed with; undefined where it is sealed with none. */
  keysOf(packet: number, header: number): PacketKeys | undefined {
    return this.keys.of(packet, header, sendingEnd(this.trace, packet));
  }

  /** The frames of a QUIC packet before they are sealed. */
  frames(packet: number, { header, firstFrame, end }: PacketItems): Frame[] {
    const source = this.sourceOf(packet, this.trace.quicItemType(header));
    const frames: Frame[] = [];
    for (let item = firstFrame; item < end; item += 1) frames.push(frameOfItem(source, item));
    return frames;
  }

  /** How far an end's ACK Delay is shifted, as it declared in the handshake. */
  ackDelayExponent(connection: number, end: 0 | 1): number {
    const declared = end === 0 ? tlsOfferOf(this.trace, connection) : tlsAnswerOf(this.trace, connection);
    return declared?.quic?.ackDelayExponent ?? defaultAckDelayExponent;
  }

  private sourceOf(packet: number, packetType: number): FrameSource {
    const { trace, contents, secrets } = this;
    const connection = trace.connectionOfPacket(packet);
    const end = sendingEnd(trace, packet);
    const ackDelayExponent = this.ackDelayExponent(connection, end);
    return { trace, contents, secrets, seed: seedOf(trace), connection, end, packetType, ackDelayExponent };
  }

  private packet(packet: number, items: PacketItems): Uint8Array {
    const type = this.trace.quicItemType(items.header);
    if (type === QuicPacketItem.retry) return this.retry(packet, items.header);
    if (type === QuicPacketItem.versionNegotiation) return this.versionNegotiation(packet, items.header);
    const payload = encodeFrames(this.frames(packet, items));
    const told = this.trace.quicItemWord(items.header, 0);
    if (payload.length !== told)
      throw new RangeError(`frames of ${payload.length} bytes where packet ${packet} has ${told}`);
    const keys = this.keysOf(packet, items.header);
    if (!keys) throw new RangeError(`packet ${packet} is sealed with keys that no handshake led to`);
    const header = this.headerOf(packet, items.header, type);
    const encoded = encodeHeader(header, payload.length + sealOverhead);
    const { packetNumber, packetNumberLength } = header;
    return sealPacket(this.cryptography, keys, encoded, packetNumber, packetNumberLength, payload);
  }

  private headerOf(packet: number, item: number, type: number): ProtectedHeader {
    const { trace } = this;
    const { destination, source } = this.ids(packet, item);
    const packetNumber = trace.quicItemOffset(item);
    const packetNumberLength = trace.quicItemWord(item, 1) as PacketNumberLength;
    if (type === QuicPacketItem.oneRtt) {
      const keyPhase = trace.quicItemFlags(item) & 1 ? 1 : 0;
      return { name: '1-RTT', destination, spin: false, keyPhase, packetNumber, packetNumberLength };
    }
    const token = type === QuicPacketItem.initial ? this.token(packet, item) : noToken;
    return { name: longName(type), destination, source, token, packetNumber, packetNumberLength };
  }

  private ids(packet: number, item: number): { destination: Uint8Array; source: Uint8Array } {
    const { trace } = this;
    const connection = trace.connectionOfPacket(packet);
    const end = sendingEnd(trace, packet);
    const seed = seedOf(trace);
    return {
      destination: connectionIdOf(seed, connection, end === 0 ? 1 : 0, trace.quicItemWord(item, 2)),
      source: connectionIdOf(seed, connection, end, trace.quicItemWord(item, 5)),
    };
  }

  /**
   * The token of an Initial packet, as long as the header's length leaves room for: of the Retry, where there was one,
   * else of the NEW_TOKEN frame on the connection that is resumed.
   */
  private token(packet: number, item: number): Uint8Array {
    const { trace } = this;
    const length = tokenBytesOf(trace, item);
    if (length === 0) return noToken;
    const connection = trace.connectionOfPacket(packet);
    const seed = seedOf(trace);
    const isFirst = trace.quicItemWord(item, 2) === originalConnectionId;
    if (!isFirst && this.keys.hasRetryBefore(packet, connection))
      return retryTokenOf(seed, connection, length);
    const offer = tlsOfferOf(trace, connection);
    return newTokenOf(seed, offer?.resumption?.from ?? none, length);
  }

  private retry(packet: number, item: number): Uint8Array {
    const seed = seedOf(this.trace);
    const connection = this.trace.connectionOfPacket(packet);
    const token = retryTokenOf(seed, connection, this.trace.quicItemWord(item, 3) - retryPacketBytes(0));
    const { destination } = this.ids(packet, item);
    const source = connectionIdOf(seed, connection, 1, retryConnectionId);
    const head = { name: 'Retry', destination, source, token } as const;
    return sealRetry(this.cryptography, originalDestinationId(seed, connection), head);
  }

  private versionNegotiation(packet: number, item: number): Uint8Array {
    const count = (this.trace.quicItemWord(item, 3) - versionNegotiationBytes(0)) / 4;
    const versions = Array.from({ length: count }, (_, index) => 1 + index);
    return encodeVersionNegotiation({ name: 'Version Negotiation', ...this.ids(packet, item), versions });
  }
}

function longName(type: number): ProtectedLongName {
  if (type === QuicPacketItem.initial) return 'Initial';
  return type === QuicPacketItem.zeroRtt ? '0-RTT' : 'Handshake';
}
