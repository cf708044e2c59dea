import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { RunWindow } from './run-window';
import { answerSaveDialog, chooseMenuItem, oneAppForAll } from './support/main-process';

// One window is led from scenario to scenario: a test goes on where the last one ended.
test.describe.configure({ mode: 'serial' });
const shared = oneAppForAll();
const thrown: Error[] = [];

test.beforeAll(() => {
  shared.page.on('pageerror', (error) => thrown.push(error));
});
test.afterEach(() => {
  expect(thrown, 'errors that the window did not handle').toEqual([]);
});

/** Opens a scenario from the menu and runs it to its end. */
async function runScenario(id: string): Promise<RunWindow> {
  const { app, page } = shared;
  await chooseMenuItem(app, `scenario-${id}`);
  await expect(page.getByRole('button', { name: id })).toBeVisible();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const run = new RunWindow(page);
  await run.tab('Packets');
  await expect(run.row(1)).toBeVisible();
  await expect(page.getByText('simulating…')).toBeHidden();
  return run;
}

/** The lanes as a table: what each request was held back by. */
async function openLaneTable(run: RunWindow): Promise<void> {
  await run.tab('Lanes');
  const table = run.page.getByRole('button', { name: 'Table', exact: true });
  if ((await table.getAttribute('aria-pressed')) === 'false') await table.click();
}

const laneRow = (number: number) => shared.page.getByRole('row', { name: new RegExp(`^R${number} `) });

test('over HTTP/2 one loss holds back all three responses', async () => {
  const run = await runScenario('http2-one-loss-freezes-all');
  await openLaneTable(run);
  await expect(shared.page.getByRole('table')).toContainText('stalled by loss 3');
  for (const number of [1, 2, 3])
    await expect(laneRow(number)).toContainText(
      /TCP waits for byte [\d,]+ of the connection, (one of R2's|its own), \d+/,
    );
});

test('a stream of HTTP/2 has a machine of its own at both ends', async () => {
  const { page } = shared;
  const run = new RunWindow(page);
  await run.button('To end').click();
  await run.tab('States');
  await page.getByRole('combobox', { name: 'Machine of' }).selectOption({ label: 'Stream 3' });
  const states = page.getByRole('region', { name: 'States' });
  await expect(states.locator('[aria-current=step]')).toHaveCount(2);
  await expect(states.locator('[aria-current=step]').first()).toHaveAccessibleName(/^closed/);
});

test('over HTTP/3 the same loss holds back one response, and nobody else', async () => {
  const run = await runScenario('http3-one-loss-one-stream');
  await openLaneTable(run);
  await expect(shared.page.getByRole('table')).toContainText('stalled by loss 1');
  await expect(laneRow(2)).toContainText(/its stream waits for byte [\d,]+, \d+/);
  for (const number of [1, 3]) await expect(laneRow(number)).not.toContainText('waits');
});

test('a click into the blocked stretch selects the packet that was lost', async () => {
  const { page } = shared;
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  const chart = page.getByRole('region', { name: /^Lanes: arrows/ });
  const box = await chart.boundingBox();
  if (!box) throw new Error('no chart');
  const [names, axis, head, lane] = [164, 20, 38, 19];
  await page.mouse.click(box.x + names + (box.width - names) * 0.78, box.y + axis + head + lane * 1.5);
  await expect(page.getByText(/^R2 \/r2 – blocked: its stream waits for byte/).first()).toBeVisible();
  await page.getByRole('tab', { name: 'Why', exact: true }).click();
  await expect(page.getByRole('tabpanel', { name: 'Why' })).toContainText('dropped by a fault');
});

test('a QUIC connection is told in words of QUIC, its streams have machines', async () => {
  const { page } = shared;
  const run = new RunWindow(page);
  await run.tab('Connection');
  const connection = page.getByRole('region', { name: 'Connection', exact: true });
  for (const name of ['1-RTT PN', 'MAX_DATA', 'PTO', 'streams'])
    await expect(connection.getByRole('rowheader', { name, exact: true })).toBeVisible();
  await expect(connection.getByRole('row', { name: /^ALPN/ })).toContainText('h3');
  await expect(connection).not.toContainText('SND.NXT');

  await run.button('To end').click();
  await run.tab('States');
  const choice = page.getByRole('combobox', { name: 'Machine of' });
  await choice.selectOption({ label: 'Stream 4, to the client' });
  const current = page.getByRole('region', { name: 'States' }).locator('[aria-current=step]');
  await expect(current.first()).toHaveAccessibleName(/^Data Read/);
});

test('filters find streams, and what was lost and sent again', async () => {
  const { page } = shared;
  const run = new RunWindow(page);
  await run.tab('Packets');
  const filter = page.getByRole('textbox', { name: 'Filter packets' });
  await filter.fill('quic and dropped');
  // The head of the table counts as a row.
  await expect(run.packets).toHaveAttribute('aria-rowcount', '2');
  await filter.fill('stream==4 and retransmission');
  await expect(run.packets.getByRole('row').nth(1)).toContainText('[retransmission] 1-RTT');
  await filter.fill('tls');
  await expect(page.getByText('No packet matches the filter')).toBeVisible();
  await filter.fill('');
});

test('a datagram of several QUIC packets is dissected', async () => {
  const { page } = shared;
  const run = new RunWindow(page);
  await run.button('To start').click();
  await run.row(2).click();
  await page.getByRole('tab', { name: 'Packet', exact: true }).click();
  const packets = run.layers.getByRole('treeitem', { level: 1 }).filter({ hasText: 'QUIC' });
  await expect(packets).toHaveCount(2);
  await expect(packets.first()).toContainText('Initial');
  await expect(packets.last()).toContainText('Handshake');
});

test('the capture holds what tshark reads as HTTP/3, and the log is a log of each end', async () => {
  const { app, page, userData } = shared;
  const capture = path.join(userData, 'page.pcapng');
  await answerSaveDialog(app, capture);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: /pcapng/ }).click();
  await expect.poll(() => readdir(userData)).toContain('page.pcapng');
  await expect.poll(() => http3Requests(capture) ?? 3).toBe(3);

  await answerSaveDialog(app, path.join(userData, 'page.qlog'));
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: /qlog\)/ }).click();
  const logs = async () =>
    (await readdir(userData)).filter((name) => name.startsWith('page') && !name.endsWith('pcapng'));
  await expect.poll(async () => (await logs()).length).toBeGreaterThan(0);
  const [log = ''] = await logs();
  expect(await readFile(path.join(userData, log), 'utf8')).toContain('quic:packet_sent');
});

test('a TLS handshake is stepped through in the ladder, packet by packet', async () => {
  const { page } = shared;
  const run = await runScenario('tcp-tls-setup');
  await run.tab('Packets');
  const filter = page.getByRole('textbox', { name: 'Filter packets' });
  await filter.fill('tls and info ~ ClientHello');
  await page.getByRole('grid', { name: 'Packets' }).getByText('ClientHello').first().click();
  await filter.fill('');
  await run.tab('Ladder');
  const look = async (name: string) => {
    const arrow = page.getByRole('button', { name: new RegExp(`^#\\d+ ${name} `) }).first();
    await arrow.press('Enter');
    await arrow.click();
    await expect(page.getByRole('region', { name: 'Packet inspector' })).toContainText(name);
  };
  for (const name of ['ClientHello', 'ServerHello', 'Certificate']) await look(name);
  await page.getByRole('region', { name: 'Ladder' }).getByRole('button', { name: 'Follow' }).click();
  await run.stepBy('round trip');
  await run.button('Step forward').click();
  await look('ClientKeyExchange');
});

/**
 * How many HEADERS frames (RFC 9114 section 7.2.2) go to the server's port in what tshark makes of a capture; undefined
 * where it is not installed.
 */
function http3Requests(capture: string): number | undefined {
  try {
    execFileSync('tshark', ['--version'], { stdio: 'ignore' });
  } catch {
    console.log('tshark is not installed: the capture is not read again (apt-get install tshark).');
    return undefined;
  }
  const rows = execFileSync(
    'tshark',
    ['-2', '-r', capture, '-Y', 'http3 && udp.dstport == 443', '-T', 'fields', '-e', 'http3.frame_type'],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  return rows.match(/\b1\b/g)?.length ?? 0;
}
