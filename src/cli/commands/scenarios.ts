import type { Command } from '../support/arguments';
import { listScenarioIds } from '../support/library';
import { readLabSource } from '../support/lab-source';
import { Exit } from '../support/surroundings';
import { wrap } from '../support/table';
import { count } from '../support/words';

export const scenariosCommand: Command = {
  name: 'scenarios',
  operands: '',
  leastOperands: 0,
  mostOperands: 0,
  summary: 'Lists the library: what can be run by its id.',
  options: { json: { help: 'print JSON: id, title, notes, claims' } },
  async run(call, surroundings) {
    const scenarios: { id: string; title: string; notes: string; claims: number }[] = [];
    for (const id of await listScenarioIds(surroundings)) {
      const { document } = await readLabSource(id, surroundings);
      const { title, notes = '', claims = [] } = document;
      scenarios.push({ id, title, notes, claims: claims.length });
    }
    if (call.has('json')) surroundings.out(`${JSON.stringify(scenarios, null, 2)}\n`);
    else {
      for (const { id, title, notes, claims } of scenarios) {
        surroundings.out(`${id}\n  ${title} (${count(claims, 'claim')})\n`);
        surroundings.out(wrap(notes.split('\n\n')[0] ?? '', 100, '  ') + '\n');
      }
    }
    return Exit.done;
  },
};
