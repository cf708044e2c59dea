import type { Lab } from '../../shared/lab/lab';
import { engineVersion } from '../../shared/engine-version';
import { originalDestinationId } from '../../wire/quic/connection-id';
import { seedOf } from '../../bytes/quic/connection-keys';
import type { TraceReader } from '../../shared/trace/trace-reader';
import type { TraceBytes } from '../../bytes/frames/trace-bytes';
import { type QlogEnd, qlogEnds } from './ends';
import { qlogEvents } from './events';
import { hexString, type QlogEvent } from './qlog-event';
import { qvisEvent } from './qvis-event';

/** `qvis`: version 0.3, the only one that the tool qvis reads; `current`: the drafts of today, which it refuses. */
export type QlogFlavour = 'current' | 'qvis';

/** A file of one end of one QUIC connection. */
export interface QlogFile {
  /** What tells it from others of its run: `quic-0.client.qlog`, `quic-0.client.drafts.qlog`. */
  readonly name: string;
  readonly pieces: Iterable<string>;
}

/** qvis takes 0 for no reference time at all; a millisecond more shifts both ends alike. */
const qvisReferenceTime = 1;

/** Drafts of event schemas name themselves with their number (draft-ietf-quic-qlog-quic-events-13 section 2). */
const eventSchemas = ['urn:ietf:params:qlog:events:quic-13', 'urn:ietf:params:qlog:events:http3-13'];

/** Two files for each end of each QUIC connection of a run: one of each flavour. None where nobody spoke QUIC. */
export function qlogFiles(lab: Lab, source: TraceBytes): QlogFile[] {
  return qlogEnds(lab, source.trace).flatMap((end) => {
    const name = `quic-${end.connection}.${end.device}`;
    return [
      { name: `${name}.qlog`, pieces: qlogPieces(source, [end], 'qvis') },
      { name: `${name}.drafts.qlog`, pieces: qlogPieces(source, [end], 'current') },
    ];
  });
}

/** Whether anybody spoke QUIC: whether there is anything to log. */
export function hasQuic(trace: TraceReader): boolean {
  return trace.connections.some(({ protocol }) => protocol === 'quic');
}

/** All ends of all QUIC connections of a run in one file, a trace each. */
export function qlogOfAll(lab: Lab, source: TraceBytes, flavour: QlogFlavour): Iterable<string> {
  return qlogPieces(source, qlogEnds(lab, source.trace), flavour);
}

/** A file in pieces, an event each: JSON, an event a line. */
function* qlogPieces(source: TraceBytes, ends: readonly QlogEnd[], flavour: QlogFlavour): Generator<string> {
  // The drafts have no empty list of traces: a file without any says nothing of them.
  if (ends.length === 0) {
    yield `${opening(flavour)}}\n`;
    return;
  }
  yield `${opening(flavour)},"traces":[`;
  for (const [index, end] of ends.entries()) {
    yield `${index > 0 ? ',' : ''}\n${traceOpening(source, end, flavour)}`;
    let separator = '\n';
    for (const event of qlogEvents(source, end)) {
      const line = flavour === 'qvis' ? qvisEvent(event) : event;
      if (!line) continue;
      yield separator + eventLine(line);
      separator = ',\n';
    }
    yield '\n]}';
  }
  yield '\n]}\n';
}

function eventLine(event: QlogEvent): string {
  return JSON.stringify(event);
}

/** The file up to its traces. The fields that tell what it is are within its first 256 bytes. */
function opening(flavour: QlogFlavour): string {
  const about = {
    title: 'Hoplab',
    description: `Simulated by Hoplab ${engineVersion}; virtual time begins at 0`,
  };
  const head =
    flavour === 'current'
      ? { file_schema: 'urn:ietf:params:qlog:file:contained', serialization_format: 'application/qlog+json' }
      : { qlog_version: '0.3', qlog_format: 'JSON' };
  return JSON.stringify({ ...head, ...about }).slice(0, -1);
}

/** A trace up to its events. */
function traceOpening({ trace }: TraceBytes, end: QlogEnd, flavour: QlogFlavour): string {
  const vantagePoint = { name: end.device, type: end.end === 0 ? 'client' : 'server' };
  const group = hexString(originalDestinationId(seedOf(trace), end.connection));
  const title = `QUIC connection ${end.connection} at ${end.device}`;
  const fields =
    flavour === 'current'
      ? {
          title,
          common_fields: {
            group_id: group,
            time_format: 'relative_to_epoch',
            reference_time: { clock_type: 'system', epoch: '1970-01-01T00:00:00.000Z' },
          },
          vantage_point: vantagePoint,
          event_schemas: eventSchemas,
        }
      : {
          title,
          common_fields: {
            ...{ ODCID: group, protocol_type: 'QUIC_HTTP3' },
            ...{ time_format: 'relative', reference_time: qvisReferenceTime },
          },
          vantage_point: vantagePoint,
        };
  return `${JSON.stringify(fields).slice(0, -1)},"events":[`;
}
