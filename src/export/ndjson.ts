import type { Lab } from '../shared/lab/lab';
import { none } from '../shared/trace/record';
import { allRecordKinds, definitionOf } from '../shared/trace/record-table';
import type { TraceReader } from '../shared/trace/trace-reader';
import { companionsOnLines } from './ndjson/companions';
import { lineFieldsOf } from './ndjson/fields';
import { placesOnLines } from './ndjson/places';

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

/** By kind: the fields of its lines. */
const fieldsOfKind = new Map(allRecordKinds.map(({ code, fields }) => [code, lineFieldsOf(fields)]));

/**
 * A record by its fields' names, states and reasons in words, as its kind is defined. Durations are nanoseconds, sizes
 * bytes.
 */
export function describeRecord(lab: Lab, trace: TraceReader, seq: number): RecordLine {
  const kind = trace.kind(seq);
  const definition = definitionOf(kind);
  const cause = trace.cause(seq);
  const start = { t: trace.time(seq), seq, kind: definition?.name ?? `kind ${kind}` };
  const line: Record<string, unknown> & RecordLine = { ...start, cause: cause === none ? null : cause };
  if (!definition) return line;
  const { layer, place, companion } = definition;
  const packet = trace.packet(seq);
  const connection = trace.connection(seq);
  if (layer > 0) line['layer'] = layer;
  if (place === 'device') Object.assign(line, placesOnLines.device(lab, trace, seq));
  if (packet !== none) line['packet'] = packet;
  if (connection !== none) line['connection'] = connection;
  if (place !== 'device') Object.assign(line, placesOnLines[place](lab, trace, seq));
  for (const [name, tell] of fieldsOfKind.get(kind) ?? []) {
    const value = tell(lab, trace, seq);
    if (value !== undefined) line[name] = value;
  }
  return companion ? Object.assign(line, companionsOnLines[companion](trace, seq)) : line;
}

/** A trace as JSON, one record a line, each with its newline, in order. */
export function* ndjsonLines(lab: Lab, trace: TraceReader): Generator<string> {
  for (let seq = 0; seq < trace.records.length; seq += 1)
    yield `${JSON.stringify(describeRecord(lab, trace, seq))}\n`;
}
