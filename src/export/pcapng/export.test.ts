import { describe, expect, it } from 'vitest';
import { DropReason, none, SegmentReason } from '../../shared/trace/record';
import { TcpFlag } from '../../shared/trace/packet';
import { engineVersion } from '../../shared/engine-version';
import { bytesOf } from '../../bytes/testing/bytes-of';
import { decodeEthernet } from '../../wire/ethernet';
import { decodeIpv4 } from '../../wire/ipv4';
import { handshake, TraceBuilder } from '../../bytes/testing/trace-builder';
import { chainLab } from '../testing/labs';
import { packetFlags } from './blocks';
import { exportPcapng, pcapngPieces } from './export';
import { type Capture, readPcapng } from './reader';

const lab = chainLab();
const syn = { from: 0, flags: TcpFlag.syn, sequence: 0 } as const;

function captureOf(builder: TraceBuilder, capture: readonly string[] = ['*']): Capture {
  const read = readPcapng(exportPcapng(lab, bytesOf(builder.trace), { capture }));
  if (!read.ok) throw new Error(read.error.what);
  return read.value;
}

const timesOf = ({ packets }: Capture) => packets.map((packet) => Number(packet.time));

describe('an exported capture', () => {
  it('tells what made it, its interfaces and the names behind its addresses', () => {
    const capture = captureOf(handshake(new TraceBuilder(2)));
    expect(capture.application).toBe(`Hoplab ${engineVersion}`);
    expect(capture.interfaces.map(({ name, speed }) => [name, speed])).toEqual([
      ['client:eth0', 1_000_000_000n],
      ['router:eth0', 1_000_000_000n],
      ['router:eth1', 100_000_000n],
      ['server:eth0', 100_000_000n],
    ]);
    expect(capture.interfaces[3]?.description).toBe('10.0.2.2, link wan to router');
    expect(capture.names.map(({ names }) => names.join())).toEqual(['client', 'router', 'router', 'server']);
  });

  it('has each packet at every port that it passed, at the moment it passed', () => {
    const { packets } = captureOf(handshake(new TraceBuilder(2)));
    const first = packets.filter((packet) => packet.packetId === 0n);
    expect(first.map(({ interfaceIndex, time, flags }) => [interfaceIndex, Number(time), flags])).toEqual([
      [0, 0, packetFlags.outbound],
      [1, 1e6, packetFlags.inbound],
      [2, 1e6, packetFlags.outbound],
      [3, 2e6, packetFlags.inbound],
    ]);
    expect(packets).toHaveLength(12);
  });

  it('has the TTL and the addresses of each hop', () => {
    const { packets } = captureOf(handshake(new TraceBuilder(2)));
    const lives = packets.slice(0, 4).map((packet) => {
      const ethernet = decodeEthernet(packet.bytes);
      const internet = ethernet.ok ? decodeIpv4(ethernet.value.payload) : ethernet;
      return ethernet.ok && internet.ok
        ? [ethernet.value.header.source, internet.value.header.timeToLive]
        : [];
    });
    expect(lives).toEqual([
      [0x02000000010a, 64],
      [0x02000000010a, 64],
      [0x02000000020a, 63],
      [0x02000000020a, 63],
    ]);
  });

  it('stamps a frame that waits with the moment its first bit leaves, in order of time', () => {
    const builder = new TraceBuilder(2);
    const sent = builder.segment(syn);
    builder.at(1000).send(0, 0, sent, 64, 5_000_000_000);
    const other = builder.at(2000).segment({ ...syn, from: 1 });
    builder.send(3, 1, other);
    builder.at(6_000_000_000).writer.runEnd(1);
    expect(timesOf(captureOf(builder))).toEqual([2000, 5_000_001_000]);
  });

  it('leaves out a frame whose first bit had not left when the run ended', () => {
    const builder = new TraceBuilder(2);
    builder.at(1000).send(0, 0, builder.segment(syn), 64, 500);
    builder.at(1400).writer.runEnd(1);
    expect(captureOf(builder).packets).toEqual([]);
  });

  it('leaves out a frame that a cut took before its first bit left, and keeps one that was leaving', () => {
    const builder = new TraceBuilder(2);
    for (const wait of [0, 500, 1500])
      builder.at(0).send(0, builder.trace.packet(builder.segment(syn)), 0, 64, wait);
    const cut = builder.at(1000).writer.linkCut(0 / 2, none);
    for (const packet of [0, 1, 2]) builder.drop(0, packet, cut, DropReason.linkCut);
    builder.at(9000).writer.runEnd(0);
    const { packets } = captureOf(builder);
    expect(packets.map(({ packetId, time }) => [Number(packetId), Number(time)])).toEqual([
      [0, 0],
      [1, 500],
    ]);
    expect(packets[0]?.comments).toEqual(['lost on link access-1 from client to router: link cut']);
  });

  it('says of a retransmission that it is one, and of a lost packet where and why', () => {
    const builder = new TraceBuilder(2);
    const lost = builder.segment({ ...syn, reason: SegmentReason.syn });
    builder.drop(
      2,
      0,
      builder.send(2, 0, builder.arrive(0, 0, builder.send(0, 0, lost)), 63),
      DropReason.fault,
    );
    builder.at(1e9).carry({ ...syn, reason: SegmentReason.synRetransmission });
    const { packets } = captureOf(builder, ['client']);
    expect(packets.map((packet) => packet.comments)).toEqual([
      ['lost on link wan from router to server: dropped by a fault'],
      ['SYN retransmission'],
    ]);
  });

  it('says which frame a link made itself, and where a packet was discarded', () => {
    const builder = new TraceBuilder(2);
    const sent = builder.segment(syn);
    const send = builder.send(0, 0, sent);
    builder.arrive(0, 0, send);
    const arrival = builder.arrive(0, builder.writer.copyPacket(0), send);
    builder.writer.ipDrop(1, 1, 0, DropReason.ttlExpired, arrival);
    const { packets } = captureOf(builder, ['router']);
    expect(packets.map((packet) => packet.comments)).toEqual([
      [],
      ['a duplicate of packet 0 made by link access-1', 'discarded by router: TTL expired'],
    ]);
  });

  it('holds only the ports that were asked for', () => {
    const capture = captureOf(handshake(new TraceBuilder(2)), ['server:eth0']);
    expect(capture.interfaces.map(({ name }) => name)).toEqual(['server:eth0']);
    expect(capture.packets).toHaveLength(3);
  });

  it('comes in pieces that are the same file', () => {
    const builder = handshake(new TraceBuilder(2)).filler(1, 3_000_000);
    for (let at = 0; at < 2000; at += 1)
      builder.carry({ from: 1, flags: TcpFlag.ack, sequence: 1 + at * 1400, payload: 1400 });
    const every = { capture: ['*'] };
    const pieces = [...pcapngPieces(lab, bytesOf(builder.trace), every)];
    expect(pieces.length).toBeGreaterThan(5);
    expect(Buffer.concat(pieces).equals(exportPcapng(lab, bytesOf(builder.trace), every))).toBe(true);
    expect(captureOf(builder).packets).toHaveLength(12 + 8000);
  });

  it('refuses an unknown capture point before it makes anything', () => {
    expect(() => exportPcapng(lab, bytesOf(new TraceBuilder(2).trace), { capture: ['servr'] })).toThrow(
      '"servr"',
    );
  });
});
