import type { QuicHostParameters } from '../../../shared/protocols/protocol-parameters';
import type { QuicParameters } from '../../../shared/trace/tls';

/** RFC 9000 section 13.2.2: ack-eliciting packets that share an acknowledgement. */
export const acknowledgeEvery = 2;
/** Connection ids that the peer may give out (RFC 9000 section 18.2, active_connection_id_limit). */
export const activeConnectionIds = 4;

/** A token that lets a later connection skip address validation (RFC 9000 section 8.1.3): opaque to all but its server. */
export const newTokenBytes = 48;

/**
 * Unidirectional streams that the peer may have open at once: what the host allows of streams, and in any case the
 * three that HTTP/3 needs (RFC 9114 section 6.2: control, and QPACK's two).
 */
export function unidirectionalStreams({ maximumStreams }: QuicHostParameters): number {
  return Math.max(maximumStreams, 3);
}

/** A host's settings as the transport parameters that it declares (RFC 9000 section 18.2). */
export function transportParameters(parameters: QuicHostParameters): QuicParameters {
  return {
    idleTimeout: parameters.idleTimeout / 1e6,
    maximumData: parameters.maximumData,
    maximumStreamData: parameters.maximumStreamData,
    maximumStreamsBidirectional: parameters.maximumStreams,
    maximumStreamsUnidirectional: unidirectionalStreams(parameters),
    // No acknowledgement may wait longer than is announced (RFC 9000 section 18.2).
    maximumAckDelay: Math.ceil(parameters.maximumAckDelay / 1e6),
    ackDelayExponent: 3,
    activeConnectionIds,
  };
}
