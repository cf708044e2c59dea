import type { Lab } from '../shared/lab/lab';
import { layerOfKind, none, placeIsLink, RecordKind, recordKindNames } from '../shared/trace/record';
import type { Trace } from '../shared/trace/trace';
import { describeApplicationRecord } from './ndjson/application-records';
import { describeLinkRecord, describeNetworkRecord, describeRunRecord } from './ndjson/link-records';
import { describeMediaRecord } from './ndjson/media-records';
import { describeQuicRecord } from './ndjson/quic-records';
import { describeTcpRecord } from './ndjson/tcp-records';
import { describeTlsRecord } from './ndjson/tls-records';

/** One record as it stands in a file of lines; `docs/trace.md` has the fields of each kind. */
export interface RecordLine {
  /** Nanoseconds of virtual time. */
  readonly t: number;
  readonly seq: number;
  readonly kind: string;
  /** The seq of the record that caused this one; null: nothing did. */
  readonly cause: number | null;
  readonly [field: string]: unknown;
}

/** A record by its fields' names, states and reasons in words. Durations are nanoseconds, sizes bytes. */
export function describeRecord(lab: Lab, trace: Trace, seq: number): RecordLine {
  const kind = trace.kind(seq);
  const cause = trace.cause(seq);
  const layer = layerOfKind(kind);
  const packet = trace.packet(seq);
  const connection = trace.connection(seq);
  return {
    t: trace.time(seq),
    seq,
    kind: recordKindNames[kind] ?? `kind ${kind}`,
    cause: cause === none ? null : cause,
    ...(layer > 0 ? { layer } : {}),
    ...placeOf(lab, trace, seq, kind),
    ...(packet === none ? {} : { packet }),
    ...(connection === none ? {} : { connection }),
    ...detailsOf(lab, trace, seq, kind),
  };
}

function placeOf(lab: Lab, trace: Trace, seq: number, kind: number): { device?: string } {
  if (placeIsLink(kind) || kind < 10) return {};
  const device = lab.devices[trace.place(seq)]?.id;
  return device === undefined ? {} : { device };
}

function detailsOf(lab: Lab, trace: Trace, seq: number, kind: number): object {
  if (kind < 10) return describeRunRecord(trace, seq);
  if (kind < 20) return describeLinkRecord(lab, trace, seq);
  if (kind < 30) return describeNetworkRecord(trace, seq);
  if (kind === RecordKind.tlsMessage || kind === RecordKind.tlsEstablished)
    return describeTlsRecord(trace, seq);
  if (kind < 40) return describeTcpRecord(trace, seq);
  if (kind < 50) return describeApplicationRecord(lab, trace, seq);
  return kind < 60 ? describeQuicRecord(trace, seq) : describeMediaRecord(lab, trace, seq);
}

/** A trace as JSON, one record a line, each with its newline, in order. */
export function* ndjsonLines(lab: Lab, trace: Trace): Generator<string> {
  for (let seq = 0; seq < trace.records.length; seq += 1)
    yield `${JSON.stringify(describeRecord(lab, trace, seq))}\n`;
}
