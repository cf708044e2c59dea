import { open, type FileHandle } from 'node:fs/promises';
import { ndjsonLines } from '../export/ndjson';
import { pcapngPieces } from '../export/pcapng/export';
import { qlogOfAll } from '../export/qlog/qlog';
import type { Lab } from '../shared/lab/lab';
import type { ExportFormat } from '../shared/messages/messages';
import type { TraceBytes } from '../bytes/frames/trace-bytes';

/** Characters gathered before they are written. */
const blockLength = 1 << 20;

/**
 * Writes a trace in an export format into `file`, over what it held, piece by piece: neither is the file held whole
 * nor the thread deaf meanwhile. `capture`: where a packet capture is taken; none: at the servers. Resolves with the
 * bytes written. Rejects with UnknownCapturePoint where there is no such place.
 */
export async function writeTraceFile(
  lab: Lab,
  source: TraceBytes,
  format: ExportFormat,
  file: string,
  capture: readonly string[],
): Promise<number> {
  const handle = await open(file, 'w');
  try {
    if (format === 'pcapng')
      for (const piece of pcapngPieces(lab, source, { capture })) await handle.writeFile(piece);
    else await writeLines(handle, textOf(lab, source, format));
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

function textOf(lab: Lab, source: TraceBytes, format: Exclude<ExportFormat, 'pcapng'>): Iterable<string> {
  if (format === 'ndjson') return ndjsonLines(lab, source.trace);
  return qlogOfAll(lab, source, format === 'qlog' ? 'qvis' : 'current');
}

async function writeLines(handle: FileHandle, lines: Iterable<string>): Promise<void> {
  let block = '';
  for (const line of lines) {
    block += line;
    if (block.length < blockLength) continue;
    await handle.writeFile(block);
    block = '';
  }
  await handle.writeFile(block);
}
