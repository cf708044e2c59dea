import type { Cryptography } from '../cryptography/cryptography';
import type { WireError } from '../encoding/decoded';
import { connectionIdBytes } from './connection-id';
import type { Cursor } from '../encoding/cursor';
import { type PlacedFrame, readFrames } from './frames/frame';
import { decodePacketHead, isProtected, type PacketHead, type ProtectedHead } from './header';
import type { PacketKeys } from './keys';
import { openPayload, type UnmaskedHeader, unmaskHeader } from './protection';

/** What opens a datagram's QUIC packet: its keys, and the highest packet number seen before it in its space (-1: none). */
export interface PacketOpener {
  readonly keys: PacketKeys | undefined;
  readonly largest: number;
}

/** A QUIC packet of a datagram, as far as it could be opened. */
export interface OpenedPacket {
  readonly head: PacketHead;
  /** Undefined where there are no keys, or nothing is sealed. */
  readonly unmasked: UnmaskedHeader | undefined;
  /** Where the frames begin in the datagram: what is sealed is as long as what was, so that offsets agree. */
  readonly payloadAt: number;
  /** The frames' bytes, opened; empty where they could not be. */
  readonly payload: Uint8Array;
  readonly frames: readonly PlacedFrame[];
  /** Why it could not be opened, or read, any further; `at` from the datagram's start. */
  readonly error: WireError | undefined;
}

/** The packets of a datagram, and why its rest is none. */
export interface OpenedDatagram {
  readonly packets: readonly OpenedPacket[];
  readonly error: WireError | undefined;
}

/** Opens a UDP payload: coalesced packets one behind the other (RFC 9000 section 12.2). `openers`: one for each, in order. */
export function openDatagram(
  cryptography: Cryptography,
  datagram: Uint8Array,
  openers: readonly PacketOpener[],
): OpenedDatagram {
  const packets: OpenedPacket[] = [];
  let at = 0;
  while (at < datagram.length) {
    const head = decodePacketHead(datagram, at, connectionIdBytes);
    if (!head.ok) return { packets, error: head.error };
    packets.push(openPacket(cryptography, datagram, head.value, openers[packets.length]));
    at = head.value.end;
  }
  return { packets, error: undefined };
}

function closed(head: PacketHead, error: WireError | undefined, unmasked?: UnmaskedHeader): OpenedPacket {
  const payloadAt = head.end;
  return { head, unmasked, payloadAt, payload: new Uint8Array(0), frames: [], error };
}

function openPacket(
  cryptography: Cryptography,
  datagram: Uint8Array,
  head: PacketHead,
  opener: PacketOpener | undefined,
): OpenedPacket {
  if (!isProtected(head) || !opener?.keys) return closed(head, undefined);
  const unmasked = unmaskHeader(cryptography, opener.keys, datagram, head, opener.largest);
  if (!unmasked.ok) return closed(head, unmasked.error);
  const payload = openPayload(cryptography, opener.keys, datagram, head, unmasked.value);
  if (!payload.ok) return closed(head, payload.error, unmasked.value);
  const payloadAt = payloadStart(head, unmasked.value);
  const { frames, cursor } = readFrames(payload.value);
  const error = placed(cursor, payloadAt);
  return { head, unmasked: unmasked.value, payloadAt, payload: payload.value, frames, error };
}

function payloadStart(head: ProtectedHead, unmasked: UnmaskedHeader): number {
  return head.packetNumberAt + unmasked.packetNumberLength;
}

function placed({ error }: Cursor, base: number): WireError | undefined {
  return error && { ...error, at: error.at + base };
}
