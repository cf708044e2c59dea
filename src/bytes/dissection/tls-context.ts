import { TlsContentType } from '../../shared/trace/tls';
import { tlsAnswerOf } from '../../shared/trace/tls-tables';
import { TlsVersion } from '../../wire/tls/names';
import type { TraceBytes } from '../frames/trace-bytes';
import { applicationLayers } from './application';
import type { TlsContext } from './tls/tls';

const noBytes = new Uint8Array();

/** What the trace knows of the TLS in `length` bytes of a TCP stream, from `offset` on; undefined where none is spoken. */
export function tlsContext(
  source: TraceBytes,
  connection: number,
  end: 0 | 1,
  offset: number,
  length: number,
): TlsContext | undefined {
  if (!source.isTls(connection)) return undefined;
  const { tls, trace } = source;
  const answer = tlsAnswerOf(trace, connection);
  const stream = { connection, end, stream: 0 };
  return {
    version: answer?.version ?? TlsVersion.tls13,
    offset,
    records: source.recordsIn(connection, end, offset, length).map((record) => ({
      record,
      bytes: tls.record(record),
      plaintext: tls.plaintext(record),
      handshake:
        record.type === TlsContentType.handshake ? tls.handshake(connection, end, record.epoch) : noBytes,
    })),
    application: (from, bytes, base) =>
      applicationLayers(source, connection, { carrier: 'tls', stream, from, bytes, base }),
  };
}
