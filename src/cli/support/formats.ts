import { nodeCryptography } from '../../worker/node-cryptography';
import { TraceBytes } from '../../bytes/frames/trace-bytes';
import { ndjsonLines } from '../../export/ndjson';
import { captureAdvice, capturePointNames } from '../../export/pcapng/capture-ports';
import { pcapngPieces } from '../../export/pcapng/export';
import { hasQuic, qlogFiles, qlogOfAll } from '../../export/qlog/qlog';
import { withSuggestion } from '../../shared/schema/did-you-mean';
import type { Lab } from '../../shared/lab/lab';
import type { TraceReader } from '../../shared/trace/trace-reader';
import { csvLines } from '../../export/csv/packet-csv';
import { BadInput, problemLine, type Surroundings } from './surroundings';

export interface FormatOptions {
  readonly capture: readonly string[];
  /** Where all of it goes into one file: its name. */
  readonly file?: string;
}

/** What the name of a file of the current drafts ends in; of any other name it is qlog 0.3, the version that qvis reads. */
const draftsEnding = '.drafts.qlog';

/** A file of a run: what its name ends in, and its contents piece by piece. */
export interface FormatFile {
  readonly ending: string;
  readonly pieces: Iterable<string | Uint8Array>;
}

type Exporter = (lab: Lab, trace: TraceReader, options: FormatOptions) => Iterable<string | Uint8Array>;

const exporters = {
  pcapng: (lab, trace, { capture }) =>
    pcapngPieces(lab, new TraceBytes(trace, nodeCryptography), { capture }),
  ndjson: (lab, trace) => ndjsonLines(lab, trace),
  csv: (lab, trace) => csvLines(lab, trace),
  qlog: (lab, trace, { file }) => {
    const flavour = file?.endsWith(draftsEnding) ? 'current' : 'qvis';
    return qlogOfAll(lab, new TraceBytes(trace, nodeCryptography), flavour);
  },
} as const satisfies Readonly<Record<string, Exporter>>;
export type Format = keyof typeof exporters;
export const formatNames = Object.keys(exporters) as readonly Format[];

/** Formats that the contract names and that wait for a part of the lab that is not there yet. */
const laterFormats: Readonly<Record<string, string>> = {
  hoprec: 'waits for recordings',
};

/** Reads a list such as `pcapng,ndjson`. Throws BadInput that names every format that cannot be had. */
export function readFormats(option: string, given: readonly string[]): Format[] {
  const names = given.flatMap((list) => list.split(',')).map((name) => name.trim());
  const problems = names
    .filter((name) => !isFormat(name))
    .map((name) => {
      const later = Object.hasOwn(laterFormats, name) ? `not yet: ${laterFormats[name] ?? ''}` : 'no format';
      const allowed = withSuggestion(formatNames.join(', '), name, formatNames);
      return problemLine(option, JSON.stringify(name), later, allowed);
    });
  if (problems.length > 0) throw new BadInput(problems);
  return [...new Set(names.filter(isFormat))];
}

function isFormat(name: string): name is Format {
  return Object.hasOwn(exporters, name);
}

/** Reads `--capture`: devices and ports, each given on its own or in a list. Throws BadInput for what is not there. */
export function readCapture(lab: Lab, given: readonly string[]): string[] {
  const names = given.flatMap((list) => list.split(',')).map((name) => name.trim());
  const known = capturePointNames(lab);
  const problems = names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const allowed = withSuggestion(known.join(', '), name, known);
      return problemLine('--capture', JSON.stringify(name), 'no device or port', allowed);
    });
  if (problems.length > 0) throw new BadInput(problems);
  return names;
}

/** Tells how to read a capture in which packets stand twice. */
export function adviseOnCapture(lab: Lab, capture: readonly string[], { err }: Surroundings): void {
  const advice = captureAdvice(lab, capture);
  if (advice !== undefined) err(`pcapng: ${advice}\n`);
}

/** A run's files in a format: one, but of qlog two for each end of each QUIC connection. */
export function exportFiles(
  format: Format,
  lab: Lab,
  trace: TraceReader,
  options: FormatOptions,
): FormatFile[] {
  if (format !== 'qlog') return [{ ending: format, pieces: exportPieces(format, lab, trace, options) }];
  const files = qlogFiles(lab, new TraceBytes(trace, nodeCryptography));
  return files.map(({ name, pieces }) => ({ ending: name, pieces }));
}

/** Whether a run has anything to tell in a format: qlog is of QUIC alone. */
export function hasContents(format: Format, trace: TraceReader): boolean {
  return format !== 'qlog' || hasQuic(trace);
}

/** A run in a format as one file, piece by piece. */
export function exportPieces(
  format: Format,
  lab: Lab,
  trace: TraceReader,
  options: FormatOptions,
): Iterable<string | Uint8Array> {
  return exporters[format](lab, trace, options);
}
