import type { RowSource } from '../packets/packet-rows';
import type { RunTopology } from '../run/run-topology';

/** What sentences are made of. */
export interface SentenceSource extends RowSource {
  readonly topology: RunTopology;
}

/** What a packet is called in a sentence: `#12 SYN-ACK`. */
export function packetName({ index, labels }: SentenceSource, packet: number): string {
  const row = index.rowOf(packet);
  return `#${row === undefined ? '?' : row + 1} ${labels.short(packet)}`;
}

/** Why a packet was sent, in brackets, where its name does not say it already: an ACK is sent to acknowledge. */
export function because(packet: string, reason: string): string {
  const isPlain = ['data', 'ack', 'acknowledgement', 'handshake'].includes(reason.toLowerCase());
  return isPlain || packet.toLowerCase().includes(reason.toLowerCase()) ? '' : ` (${reason})`;
}
