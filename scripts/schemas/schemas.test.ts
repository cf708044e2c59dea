import Ajv from 'ajv';
import fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createSimulation } from '../../src/engine/world/simulation';
import { ndjsonLines } from '../../src/export/ndjson';
import { everyKindTrace } from '../../src/export/testing/every-kind';
import { chainLab } from '../../src/export/testing/labs';
import { resolveLab } from '../../src/shared/lab/lab';
import { parseLabText } from '../../src/shared/lab/parse';
import { anyLab } from '../../src/shared/lab/testing/labs';
import { validateLab } from '../../src/shared/lab/validate';
import { generatedFiles, placeOf } from './files';
import { labDocumentSchema } from './lab-document';
import { traceRecordSchema } from './trace-record';

const scenariosFolder = fileURLToPath(new URL('../../scenarios/', import.meta.url));
const scenarios = readdirSync(scenariosFolder).filter((name) => name.endsWith('.hoplab.json'));
const ajv = new Ajv({ strictTypes: false, strictRequired: false });
const isLab = ajv.compile(labDocumentSchema());
const isRecord = ajv.compile(traceRecordSchema());

describe('the generated files', () => {
  it('are what the code generates (npm run schemas)', async () => {
    for (const [path, text] of Object.entries(await generatedFiles()))
      expect(readFileSync(placeOf(path), 'utf8'), path).toBe(text);
  });
});

describe('the JSON Schema of lab documents', () => {
  it.each(scenarios)('accepts %s', (name) => {
    const document: unknown = JSON.parse(readFileSync(scenariosFolder + name, 'utf8'));
    expect(isLab(document), ajv.errorsText(isLab.errors)).toBe(true);
  });

  it('accepts every valid lab', () => {
    fc.assert(
      fc.property(anyLab, (lab) => {
        expect(isLab(lab), ajv.errorsText(isLab.errors)).toBe(true);
      }),
    );
  });

  it('refuses nothing that the lab itself accepts, however it is damaged', () => {
    const damage = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom('75ms', '1Gbps', '64kB', '1%', '10.0.0.9'));
    const places = ['links.0.delay', 'links.0.bandwidth', 'links.0.mtu', 'devices.0.kind', 'devices.0.id', 'seed', 'duration', 'links.0.a', 'title'];
    fc.assert(
      fc.property(anyLab, fc.constantFrom(...places), damage, (lab, place, value) => {
        const damaged = structuredClone(lab) as unknown as Record<string, unknown>;
        const keys = place.split('.');
        const last = keys.pop() ?? '';
        const container = keys.reduce<Record<string, unknown> | undefined>(
          (inner, key) => inner?.[key] as Record<string, unknown> | undefined,
          damaged,
        );
        // A lab without links has no place there.
        if (container !== undefined) Object.assign(container, { [last]: value });
        if (validateLab(damaged).ok) expect(isLab(damaged), ajv.errorsText(isLab.errors)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['a bare number for a delay', { delay: 75 }],
    ['a rate for a delay', { delay: '75Mbps' }],
    ['an unknown name', { latency: '75ms' }],
    ['an address that is none', { a: { device: 'client', address: '10.0.0.256' } }],
  ])('refuses %s', (_, change) => {
    const lab = JSON.parse(readFileSync(`${scenariosFolder}handshake-seoul-us.hoplab.json`, 'utf8')) as {
      links: object[];
    };
    Object.assign(lab.links[0] ?? {}, change);
    expect(isLab(lab)).toBe(false);
  });
});

describe('the JSON Schema of trace records', () => {
  it('accepts a line of every kind, with all that it can have', () => {
    for (const line of ndjsonLines(chainLab(), everyKindTrace()))
      expect(isRecord(JSON.parse(line)), `${line} ${ajv.errorsText(isRecord.errors)}`).toBe(true);
  });

  it.each(scenarios)('accepts the lines of %s', (name) => {
    const outcome = parseLabText(readFileSync(scenariosFolder + name, 'utf8'));
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
    const lab = resolveLab(outcome.document);
    const simulation = createSimulation(lab);
    simulation.advance(lab.duration, 3_000);
    let lines = 0;
    for (const line of ndjsonLines(lab, simulation.trace)) {
      expect(isRecord(JSON.parse(line)), `${line} ${ajv.errorsText(isRecord.errors)}`).toBe(true);
      lines += 1;
    }
    expect(lines).toBe(simulation.trace.records.length);
  });

  it('refuses a record of no kind, and one with something missing', () => {
    expect(isRecord({ t: 0, seq: 0, kind: 'run.begin', cause: null, seed: 1 })).toBe(false);
    expect(isRecord({ t: 0, seq: 0, kind: 'run.start', cause: null })).toBe(false);
    expect(isRecord({ t: 0, seq: 0, kind: 'run.start', cause: null, seed: 1 })).toBe(true);
  });
});
