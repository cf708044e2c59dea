import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { answerSaveDialog, oneAppForAll, runToEnd, smallLab } from './support/main-process';

const shared = oneAppForAll();

test('the same lab gives the same trace, run after run', async () => {
  const { page } = shared;
  const first = await runToEnd(page, smallLab);
  const second = await runToEnd(page, smallLab);
  expect(first).toMatchObject({ type: 'finished', traceHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(second).toEqual({ ...first, run: first.run + 1 });
});

test('the command line gives the same trace', async () => {
  const { page, userData } = shared;
  const file = path.join(userData, 'small.hoplab.json');
  await writeFile(file, JSON.stringify(smallLab));
  const tool = path.resolve(import.meta.dirname, '../bin/hoplab.mjs');
  const { stdout } = await promisify(execFile)('node', [tool, 'run', file, '--json']);
  expect(await runToEnd(page, smallLab)).toMatchObject({ traceHash: JSON.parse(stdout).traceHash });
});

test('batches follow each other without a gap and hold every record', async () => {
  const { page } = shared;
  const seen = await page.evaluate(async (lab) => {
    let next = 0;
    let gaps = 0;
    const ended = new Promise<number>((resolve) => {
      window.hoplab.onRunEvent((event) => {
        if (event.type === 'finished') resolve(event.records);
        if (event.type !== 'batch') return;
        if (event.batch.firstRecord !== next) gaps += 1;
        next = event.batch.firstRecord + event.batch.records.byteLength / 32;
      });
    });
    await window.hoplab.run(lab);
    return { records: await ended, next, gaps };
  }, manyRequests(200));
  expect(seen.records).toBeGreaterThan(16_384);
  expect(seen).toMatchObject({ next: seen.records, gaps: 0 });
});

test('a packet is looked into with the TTL that it has on that link', async () => {
  const { page } = shared;
  const { run } = await runToEnd(page, smallLab);
  const lives = await page.evaluate(async (number) => {
    const timeToLive = async (record?: number) => {
      const dissection = await window.hoplab.inspect(number, 0, record);
      const fields = dissection?.layers.find((layer) => layer.layer === 3)?.fields ?? [];
      return fields.find((field) => field.name === 'Time to Live')?.value;
    };
    const ofRecords: (string | undefined)[] = [];
    for (let record = 0; record < 12; record++) ofRecords.push(await timeToLive(record));
    return { asSent: await timeToLive(), ofRecords: [...new Set(ofRecords)] };
  }, run);
  expect(lives.asSent).toBe('64');
  expect(lives.ofRecords.sort()).toEqual(['63', '64']);
});

test('a lab that cannot run says why', async () => {
  const { page } = shared;
  const answer = await page.evaluate((lab) => window.hoplab.run(lab as never), {
    ...smallLab,
    workloads: [{ id: 'visit', kind: 'http-get', from: 'client', to: 'nobody' }],
  });
  expect(answer).toMatchObject({ problems: [{ path: 'workloads[0].to' }] });
});

test('a run can be stopped, and what there is of it exported', async () => {
  const { app, page, userData } = shared;
  const stopped = await page.evaluate(async (lab) => {
    const begun = new Promise((resolve) => window.hoplab.onRunEvent(resolve));
    const answer = await window.hoplab.run(lab);
    await begun;
    const run = 'run' in answer ? answer.run : 0;
    await window.hoplab.stop(run);
    return { run, dissection: await window.hoplab.inspect(run, 0) };
  }, manyRequests(100_000));
  expect(stopped.dissection?.bytes.length).toBeGreaterThan(54);

  await answerSaveDialog(app, path.join(userData, 'part'));
  expect(await page.evaluate((run) => window.hoplab.exportTrace(run, 'pcapng'), stopped.run)).toMatchObject({
    status: 'saved',
  });
  const capture = await readFile(path.join(userData, 'part.pcapng'));
  // The Section Header Block's type (draft-ietf-opsawg-pcapng, section 4.1).
  expect(capture.readUInt32LE(0)).toBe(0x0a0d0d0a);
});

test('a trace is exported as lines of JSON, one a record', async () => {
  const { app, page, userData } = shared;
  const ended = await runToEnd(page, smallLab);
  await answerSaveDialog(app, path.join(userData, 'trace.ndjson'));
  expect(await page.evaluate((run) => window.hoplab.exportTrace(run, 'ndjson'), ended.run)).toMatchObject({
    status: 'saved',
  });
  const lines = (await readFile(path.join(userData, 'trace.ndjson'), 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(ended.type === 'finished' ? ended.records : -1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ seq: 0, kind: 'run.start' });
});

test('two runs are open beside each other, each with its own trace', async () => {
  const { page } = shared;
  const [one, other] = [await runToEnd(page, smallLab), await runToEnd(page, manyRequests(3))];
  expect(other).not.toMatchObject({ records: one.type === 'finished' && one.records });
  const ofBoth = await page.evaluate(
    ([one, other]) => Promise.all([window.hoplab.inspect(one, 30), window.hoplab.inspect(other, 30)]),
    [one.run, other.run] as const,
  );
  // Of the smaller run there is no packet of that number.
  expect(ofBoth.map((dissection) => dissection !== undefined)).toEqual([false, true]);
});

test('a run that was closed is gone', async () => {
  const { page } = shared;
  const { run } = await runToEnd(page, smallLab);
  await page.evaluate((closed) => window.hoplab.closeRun(closed), run);
  expect(await page.evaluate((closed) => window.hoplab.exportTrace(closed, 'pcapng'), run)).toMatchObject({
    status: 'failed',
  });
  expect(await page.evaluate((closed) => window.hoplab.inspect(closed, 0), run)).toBeUndefined();
});

test('a page that is loaded anew leaves no run open', async () => {
  const { page } = shared;
  const { run } = await runToEnd(page, smallLab);
  expect(await page.evaluate((older) => window.hoplab.inspect(older, 0), run)).toBeDefined();
  await page.reload();
  expect(await page.evaluate((older) => window.hoplab.inspect(older, 0), run)).toBeUndefined();
});

test('tells the machines that the engine runs', async () => {
  const { page } = shared;
  const machines = await page.evaluate(() => window.hoplab.machines());
  const states = machines.flatMap((machine) => machine.states);
  expect(states).toEqual(expect.arrayContaining(['SYN-SENT', 'ESTABLISHED', 'TIME-WAIT']));
});

function manyRequests(count: number) {
  return {
    ...smallLab,
    duration: '600s',
    workloads: [
      { id: 'visit', kind: 'http-get' as const, from: 'client', to: 'server', count, interval: '1ms' },
    ],
  };
}
