import { ethernetHeaderBytes } from '../../wire/ethernet';
import { ipv4HeaderBytes, protocolTcp, protocolUdp } from '../../wire/ipv4';
import { tcpHeaderBytes } from '../../wire/tcp';
import { udpHeaderBytes } from '../../wire/udp';

/**
 * One packet's header fields: 64 bytes, little-endian, at index `packet` of the packet table.
 * Written once, when the packet is made; where it went is told by records. The TTL here is the one it
 * was sent with; what it has left on a link stands in the `link.*` records.
 *
 * | 0  f64 relative sequence (unwrapped: 0 for a SYN, 1 for the first byte of data)                    |
 * | 8  u32 source address | 12 u32 destination address | 16 u32 sequence | 20 u32 acknowledgement      |
 * | 24 u32 relative acknowledgement, low 32 bits | 28 u32 TSval | 32 u32 TSecr | 36 u32 connection               |
 * | 40 u32 index of the first SACK block, or of the first QUIC item of a UDP datagram, or NONE          |
 * | 44 u16 source port | 46 u16 destination port | 48 u16 window field | 50 u16 payload bytes         |
 * | 52 u16 IPv4 identification | 54 u16 TCP flags | 56 u16 MSS option | 58 u8 window scale option        |
 * | 59 u8 PacketOption bits | 60 u8 SACK blocks, or QUIC items | 61 u8 TTL | 62 u8 protocol | 63 u8 traffic class     |
 */
export const packetBytes = 64;
export const chunkPackets = 16384;

export const PacketOption = { mss: 1, windowScale: 2, sackPermitted: 4, timestamps: 8, sack: 16 } as const;

/** TCP flag bits, RFC 9293 section 3.1 and RFC 3168. */
export const TcpFlag = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32, ece: 64, cwr: 128 } as const;

export { ethernetHeaderBytes, ipv4HeaderBytes, protocolTcp, protocolUdp, tcpHeaderBytes, udpHeaderBytes };

/**
 * Bytes of TCP options, padded to 32 bits, laid out as Linux does: SYN: MSS, SACK permitted + timestamps
 * (sharing one 12-byte run), NOP + window scale; otherwise NOP NOP timestamps, NOP NOP SACK.
 */
export function tcpOptionBytes(options: number, sackBlocks: number): number {
  let length = 0;
  if (options & PacketOption.mss) length += 4;
  if (options & PacketOption.timestamps) length += 12;
  else if (options & PacketOption.sackPermitted) length += 4;
  if (options & PacketOption.windowScale) length += 4;
  if (options & PacketOption.sack && sackBlocks > 0) length += 4 + 8 * sackBlocks;
  return length;
}

/** A frame's bytes from the Ethernet header to the end of the payload (no preamble, no FCS). */
export function frameBytes(options: number, sackBlocks: number, payload: number): number {
  return (
    ethernetHeaderBytes + ipv4HeaderBytes + tcpHeaderBytes + tcpOptionBytes(options, sackBlocks) + payload
  );
}

/** A UDP datagram's frame, from the Ethernet header to the end of the payload. */
export function datagramFrameBytes(payload: number): number {
  return ethernetHeaderBytes + ipv4HeaderBytes + udpHeaderBytes + payload;
}

/** The names of the flags set, in the order people say them: `SYN, ACK`. */
export function tcpFlagNames(flags: number): string[] {
  const names: string[] = [];
  for (const [name, bit] of Object.entries(TcpFlag)) if (flags & bit) names.push(name.toUpperCase());
  const rank = ['SYN', 'FIN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'];
  return names.sort((left, right) => rank.indexOf(left) - rank.indexOf(right));
}
