import { none } from '../../shared/trace/record';
import { read } from '../../shared/trace/record-reader';
import { HandshakeType, type QuicParameters } from '../../shared/trace/tls';
import { tlsAnswerOf, tlsOfferOf, tlsVersionName } from '../../shared/trace/tls-tables';
import type { TraceReader } from '../../shared/trace/trace-reader';

/** Of `tls.message`: what a ClientHello offers, what a ServerHello chooses. */
export function describeNegotiation(trace: TraceReader, seq: number): object {
  const message = read.tlsMessage.message(trace, seq);
  if (message === HandshakeType.clientHello) return describeOffer(trace, trace.connection(seq));
  return message === HandshakeType.serverHello ? describeAnswer(trace, trace.connection(seq)) : {};
}

/** Of `tls.established`: what ALPN chose (RFC 7301). */
export function describeProtocol(trace: TraceReader, seq: number): object {
  const protocol = tlsAnswerOf(trace, trace.connection(seq))?.protocol;
  return protocol ? { protocol } : {};
}

/** What a ClientHello says. */
function describeOffer(trace: TraceReader, connection: number): object {
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
function describeAnswer(trace: TraceReader, connection: number): object {
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
