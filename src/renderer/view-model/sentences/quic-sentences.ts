import { formatAddress } from '../../../shared/units/address';
import { transitionNames } from '../../../shared/trace/connection-states';
import {
  flowBlocks,
  pathEvents,
  quicLossReasons,
  quicReceiveStates,
  quicSendReasons,
  quicSendStates,
  quicSpaces,
  quicTimers,
} from '../../../shared/trace/quic';
import { congestionPhases, http2States, mediaFates, none, RecordKind } from '../../../shared/trace/record';
import { handshakeTypeNames, tlsEpochs } from '../../../shared/trace/tls';
import { tlsVersionName } from '../../../shared/trace/tls-tables';
import { formatSize } from '../../../shared/units/units';
import { because, packetName, type SentenceSource } from './sentence-source';
import { readableTime } from '../time-format';

/** How TLS came out, by the detail of `tls.established`. */
const outcomes = ['full handshake', 'resumed', 'resumed, early data taken', 'resumed, early data refused'];

/** Records of TLS, QUIC, HTTP/2 streams and media as plain sentences; undefined for any other. */
export function laterProtocolSentence(source: SentenceSource, record: number): string | undefined {
  const { trace, topology } = source;
  const device = topology.deviceId(trace.place(record));
  const [a, b, detail] = [trace.a(record), trace.b(record), trace.detail(record)];
  switch (trace.kind(record)) {
    case RecordKind.tlsMessage: {
      const message = handshakeTypeNames[a & 255] ?? 'handshake message';
      return `${device} ${detail === 1 ? 'receives' : 'sends'} ${message} (${tlsEpochs[(a >>> 8) & 3] ?? ''})`;
    }
    case RecordKind.tlsEstablished:
      return `${tlsVersionName(a)} is established at ${device}: ${outcomes[detail] ?? ''}`;
    case RecordKind.httpBlocked:
      return `The answer to request ${a + 1} is held back by the ${flowBlocks[detail] ?? 'window'}`;
    case RecordKind.httpUnblocked:
      return `The answer to request ${a + 1} may go on`;
    case RecordKind.httpStream:
      return `Stream ${a} at ${device} goes from ${http2States[b & 255] ?? ''} to ${http2States[(b >>> 8) & 255] ?? ''}`;
    case RecordKind.appFallback:
      return [
        `${device} has no way left for request ${a + 1}`,
        `${device} uses TCP for request ${a + 1}: QUIC was not ready in time`,
        `${device} uses QUIC for request ${a + 1}: it was ready before TCP`,
      ][b];
    case RecordKind.quicState: {
      const { from, event, to } = transitionNames(trace, record);
      return `${device} goes from ${from} to ${to} on ${event}`;
    }
    case RecordKind.quicStream: {
      const states = detail === 0 ? quicSendStates : quicReceiveStates;
      const part = detail === 0 ? 'sending' : 'receiving';
      return `Stream ${a}'s ${part} part at ${device} goes from ${states[b & 255] ?? ''} to ${states[(b >>> 8) & 255] ?? ''}`;
    }
    case RecordKind.quicSend:
      return `${device} sends ${nameOf(source, record)}${because(source, record, quicSendReasons[detail] ?? 'unknown')}`;
    case RecordKind.quicDeliver:
      return `QUIC at ${device} hands ${formatSize(b)} of stream ${a} to the application`;
    case RecordKind.quicLost:
      return `${device} takes ${nameOf(source, record)}, its packet ${a} of ${quicSpaces[b] ?? ''}, for lost: ${quicLossReasons[detail] ?? ''}`;
    case RecordKind.quicTimer:
      return `The ${quicTimers[detail] ?? 'unknown'} timer of ${device} fires`;
    case RecordKind.quicCongestion:
      return `${device} sets its congestion window to ${formatSize(a)} (${congestionPhases[detail] ?? 'unknown'})`;
    case RecordKind.quicRoundTrip:
      return `${device} measures a round trip: smoothed ${readableTime(a * 1000)}, PTO ${readableTime(b * 1000)}`;
    case RecordKind.quicBlocked:
      return `Stream ${a} at ${device} is held back by the ${flowBlocks[detail] ?? 'window'}`;
    case RecordKind.quicPath:
      return `The path of ${device} to ${formatAddress(a)}: ${pathEvents[detail] ?? ''}`;
    case RecordKind.mediaSent:
      return `${device} sends frame ${a + 1} of the call`;
    case RecordKind.mediaReceived:
      return `${device} has frame ${a + 1} of the call whole`;
    case RecordKind.mediaPlayed:
      return `Frame ${a + 1} of the call at ${device}: ${mediaFates[detail] ?? ''}`;
    default:
      return undefined;
  }
}

function nameOf(source: SentenceSource, record: number): string {
  const packet = source.trace.packet(record);
  return packet === none ? 'a datagram' : packetName(source, packet);
}
