import { open, type FileHandle } from 'node:fs/promises';
import { exportPcapng } from '../../export/pcapng/export';
import { ndjsonLines } from '../../export/ndjson';
import type { Lab } from '../../shared/lab/lab';
import type { ExportFormat } from '../../shared/messages';
import type { Trace } from '../../shared/trace/trace';

/** Characters gathered before they are written: a file of lines is never held whole. */
const blockLength = 1 << 20;

/** Writes a trace in an export format into `file`, over what it held. Resolves with the bytes written. */
export async function writeTraceFile(
  lab: Lab,
  trace: Trace,
  format: ExportFormat,
  file: string,
): Promise<number> {
  const handle = await open(file, 'w');
  try {
    if (format === 'ndjson') await writeLines(handle, ndjsonLines(lab, trace));
    else await handle.writeFile(exportPcapng(lab, trace));
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

async function writeLines(handle: FileHandle, lines: Iterable<string>): Promise<void> {
  let block = '';
  for (const line of lines) {
    block += line;
    if (block.length < blockLength) continue;
    await handle.write(block);
    block = '';
  }
  await handle.write(block);
}
