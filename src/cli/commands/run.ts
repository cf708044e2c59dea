import path from 'node:path';
import { resolveLab } from '../../shared/lab/lab';
import type { Call, Command } from '../support/arguments';
import {
  adviseOnCapture,
  exportFiles,
  formatNames,
  hasContents,
  readCapture,
  readFormats,
} from '../support/formats';
import { changeLab, readLabSource } from '../support/lab-source';
import { labOptions, labChanges } from '../support/lab-options';
import { writeOutputFiles } from '../support/output-files';
import { simulate } from '../support/simulate';
import { summaryText } from '../support/summary-text';
import { BadInput, Exit, problemLine } from '../support/surroundings';

export const runCommand: Command = {
  name: 'run',
  operands: 'LAB',
  leastOperands: 1,
  mostOperands: 1,
  summary: 'Runs a lab to its end, without a screen, and sums up what happened.',
  details: [
    "LAB is a scenario's id (see hoplab scenarios) or a lab file.",
    'Claims that fall short are shown, but only hoplab check exits with 1 for them.',
    'Of qlog there are two files for each end of each QUIC connection: version 0.3, which qvis reads, and .drafts.qlog of the current drafts, which it refuses.',
  ],
  options: {
    ...labOptions,
    capture: {
      value: 'DEVICE',
      repeatable: true,
      help: 'with pcapng: capture at this device or port (server, router:eth1, * for all); default: the servers',
    },
    export: { value: 'FORMATS', repeatable: true, help: `write files: ${formatNames.join(', ')}` },
    out: { value: 'DIR', help: 'folder for those files (default: out)' },
    json: { help: 'print the summary as JSON (docs/summary.md)' },
  },
  async run(call, surroundings) {
    const formats = readFormats('--export', call.values('export'));
    refuseIdleOptions(call, formats);
    const given = await readLabSource(call.operands[0] ?? '', surroundings);
    const source = changeLab(given, labChanges(call));
    const capture = readCapture(resolveLab(source.document), call.values('capture'));
    const { lab, trace, summary } = await simulate(source, surroundings);
    const folder = path.resolve(surroundings.folder, call.value('out') ?? 'out');
    const outputs = formats
      .flatMap((format) => exportFiles(format, lab, trace, { capture }))
      .map(({ ending, pieces }) => ({ file: path.join(folder, `${source.name}.${ending}`), pieces }));
    await writeOutputFiles(outputs);
    if (formats.includes('pcapng')) adviseOnCapture(lab, capture, surroundings);
    for (const format of formats)
      if (!hasContents(format, trace))
        surroundings.err(`no ${format} file: no QUIC connection in this run\n`);
    const files = outputs.map(({ file }) => file);
    if (call.has('json')) surroundings.out(`${JSON.stringify({ ...summary, files }, null, 2)}\n`);
    else surroundings.out(summaryText(summary) + files.map((file) => `wrote ${file}\n`).join(''));
    return Exit.done;
  },
};

function refuseIdleOptions(call: Call, formats: readonly string[]): void {
  const problems: string[] = [];
  if (call.has('capture') && !formats.includes('pcapng'))
    problems.push(problemLine('hoplab run', '--capture', 'without a capture file', 'with --export pcapng'));
  if (call.has('out') && formats.length === 0)
    problems.push(
      problemLine('hoplab run', '--out', 'without a file to write', `with --export ${formatNames.join(',')}`),
    );
  if (problems.length > 0) throw new BadInput(problems);
}
