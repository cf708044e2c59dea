import { describe, expect, it } from 'vitest';
import { bytesOf } from '../bytes/testing/bytes-of';
import { createSimulation } from '../engine/world/simulation';
import { exportPcapng } from './pcapng/export';
import { type ChainSettings, chainLab } from './testing/labs';
import { expectedLabels, labels } from './testing/segment-labels';
import { CaptureFile, tsharkVersion } from './testing/tshark-check';

/** tshark takes its time to start, the more so on a machine with other work. */
const patience = { timeout: 120_000 };
const version = tsharkVersion();
if (version === undefined)
  console.log(
    'tshark is not installed: its labels are not compared with the ledger (apt-get install tshark).',
  );

/** Packet numbers with each label, as tshark sees a capture. */
async function seenLabels(file: CaptureFile): Promise<string[]> {
  const rows = await file.fields(['frame.packet_id', ...labels.map((label) => `tcp.analysis.${label}`)]);
  return rows.flatMap(([packet = '', ...marks]) =>
    labels.filter((_, index) => marks[index]).map((label) => `${packet} ${label}`),
  );
}

const noSelective = { selectiveAcknowledgement: false } as const;
/** The request is larger than what the server holds of a connection that waits for another to end. */
const narrowServer: ChainSettings = {
  clients: 2,
  count: 2,
  interval: '5s',
  requestsPerConnection: 2,
  maximumConnections: 1,
  serverTcp: { receiveBuffer: '64B', windowScale: false },
};

const runs: [string, ChainSettings, string[]][] = [
  [
    'random loss with SACK',
    { size: '400kB', seed: 3, impairments: { loss: '2%' } },
    ['retransmission', 'fast_retransmission', 'out_of_order', 'duplicate_ack'],
  ],
  [
    'random loss without SACK',
    { size: '400kB', seed: 4, impairments: { loss: '3%' }, tcp: noSelective },
    ['retransmission', 'fast_retransmission', 'duplicate_ack'],
  ],
  [
    'NewReno, heavy loss, three clients',
    { size: '60kB', clients: 3, seed: 5, impairments: { loss: '8%' }, tcp: { congestionControl: 'newreno' } },
    ['retransmission', 'fast_retransmission'],
  ],
  [
    'reordering',
    { size: '300kB', seed: 3, impairments: { reorder: '3%', reorderBy: '5ms' } },
    ['retransmission', 'duplicate_ack'],
  ],
  [
    'reordering by more than a round trip',
    { size: '300kB', seed: 8, impairments: { reorder: '1%', reorderBy: '60ms' } },
    ['retransmission', 'duplicate_ack'],
  ],
  [
    'a queue that overflows',
    { size: '900kB', bandwidth: '10Mbps', queue: { packets: 12 } },
    ['retransmission', 'fast_retransmission', 'duplicate_ack'],
  ],
  [
    'a link that is cut for a second',
    {
      size: '900kB',
      bandwidth: '10Mbps',
      faults: [{ kind: 'cut-link', link: 'wan', at: '200ms', until: '1200ms' }],
    },
    ['retransmission'],
  ],
  ['a window that closes, and its probes', narrowServer, ['zero_window', 'keep_alive']],
  [
    'keep-alive probes on an idle connection',
    {
      size: '10kB',
      count: 2,
      interval: '9s',
      requestsPerConnection: 2,
      tcp: { keepAlive: { idle: '1s', interval: '1s', probes: 5 } },
    },
    ['keep_alive', 'keep_alive_ack'],
  ],
];

describe.skipIf(version === undefined)(`labels of ${version ?? 'tshark'} and the ledger's`, patience, () => {
  it.each(runs)('are the same, packet by packet, at both ends: %s', async (_, settings, present) => {
    const lab = chainLab(settings);
    const simulation = createSimulation(lab);
    simulation.advance(lab.duration);
    const { trace } = simulation;
    const all: string[] = [];
    for (const point of ['server', 'client']) {
      const file = new CaptureFile(exportPcapng(lab, bytesOf(trace), { capture: [point] }));
      try {
        const seen = await seenLabels(file);
        const expected = expectedLabels(lab, trace, point);
        expect(
          seen.filter((line) => !expected.includes(line)),
          `${point}: tshark alone says`,
        ).toEqual([]);
        expect(
          expected.filter((line) => !seen.includes(line)),
          `${point}: the ledger alone says`,
        ).toEqual([]);
        all.push(...seen);
      } finally {
        file.remove();
      }
    }
    // Guard against emptiness: the run shows what it is there to show.
    for (const label of present)
      expect(
        all.some((line) => line.endsWith(` ${label}`)),
        label,
      ).toBe(true);
  });
});
