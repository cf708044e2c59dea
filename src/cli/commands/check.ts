import type { ClaimResult } from '../../shared/lab/claims';
import type { Command } from '../support/arguments';
import { claimTable } from '../support/claim-table';
import { readLabSource, type LabSource } from '../support/lab-source';
import { listScenarioIds } from '../support/library';
import { simulate } from '../support/simulate';
import { BadInput, Exit } from '../support/surroundings';
import { count } from '../support/words';

export const checkCommand: Command = {
  name: 'check',
  operands: '[ID...]',
  leastOperands: 0,
  mostOperands: Infinity,
  summary: 'Runs scenarios and holds each of their claims against the measured figure.',
  details: [
    'ID is a scenario of the library or a lab file; without any, the whole library is checked.',
    'Exits with 1 where a claim falls short.',
  ],
  options: { json: { help: 'print JSON: a list of claims with what was expected and measured' } },
  async run(call, surroundings) {
    const ids = call.operands.length > 0 ? call.operands : await listScenarioIds(surroundings);
    const sources = await readAll(ids, (id) => readLabSource(id, surroundings));
    const results: (ClaimResult & { readonly scenario: string })[] = [];
    for (const source of sources) {
      const { summary } = await simulate(source, surroundings);
      results.push(...summary.claims.map((claim) => ({ scenario: source.name, ...claim })));
      if (!call.has('json')) surroundings.out(`${source.name}\n${claimTable(summary.claims)}\n`);
    }
    const short = results.filter(({ ok }) => !ok).length;
    if (call.has('json')) surroundings.out(`${JSON.stringify(results, null, 2)}\n`);
    else
      surroundings.out(
        `${count(results.length, 'claim')}: ${results.length - short} hold, ${short} fall short\n`,
      );
    return short === 0 ? Exit.done : Exit.fellShort;
  },
};

/** Reads all labs before the first one runs, and tells the problems of all of them. */
async function readAll(
  ids: readonly string[],
  read: (id: string) => Promise<LabSource>,
): Promise<LabSource[]> {
  const sources: LabSource[] = [];
  const problems: string[] = [];
  for (const id of ids) {
    try {
      sources.push(await read(id));
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      problems.push(...error.lines);
    }
  }
  if (problems.length > 0) throw new BadInput(problems);
  return sources;
}
