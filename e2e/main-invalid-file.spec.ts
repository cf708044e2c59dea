import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from './support/launch';
import { answerOpenDialog, chooseMenuItem, smallLab } from './support/main-process';

test('a corrupt file yields a dialog with every problem, and the lab stays', async ({
  app,
  page,
  userData,
}) => {
  const file = path.join(userData, 'corrupt.hoplab.json');
  await writeFile(file, JSON.stringify({ ...smallLab, seed: -1, duration: 'soon' }));
  await answerOpenDialog(app, file);
  const title = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
  await expect.poll(title).toContain('handshake-seoul-us');

  await chooseMenuItem(app, 'open');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('corrupt.hoplab.json');
  await expect(dialog).toContainText('seed');
  await expect(dialog).toContainText('duration');
  expect(await title()).toContain('handshake-seoul-us');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});
