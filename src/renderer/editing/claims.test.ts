import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LabDocument } from '../../shared/lab/document';
import { parseLab } from '../../shared/lab/parse';
import { validateLab } from '../../shared/lab/validate';
import { applyEdit, type EditCommand } from './edit-command';
import { newWorkload } from './traffic';

const folder = new URL('../../../scenarios/', import.meta.url);
const scenarios = readdirSync(folder).filter((name) => name.endsWith('.hoplab.json'));

function scenario(name: string): LabDocument {
  const outcome = parseLab(readFileSync(new URL(name, folder)));
  if (!outcome.ok) throw new TypeError(`${name} is no valid lab`);
  return outcome.document;
}

const problemsOfClaims = (document: LabDocument) => {
  const outcome = validateLab(document);
  return outcome.ok ? [] : outcome.problems.filter(({ path }) => path.startsWith('claims'));
};

/** More traffic beside the first, and each device, each link and each workload taken out. */
function editsOf(document: LabDocument): EditCommand[] {
  const { devices, links, workloads = [] } = document;
  const [first] = workloads;
  return [
    ...(first
      ? [
          {
            type: 'add-workloads' as const,
            workloads: [newWorkload(document, first.from, first.to, 'page-load')],
          },
        ]
      : []),
    ...devices.map(({ id }) => ({ type: 'delete-elements' as const, devices: [id], links: [] })),
    ...links.map(({ id }) => ({ type: 'delete-elements' as const, devices: [], links: [id] })),
    ...workloads.map(({ id }) => ({ type: 'delete-workload' as const, id })),
    ...devices.map(({ id }) => ({ type: 'rename' as const, of: 'device' as const, id, to: `${id}.1` })),
  ];
}

describe('claims', () => {
  it.each(scenarios)('of %s are sound after whatever edit', (name) => {
    const document = scenario(name);
    for (const command of editsOf(document))
      expect(problemsOfClaims(applyEdit(document, command)), JSON.stringify(command)).toEqual([]);
  });

  it('name what they are about as soon as there is another of it', () => {
    const document = scenario('handshake-seoul-us.hoplab.json');
    const [only] = document.workloads ?? [];
    const more = newWorkload(document, only!.from, only!.to);
    const after = applyEdit(document, { type: 'add-workloads', workloads: [more] });
    expect(after.claims).toHaveLength(document.claims!.length);
    expect(new Set(after.claims?.map(({ workload }) => workload))).toEqual(new Set([only!.id]));
  });

  it('go with what they were about, whether they named it or not', () => {
    const document = scenario('handshake-seoul-us.hoplab.json');
    const [only] = document.workloads ?? [];
    const without = applyEdit(document, { type: 'delete-workload', id: only!.id });
    const back = applyEdit(without, { type: 'add-workloads', workloads: [only!] });
    expect([without.claims, back.claims]).toEqual([[], []]);
  });
});
