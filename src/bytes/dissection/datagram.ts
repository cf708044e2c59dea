import type { DissectedLayer } from '../../shared/dissection';
import { udpHeaderBytes } from '../../shared/trace/packet';
import type { Cryptography } from '../../wire/cryptography/cryptography';
import { openDatagram, type PacketOpener } from '../../wire/quic/open-datagram';
import { decodeUdp, udpChecksum } from '../../wire/udp';
import { dataLayers, malformedLayer } from '../../wire/dissection/plain';
import { carriedData, type CarriedData, dissectQuic } from './quic/quic';
import { dissectUdp } from './headers/udp';

/** What is known about a datagram besides its bytes: what its payload is, and what opens it. */
export type DatagramContext =
  | {
      readonly payload: 'application';
      /** What the payload says. */
      above(bytes: Uint8Array, base: number): readonly DissectedLayer[];
    }
  | {
      readonly payload: 'quic';
      readonly cryptography: Cryptography;
      readonly openers: readonly PacketOpener[];
      /** The sender's. */
      readonly ackDelayExponent: number;
      /** What the data of a frame says to the layer above. */
      above(carried: CarriedData): readonly DissectedLayer[];
    };

/** A UDP datagram that begins `base` bytes into the frame, and what it carries. */
export function dissectDatagram(
  bytes: Uint8Array,
  base: number,
  addresses: { readonly source: number; readonly destination: number },
  context: DatagramContext | undefined,
): DissectedLayer[] {
  const datagram = decodeUdp(bytes);
  if (!datagram.ok) return [malformedLayer('User Datagram Protocol', 4, datagram.error, base, bytes.length)];
  const { payload, length } = datagram.value;
  const layer = dissectUdp(datagram.value, udpChecksum(bytes, 0, length, addresses), base);
  return [layer, ...payloadLayers(payload, base + udpHeaderBytes, context)];
}

function payloadLayers(
  payload: Uint8Array,
  base: number,
  context: DatagramContext | undefined,
): readonly DissectedLayer[] {
  if (context?.payload === 'quic') {
    const opened = openDatagram(context.cryptography, payload, context.openers);
    const above = carriedData(opened, base).flatMap((carried) => context.above(carried));
    return [...dissectQuic(payload, opened, context.ackDelayExponent, base), ...above];
  }
  return context?.above(payload, base) ?? dataLayers(payload, base);
}
