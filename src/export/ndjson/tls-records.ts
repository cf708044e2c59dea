import { none, RecordKind } from '../../shared/trace/record';
import { HandshakeType, handshakeTypeNames, tlsEpochs } from '../../shared/trace/tls';
import type { QuicParameters } from '../../shared/trace/tls';
import { tlsAnswerOf, tlsOfferOf, tlsVersionName } from '../../shared/trace/tls-tables';
import type { Trace } from '../../shared/trace/trace';

export const tlsSessions = [
  'full handshake',
  'resumed',
  'early data accepted',
  'early data rejected',
] as const;

/** `tls.*`: handshake messages, and what a handshake came to. */
export function describeTlsRecord(trace: Trace, seq: number): object {
  const a = trace.a(seq);
  const connection = trace.connection(seq);
  if (trace.kind(seq) === RecordKind.tlsEstablished) {
    const answer = tlsAnswerOf(trace, connection);
    return {
      version: tlsVersionName(a),
      session: tlsSessions[trace.detail(seq)],
      ...(answer?.protocol ? { protocol: answer.protocol } : {}),
    };
  }
  const type = a & 255;
  return {
    message: handshakeTypeNames[type] ?? `type ${type}`,
    epoch: tlsEpochs[a >>> 8],
    bytes: trace.b(seq),
    direction: trace.detail(seq) === 0 ? 'sent' : 'received',
    ...(type === HandshakeType.clientHello ? describeOffer(trace, connection) : {}),
    ...(type === HandshakeType.serverHello ? describeAnswer(trace, connection) : {}),
  };
}

/** What a ClientHello says. */
function describeOffer(trace: Trace, connection: number): object {
  const offer = tlsOfferOf(trace, connection);
  if (!offer) return {};
  const { resumption } = offer;
  return {
    offer: {
      versions: offer.versions.map(tlsVersionName),
      serverName: offer.serverName,
      protocols: offer.protocols,
      earlyData: offer.earlyData,
      ...(resumption
        ? {
            resumption: {
              from: resumption.from === none ? null : resumption.from,
              ticket: resumption.ticket,
              version: tlsVersionName(resumption.version),
              age: resumption.age * 1_000_000,
            },
          }
        : {}),
      ...(offer.quic ? { transportParameters: describeParameters(offer.quic) } : {}),
    },
  };
}

/** What the server chose. */
function describeAnswer(trace: Trace, connection: number): object {
  const answer = tlsAnswerOf(trace, connection);
  if (!answer) return {};
  return {
    answer: {
      version: tlsVersionName(answer.version),
      protocol: answer.protocol,
      resumed: answer.resumed,
      earlyDataAccepted: answer.earlyDataAccepted,
      certificateBytes: answer.certificateBytes,
      ...(answer.quic ? { transportParameters: describeParameters(answer.quic) } : {}),
    },
  };
}

/** QUIC's transport parameters, durations in nanoseconds as everywhere in a trace's lines. */
function describeParameters(parameters: QuicParameters): object {
  return {
    ...parameters,
    idleTimeout: parameters.idleTimeout * 1_000_000,
    maximumAckDelay: parameters.maximumAckDelay * 1_000_000,
  };
}
