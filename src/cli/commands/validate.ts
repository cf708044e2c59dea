import type { Command } from '../support/arguments';
import { readLabSource } from '../support/lab-source';
import { BadInput, Exit } from '../support/surroundings';
import { count } from '../support/words';

export const validateCommand: Command = {
  name: 'validate',
  operands: 'LAB...',
  leastOperands: 1,
  mostOperands: Infinity,
  summary: 'Says what is wrong with a lab file: every problem, where it is, and what is allowed there.',
  details: ['LAB is a lab file or a scenario of the library. Exits with 2 where something is wrong.'],
  options: {},
  async run(call, surroundings) {
    const problems: string[] = [];
    for (const given of call.operands) {
      try {
        const { devices, links, workloads = [] } = (await readLabSource(given, surroundings)).document;
        const parts = [
          count(devices.length, 'device'),
          count(links.length, 'link'),
          count(workloads.length, 'workload'),
        ];
        surroundings.out(`${given}: valid: ${parts.join(', ')}\n`);
      } catch (error) {
        if (!(error instanceof BadInput)) throw error;
        problems.push(...error.lines);
      }
    }
    if (problems.length > 0) throw new BadInput(problems);
    return Exit.done;
  },
};
