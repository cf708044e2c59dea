import path from 'node:path';
import { resolveLab } from '../../shared/lab/lab';
import type { Command } from '../support/arguments';
import {
  adviseOnCapture,
  exportPieces,
  formatNames,
  hasContents,
  readCapture,
  readFormats,
} from '../support/formats';
import { changeLab, readLabSource } from '../support/lab-source';
import { labChanges, labOptions } from '../support/lab-options';
import { writeOutputFiles } from '../support/output-files';
import { simulate } from '../support/simulate';
import { BadInput, Exit, problemLine } from '../support/surroundings';

export const exportCommand: Command = {
  name: 'export',
  operands: 'LAB',
  leastOperands: 1,
  mostOperands: 1,
  summary: 'Writes what happens in a lab as a file that other tools open.',
  details: [
    "LAB is a lab file or a scenario's id: it is run again, which gives the same trace every time.",
    'Recordings (.hoprec) as input come later.',
    'qlog: every QUIC connection as both its ends saw it; version 0.3, which qvis reads; a FILE that ends in .drafts.qlog is of the current drafts, which it refuses.',
  ],
  options: {
    to: { value: 'FORMAT', help: `one of ${formatNames.join(', ')}` },
    out: { value: 'FILE', help: 'the file to write' },
    ...labOptions,
    capture: {
      value: 'DEVICE',
      repeatable: true,
      help: 'with pcapng: capture at this device or port (server, router:eth1, * for all); default: the servers',
    },
  },
  async run(call, surroundings) {
    const problems = (['to', 'out'] as const)
      .filter((option) => !call.has(option))
      .map((option) =>
        problemLine('hoplab export', `--${option}`, 'missing', exportCommand.options[option]?.help ?? ''),
      );
    if (problems.length > 0) throw new BadInput(problems);
    const [format, another] = readFormats('--to', call.values('to'));
    if (!format || another)
      throw new BadInput([
        problemLine('hoplab export', '--to', 'several formats', `one of ${formatNames.join(', ')}`),
      ]);
    const given = call.operands[0] ?? '';
    if (given.endsWith('.hoprec')) {
      const allowed = 'a lab file or a scenario (recordings come later)';
      throw new BadInput([problemLine(given, 'file', 'a recording', allowed)]);
    }
    const source = changeLab(await readLabSource(given, surroundings), labChanges(call));
    const capture = readCapture(resolveLab(source.document), call.values('capture'));
    const { lab, trace } = await simulate(source, surroundings);
    if (!hasContents(format, trace))
      throw new BadInput([problemLine(given, format, 'no QUIC connection in it', 'a lab with HTTP/3')]);
    const file = path.resolve(surroundings.folder, call.value('out') ?? '');
    await writeOutputFiles([{ file, pieces: exportPieces(format, lab, trace, { capture, file }) }]);
    if (format === 'pcapng') adviseOnCapture(lab, capture, surroundings);
    surroundings.out(`wrote ${file}\n`);
    return Exit.done;
  },
};
