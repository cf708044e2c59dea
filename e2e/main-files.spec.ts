import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { answerOpenDialog, answerSaveDialog, oneAppForAll, smallLab } from './support/main-process';

const shared = oneAppForAll();

test('the first start shows the first scenario of the library', async () => {
  const { page } = shared;
  const [first, shown] = await page.evaluate(async () => [
    (await window.hoplab.listScenarios())[0]?.id,
    await window.hoplab.initialLab(),
  ]);
  expect(first).toBe('handshake-seoul-us');
  expect(shown).toMatchObject({ status: 'opened', name: 'handshake-seoul-us' });
  expect(shown).not.toHaveProperty('path');
});

test('every scenario of the library opens', async () => {
  const { page } = shared;
  const outcomes = await page.evaluate(async () => {
    const scenarios = await window.hoplab.listScenarios();
    return Promise.all(scenarios.map(async ({ id }) => (await window.hoplab.openScenario(id)).status));
  });
  expect(outcomes.length).toBeGreaterThan(0);
  expect(new Set(outcomes)).toEqual(new Set(['opened']));
});

test('a lab that was saved opens again as it was, and is recent', async () => {
  const { app, page, userData } = shared;
  const file = path.join(userData, 'office');
  await answerSaveDialog(app, file);
  const saved = await page.evaluate((lab) => window.hoplab.saveLab(lab), smallLab);
  const whole = `${file}.hoplab.json`;
  expect(saved).toEqual({ status: 'saved', path: whole, name: 'office' });

  await answerOpenDialog(app, whole);
  const opened = await page.evaluate(() => window.hoplab.openLab());
  expect(opened).toMatchObject({ status: 'opened', name: 'office', path: whole, document: smallLab });
  expect((await page.evaluate(() => window.hoplab.recentLabs()))[0]).toBe(whole);
});

test('saving again under the same path asks nothing and leaves nothing beside', async () => {
  const { app, page, userData } = shared;
  const file = path.join(userData, 'twice.hoplab.json');
  await answerSaveDialog(app, file);
  await page.evaluate((lab) => window.hoplab.saveLab(lab), smallLab);
  await answerSaveDialog(app);
  const changed = { ...smallLab, title: 'Changed' };
  const again = await page.evaluate(({ lab, place }) => window.hoplab.saveLab(lab, place), {
    lab: changed,
    place: file,
  });
  expect(again).toMatchObject({ status: 'saved' });
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ title: 'Changed' });
  expect((await readdir(userData)).filter((name) => name.includes('twice'))).toEqual(['twice.hoplab.json']);
});

test('cancelled dialogs change nothing', async () => {
  const { app, page } = shared;
  await answerOpenDialog(app);
  await answerSaveDialog(app);
  expect(await page.evaluate(() => window.hoplab.openLab())).toEqual({ status: 'cancelled' });
  expect(await page.evaluate((lab) => window.hoplab.saveLab(lab), smallLab)).toEqual({ status: 'cancelled' });
});

test('a corrupt file comes back with all its problems, and is left as it is', async () => {
  const { app, page, userData } = shared;
  const file = path.join(userData, 'corrupt.hoplab.json');
  const text = JSON.stringify({ ...smallLab, seed: -1, title: 5 });
  await writeFile(file, text);
  await answerOpenDialog(app, file);
  const outcome = await page.evaluate(() => window.hoplab.openLab());
  expect(outcome).toMatchObject({ status: 'invalid', file });
  const problems = outcome.status === 'invalid' ? outcome.problems.map((problem) => problem.path) : [];
  expect(problems.sort()).toEqual(['seed', 'title']);
  expect(await readFile(file, 'utf8')).toBe(text);
  expect(await page.evaluate(() => window.hoplab.recentLabs())).not.toContain(file);
});

test('a file that cannot be written is told, not lost', async () => {
  const { app, page, userData } = shared;
  await answerSaveDialog(app, path.join(userData, 'none', 'office.hoplab.json'));
  const outcome = await page.evaluate((lab) => window.hoplab.saveLab(lab), smallLab);
  expect(outcome).toMatchObject({
    status: 'failed',
    message: expect.stringContaining('folder is not there'),
  });
});
