import { describe, expect, it } from 'vitest';
import {
  httpVersions,
  workloadKinds,
  type HttpVersion,
  type LabDocument,
  type Workload,
  type WorkloadKind,
} from '../../../shared/lab/document';
import { tlsChoices } from '../../../shared/workloads/traits/asking';
import {
  workloadBase,
  workloadEnds,
  workloadTimes,
} from '../../../shared/workloads/definition/workload-kind';
import { hasWorkloadTrait, workloadKind, type WorkloadWith } from '../../../shared/workloads/workload';
import { validateLab } from '../../../shared/lab/validate';
import { LabEditor } from '../lab-editor';
import type { ParameterChange } from '../parameters';
import { threeDeviceLab } from '../testing/labs';
import { describeCarrier, describeWorkload, newWorkload, offeredTraffic } from '../traffic';
import {
  workloadKindChanges,
  workloadPathChanges,
  workloadTlsChanges,
  workloadVersionChanges,
} from '../workload-changes';
import { tlsChoicesOf, versionChoices } from './request-fields';
import { workloadFields, workloadGroups } from './traffic-fields';

type Page = Extract<Workload, { kind: 'page-load' }>;
const ends = { id: 'visit', from: 'client', to: 'server' } as const;
const base: Page = { ...ends, kind: 'page-load', paths: ['/'] };

/** The three-device lab with just this workload. */
function labWith(workload: Workload): LabDocument {
  const { faults: _, claims: __, ...lab } = threeDeviceLab();
  return { ...lab, workloads: [workload] };
}

/** The workload after changes, which must leave a lab in which nothing contradicts anything. */
function after(workload: Workload, changes: readonly ParameterChange[]): Workload {
  const editor = new LabEditor();
  editor.open(labWith(workload), 'lab');
  expect(editor.apply({ type: 'set-parameters', changes })).toEqual({ ok: true });
  const outcome = validateLab(editor.document);
  expect(outcome.ok ? [] : outcome.problems).toEqual([]);
  const [only] = editor.document.workloads ?? [];
  if (!only) throw new RangeError('the workload is gone');
  return only;
}

const commonEntries = { kind: true, ...workloadBase, ...workloadEnds, ...workloadTimes };
const ownMembers = (kind: WorkloadKind) =>
  Object.keys(workloadKind(kind).schema.entries).filter((name) => !(name in commonEntries));

const shownOf = (workload: Workload) =>
  workloadGroups(workload).flatMap(({ fields }) => fields.map((field) => field.path[0]));

describe('the form of a workload', () => {
  it('has a field for every member of its kind in one version or another', () => {
    const apart = new Set(['http', 'tls', 'paths']);
    for (const kind of workloadKinds) {
      const shown = new Set(
        httpVersions.flatMap((http) => shownOf({ ...base, kind, http, tls: tlsChoices[http].at(-1) })),
      );
      const members = ownMembers(kind).filter((name) => !apart.has(name));
      const own = kind === 'page-load' ? members.filter((name) => name !== 'path') : members;
      expect([...shown].sort(), kind).toEqual([...own].sort());
    }
  });

  it('has a field for what all kinds have', () => {
    const common = new Set(workloadFields(threeDeviceLab(), 'media').map((field) => field.path[0]));
    expect([...common, 'id', 'kind'].sort()).toEqual(Object.keys(commonEntries).sort());
  });

  it.each<[HttpVersion, string[]]>([
    ['1.1', ['users', 'connections', 'pipelining']],
    ['2', ['users', 'connections', 'visitedBefore', 'resumption']],
    ['3', ['users', 'connections', 'race', 'visitedBefore', 'resumption']],
  ])('of a page over HTTP/%s shows what that version has', (http, shown) => {
    expect(shownOf({ ...base, http })).toEqual(shown);
  });

  it('offers early data with TLS 1.3 alone', () => {
    const choices = (tls: '1.2' | '1.3') =>
      workloadGroups({ ...base, http: '2', tls })
        .flatMap(({ fields }) => fields)
        .flatMap(({ path, input }) =>
          path[0] === 'resumption' && input.kind === 'choice' ? input.choices.map(({ value }) => value) : [],
        );
    expect(choices('1.2')).toEqual(['none', 'ticket']);
    expect(choices('1.3')).toEqual(['none', 'ticket', 'early-data']);
  });

  it('offers the versions of its server, and TLS as the version has it', () => {
    const document = labWith(base);
    const server = document.devices[2];
    if (server?.kind !== 'server') throw new TypeError('the third device is the server');
    server.http = ['2'];
    expect(versionChoices(document, base).map(({ value }) => value)).toEqual(['1.1', '2']);
    expect(versionChoices(document, { ...base, http: '3' }).map(({ value }) => value)).toEqual([
      '1.1',
      '2',
      '3',
    ]);
    expect(tlsChoicesOf({ ...base, http: '3' })).toEqual([{ value: '1.3', label: 'TLS 1.3' }]);
  });

  it('takes every choice that it offers', () => {
    for (const kind of workloadKinds)
      for (const http of httpVersions)
        for (const tls of tlsChoices[http]) {
          const asks = hasWorkloadTrait({ kind }, 'asking');
          const { paths: _, ...bare } = base;
          const workload = { ...bare, kind, ...(asks ? { http, tls } : {}) } as Workload;
          for (const { path, input } of workloadGroups(workload).flatMap(({ fields }) => fields))
            if (input.kind === 'choice')
              for (const { value } of input.choices)
                after(workload, [{ path: ['workloads', 'visit', ...path], value }]);
        }
  });
});

describe('a workload that becomes another kind', () => {
  const page: Page = { ...base, paths: ['/a', '/b'], http: '3', race: '1s', connections: 2, users: 4 };

  it('leaves behind what a flood does not have', () => {
    expect(after(page, workloadKindChanges(page, 'syn-flood'))).toEqual({ ...ends, kind: 'syn-flood' });
  });

  it('keeps what it asks for', () => {
    const get = after(page, workloadKindChanges(page, 'http-get'));
    expect(get).toEqual({ ...ends, kind: 'http-get', path: '/a', http: '3', users: 4 });
    expect(after(get, workloadKindChanges(get, 'page-load'))).toMatchObject({ paths: ['/a'] });
  });
});

describe('a workload that speaks another version', () => {
  it('leaves behind what that version does not have', () => {
    const page: Page = { ...base, http: '3', tls: '1.3', race: '1s' };
    expect(after(page, workloadVersionChanges(page, '2'))).toEqual({ ...base, http: '2', tls: '1.3' });
    const old: Page = { ...base, tls: '1.2', pipelining: true };
    expect(after(old, workloadVersionChanges(old, '3'))).toEqual({ ...base, http: '3' });
    const get: WorkloadWith<'asking'> = { ...ends, kind: 'http-get', tls: 'none', closes: 'both' };
    expect(after(get, workloadVersionChanges(get, '2'))).toEqual({ ...ends, kind: 'http-get', http: '2' });
  });

  it('without TLS has no ticket either', () => {
    const page: Page = { ...base, http: '2', visitedBefore: true, resumption: 'early-data' };
    expect(after(page, workloadVersionChanges(page, '1.1'))).toEqual(base);
  });

  it('of TLS too leaves early data behind', () => {
    const page: Page = { ...base, http: '2', visitedBefore: true, resumption: 'early-data' };
    expect(after(page, workloadTlsChanges(page, '1.2'))).toEqual({
      ...base,
      http: '2',
      tls: '1.2',
      visitedBefore: true,
    });
    const older: Page = { ...base, http: '2', tls: '1.2' };
    expect(after(older, workloadTlsChanges(older, '1.3'))).toEqual({ ...base, http: '2' });
  });
});

describe('a page', () => {
  it('is made of other parts', () => {
    const page: Workload = { ...ends, kind: 'page-load', path: '/a' };
    expect(after(page, workloadPathChanges(page, ['/a', '/b']))).toEqual({ ...base, paths: ['/a', '/b'] });
  });
});

describe('new traffic', () => {
  it.each(offeredTraffic)('of each kind can run as it is: $kind', ({ kind }) => {
    const document = labWith(base);
    after(newWorkload(document, 'client', 'server', kind), []);
  });

  it('asks for all pages of the server', () => {
    const document = labWith(base);
    const pages = [
      { path: '/a', size: '1kB' },
      { path: '/b', size: '1kB' },
    ];
    Object.assign(document.devices[2] ?? {}, { pages });
    expect(newWorkload(document, 'client', 'server', 'page-load')).toMatchObject({ paths: ['/a', '/b'] });
    Object.assign(document.devices[2] ?? {}, { pages: [] });
    expect(newWorkload(document, 'client', 'server', 'page-load')).toMatchObject({ paths: ['/'] });
  });

  it.each<[Partial<Workload>, string, string]>([
    [{ kind: 'http-get', path: '/a' }, 'GET /a', 'HTTP/1.1'],
    [{ kind: 'page-load', http: '2' }, 'Page /', 'HTTP/2, TLS 1.3'],
    [{ kind: 'page-load', paths: ['/a', '/b'], http: '3' }, 'Page of 2', 'HTTP/3'],
    [{ kind: 'page-load', tls: '1.2' }, 'Page /', 'HTTP/1.1, TLS 1.2'],
    [{ kind: 'media', over: 'tcp' }, 'Media call', 'TCP'],
    [{ kind: 'media' }, 'Media call', 'UDP'],
    [{ kind: 'syn-flood' }, 'SYN flood', 'TCP'],
  ])('%o is told in a few words', (workload, what, carrier) => {
    const whole = { ...ends, kind: 'media', ...workload } as Workload;
    expect([describeWorkload(whole), describeCarrier(whole)]).toEqual([what, carrier]);
  });
});
