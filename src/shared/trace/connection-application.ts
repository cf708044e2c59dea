import type { Application } from '../../wire/applications/definition/application';
import { applicationNamed } from '../../wire/applications/registry';
import { usualApplications } from './connections';
import { tlsAnswerOf, tlsOfferOf } from './tls-tables';
import type { TraceReader } from './trace-reader';

/** HTTP as it is where no handshake chooses its version. */
const unchosen = { tcp: 'http/1.1', quic: 'h3', udp: 'http/1.1' } as const;

/**
 * The application that a connection carries; that of plain bytes where nothing is known. Of HTTP, the version that the
 * server has chosen by ALPN (RFC 7301); before it has answered, what the client would like best (its early data speaks it).
 */
export function applicationOf(trace: TraceReader, connection: number): Application {
  const row = trace.connections[connection];
  if (row?.application !== usualApplications.tcp) return applicationNamed(row?.application ?? '');
  const agreed = tlsAnswerOf(trace, connection)?.protocol ?? tlsOfferOf(trace, connection)?.protocols[0];
  return applicationNamed(agreed || unchosen[row.protocol]);
}
