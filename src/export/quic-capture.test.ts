import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { bytesOf } from '../bytes/testing/bytes-of';
import { QuicTraceBuilder } from '../bytes/quic/testing/quic-trace';
import { QuicScript } from '../bytes/quic/testing/quic-script';
import { exportPcapng } from './pcapng/export';
import { clientAndServer } from './testing/labs';
import { CaptureFile, tsharkVersion, unsound } from './testing/tshark-check';

const patience = { timeout: 60_000 };
const lab = clientAndServer();
const files: CaptureFile[] = [];
afterEach(() => {
  for (const file of files.splice(0)) file.remove();
});

function captured(builder: QuicTraceBuilder): CaptureFile {
  const file = new CaptureFile(exportPcapng(lab, bytesOf(builder.trace), { capture: ['client'] }));
  files.push(file);
  return file;
}

const handshakeTypes = { clientHello: '1', serverHello: '2', certificate: '11', finished: '20' };

describe.skipIf(tsharkVersion() === undefined)(
  'tshark, given the secrets in a capture of QUIC',
  patience,
  () => {
    it('opens every packet of a first visit, and finds request and response of HTTP/3', async () => {
      const builder = new QuicTraceBuilder();
      const packets = new QuicScript(builder).firstVisit();
      const file = captured(builder);
      const filters = [
        'udp',
        'quic',
        'quic.decryption_failed',
        unsound,
        'http3.frame_type==1',
        'http3.frame_type==4',
      ];
      expect(await file.counts(filters)).toEqual([packets.length, packets.length, 0, 0, 2, 2]);
      const [types] = await texts(file, 'tls.handshake.type');
      expect(types).toEqual(expect.arrayContaining(Object.values(handshakeTypes)));
      const [streams] = await texts(file, 'quic.stream.stream_id');
      expect(new Set(streams)).toEqual(new Set(['0', '2', '3']));
    });

    it('opens the early data of a return visit', async () => {
      const builder = new QuicTraceBuilder();
      new QuicScript(builder).firstVisit();
      const packets = new QuicScript(builder, builder.connect(), { from: 0 }).returnVisit();
      const file = captured(builder);
      expect(await file.counts(['quic.decryption_failed', unsound])).toEqual([0, 0]);
      const [early] = await file.fields(
        ['frame.packet_id', 'quic.stream.stream_id'],
        'quic.long.packet_type==1',
      );
      expect(early).toEqual([String(packets[0]), '2,0']);
      expect(await file.counts(['tls.handshake.type==11'])).toEqual([1]);
      expect(readTwice(file, 'http3.frame_type==1')).toHaveLength(4);
    });
  },
);

describe.skipIf(tsharkVersion() === undefined)('the referee', patience, () => {
  it('sees one changed byte of a sealed packet', async () => {
    const builder = new QuicTraceBuilder();
    new QuicScript(builder).firstVisit();
    const bytes = exportPcapng(lab, bytesOf(builder.trace), { capture: ['client'] });
    const sealed = bytesOf(builder.trace).quic.datagram(4);
    const at = Buffer.from(bytes).indexOf(sealed);
    expect(at).toBeGreaterThan(0);
    bytes[at + 700]! ^= 1;
    const file = new CaptureFile(bytes);
    files.push(file);
    expect((await file.counts(['quic.decryption_failed', unsound])).every((count) => count > 0)).toBe(true);
  });
});

/**
 * Frames that match a filter in a second reading, as a window of Wireshark shows them: only then does it know, while it
 * reads early data, which protocol the server chose behind it.
 */
function readTwice(file: CaptureFile, filter: string): string[] {
  const options = ['-2', '-n', '-r', file.path, '-Y', filter];
  const output = execFileSync('tshark', options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return output.split('\n').filter((line) => line !== '');
}

/** All values of a field in a capture, those of one packet apart. */
async function texts(file: CaptureFile, name: string): Promise<string[][]> {
  const rows = await file.fields([name], 'quic');
  return [rows.flatMap(([values = '']) => values.split(',')).filter((value) => value !== '')];
}
