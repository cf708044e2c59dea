import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  appErrors,
  congestionPhases,
  dropReasons,
  http2Events,
  http2States,
  layerOfKind,
  mediaFates,
  receiveVerdicts,
  recordKindNames,
  segmentReasons,
  tcpEvents,
  tcpStates,
  tcpTimers,
} from '../shared/trace/record';
import {
  flowBlocks,
  pathEvents,
  quicEvents,
  quicLossReasons,
  quicPacketNames,
  quicReceiveEvents,
  quicReceiveStates,
  quicSendEvents,
  quicSendReasons,
  quicSendStates,
  quicSpaces,
  quicStates,
  quicTimers,
} from '../shared/trace/quic';
import { handshakeTypeNames, tlsEpochs } from '../shared/trace/tls';
import { fallbackWinners } from '../shared/trace/kinds/http';
import { tlsSessions } from '../shared/trace/kinds/tls';
import { TraceBuilder, handshake } from '../bytes/testing/trace-builder';
import { describeRecord, ndjsonLines } from './ndjson';
import { everyKindTrace } from './testing/every-kind';
import { chainLab } from './testing/labs';

const lab = chainLab();

function linesOf(trace: Parameters<typeof ndjsonLines>[1]): Record<string, unknown>[] {
  return [...ndjsonLines(lab, trace)].map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('a trace as lines of JSON', () => {
  it('has one record a line, in order, with its time, number, kind and cause', () => {
    const { trace } = handshake(new TraceBuilder(2));
    const lines = [...ndjsonLines(lab, trace)];
    expect(lines).toHaveLength(trace.records.length);
    lines.forEach((line, seq) => {
      expect(line).toMatch(/^[^\n]+\n$/);
      expect(JSON.parse(line)).toMatchObject({
        t: trace.time(seq),
        seq,
        kind: recordKindNames[trace.kind(seq)],
      });
    });
    expect(linesOf(trace).map((line) => line['cause'])).toEqual([
      null,
      0,
      1,
      2,
      3,
      null,
      5,
      6,
      7,
      8,
      null,
      10,
      11,
      12,
      13,
    ]);
  });

  it('says where a frame goes, in the names of the document', () => {
    const { trace } = handshake(new TraceBuilder(2));
    expect(linesOf(trace)[8]).toEqual({
      t: 3_000_000,
      seq: 8,
      kind: 'link.send',
      cause: 7,
      layer: 1,
      packet: 1,
      connection: 0,
      device: 'router',
      link: 'access-1',
      from: 'router',
      to: 'client',
      bytes: 74,
      wait: 0,
      timeToLive: 63,
    });
  });

  it("has a segment's header where it is sent", () => {
    const { trace } = handshake(new TraceBuilder(2));
    expect(linesOf(trace)[5]).toMatchObject({
      kind: 'tcp.send',
      layer: 4,
      device: 'server',
      reason: 'SYN-ACK',
      source: '10.0.2.2:80',
      destination: '10.0.1.2:40000',
      flags: ['SYN', 'ACK'],
      sequence: 1_000_000,
      relativeSequence: 0,
      relativeAcknowledgement: 1,
      payload: 0,
      options: {
        maximumSegmentSize: 1460,
        windowScale: 7,
        sackPermitted: true,
        timestamps: { value: 5000, echo: 7001 },
      },
    });
  });

  it('keeps a wait of more than 32 bits exact', () => {
    const builder = new TraceBuilder(1);
    builder.send(0, 0, builder.segment({ from: 0, flags: 2, sequence: 0 }), 64, 123_456_789_012);
    expect(describeRecord(lab, builder.trace, 1)['wait']).toBe(123_456_789_012);
  });
});

describe('docs/trace.md', () => {
  // Tables are laid out with spaces, which say nothing.
  const text = readFileSync(new URL('../../docs/trace.md', import.meta.url), 'utf8').replace(/ +\|/g, ' |');
  const sections = new Map(
    text
      .split(/^### /m)
      .slice(1)
      .map((section) => [/^`([^`]+)`/.exec(section)?.[1] ?? '', section.split(/^## /m)[0] ?? '']),
  );
  const fieldsIn = (section: string) =>
    [...section.matchAll(/^\| `([A-Za-z]+)`\*? \|/gm)].map((match) => match[1]);
  const common = fieldsIn(text.split(/^### /m)[0] ?? '');
  const lines = linesOf(everyKindTrace());

  it('names every kind, and no other', () => {
    expect([...sections.keys()].sort()).toEqual(Object.values(recordKindNames).sort());
  });

  it('has the number of every kind in the table of the layout', () => {
    for (const [number, name] of Object.entries(recordKindNames))
      expect(text).toContain(`\n| ${number} | \`${name}\` |`);
  });

  it.each(Object.values(recordKindNames))('documents every field of %s, and no other', (kind) => {
    const written = lines.filter((line) => line['kind'] === kind).flatMap((line) => Object.keys(line));
    expect(written).not.toEqual([]);
    const own = new Set(written.filter((name) => !common.includes(name)));
    expect([...own].sort()).toEqual(fieldsIn(sections.get(kind) ?? '').sort());
  });

  it('documents the common fields, and no other', () => {
    expect(common.toSorted()).toEqual([
      'cause',
      'connection',
      'device',
      'kind',
      'layer',
      'packet',
      'seq',
      't',
    ]);
    for (const line of lines)
      for (const name of ['t', 'seq', 'kind', 'cause']) expect(line).toHaveProperty([name]);
  });

  it('gives the layer that each kind happens at', () => {
    const layers = lines.map((line) => line['layer'] ?? 0);
    expect(layers).toEqual(lines.map((line) => layerOfKind(Number(kindNumber(line['kind'])))));
  });

  it.each([...dropReasons.slice(1), ...segmentReasons.slice(1), ...quicSendReasons.slice(1)])(
    'explains the reason %s',
    (reason) => {
      expect(text).toContain(`\n| \`${reason}\` |`);
    },
  );

  it.each([...tcpStates, ...tcpEvents, ...tcpTimers.slice(1), ...congestionPhases, ...appErrors.slice(1)])(
    'knows the word %s',
    (word) => {
      expect(text).toContain(`\`${word}\``);
    },
  );

  it.each<[kind: string, words: readonly string[]]>([
    ['tls.message', [...Object.values(handshakeTypeNames), ...tlsEpochs]],
    ['tls.established', tlsSessions],
    ['http.blocked', flowBlocks.slice(1)],
    ['http.stream', [...http2States, ...http2Events]],
    ['app.fallback', fallbackWinners],
    ['quic.state', [...quicStates, ...quicEvents]],
    ['quic.stream', [...quicSendStates, ...quicSendEvents, ...quicReceiveStates, ...quicReceiveEvents]],
    ['quic.lost', [...quicLossReasons.slice(1), ...quicSpaces]],
    ['quic.timer', quicTimers.slice(1)],
    ['quic.blocked', flowBlocks.slice(1)],
    ['quic.path', pathEvents.slice(1)],
    ['media.played', mediaFates.slice(1)],
  ])('knows every word of %s', (kind, words) => {
    for (const word of words) expect(sections.get(kind)).toContain(`\`${word}\``);
  });

  it('knows every QUIC packet and frame, with its fields', () => {
    const datagram = lines.find((line) => line['kind'] === 'quic.send');
    const packets = datagram?.['packets'] as { type: string; frames: Record<string, unknown>[] }[];
    const section = /## QUIC packets and frames\n[^]*?\n## /.exec(text)?.[0] ?? '';
    expect(packets.map((packet) => packet.type)).toEqual(quicPacketNames);
    for (const { frames, ...header } of packets) {
      for (const field of Object.keys(header)) expect(section).toContain(`\`${field}\``);
      expect(section).toContain(`\`${header.type}\``);
      for (const { type, ...fields } of frames) {
        const name = String(type).replace(/ \((bi|uni)directional\)/, '');
        const row = section.split('\n').find((line) => line.split('|')[1]?.includes(`\`${name}\``));
        for (const field of Object.keys(fields)) expect(row).toContain(`\`${field}\``);
      }
    }
  });

  it.each(receiveVerdicts.slice(1))('knows the verdict %s', (verdict) => {
    expect(sections.get('tcp.receive')).toContain(`\`${verdict}\``);
  });
});

function kindNumber(name: unknown): string | undefined {
  return Object.entries(recordKindNames).find(([, known]) => known === name)?.[0];
}
