import { afterAll, describe, expect, it } from 'vitest';
import { bytesOf } from '../bytes/testing/bytes-of';
import { createSimulation } from '../engine/world/simulation';
import type { Lab } from '../shared/lab/lab';
import { isRetransmission } from '../shared/trace/kinds/tcp';
import { RecordKind } from '../shared/trace/record';
import type { TraceReader } from '../shared/trace/trace-reader';
import { exportPcapng } from './pcapng/export';
import { readPcapng } from './pcapng/reader';
import { type ChainSettings, chainLab } from './testing/labs';
import { analysed, CaptureFile, sentAgain, tsharkVersion, unsound } from './testing/tshark-check';

/** tshark takes its time to start, the more so on a machine with other work. */
const patience = { timeout: 120_000 };
const version = tsharkVersion();
if (version === undefined)
  console.log('tshark is not installed: captures are not checked by it (apt-get install tshark).');

interface Run {
  readonly lab: Lab;
  readonly trace: TraceReader;
}

function run(settings: ChainSettings): Run {
  const lab = chainLab(settings);
  const simulation = createSimulation(lab);
  simulation.advance(lab.duration);
  return { lab, trace: simulation.trace };
}

const files: CaptureFile[] = [];
afterAll(() => {
  for (const file of files) file.remove();
});

function captured({ lab, trace }: Run, point: string): CaptureFile {
  const file = new CaptureFile(exportPcapng(lab, bytesOf(trace), { capture: [point] }));
  files.push(file);
  return file;
}

/** Packets of the records of a kind that `accepts`. */
function packetsOf(trace: TraceReader, kind: number, accepts: (record: number) => boolean): Set<number> {
  const packets = new Set<number>();
  for (let record = 0; record < trace.records.length; record += 1)
    if (trace.kind(record) === kind && accepts(record)) packets.add(trace.packet(record));
  return packets;
}

const countOf = (trace: TraceReader, kind: number) =>
  Array.from({ length: trace.records.length }, (_, record) => record).filter(
    (record) => trace.kind(record) === kind,
  ).length;

/** Frames, requests and responses in a capture in which no frame matches `refused`. */
async function tallyWithout(refused: string, file: CaptureFile) {
  const [frames, bad, requests, responses] = await file.counts([
    'frame',
    refused,
    'http.request',
    'http.response',
  ]);
  expect(bad === 0 ? [] : await file.matching(refused)).toEqual([]);
  return { frames, requests, responses };
}

const lossless: [string, ChainSettings][] = [
  [
    'three clients, several requests a connection',
    { clients: 3, count: 4, requestsPerConnection: 2, size: '30kB', closes: 'server' },
  ],
  [
    'an MSS of 536, no timestamps',
    { mtu: 576, size: '80kB', tcp: { maximumSegmentSize: 536, timestamps: false } },
  ],
  [
    'jumbo frames, no SACK',
    { mtu: 9000, size: '500kB', delay: '75ms', tcp: { selectiveAcknowledgement: false } },
  ],
  [
    'no window scale, odd delays',
    { size: '50kB', delay: '1234567ns', accessDelay: '7us', tcp: { windowScale: false } },
  ],
];

describe.skipIf(version === undefined)(
  `captures without losses, read by ${version ?? 'tshark'}`,
  patience,
  () => {
    it.each(lossless)('are sound and hold nothing out of the ordinary: %s', async (_, settings) => {
      const made = run(settings);
      const requests = countOf(made.trace, RecordKind.httpRequest);
      const packets = packetsOf(made.trace, RecordKind.linkArrive, () => true).size;
      expect(requests).toBeGreaterThan(0);
      const check = (point: string) => tallyWithout(`${unsound} || ${analysed}`, captured(made, point));
      const [server, client] = await Promise.all([check('server'), check('client')]);
      expect(server).toEqual({ frames: packets, requests, responses: requests });
      expect(client.responses).toBe(requests / made.lab.workloads.length);
    });

    it('are of one port of a router, with its TTLs and addresses', async () => {
      const file = captured(run({ clients: 2, size: '20kB' }), 'router:eth1');
      expect((await tallyWithout(`${unsound} || ${analysed}`, file)).responses).toBe(1);
      const rows = await file.fields(['frame.interface_name', 'ip.ttl', 'eth.src']);
      expect(new Set(rows.map((row) => row.join(' ')))).toEqual(
        new Set(['router:eth1 64 02:00:00:00:02:0a', 'router:eth1 63 02:00:00:00:02:0b']),
      );
    });

    it.each([
      [{ bandwidth: '100Mbps', delay: '20ms', accessDelay: '1ms' }, 1e6, 20e6, 80],
      [{ bandwidth: '2Mbps', delay: '74123457ns', accessDelay: '3333ns' }, 3333, 74_123_457, 4000],
    ])(
      'have the times that arithmetic gives, to the nanosecond: %j',
      async (settings, access, wan, perByte) => {
        const made = run({ ...settings, size: '100B' });
        const rows = await captured(made, 'server:eth0').fields([
          'frame.time_epoch',
          'tcp.flags.str',
          'frame.len',
        ]);
        const times = rows.map((row) => Math.round(Number(row[0]) * 1e9));
        // The click is at 1 ms; a byte takes 8 ns on the access link and `perByte` on the other.
        const across = (bytes: number) => bytes * (8 + perByte) + access + wan;
        const syn = 1e6 + across(74);
        const handshake = syn + across(74);
        // The request follows the ACK on the client's heels: it waits for its 66 bytes, on the slower link at last.
        const ack = handshake + across(66);
        const request = ack + Number(rows[3]?.[2]) * perByte;
        expect(times.slice(0, 4)).toEqual([syn, syn, ack, request]);
        expect(rows.slice(0, 3).map((row) => row[2])).toEqual(['74', '74', '66']);
      },
    );
  },
);

const lossy: [string, ChainSettings][] = [
  ['SACK', { impairments: { loss: '2%' } }],
  ['no SACK', { impairments: { loss: '3%' }, tcp: { selectiveAcknowledgement: false } }],
  ['damaged frames, two clients', { impairments: { corrupt: '2%' }, clients: 2 }],
];

describe.skipIf(version === undefined)('captures with losses', patience, () => {
  it.each(lossy)("show the ledger's retransmissions and no others: %s", async (_, settings) => {
    const made = run({ size: '300kB', seed: 3, ...settings });
    const { lab, trace } = made;
    const server = lab.devices.findIndex((device) => device.id === 'server');
    const isOurs = (record: number) =>
      trace.place(record) === server && isRetransmission(trace.detail(record));
    const ledger = packetsOf(trace, RecordKind.tcpSend, isOurs);
    const rows = await captured(made, 'server').fields(['frame.packet_id', 'ip.src'], sentAgain);
    const address = `10.0.${lab.links.length}.2`;
    const seen = rows.filter((row) => row[1] === address).map((row) => Number(row[0]));
    expect(ledger.size).toBeGreaterThan(0);
    expect(new Set(seen)).toEqual(ledger);
  });

  it.each(lossy)('are sound where the data arrives: %s', async (_, settings) => {
    const file = captured(run({ size: '300kB', seed: 3, ...settings }), 'client');
    expect((await tallyWithout(unsound, file)).requests).toBe(1);
    expect(await file.counts(['tcp.analysis.lost_segment'])).not.toEqual([0]);
  });

  it('say of the packet that a fault took where it went, and of the next one what it is', async () => {
    const made = run({ faults: [{ kind: 'drop-packet', link: 'wan', from: 'router', nth: [1] }] });
    const rows = await captured(made, 'client').fields(
      ['frame.time_relative', 'tcp.flags.str', 'frame.comment'],
      'frame.comment',
    );
    expect(rows.map((row) => [Number(row[0]), row[2]])).toEqual([
      [0, 'lost on link wan from router to server: dropped by a fault'],
      [1, 'SYN retransmission'],
    ]);
  });
});

describe.skipIf(version === undefined)('the referee', patience, () => {
  it('sees one changed byte of an IPv4 header, and one of a payload', async () => {
    const { lab, trace } = run({ size: '100B' });
    const bytes = exportPcapng(lab, bytesOf(trace));
    const syn = readPcapng(bytes);
    const first = syn.ok ? syn.value.packets[0]!.bytes : new Uint8Array();
    const at = Buffer.from(bytes).indexOf(first);
    const text = Buffer.from(bytes).indexOf('Host:');
    for (const changed of [at + 14 + 8, text + 7]) bytes[changed]! ^= 1;
    const file = new CaptureFile(bytes);
    files.push(file);
    expect(await file.counts(['ip.checksum.status==0', 'tcp.checksum.status==0', unsound])).toEqual([
      1, 1, 2,
    ]);
  });

  it('rejects a file that breaks off', async () => {
    const { lab, trace } = run({ size: '100B' });
    const file = new CaptureFile(exportPcapng(lab, bytesOf(trace)).slice(0, -10));
    files.push(file);
    await expect(file.matching('frame')).rejects.toThrow('cut short');
  });
});
