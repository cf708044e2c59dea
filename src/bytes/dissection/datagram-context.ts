import type { DissectedLayer } from '../../shared/dissection';
import { QuicPacketItem } from '../../shared/trace/quic';
import { cryptoEpoch } from '../quic/item-frame';
import { quicPacketsOf } from '../quic/datagram';
import { rtp } from '../../wire/applications/rtp/rtp-application';
import { sendingEnd } from '../../shared/trace/ends';
import type { TraceBytes } from '../frames/trace-bytes';
import { applicationLayers } from './application';
import type { DatagramContext } from './datagram';
import { dataLayers } from '../../wire/dissection/plain';
import type { CarriedData } from './quic/quic';
import { dissectCrypto } from './tls/tls';

/** What the trace knows of a UDP datagram; undefined where nothing more than its bytes. */
export function datagramContext(source: TraceBytes, packet: number): DatagramContext | undefined {
  const { trace, cryptography, quic } = source;
  const connection = trace.connectionOfPacket(packet);
  const protocol = trace.connections[connection]?.protocol;
  const end = sendingEnd(trace, packet);
  if (protocol === 'udp') {
    const stream = { connection, end, stream: 0 };
    const from = trace.relativeSequence(packet);
    return {
      payload: 'application',
      above: (bytes, base) =>
        applicationLayers(source, connection, { carrier: 'udp', stream, from, bytes, base }),
    };
  }
  if (protocol !== 'quic') return undefined;
  return {
    payload: 'quic',
    cryptography,
    openers: quicPacketsOf(trace, packet).map(({ header }) => ({
      keys: quic.keysOf(packet, header),
      // The receiver has not seen this one: what it has seen leads to the same number (RFC 9000 section 17.1).
      largest: trace.quicItemOffset(header) - 1,
    })),
    ackDelayExponent: quic.ackDelayExponent(connection, end),
    above: (carried) => layersAbove(source, connection, end, carried),
  };
}

/** What the data of a frame says: a handshake's messages, a stream in the protocol agreed on, or media. */
function layersAbove(
  source: TraceBytes,
  connection: number,
  end: 0 | 1,
  { frame, packetName, at }: CarriedData,
): readonly DissectedLayer[] {
  const bytes = frame.data;
  switch (frame.name) {
    case 'crypto': {
      const handshake = source.tls.handshake(connection, end, cryptoEpoch(packetItems[packetName]));
      return [dissectCrypto(handshake, frame.offset, bytes.length, at)];
    }
    case 'stream': {
      const stream = { connection, end, stream: frame.stream };
      return applicationLayers(source, connection, {
        carrier: 'quic',
        stream,
        from: frame.offset,
        bytes,
        base: at,
      });
    }
    case 'datagram': {
      const media = rtp.dissect({ carrier: 'quic', stream: undefined, from: 0, bytes, base: at }, source);
      return media.length > 0 ? media : dataLayers(bytes, at);
    }
  }
}

const packetItems = {
  Initial: QuicPacketItem.initial,
  '0-RTT': QuicPacketItem.zeroRtt,
  Handshake: QuicPacketItem.handshake,
  '1-RTT': QuicPacketItem.oneRtt,
  Retry: QuicPacketItem.retry,
  'Version Negotiation': QuicPacketItem.versionNegotiation,
} as const;
