import { TlsEpoch } from '../../../shared/trace/tls';
import { quicPacketsOf } from '../quic/datagram';
import { sendingEnd } from '../sending-end';
import type { TraceBytes } from '../trace-bytes';
import type { DatagramContext } from './datagram';
import { dissectCrypto } from './tls';

/** RFC 9001 section 4: which part of the handshake a packet's CRYPTO frames carry. */
const cryptoEpochs: Readonly<Record<string, number>> = {
  Initial: TlsEpoch.plaintext,
  Handshake: TlsEpoch.handshake,
};

/** What the trace knows of a UDP datagram; undefined where nothing more than its bytes. */
export function datagramContext(source: TraceBytes, packet: number): DatagramContext | undefined {
  const { trace, cryptography, quic } = source;
  const connection = trace.connectionOfPacket(packet);
  const protocol = trace.connections[connection]?.protocol;
  if (protocol === 'udp') return { payload: 'rtp' };
  if (protocol !== 'quic') return undefined;
  const end = sendingEnd(trace, packet);
  return {
    payload: 'quic',
    cryptography,
    openers: quicPacketsOf(trace, packet).map(({ header }) => ({
      keys: quic.keysOf(packet, header),
      // The receiver has not seen this one: what it has seen leads to the same number (RFC 9000 section 17.1).
      largest: trace.quicItemOffset(header) - 1,
    })),
    ackDelayExponent: quic.ackDelayExponent(connection, end),
    above: ({ frame, packetName, at }) => {
      if (frame.name !== 'crypto') return [];
      const stream = source.tls.handshake(connection, end, cryptoEpochs[packetName] ?? TlsEpoch.application);
      return [dissectCrypto(stream, frame.offset, frame.data.length, at)];
    },
  };
}
