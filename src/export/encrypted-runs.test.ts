import { afterAll, describe, expect, it } from 'vitest';
import { dissectPacket } from '../bytes/dissection/dissect';
import { bytesOf } from '../bytes/testing/bytes-of';
import { createSimulation } from '../engine/world/simulation';
import type { LabDocument, Workload } from '../shared/lab/document';
import { resolveLab } from '../shared/lab/lab';
import { RecordKind } from '../shared/trace/record';
import { exportPcapng } from './pcapng/export';
import { CaptureFile, tsharkVersion, unsound } from './testing/tshark-check';

/** Runs of the whole engine over TLS, in every version and on first and later visits: what tshark opens of them. */

const patience = { timeout: 120_000 };

type Device = LabDocument['devices'][number];
type Link = LabDocument['links'][number];

interface Settings {
  readonly workload: Partial<Workload>;
  readonly server?: Partial<Device>;
  readonly link?: Partial<Link>;
}

function labOf({ workload, server, link }: Settings): LabDocument {
  return {
    version: 1,
    title: 'Visits',
    seed: 11,
    duration: '30s',
    devices: [
      { id: 'client', kind: 'client', position: { x: 0, y: 0 } },
      {
        ...{ id: 'server', kind: 'server', position: { x: 1, y: 0 } },
        ...{ pages: [{ path: '/', size: '20kB' }], ...server },
      },
    ],
    links: [
      {
        ...{ id: 'link', a: { device: 'client' }, b: { device: 'server' } },
        ...{ bandwidth: '100Mbps', delay: '10ms', ...link },
      },
    ],
    workloads: [
      {
        ...{ id: 'visit', kind: 'page-load', from: 'client', to: 'server' },
        ...{ count: 2, interval: '5s', ...workload },
      },
    ],
  };
}

const files: CaptureFile[] = [];
afterAll(() => {
  for (const file of files) file.remove();
});

function capturedRun(settings: Settings, passes: 1 | 2 = 1) {
  const lab = resolveLab(labOf(settings));
  const simulation = createSimulation(lab);
  simulation.advance(lab.duration);
  const { trace } = simulation;
  const file = new CaptureFile(exportPcapng(lab, bytesOf(trace), { capture: ['server'] }), passes);
  files.push(file);
  let requests = 0;
  for (let record = 0; record < trace.records.length; record += 1)
    if (trace.kind(record) === RecordKind.httpRequestReceived) requests += 1;
  expect(requests).toBeGreaterThan(0);
  return { file, requests };
}

const overTls = (['1.1', '2'] as const).flatMap((http) =>
  (['1.2', '1.3'] as const).flatMap((tls) =>
    (['none', 'ticket', 'early-data'] as const).map((resumption) => ({ http, tls, resumption })),
  ),
);

const requestsSeen = { '1.1': 'http.request', '2': 'http2.headers.method' } as const;
const responsesSeen = { '1.1': 'http.response', '2': 'http2.headers.status' } as const;

const goodbyes = 'tls.alert_message.desc == 0';

/** Nothing is unsound, and every request, every response and at least one close_notify are read. */
async function expectAllRead(settings: Settings, http: '1.1' | '2'): Promise<CaptureFile> {
  const { file, requests } = capturedRun({ ...settings, workload: { ...settings.workload, http } });
  const filters = [unsound, requestsSeen[http], responsesSeen[http], goodbyes];
  const [bad, asked, answered, closed] = await file.counts(filters);
  expect(bad === 0 ? [] : await file.matching(unsound)).toEqual([]);
  expect({ asked, answered }).toEqual({ asked: requests, answered: requests });
  expect(closed).toBeGreaterThan(0);
  return file;
}

describe.skipIf(tsharkVersion() === undefined)('tshark, over real runs with TLS', patience, () => {
  it.each(overTls)(
    'lists what HTTP/$http asks for and is answered, TLS $tls, $resumption',
    async (workload) => {
      await expectAllRead({ workload }, workload.http);
    },
  );

  it.each(['none', 'ticket', 'early-data'] as const)(
    'opens every packet of QUIC, and reads its HTTP/3 requests and responses: %s',
    async (resumption) => {
      const { file, requests } = capturedRun({ workload: { http: '3', resumption } }, 2);
      expect(await file.matching(`${unsound} || quic.decryption_failed`)).toEqual([]);
      const headers = 'http3.frame_type == 1';
      const early = 'quic.long.packet_type == 1';
      const counts = await file.counts([
        `${headers} && udp.dstport == 443`,
        `${headers} && udp.srcport == 443`,
        early,
      ]);
      expect(counts.slice(0, 2)).toEqual([requests, requests]);
      // The second visit alone has a ticket.
      if (resumption === 'early-data') expect(counts[2]).toBeGreaterThan(0);
      else expect(counts[2]).toBe(0);
    },
  );

  it('reads early data that comes again, since the server would not take it', async () => {
    const workload = {
      http: '1.1',
      tls: '1.3',
      resumption: 'early-data',
      visitedBefore: true,
      count: 1,
    } as const;
    const { file } = capturedRun({ workload, server: { tls: { earlyData: false } } });
    expect(await file.matching(unsound)).toEqual([]);
    const offers = 'tls.handshake.type == 1 && tls.handshake.extension.type == 42';
    expect(await file.counts([offers, 'http.request', 'http.response'])).toEqual([1, 2, 1]);
  });

  it('reads a server that gives out no tickets', async () => {
    for (const tls of ['1.2', '1.3'] as const) {
      const file = await expectAllRead({ workload: { tls }, server: { tls: { tickets: 0 } } }, '1.1');
      expect(await file.counts(['tls.handshake.type == 4'])).toEqual([0]);
    }
  });

  it('reads a chain of 12 kB', async () => {
    const server = { tls: { certificate: '12kB' } };
    const file = await expectAllRead({ workload: { tls: '1.3', count: 1 }, server }, '2');
    const [lengths] = await file.fields(['tls.handshake.certificate_length'], 'tls.handshake.type == 11');
    const sum = lengths![0]!.split(',').reduce((total, length) => total + Number(length), 0);
    expect(sum).toBe(12_000);
  });

  it('reads records that were lost in parts, and sent again', async () => {
    const { file, requests } = capturedRun({
      workload: { http: '1.1', tls: '1.3', count: 3 },
      server: { pages: [{ path: '/', size: '200kB' }] },
      link: { impairments: { loss: '2%' } },
    });
    const [asked, lost] = await file.counts(['http.request', 'tcp.analysis.retransmission']);
    expect(asked).toBe(requests);
    expect(lost).toBeGreaterThan(0);
  });
});

describe('a run that is looked at while it goes on', () => {
  const everyWay = (['1.1', '2', '3'] as const).flatMap((http) =>
    (['1.2', '1.3'] as const)
      .filter((tls) => http !== '3' || tls === '1.3')
      .map((tls) => ({ http, tls, resumption: 'early-data' as const, visitedBefore: true })),
  );

  it.each(everyWay)('shows the same bytes as afterwards: HTTP/$http, TLS $tls', (workload) => {
    const lab = resolveLab(labOf({ workload: { ...workload, count: 1 } }));
    const simulation = createSimulation(lab);
    const { trace } = simulation;
    const meanwhile = bytesOf(trace);
    const seen: Uint8Array[] = [];
    for (let time = 0; time < 200e6; time += 3e6) {
      simulation.advance(time);
      while (seen.length < trace.packets.length) seen.push(dissectPacket(meanwhile, seen.length).bytes);
    }
    const afterwards = bytesOf(trace);
    expect(seen.length).toBeGreaterThan(10);
    expect(seen.map((_, packet) => dissectPacket(afterwards, packet).bytes)).toEqual(seen);
    const early = exportPcapng(lab, meanwhile, { capture: ['server'] });
    expect(exportPcapng(lab, afterwards, { capture: ['server'] })).toEqual(early);
  });
});
