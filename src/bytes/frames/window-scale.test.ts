import { describe, expect, it } from 'vitest';
import { chunkPackets, PacketOption, TcpFlag } from '../../shared/trace/packet';
import { synOptions, TraceBuilder } from '../testing/trace-builder';
import { windowShift } from './window-scale';

const packetOf = (builder: TraceBuilder, from: 0 | 1, flags: number, options: number) =>
  builder.trace.packet(builder.segment({ from, flags, sequence: 0, options }));
const syn = TcpFlag.syn;
const synAck = TcpFlag.syn | TcpFlag.ack;

describe("a window field's shift", () => {
  it('is not known before both SYNs are there, and then what the sender offered', () => {
    const builder = new TraceBuilder(1);
    packetOf(builder, 0, syn, synOptions);
    const early = packetOf(builder, 0, TcpFlag.ack, 0);
    expect(windowShift(builder.trace, early)).toBeUndefined();
    packetOf(builder, 1, synAck, synOptions);
    expect(windowShift(builder.trace, early)).toBe(7);
  });

  it('is 0 on a SYN, and where one end offered none (RFC 7323 section 2.2)', () => {
    const builder = new TraceBuilder(1);
    const first = packetOf(builder, 0, syn, synOptions);
    packetOf(builder, 1, synAck, PacketOption.mss);
    const later = packetOf(builder, 0, TcpFlag.ack, 0);
    expect([first, later].map((packet) => windowShift(builder.trace, packet))).toEqual([0, 0]);
  });

  it('is found in SYNs of any chunk of the packet table', () => {
    const builder = new TraceBuilder(1);
    for (let packet = 0; packet < chunkPackets - 1; packet += 1) packetOf(builder, 0, TcpFlag.ack, 0);
    packetOf(builder, 0, syn, synOptions);
    packetOf(builder, 1, synAck, synOptions);
    expect(windowShift(builder.trace, 3)).toBe(7);
  });
});
