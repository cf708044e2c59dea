import { describe, expect, it } from 'vitest';
import { PacketOption, TcpFlag } from '../../shared/trace/packet';
import { decodeEthernet } from '../../wire/ethernet';
import { encodeFrame, hopOver, tcpOptionsOf } from './frame';
import { decodeIpv4 } from '../../wire/ipv4';
import { latin1Text } from '../../wire/encoding/octets';
import { decodeTcp, tcpChecksum } from '../../wire/tcp';
import { tcpOptionsLength } from '../../wire/tcp-options';
import { bytesOf } from '../testing/bytes-of';
import { clientAddress, handshake, serverAddress, synOptions, TraceBuilder } from '../testing/trace-builder';

const { mss, windowScale, sackPermitted, timestamps, sack } = PacketOption;

function layersOf(bytes: Uint8Array) {
  const ethernet = decodeEthernet(bytes);
  if (!ethernet.ok) throw new Error(ethernet.error.what);
  const internet = decodeIpv4(ethernet.value.payload);
  if (!internet.ok) throw new Error(internet.error.what);
  const tcp = decodeTcp(internet.value.payload);
  if (!tcp.ok) throw new Error(tcp.error.what);
  return { ethernet: ethernet.value, internet: internet.value, tcp: tcp.value };
}

describe("a packet's frame", () => {
  it('has the addresses of the link and the TTL of the hop', () => {
    const { trace } = handshake(new TraceBuilder(2));
    const { ethernet, internet } = layersOf(encodeFrame(bytesOf(trace), 0, hopOver(3, 63)));
    expect(ethernet.header).toEqual({
      destination: 0x02000000020a,
      source: 0x02000000020b,
      etherType: 0x0800,
    });
    expect(internet.header).toMatchObject({
      timeToLive: 63,
      source: clientAddress,
      destination: serverAddress,
    });
  });

  it("holds the trace's header fields and correct checksums", () => {
    const { trace } = handshake(new TraceBuilder(1));
    const { internet, tcp } = layersOf(encodeFrame(bytesOf(trace), 1, hopOver(1, 64)));
    expect(tcp.header).toMatchObject({
      sourcePort: 80,
      destinationPort: 40_000,
      sequence: 1_000_000,
      acknowledgement: 0xfffffff1,
      flags: TcpFlag.syn | TcpFlag.ack,
      window: 64_240,
    });
    expect(internet.headerChecksum).toBe(internet.expectedChecksum);
    const { payload, header } = internet;
    expect(tcp.checksum).toBe(tcpChecksum(payload, 0, payload.length, header));
  });

  it('carries its payload to the last byte', () => {
    const builder = handshake(new TraceBuilder(1)).text(0, 'GET / HTTP/1.1\r\n\r\n');
    const flags = TcpFlag.ack | TcpFlag.psh;
    const packet = builder.carry({ from: 0, flags, sequence: 1, acknowledgement: 1, payload: 18 });
    const bytes = encodeFrame(bytesOf(builder.trace), packet, hopOver(0, 64));
    expect(bytes.length).toBe(14 + 20 + 32 + 18);
    expect(latin1Text(layersOf(bytes).tcp.payload)).toBe('GET / HTTP/1.1\r\n\r\n');
  });

  it.each([
    ['all', synOptions, 'maximum-segment-size sack-permitted timestamps no-operation window-scale'],
    [
      'no timestamps',
      synOptions & ~timestamps,
      'maximum-segment-size no-operation no-operation sack-permitted no-operation window-scale',
    ],
    [
      'no SACK',
      synOptions & ~sackPermitted,
      'maximum-segment-size no-operation no-operation timestamps no-operation window-scale',
    ],
    ['no window scale', synOptions & ~windowScale, 'maximum-segment-size sack-permitted timestamps'],
    ['only an MSS', mss, 'maximum-segment-size'],
  ])('has the options of a SYN as Linux orders them: %s', (_, options, names) => {
    const { trace } = handshake(new TraceBuilder(1), options);
    expect(
      tcpOptionsOf(trace, 0)
        .map((option) => option.name)
        .join(' '),
    ).toBe(names);
  });

  it('has SACK blocks behind the timestamps, as wire sequence numbers', () => {
    const builder = handshake(new TraceBuilder(1));
    const edges = [
      [3000, 4000],
      [10, 20],
    ] as const;
    const options = timestamps | sack;
    const packet = builder.carry({
      from: 1,
      flags: TcpFlag.ack,
      sequence: 1,
      acknowledgement: 1,
      options,
      sack: edges,
    });
    const { tcp } = layersOf(encodeFrame(bytesOf(builder.trace), packet, hopOver(1, 64)));
    expect(tcp.header.options.map((option) => option.name).join(' ')).toBe(
      'no-operation no-operation timestamps no-operation no-operation sack',
    );
    const blocks = [
      { left: 2984, right: 3984 },
      { left: 0xfffffffa, right: 4 },
    ];
    expect(tcp.header.options.at(-1)).toEqual({ name: 'sack', blocks });
  });

  it('is as long as the trace says, with every set of options', () => {
    for (let options = 0; options < 32; options += 1) {
      const builder = new TraceBuilder(1);
      const packet = builder.carry({ from: 0, flags: TcpFlag.ack, sequence: 1, options, sack: [[1, 2]] });
      const { trace } = builder;
      const length = tcpOptionsLength(tcpOptionsOf(trace, packet));
      expect(14 + 20 + 20 + length).toBe(trace.frameBytes(packet));
      if (length <= 40)
        expect(layersOf(encodeFrame(bytesOf(trace), packet, hopOver(0, 64))).tcp.headerBytes).toBe(
          20 + length,
        );
    }
  });
});
