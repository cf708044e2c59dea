import { afterAll, describe, expect, it } from 'vitest';
import { bytesOf } from '../bytes/testing/bytes-of';
import { TraceBuilder } from '../bytes/testing/trace-builder';
import { tls12Script, tls13Script } from '../bytes/tls/testing/tls-script';
import type { TraceReader } from '../shared/trace/trace-reader';
import { exportPcapng } from './pcapng/export';
import { readPcapng } from './pcapng/reader';
import { chainLab } from './testing/labs';
import { analysed, CaptureFile, tsharkVersion, unsound } from './testing/tshark-check';

/** TLS connections written into traces by hand, and what tshark makes of their captures. */

const patience = { timeout: 120_000 };
const lab = chainLab({});
/** Where TLS is looked for without being told. */
const httpsPort = 443;

function traceOf(write: (builder: TraceBuilder) => unknown): TraceReader {
  const builder = new TraceBuilder(2, httpsPort);
  builder.writer.runStart(77);
  write(builder.at(1_000_000));
  return builder.trace;
}

const files: CaptureFile[] = [];
afterAll(() => {
  for (const file of files) file.remove();
});

function captured(trace: TraceReader): CaptureFile {
  const file = new CaptureFile(exportPcapng(lab, bytesOf(trace), { capture: ['server'] }));
  files.push(file);
  return file;
}

const handshakes13 = ['1', '2', '8', '11', '15', '20', '20', '4', '4'];
const connections: [string, (builder: TraceBuilder) => unknown, readonly string[], number][] = [
  ['TLS 1.3', (builder) => tls13Script(builder), handshakes13, 0x0304],
  [
    'TLS 1.3, a response of many records',
    (builder) => tls13Script(builder, { body: 15_000 }),
    handshakes13,
    0x0304,
  ],
  [
    'TLS 1.3 with early data',
    (builder) => tls13Script(builder, { earlyData: true }),
    ['1', '2', '8', '20', '5', '20', '4', '4'],
    0x0304,
  ],
  ['TLS 1.2', (builder) => tls12Script(builder), ['1', '2', '11', '12', '14', '16', '20', '4', '20'], 0x0303],
  ['TLS 1.2 resumed', (builder) => tls12Script(builder, true), ['1', '2', '4', '20', '20'], 0x0303],
];

describe.skipIf(tsharkVersion() === undefined)('tshark, given the secrets in the capture', patience, () => {
  it.each(connections)('opens every record: %s', async (_, write, messages) => {
    const file = captured(traceOf(write));
    expect(await file.matching(`${unsound} || ${analysed} || _ws.expert.severity >= 6291456`)).toEqual([]);
    const types = await file.fields(['tls.handshake.type'], 'tls.handshake.type');
    expect(types.flatMap(([list]) => list!.split(','))).toEqual(messages);
    const http = await file.fields(['http.request.uri', 'http.response.code'], 'http');
    expect(http).toEqual([
      ['/', ''],
      ['', '200'],
    ]);
    const alerts = await file.fields(['tls.alert_message.desc'], 'tls.alert_message');
    expect(alerts).toEqual([['0'], ['0']]);
  });

  it.each(connections)('reads what was negotiated: %s', async (_, write, __, version) => {
    const file = captured(traceOf(write));
    const hello = await file.fields(['tls.handshake.extensions_server_name'], 'tls.handshake.type == 1');
    expect(hello).toEqual([['server']]);
    const field = version === 0x0304 ? 'tls.handshake.extensions.supported_version' : 'tls.handshake.version';
    const chosen = await file.fields([field], 'tls.handshake.type == 2');
    expect(Number(chosen[0]?.[0])).toBe(version);
  });

  it('reads the certificates', async () => {
    const file = captured(traceOf((builder) => tls13Script(builder)));
    const [names] = await file.fields(['x509ce.dNSName', 'x509sat.uTF8String'], 'tls.handshake.type == 11');
    expect(names).toEqual([
      'server',
      'Hoplab,Hoplab Intermediate CA,Hoplab,server,Hoplab,Hoplab Root CA,Hoplab,Hoplab Intermediate CA',
    ]);
  });

  it('opens nothing without them', async () => {
    const bytes = exportPcapng(lab, bytesOf(traceOf((builder) => tls13Script(builder))), {
      capture: ['server'],
    });
    const text = Buffer.from(bytes);
    for (const label of ['CLIENT_TRAFFIC', 'SERVER_TRAFFIC']) text.write('X', text.indexOf(label), 'latin1');
    const file = new CaptureFile(text);
    files.push(file);
    expect(await file.counts(['http.request', 'http.response'])).toEqual([0, 0]);
  });
});

describe('the secrets in a capture', () => {
  it('are read again, a line for each of the four that open a TLS 1.3 connection', () => {
    const trace = traceOf((builder) => tls13Script(builder));
    const read = readPcapng(exportPcapng(lab, bytesOf(trace), { capture: ['server'] }));
    const lines = read.ok ? read.value.keyLog.trim().split('\n') : [];
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      'CLIENT_HANDSHAKE_TRAFFIC_SECRET',
      'SERVER_HANDSHAKE_TRAFFIC_SECRET',
      'CLIENT_TRAFFIC_SECRET_0',
      'SERVER_TRAFFIC_SECRET_0',
    ]);
    for (const line of lines) expect(line).toMatch(/^[A-Z_0-9]+ [0-9a-f]{64} [0-9a-f]{64}$/);
  });

  it('are not there where nothing is encrypted', () => {
    const trace = traceOf((builder) => {
      builder.text(0, 'GET / HTTP/1.1\r\n\r\n');
      builder.carry({ from: 0, flags: 16, sequence: 1, payload: 18 });
    });
    const read = readPcapng(exportPcapng(lab, bytesOf(trace), { capture: ['server'] }));
    expect(read).toMatchObject({ ok: true, value: { keyLog: '' } });
  });
});
