import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bytesOf } from '../bytes/testing/bytes-of';
import { createSimulation } from '../engine/world/simulation';
import { exportPcapng } from './pcapng/export';
import { type ChainSettings, chainLab } from './testing/labs';
import { CaptureFile, tsharkVersion } from './testing/tshark-check';

/**
 * The same transfer by this machine's kernel, between two network namespaces, and by the lab, held beside each other: flags (PSH
 * aside), relative numbers, order, round trips. Skipped where the kernel lets nobody make namespaces.
 */
const slowly = { timeout: 180_000 };
const program = fileURLToPath(new URL('testing/kernel/transfer.py', import.meta.url));
/** One way, milliseconds. */
const delay = 50;
const roundTrip = (2 * delay) / 1000;
const attempts = 6;

interface Row {
  readonly time: number;
  readonly fromServer: boolean;
  readonly flags: string;
  readonly seq: number;
  readonly ack: number;
  readonly length: number;
  readonly sack: string;
}

const fields = [
  'frame.time_relative',
  'tcp.srcport',
  'tcp.flags.str',
  'tcp.seq',
  'tcp.ack',
  'tcp.len',
  'tcp.options.sack_le',
  'tcp.options.sack_re',
];

async function rowsOf(file: CaptureFile): Promise<Row[]> {
  const rows = await file.fields(fields, 'tcp');
  const began = Number(rows[0]?.[0]);
  return rows.map(([time, port, flags = '', seq, ack, length, left = '', right = '']) => ({
    time: Number(time) - began,
    fromServer: port === '80',
    flags: flags.replace(/[^SFRA]/g, ''),
    seq: Number(seq),
    ack: Number(ack),
    length: Number(length),
    sack: left === '' ? '' : `${left} to ${right}`,
  }));
}

type Both = readonly [Row[], Row[]];

async function labTransfer(settings: ChainSettings): Promise<Both> {
  const lab = chainLab({
    accessDelay: `${delay / 2}ms`,
    delay: `${delay / 2}ms`,
    bandwidth: '10Gbps',
    ...settings,
  });
  const simulation = createSimulation(lab);
  simulation.advance(lab.duration);
  const captured = async (point: string) => {
    const file = new CaptureFile(exportPcapng(lab, bytesOf(simulation.trace), { capture: [point] }));
    const rows = await rowsOf(file);
    file.remove();
    return rows;
  };
  return [await captured('client'), await captured('server')];
}

/** The kernel's transfer of as many bytes; a reason where it will not. */
async function kernelTransfer(request: number, response: number, drops: string): Promise<Both | string> {
  const folder = mkdtempSync(join(tmpdir(), 'hoplab-kernel-'));
  try {
    const done = spawnSync('python3', [program, folder, `${request}`, `${response}`, `${delay}`, drops], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    if (done.status !== 0) return done.stderr.trim() || 'python3 could not run it';
    const read = async (name: string) => {
      const file = new CaptureFile(readFileSync(join(folder, name)));
      const rows = await rowsOf(file);
      file.remove();
      return rows;
    };
    return [await read('client.pcap'), await read('server.pcap')];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const bytesFrom = (rows: Row[], server: boolean) =>
  Math.max(...rows.filter((row) => row.fromServer === server).map((row) => row.seq + row.length - 1));

/**
 * Holds the lab's transfer beside the kernel's. Where other programs share the machine a kernel is late at times and bunches its
 * ACKs, the lab never is: the lab's transfer has to be one of those that the kernel makes in some attempts. Returns why nothing was
 * compared, where nothing was.
 */
async function holdBeside(
  settings: ChainSettings,
  drops: string,
  compare: (lab: Both, kernel: Both) => void,
): Promise<string | undefined> {
  const lab = await labTransfer(settings);
  const data = lab[1].filter((row) => row.length > 0);
  for (let attempt = 1; ; attempt += 1) {
    const kernel = await kernelTransfer(bytesFrom(data, false), bytesFrom(data, true), drops);
    if (typeof kernel === 'string') return kernel;
    try {
      compare(lab, kernel);
      return undefined;
    } catch (error) {
      if (attempt === attempts) throw error;
    }
  }
}

const line = ({ fromServer, flags, seq, ack, length }: Row) =>
  `${fromServer ? '<' : '>'} ${flags} ${seq} ${ack} ${length}`;
/** In which round trip since the first segment at that end; a third of one for what the machine is late. */
const round = ({ time }: Row) => Math.floor(time / roundTrip + 0.3);
const dataOf = (rows: Row[]) => rows.filter((row) => row.fromServer && row.length > 0);
const dataLine = (row: Row) => `${row.seq} ${row.length}`;

/** The server's data in order, in flights: what is sent with no pause of nearly a round trip. */
function flightsOf(rows: Row[]): string[][] {
  const flights: string[][] = [];
  let before = -Infinity;
  for (const row of dataOf(rows)) {
    if (row.time - before > 0.6 * roundTrip) flights.push([]);
    flights.at(-1)?.push(dataLine(row));
    before = row.time;
  }
  return flights;
}

/** What was sent a second time. */
function sentAgain(rows: Row[]): string[] {
  const data = dataOf(rows);
  return data.filter((row, index) => data.findIndex(({ seq }) => seq === row.seq) < index).map(dataLine);
}

function available(): string | undefined {
  if (tsharkVersion() === undefined) return 'tshark is not installed';
  if (process.getuid?.() !== 0) return 'only root may make network namespaces';
  try {
    execFileSync('ip', ['netns', 'list'], { stdio: 'ignore' });
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'ip and python3 are needed';
  }
}
const missing = available();
if (missing !== undefined) console.log(`The lab is not held beside this machine's kernel: ${missing}.`);

describe.skipIf(missing !== undefined)("a transfer beside the kernel's own", slowly, () => {
  it('handshake, request, first flight and its ACKs, growth, close', async ({ skip }) => {
    const reason = await holdBeside({ size: '80kB' }, 'none', (lab, kernel) => {
      // Client: three segments of the handshake, the request and its ACK, ten segments, ten ACKs.
      expect(lab[0].slice(0, 5).map(line)).toEqual(kernel[0].slice(0, 5).map(line));
      const firstFlight = (rows: Row[], server: boolean) =>
        rows
          .filter((row) => row.fromServer === server)
          .slice(server ? 2 : 3, 13)
          .map(line);
      for (const server of [true, false])
        expect(firstFlight(lab[0], server)).toEqual(firstFlight(kernel[0], server));
      // Server: the same segments in the same round trips, to the last.
      expect(flightsOf(lab[1])).toEqual(flightsOf(kernel[1]));
      // The close.
      for (const end of [0, 1] as const) {
        const close = (rows: Row[]) => rows.slice(rows.findIndex((row) => row.flags.includes('F')));
        expect(close(lab[end]).map(line)).toEqual(close(kernel[end]).map(line));
        expect(close(lab[end]).map(round)).toEqual(close(kernel[end]).map(round));
      }
    });
    if (reason !== undefined) skip(reason);
  });

  it('one segment of the first flight is lost: the same SACK blocks, the same repair in the same round trip', async ({
    skip,
  }) => {
    // From the server's link: SYN-ACK, the request's ACK, then data.
    const faults = [{ kind: 'drop-packet' as const, link: 'wan', from: 'server', nth: [2 + 4] }];
    const reason = await holdBeside({ size: '100kB', faults }, '4', (lab, kernel) => {
      const blocks = (rows: Row[]) =>
        rows.filter((row) => !row.fromServer && row.sack !== '').map(({ ack, sack }) => `${ack}: ${sack}`);
      expect(blocks(lab[0]).slice(0, 6)).toEqual(blocks(kernel[0]).slice(0, 6));
      expect(sentAgain(lab[1])).toEqual(sentAgain(kernel[1]));
      expect(sentAgain(lab[1])).toHaveLength(1);
      expect(dataOf(lab[1]).map(dataLine)).toEqual(dataOf(kernel[1]).map(dataLine));
      // Slow start, the recovery, and the window after it; from then on the receivers bunch their ACKs differently.
      expect(flightsOf(lab[1]).slice(0, 3)).toEqual(flightsOf(kernel[1]).slice(0, 3));
    });
    if (reason !== undefined) skip(reason);
  });

  it('the last segment is lost: a probe repairs it, as late as the kernel’s', async ({ skip }) => {
    const faults = [{ kind: 'drop-packet' as const, link: 'wan', from: 'server', nth: [2 + 4] }];
    const reason = await holdBeside({ size: '5500B', faults }, '4', (lab, kernel) => {
      expect(dataOf(lab[1]).map(dataLine)).toEqual(dataOf(kernel[1]).map(dataLine));
      // From the last ACK that came to the probe.
      const patience = (rows: Row[]) => {
        const probe = rows.findLastIndex((row) => row.fromServer && row.length > 0);
        return (rows[probe]?.time ?? 0) - (rows[probe - 1]?.time ?? 0);
      };
      expect(Math.abs(patience(lab[1]) - patience(kernel[1]))).toBeLessThan(roundTrip / 2);
    });
    if (reason !== undefined) skip(reason);
  });
});
