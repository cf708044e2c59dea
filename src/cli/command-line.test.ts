import { execFile } from 'node:child_process';
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LabDocument } from '../shared/lab/document';
import { serializeLab } from '../shared/lab/parse';
import { threeDevices } from '../shared/lab/testing/labs';
import { csvColumns } from '../export/csv/packet-csv';
import { StandstillError } from '../engine/index';
import { commands, failureText, runCommandLine } from './command-line';
import { hoplab, type Ended } from './testing/call';

const first = 'handshake-seoul-us';
const scenarios = fileURLToPath(new URL('../../scenarios/', import.meta.url));
let folder = '';
let root = '';
let calls = 0;
const call = (...args: string[]) => hoplab(folder, ...args);

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'hoplab-cli-'));
});
beforeEach(async () => {
  folder = path.join(root, String(calls++));
  await mkdir(folder);
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function labFile(name: string, lab: object = { ...threeDevices(), duration: '2s' }): Promise<string> {
  await writeFile(path.join(folder, name), `${JSON.stringify(lab, null, 2)}\n`);
  return name;
}

function summaryOf(ended: Ended) {
  expect(ended.err).toBe('');
  expect(ended.code).toBe(0);
  return JSON.parse(ended.out);
}

describe('hoplab', () => {
  it('tells where its own faults happened, and of a run that cannot end only why', () => {
    expect(failureText(new StandstillError('Time stands still.'))).toBe('Time stands still.');
    expect(failureText(new RangeError('row 7 of 3'))).toMatch(/^RangeError: row 7 of 3\n +at /);
  });

  it('tells its commands when asked, with 0', async () => {
    const { code, out } = await call('--help');
    expect(code).toBe(0);
    for (const { name } of commands) expect(out).toContain(` hoplab ${name}`.slice(1));
  });

  it.each(commands.map(({ name }) => name))('%s --help tells every option', async (name) => {
    const { code, out } = await call(name, '--help');
    expect(code).toBe(0);
    const command = commands.find((one) => one.name === name);
    for (const option of Object.keys(command?.options ?? {})) expect(out).toContain(`--${option}`);
    expect((await call('help', name)).out).toBe(out);
  });

  it('refuses a command that is none, and calls without one, with usage and 2', async () => {
    const wrong = await call('rnu', first);
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toContain('did you mean "run"?');
    expect(wrong.err).toContain('Usage: hoplab');
    expect(await call()).toMatchObject({ code: 2, out: '' });
  });

  it('names every unknown option and missing value at once', async () => {
    const { code, err } = await call('run', first, '--sede', '7', '--out', '--json=yes', '--quiet');
    expect(code).toBe(2);
    expect(err).toContain('--sede: an unknown option');
    expect(err).toContain('did you mean "--seed"?');
    expect(err).toContain('--out: without a value');
    expect(err).toContain('--quiet: an unknown option');
    expect(err).toContain('Usage: hoplab run LAB [options]');
  });

  it('refuses too few and too many arguments', async () => {
    expect((await call('run')).err).toContain('LAB: missing');
    expect((await call('run', first, 'lost-syn')).err).toContain('"lost-syn": one argument too many');
  });

  it('tells its version', async () => {
    expect((await call('--version')).out).toMatch(/^hoplab \d+\.\d+\.\d+\n$/);
  });
});

describe('hoplab scenarios', () => {
  it('lists the library, the first scenario first', async () => {
    const list = JSON.parse((await call('scenarios', '--json')).out);
    expect(list[0].id).toBe(first);
    expect(list.every(({ title, claims }: { title: string; claims: number }) => title && claims > 0)).toBe(
      true,
    );
    expect((await call('scenarios')).out.startsWith(`${first}\n`)).toBe(true);
  });
});

describe('hoplab run', () => {
  it('sums a scenario up as JSON, alike every time', async () => {
    const summary = summaryOf(await call('run', first, '--json'));
    expect(summary).toMatchObject({
      scenario: first,
      seed: 1,
      simulated: { from: 0 },
      ended: 'idle',
      files: [],
    });
    expect(summary.traceHash).toMatch(/^[0-9a-f]{64}$/);
    expect(summary.claims.every(({ ok }: { ok: boolean }) => ok)).toBe(true);
    expect(summaryOf(await call('run', first, '--json'))).toEqual(summary);
  });

  it('lays it out for people', async () => {
    const { code, out } = await call('run', first);
    expect(code).toBe(0);
    for (const part of ['Signals', 'Saturation', 'Links', 'Devices', 'Claims', 'constraint'])
      expect(out).toContain(part);
    expect(out.split('\n').every((line) => line === line.trimEnd())).toBe(true);
  });

  it('runs a lab file', async () => {
    expect(summaryOf(await call('run', await labFile('mine.hoplab.json'), '--json')).scenario).toBe('mine');
  });

  it('changes the document with --set, --seed and --until', async () => {
    const changes = [
      '--set',
      'links.wan.delay=10ms',
      '--set',
      'links[0].delay=0ms',
      '--seed',
      '9',
      '--until',
      '1s',
    ];
    const summary = summaryOf(await call('run', first, ...changes, '--json'));
    expect(summary).toMatchObject({ seed: 9, simulated: { to: 1e9 }, ended: 'duration' });
    expect(Math.round(summary.connections.handshake.p50 / 1e6)).toBe(20);
  });

  it('gives another trace for another lab, and for another seed', async () => {
    const hashOf = async (...args: string[]) =>
      summaryOf(await call('run', first, '--json', ...args)).traceHash;
    const hashes = [
      await hashOf(),
      await hashOf('--seed', '2'),
      await hashOf('--set', 'links.wan.delay=71ms'),
    ];
    expect(new Set(hashes).size).toBe(3);
  });

  it.each([
    [['--seed', '-1'], 'seed: "-1"; allowed: a whole number from 0'],
    [['--until', '-5s'], 'duration: "-5s"; allowed: a duration'],
    [['--seed', 'x'], 'seed: "x"; allowed: a whole number'],
    [['--seed', '4294967296'], 'seed: 4294967296; allowed: a whole number'],
    [['--until', '30'], 'duration: "30"; allowed: a duration'],
    [['--set', 'links.wna.delay=1ms'], 'links.wna.delay: there is no "wna"'],
    [['--set', 'links.wan.delay=10'], 'links[1].delay: 10; allowed: a duration with a unit'],
    [['--set', 'links.wan.dealy=10ms'], 'links[1].dealy: an unknown name'],
    [['--export', 'hoprec'], '"hoprec": not yet: waits for recordings'],
    [['--export', 'pcap'], '"pcap": no format; allowed: pcapng, ndjson, csv, qlog (did you mean "pcapng"?)'],
    [['--export', 'pcapng', '--capture', 'sever'], '"sever": no device or port'],
    [['--capture', 'server'], '--capture: without a capture file'],
  ])('%j is bad input', async (args, line) => {
    const { code, out, err } = await call('run', first, ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(line);
    expect(await readdir(folder)).toEqual([]);
  });

  it('writes what is asked for into a folder', async () => {
    const summary = summaryOf(
      await call('run', first, '--export', 'pcapng,ndjson,csv', '--out', 'a/b', '--json'),
    );
    const names = ['csv', 'ndjson', 'pcapng'].map((ending) => `${first}.${ending}`);
    expect((await readdir(path.join(folder, 'a/b'))).sort()).toEqual(names);
    expect(summary.files.map((file: string) => path.basename(file)).sort()).toEqual(names);
    const lines = (await readFile(path.join(folder, 'a/b', `${first}.ndjson`), 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(summary.records);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ t: 0, seq: 0, kind: 'run.start', cause: null });
    const capture = await readFile(path.join(folder, 'a/b', `${first}.pcapng`));
    expect(capture.readUInt32BE(0)).toBe(0x0a0d0d0a);
  });

  it('writes qlog twice for each end of each QUIC connection, and says where there is none', async () => {
    const lab = threeDevices();
    const [workload] = lab.workloads ?? [];
    const visits = {
      ...lab,
      duration: '3s',
      workloads: [{ ...workload, kind: 'page-load', http: '3', count: 1 }],
    };
    await labFile('visit.json', visits);
    const summary = summaryOf(await call('run', 'visit.json', '--export', 'qlog', '--out', 'logs', '--json'));
    const names = ['client', 'server'].flatMap((device) =>
      ['drafts.qlog', 'qlog'].map((ending) => `visit.quic-0.${device}.${ending}`),
    );
    expect((await readdir(path.join(folder, 'logs'))).sort()).toEqual(names);
    expect(summary.files).toHaveLength(4);
    await call('export', 'visit.json', '--to', 'qlog', '--out', 'all.qlog');
    const all = JSON.parse(await readFile(path.join(folder, 'all.qlog'), 'utf8'));
    expect(all).toMatchObject({ qlog_version: '0.3', traces: [{}, {}] });
    const none = await call('run', first, '--export', 'qlog', '--out', 'none');
    expect(none).toMatchObject({ code: 0, err: 'no qlog file: no QUIC connection in this run\n' });
  });

  it('captures at one device only, where asked', async () => {
    await call('run', first, '--export', 'pcapng', '--out', 'all', '--capture', 'client,router,server');
    await call('run', first, '--export', 'pcapng', '--out', 'one', '--capture', 'server:eth0');
    const sizes = await Promise.all(
      ['all', 'one'].map(async (name) => (await readFile(path.join(folder, name, `${first}.pcapng`))).length),
    );
    expect(sizes[1]! * 3).toBeLessThan(sizes[0]!);
  });

  it('leaves nothing behind where it cannot write', async () => {
    await writeFile(path.join(folder, 'taken'), 'mine');
    const { code, err } = await call('run', first, '--export', 'ndjson', '--out', 'taken');
    expect(code).toBe(2);
    expect(err).toContain('--out: ');
    expect(await readdir(folder)).toEqual(['taken']);
    expect(await readFile(path.join(folder, 'taken'), 'utf8')).toBe('mine');
  });

  it('keeps the other files too where one of them cannot be written', async () => {
    await mkdir(path.join(folder, 'out', `${first}.ndjson`), { recursive: true });
    const { code } = await call('run', first, '--export', 'ndjson', '--out', 'out');
    expect(code).toBe(2);
    expect(await readdir(path.join(folder, 'out'))).toEqual([`${first}.ndjson`]);
  });
});

describe('the table of packets', () => {
  it('has a line for each packet, with its fate', async () => {
    await call('run', 'lost-syn', '--export', 'csv', '--out', '.');
    const text = await readFile(path.join(folder, 'lost-syn.csv'), 'utf8');
    const [titles = '', ...lines] = text.trimEnd().split('\r\n');
    expect(titles).toBe(csvColumns.join(','));
    const rows = lines.map((line) => line.split(','));
    const column = (name: (typeof csvColumns)[number]) => csvColumns.indexOf(name);
    expect(rows[0]?.[column('flags')]).toBe('SYN');
    expect(rows[0]?.[column('lost')]).toBe('dropped by a fault');
    expect(rows[0]?.[column('arrived_ns')]).toBe('');
    expect(rows[1]?.[column('sent_ns')]).toBe('1000000000');
    expect(rows[1]?.[column('arrived_ns')]).toBe('1020006512');
    expect(rows.every((row) => row.length === csvColumns.length)).toBe(true);
  });
});

describe('hoplab check', () => {
  it('holds the claims of the whole library, which here is three scenarios of the real one', async () => {
    const ids = [first, 'lost-syn', 'quic-first-visit'];
    const scenariosFolder = path.join(folder, 'library');
    await mkdir(scenariosFolder);
    for (const id of ids)
      await copyFile(scenarios + id + '.hoplab.json', path.join(scenariosFolder, id + '.hoplab.json'));
    let out = '';
    const code = await runCommandLine(['check', '--json'], {
      ...{ folder, scenariosFolder, terminal: undefined },
      out: (text) => (out += text),
      err: (text) => (out += text),
    });
    const claims = JSON.parse(out) as Record<string, unknown>[];
    expect(claims.filter(({ ok }) => ok !== true)).toEqual([]);
    expect(code).toBe(0);
    expect([...new Set(claims.map(({ scenario }) => scenario))]).toEqual(ids);
    for (const claim of claims)
      expect(Object.keys(claim)).toEqual(
        expect.arrayContaining(['claim', 'source', 'expected', 'measured', 'ok']),
      );
  });

  it('exits with 1 where a claim falls short, and says what it claimed', async () => {
    const claims = [{ id: 'too-fast', says: 'Faster than light.', measure: 'handshake-time', atMost: '1ms' }];
    const file = await labFile('hasty.hoplab.json', { ...threeDevices(), duration: '2s', claims });
    const { code, out } = await call('check', file);
    expect(code).toBe(1);
    expect(out).toContain('FALLS SHORT');
    expect(out).toContain('too-fast: Faster than light.');
    expect(out).toContain('1 claim: 0 hold, 1 fall short');
  });

  it('tells the problems of all labs before it runs any', async () => {
    const { code, out, err } = await call('check', 'nowhere', first, 'lost-sin');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('nowhere: file: there is no such file or scenario');
    expect(err).toContain('did you mean "lost-syn"?');
  });
});

describe('hoplab validate', () => {
  it('says that a lab is valid', async () => {
    const ended = await call('validate', await labFile('good.hoplab.json'), first);
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out).toContain('good.hoplab.json: valid: 3 devices, 2 links, 1 workload');
  });

  it('names every problem of a lab, one a line: FILE: PATH: what, and what is allowed', async () => {
    const lab = structuredClone(threeDevices()) as unknown as Record<string, Record<string, unknown>[]>;
    lab['devices']![1]!['kind'] = 'switch';
    lab['links']![0]!['delay'] = '-5ms';
    lab['links']![1]!['b'] = { device: 'nobody' };
    lab['links']!.push({ ...lab['links']![1]! });
    const { code, out, err } = await call('validate', await labFile('bad.hoplab.json', lab));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    const lines = err.trimEnd().split('\n');
    expect(lines.map((line) => line.split(': ').slice(0, 2).join(': '))).toEqual([
      'bad.hoplab.json: devices[1].kind',
      'bad.hoplab.json: links[0].delay',
      'bad.hoplab.json: links[2].id',
      'bad.hoplab.json: links[1].b.device',
      'bad.hoplab.json: links[2].b.device',
    ]);
    expect(lines.every((line) => line.includes('; allowed: '))).toBe(true);
  });

  it.each<[string, string | Uint8Array, string]>([
    ['cut off', serializeLab(threeDevices()).slice(0, 200), 'found the end of the file'],
    ['empty', '', 'line 1, column 1: found the end of the file'],
    ['not JSON', 'hello', 'line 1, column 1: found "hello"'],
    ['not UTF-8', Uint8Array.from([0x22, 0xff, 0xfe, 0x22]), 'byte 1: not UTF-8: 0xff'],
    ['a newer version', '{"version": 7}', 'version: made by a newer Hoplab (version 7)'],
    ['a list', '[]', 'document: an empty list; allowed: an object'],
  ])('refuses a file that is %s', async (_, content, line) => {
    await writeFile(path.join(folder, 'bad.hoplab.json'), content);
    for (const command of ['validate', 'run']) {
      const { code, out, err } = await call(command, 'bad.hoplab.json');
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain(`bad.hoplab.json: ${line.includes(':') ? line : 'line'}`);
      expect(err).toContain(line);
    }
  });

  it('refuses a file of 200 MB without reading it', async () => {
    await writeFile(path.join(folder, 'huge.hoplab.json'), '');
    await truncate(path.join(folder, 'huge.hoplab.json'), 200_000_000);
    const { code, err } = await call('validate', 'huge.hoplab.json');
    expect(code).toBe(2);
    expect(err).toBe('huge.hoplab.json: file: 191 MiB large; allowed: lab files of at most 32 MiB\n');
  });

  it('refuses a folder and a file that may not be read', async () => {
    await mkdir(path.join(folder, 'folder.hoplab.json'));
    expect((await call('validate', 'folder.hoplab.json')).err).toContain('file: a folder');
    const file = await labFile('secret.hoplab.json');
    await chmod(path.join(folder, file), 0);
    // Root may read everything.
    if (process.getuid?.() !== 0) expect((await call('validate', file)).err).toContain('may not be read');
  });
});

describe('hoplab export', () => {
  it('writes one file, the same that run writes', async () => {
    const { code } = await call(
      'export',
      first,
      '--to',
      'pcapng',
      '--out',
      'x/seoul.pcapng',
      '--capture',
      'client',
    );
    expect(code).toBe(0);
    await call('run', first, '--export', 'pcapng', '--capture', 'client', '--out', 'y');
    const [exported, ran] = await Promise.all(
      ['x/seoul.pcapng', `y/${first}.pcapng`].map((file) => readFile(path.join(folder, file))),
    );
    expect(exported!.equals(ran!)).toBe(true);
  });

  it.each([
    [[first], ['--to: missing', '--out: missing']],
    [[first, '--to', 'qlog', '--out', 'x'], ['qlog: no QUIC connection in it; allowed: a lab with HTTP/3']],
    [['run.hoprec', '--to', 'pcapng', '--out', 'x'], ['recordings come later']],
  ])('%j is bad input', async (args, lines) => {
    const { code, err } = await call('export', ...args);
    expect(code).toBe(2);
    for (const line of lines) expect(err).toContain(line);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('hoplab render', () => {
  it('says what it waits for, with 2', async () => {
    const { code, err } = await call('render', first, '--out', 'f.mp4');
    expect(code).toBe(2);
    expect(err).toContain('not yet: it waits for');
  });
});

describe('the library', () => {
  it('is written as the app would save it', async () => {
    for (const name of (await readdir(scenarios)).filter((one) => one.endsWith('.hoplab.json'))) {
      const text = await readFile(scenarios + name, 'utf8');
      expect(serializeLab(JSON.parse(text) as LabDocument), name).toBe(text);
    }
  });
});

describe('the process', () => {
  it('passes on results, messages and the exit code', async () => {
    const main = fileURLToPath(new URL('main.ts', import.meta.url));
    const tsx = fileURLToPath(new URL('../../node_modules/tsx/dist/cli.mjs', import.meta.url));
    const ended = await new Promise<Ended>((resolve) => {
      execFile(
        process.execPath,
        [tsx, main, 'validate', first, 'nowhere'],
        { cwd: folder },
        (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      );
    });
    expect(ended.code).toBe(2);
    expect(ended.out).toContain(`${first}: valid`);
    expect(ended.err).toContain('nowhere: file: there is no such file or scenario');
  }, 300_000);
});
