import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** tshark as a referee of captures: what it says of a file, with all its validation switched on. */

const validation = ['ip', 'tcp', 'udp'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`]);

/** Frames that no sound capture has: malformed, cut short, in error, or with a checksum that is wrong or was not looked at. */
export const unsound = [
  '_ws.malformed',
  '_ws.short',
  '_ws.expert.severity >= 8388608',
  ...['ip', 'tcp', 'udp'].flatMap((protocol) => [
    `${protocol}.checksum.status==0`,
    `${protocol}.checksum.status==2`,
  ]),
].join(' || ');

/** Anything out of the ordinary in a TCP conversation: none without a cause in the lab. */
export const analysed = 'tcp.analysis.flags';

/** What tshark takes for data sent again. It calls some true fast retransmissions out of order. */
export const sentAgain = 'tcp.analysis.retransmission || tcp.analysis.out_of_order';

/** tshark's version line; undefined where it is not installed. */
export function tsharkVersion(): string | undefined {
  try {
    return execFileSync('tshark', ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).split('\n')[0];
  } catch {
    return undefined;
  }
}

/**
 * A capture on disk for as long as a test needs it. Read in two passes, it is dissected with what is learnt only later:
 * QUIC's early data comes before the server has said which protocol it is in.
 */
export class CaptureFile {
  readonly path: string;
  private readonly folder = mkdtempSync(join(tmpdir(), 'hoplab-capture-'));

  constructor(
    bytes: Uint8Array,
    private readonly passes: 1 | 2 = 1,
  ) {
    this.path = join(this.folder, 'capture.pcapng');
    writeFileSync(this.path, bytes);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** One line for each frame that a display filter matches. Rejects when tshark cannot read the file. */
  matching(filter: string): Promise<string[]> {
    return this.lines(['-Y', filter]);
  }

  /** The named fields of each frame that a filter matches, in order. Several values of a field are joined by commas. */
  async fields(names: readonly string[], filter = 'frame'): Promise<string[][]> {
    const wanted = names.flatMap((name) => ['-e', name]);
    const lines = await this.lines(['-Y', filter, '-T', 'fields', '-E', 'separator=/t', ...wanted]);
    return lines.map((line) => line.split('\t'));
  }

  /** How many frames match each of several filters (which hold no commas), in one reading. */
  async counts(filters: readonly string[]): Promise<number[]> {
    const lines = await this.lines(['-q', '-z', ['io,stat,0', ...filters].join()]);
    // | 0.000 <> 0.325 |  frames | bytes | frames | bytes |
    const row = lines.find((line) => /^\|\s*[\d.]+ <> /.test(line)) ?? '';
    return filters.map((_, index) => Number(row.split('|')[2 + index * 2]?.trim()));
  }

  private lines(options: readonly string[]): Promise<string[]> {
    const all = [...(this.passes === 2 ? ['-2'] : []), '-n', ...validation, '-r', this.path, ...options];
    return new Promise((resolve, reject) => {
      execFile('tshark', all, { maxBuffer: 1 << 28, encoding: 'utf8' }, (error, output, complaints) => {
        if (error) reject(new Error(`tshark: ${complaints || error.message}`));
        else resolve(output.split('\n').filter((line) => line !== ''));
      });
    });
  }
}
