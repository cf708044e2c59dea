import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { otherClientAddress, type PairSettings, QuicPair } from '../../engine/quic/testing/quic-pair';
import { TraceWriter } from '../../engine/trace/trace-writer';
import { bytesOf } from '../../bytes/testing/bytes-of';
import { QuicScript } from '../../bytes/quic/testing/quic-script';
import { QuicTraceBuilder } from '../../bytes/quic/testing/quic-trace';
import { createSimulation } from '../../engine/world/simulation';
import { resolveLab } from '../../shared/lab/lab';
import { RecordKind } from '../../shared/trace/record';
import type { TraceReader } from '../../shared/trace/trace-reader';
import { qlogFiles, qlogOfAll } from './qlog';
import type { QlogEvent } from './qlog-event';
import { qvisObjections } from './testing/qvis-rules';
import { qlogFileSchema } from './testing/schema';
import { clientAndServer } from '../testing/labs';

const ms = 1e6;
const lab = clientAndServer();

interface ReadFile {
  readonly traces: readonly {
    readonly vantage_point: { readonly type: string };
    readonly events: readonly QlogEvent[];
  }[];
}

function read(pieces: Iterable<string>): ReadFile {
  return JSON.parse([...pieces].join('')) as ReadFile;
}

function filesOf(trace: TraceReader): Map<string, ReadFile> {
  return new Map(qlogFiles(lab, bytesOf(trace)).map(({ name, pieces }) => [name, read(pieces)]));
}

/** Events of a file with one trace, those of a name where one is given. */
function events(file: ReadFile | undefined, name?: string) {
  return file!.traces[0]!.events.filter((event) => name === undefined || event.name === name);
}

function problems(file: ReadFile): string[] {
  const result = v.safeParse(qlogFileSchema, file);
  return (result.issues ?? []).map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`);
}

/** Three streams of 40 kB over a link; what happens on the way is up to the settings. */
function download(settings: PairSettings = {}): QuicPair {
  const pair = new QuicPair({ delay: 20 * ms, ...settings });
  const [client, server] = pair.applications;
  client.onOpenAction = () => {
    for (let count = 0; count < 3; count += 1) {
      const stream = client.open();
      stream?.write('GET', 97);
      stream?.close();
    }
  };
  server.onRequest = (stream) => {
    stream.write('200', 40_000);
    stream.close();
  };
  pair.connect();
  return pair;
}

/** A page of three parts over HTTP/3, twice, the second time with early data. */
function visits(): TraceReader {
  const server = { id: 'server', kind: 'server', position: { x: 1, y: 0 } } as const;
  const paths = ['/', '/style', '/script'];
  const run = createSimulation(
    resolveLab({
      version: 1,
      title: 'Visits',
      seed: 11,
      duration: '20s',
      devices: [
        { id: 'client', kind: 'client', position: { x: 0, y: 0 } },
        { ...server, pages: paths.map((path) => ({ path, size: '60kB' })) },
      ],
      links: [
        {
          ...{ id: 'link', a: { device: 'client' }, b: { device: 'server' } },
          ...{ bandwidth: '20Mbps', delay: '10ms', impairments: { loss: '2%' } },
        },
      ],
      workloads: [
        {
          ...{ id: 'visit', kind: 'page-load', from: 'client', to: 'server', paths },
          ...{ http: '3', resumption: 'early-data', count: 2, interval: '5s' },
        },
      ],
    }),
  );
  run.advance(20e9);
  expect(run.trace.connections.length).toBe(2);
  return run.trace;
}

describe('a qlog file of the current drafts', () => {
  it.each<[string, () => TraceReader]>([
    ['a first visit', () => download().run(5000 * ms).trace],
    ['early data', () => download({ visitedBefore: true }).run(5000 * ms).trace],
    [
      'losses, duplicates and an idle end',
      () => download({ link: { loss: 0.06, duplicate: 0.05 } }).run().trace,
    ],
    ['a small stream window', () => download({ client: { streamWindow: '8kB' } }).run(9000 * ms).trace],
    [
      'a client that moves and closes',
      () => {
        const pair = download({ link: { bandwidth: 5e6, queuePackets: 100 } }).run(150 * ms);
        pair.at(150 * ms, () => pair.client.migrate(otherClientAddress)).run(3000 * ms);
        return pair.at(3000 * ms, () => pair.applications[0].connection?.close(0x100)).run(20_000 * ms).trace;
      },
    ],
    ['two visits of the whole engine, with losses', () => visits()],
    [
      'HTTP/3',
      () => {
        const builder = new QuicTraceBuilder();
        new QuicScript(builder).firstVisit();
        return builder.trace;
      },
    ],
  ])('is what the schemas allow: %s', (_, run) => {
    const trace = run();
    for (const [name, file] of filesOf(trace))
      if (name.endsWith('.drafts.qlog')) expect(problems(file)).toEqual([]);
    const all = read(qlogOfAll(lab, bytesOf(trace), 'current'));
    expect(problems(all)).toEqual([]);
    expect(all.traces.length).toBe(2 * trace.connections.length);
  });

  it('of a run without QUIC has no traces, and is a qlog file all the same', () => {
    const empty = read(qlogOfAll(lab, bytesOf(new TraceWriter().trace), 'current'));
    expect(empty).toMatchObject({ file_schema: 'urn:ietf:params:qlog:file:contained' });
    expect(empty).not.toHaveProperty('traces');
  });

  it('says what it is within its first 256 bytes', () => {
    const [, file] = qlogFiles(lab, bytesOf(download().run(5000 * ms).trace));
    const start = [...file!.pieces].join('').slice(0, 256);
    expect(start).toContain('"file_schema":"urn:ietf:params:qlog:file:contained"');
    expect(start).toContain('"serialization_format":"application/qlog+json"');
  });
});

describe('the check against the schemas', () => {
  const text = [...qlogOfAll(lab, bytesOf(download().run(5000 * ms).trace), 'current')].join('');

  it.each([
    ['an event that no draft has', '"quic:packet_sent"', '"transport:packet_sent"'],
    ['a frame that no draft has', '"frame_type":"crypto"', '"frame_type":"krypto"'],
    ['a field that no draft has', '"packet_number_length":', '"packet_number_bytes":'],
    ['a value of another type', '"stream_id":0', '"stream_id":"0"'],
    ['a state that no draft has', '"new":"attempted"', '"new":"tried"'],
    ['an id that is not hexadecimal', '"dcid":"', '"dcid":"x'],
  ])('sees %s', (_, right, wrong) => {
    const changed = text.replace(right, wrong);
    expect(changed).not.toBe(text);
    expect(problems(JSON.parse(changed) as ReadFile)).not.toEqual([]);
  });
});

describe("the two ends' files", () => {
  const pair = download({ link: { loss: 0.05 }, seed: 4 }).run();
  const files = filesOf(pair.trace);
  const client = files.get('quic-0.client.drafts.qlog');
  const server = files.get('quic-0.server.drafts.qlog');

  it('are named after connection and device, one of each flavour', () => {
    expect([...files.keys()]).toEqual([
      'quic-0.client.qlog',
      'quic-0.client.drafts.qlog',
      'quic-0.server.qlog',
      'quic-0.server.drafts.qlog',
    ]);
  });

  it('have a packet_sent for each QUIC packet sent, a packet_lost for each declared lost', () => {
    const sent = pair
      .frames()
      .map(({ end, packetType, packetNumber }) => `${end} ${packetType} ${packetNumber}`);
    const logged = [client, server].reduce((sum, file) => sum + events(file, 'quic:packet_sent').length, 0);
    expect(logged).toBe(new Set(sent).size);
    const lost = [client, server].reduce((sum, file) => sum + events(file, 'quic:packet_lost').length, 0);
    expect(lost).toBeGreaterThan(0);
    expect(lost).toBe(pair.records(RecordKind.quicLost).length);
  });

  it('have at the receiver what the link did not lose, as it was sent', () => {
    const sent = events(server, 'quic:packet_sent').map(({ data }) =>
      JSON.stringify([data.header, data.frames]),
    );
    const received = events(client, 'quic:packet_received').map(({ data }) =>
      JSON.stringify([data.header, data.frames]),
    );
    expect(received.length).toBeLessThan(sent.length);
    for (const packet of received) expect(sent).toContain(packet);
  });

  it('are in order of time', () => {
    for (const file of files.values()) {
      const times = events(file).map(({ time }) => time);
      expect(times).toEqual([...times].sort((left, right) => left - right));
    }
  });

  it('tell the handshake, and the state of the connection', () => {
    const states = events(client, 'quic:connection_state_updated').map(({ data }) => data.new);
    expect(states).toEqual(['attempted', 'handshake_complete', 'handshake_confirmed', 'closed']);
    expect(events(client, 'quic:parameters_set').map(({ data }) => data.initiator)).toEqual([
      'local',
      'remote',
    ]);
    expect(events(server, 'quic:parameters_set').map(({ data }) => data.initiator)).toEqual([
      'remote',
      'local',
    ]);
    expect(events(client, 'quic:connection_closed').at(-1)?.data).toMatchObject({ trigger: 'idle_timeout' });
  });
});

it("a later visit's first packet has a token to be resumed with", () => {
  const pair = download().run(1000 * ms);
  pair.at(1000 * ms, () => pair.connect()).run(5000 * ms);
  const [first] = events(filesOf(pair.trace).get('quic-1.client.drafts.qlog'), 'quic:packet_sent');
  expect(first?.data.header).toMatchObject({ packet_type: 'initial', token: { type: 'resumption' } });
});

it('a link that delivers twice leads to a packet that is dropped as a duplicate', () => {
  const pair = download({ link: { duplicate: 0.2 } }).run(5000 * ms);
  const files = filesOf(pair.trace);
  const dropped = ['client', 'server'].flatMap((device) =>
    events(files.get(`quic-0.${device}.drafts.qlog`), 'quic:packet_dropped'),
  );
  expect(dropped.length).toBeGreaterThan(0);
  for (const { data } of dropped) expect(data.trigger).toBe('duplicate');
});

it('requests and responses of HTTP/3 are told with their fields, at the end that makes and at the one that reads', () => {
  const builder = new QuicTraceBuilder();
  const script = new QuicScript(builder);
  script.firstVisit();
  const file = filesOf(builder.trace).get('quic-0.client.drafts.qlog');
  const [settings, created] = events(file, 'http3:frame_created');
  expect(settings?.data).toMatchObject({ stream_id: 2, frame: { frame_type: 'settings' } });
  expect(created?.data).toMatchObject({
    stream_id: 0,
    frame: {
      frame_type: 'headers',
      headers: [
        { name: ':method', value: 'GET' },
        { name: ':scheme', value: 'https' },
        { name: ':path', value: '/' },
        { name: ':authority', value: 'server' },
      ],
    },
  });
  expect(events(file, 'http3:stream_type_set').map(({ data }) => data.stream_type)).toEqual([
    'control',
    'request',
  ]);
});

describe('qvis, by its own rules,', () => {
  it.each<[string, () => TraceReader]>([
    ['visits with losses and early data', () => visits()],
    [
      'a client that moves',
      () => {
        const pair = download({ link: { bandwidth: 5e6, queuePackets: 100 } }).run(150 * ms);
        return pair.at(150 * ms, () => pair.client.migrate(otherClientAddress)).run().trace;
      },
    ],
  ])('loads and draws all of a file: %s', (_, run) => {
    const trace = run();
    for (const [name, file] of filesOf(trace))
      if (!name.endsWith('.drafts.qlog')) expect([name, qvisObjections(file)]).toEqual([name, []]);
  });

  it('refuses the form of the current drafts', () => {
    const file = filesOf(download().run(5000 * ms).trace).get('quic-0.server.drafts.qlog');
    expect(qvisObjections(file)).toEqual(['qlog files MUST have a qlog_version field']);
  });

  it('finds a sample for every packet that was newly acknowledged as the largest', () => {
    const pair = download({ link: { loss: 0.02 } }).run();
    const file = filesOf(pair.trace).get('quic-0.server.qlog');
    const samples = events(file, 'recovery:metrics_updated').filter(
      ({ data }) => data.latest_rtt !== undefined,
    );
    expect(samples.length).toBe(pair.records(RecordKind.quicRoundTrip, 1).length);
    expect(samples.length).toBeGreaterThan(20);
    for (const { data } of samples) {
      expect(data.latest_rtt).toBeGreaterThanOrEqual(40);
      expect(data.min_rtt).toBeLessThanOrEqual(Number(data.latest_rtt));
    }
    // The probe timeout that the trace tells is the smoothed round trip, four times the variance, and the peer's 25 ms.
    samples.forEach(({ data }, index) => {
      const seq = pair.records(RecordKind.quicRoundTrip, 1)[index] ?? 0;
      const expected = Number(data.smoothed_rtt) + Math.max(4 * Number(data.rtt_variance), 1) + 25;
      expect(pair.trace.b(seq) / 1000).toBeCloseTo(expected, 0);
    });
  });

  it('draws settings and bodies of HTTP/3 besides heads', () => {
    const files = filesOf(visits());
    const frames = [...files.entries()]
      .filter(([name]) => name.endsWith('client.qlog'))
      .flatMap(([, file]) => events(file, 'http:frame_parsed'));
    const kinds = new Set(frames.map(({ data }) => (data.frame as { frame_type: string }).frame_type));
    expect([...kinds].sort()).toEqual(['data', 'headers', 'settings']);
    const bodies = frames.filter(({ data }) => (data.frame as { frame_type: string }).frame_type === 'data');
    expect(bodies.map(({ data }) => data.byte_length)).toEqual(bodies.map(() => 60_000));
  });
});

describe('a qlog file for qvis', () => {
  const file = filesOf(download({ link: { loss: 0.05 } }).run(5000 * ms).trace).get('quic-0.server.qlog');

  it('is of version 0.3, its times relative to a number', () => {
    expect(file).toMatchObject({
      qlog_version: '0.3',
      qlog_format: 'JSON',
      traces: [{ common_fields: { time_format: 'relative', reference_time: 1 } }],
    });
  });

  it('has the names that qvis looks for, and none of the drafts', () => {
    const names = new Set(events(file).map(({ name }) => name));
    for (const name of [
      'transport:packet_sent',
      'transport:packet_received',
      'transport:parameters_set',
      'recovery:metrics_updated',
      'recovery:packet_lost',
    ])
      expect(names).toContain(name);
    for (const name of names) expect(name).not.toMatch(/^(quic|http3):/);
  });

  it('has the length of what a frame carries beside it, and ranges of two numbers', () => {
    const frames = events(file, 'transport:packet_sent').flatMap(
      ({ data }) => data.frames as readonly Readonly<Record<string, unknown>>[],
    );
    const stream = frames.find((frame) => frame.frame_type === 'stream');
    expect(stream).toMatchObject({ stream_id: 0, offset: 0 });
    expect(stream?.length).toBeGreaterThan(0);
    for (const frame of frames)
      if (frame.frame_type === 'ack')
        for (const range of frame.acked_ranges as number[][]) expect(range).toHaveLength(2);
  });
});
