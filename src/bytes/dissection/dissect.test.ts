import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DissectedField, DissectedLayer } from '../../shared/dissection';
import { PacketOption, TcpFlag } from '../../shared/trace/packet';
import { DropReason, none } from '../../shared/trace/record';
import { dissectFrame, dissectPacket, dissectRecord } from './dissect';
import { bytesOf } from '../testing/bytes-of';
import { mutated } from '../../wire/testing/arbitraries';
import { kernelData, kernelSyn } from '../../wire/testing/kernel-frames';
import { handshake, TraceBuilder } from '../testing/trace-builder';

function everyField(layer: DissectedLayer): DissectedField[] {
  const flatten = (field: DissectedField): DissectedField[] => [
    field,
    ...(field.children ?? []).flatMap(flatten),
  ];
  return layer.fields.flatMap(flatten);
}

function layerOf(layers: readonly DissectedLayer[], name: string): DissectedLayer {
  const found = layers.find((layer) => layer.name.startsWith(name));
  if (!found) throw new Error(`no layer ${name}`);
  return found;
}

function fieldOf(layers: readonly DissectedLayer[], layer: string, name: string): DissectedField {
  const found = everyField(layerOf(layers, layer)).find((field) => field.name === name);
  if (!found) throw new Error(`no field ${name}`);
  return found;
}

const push = TcpFlag.ack | TcpFlag.psh;
const request = 'GET /page HTTP/1.1\r\nHost: server\r\n\r\n';
const responseHead = 'HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n';

function exchange(): TraceBuilder {
  const builder = handshake(new TraceBuilder(2)).text(0, request).text(1, responseHead).filler(1, 3000);
  builder.carry({ from: 0, flags: push, sequence: 1, acknowledgement: 1, payload: request.length });
  const answer = { from: 1, acknowledgement: 1 + request.length } as const;
  builder.carry({ ...answer, flags: TcpFlag.ack, sequence: 1, payload: 1448 });
  builder.carry({ ...answer, flags: TcpFlag.ack, sequence: 1449, payload: 1448 });
  return builder;
}

describe('the dissection of a captured frame', () => {
  const layers = dissectFrame(kernelSyn);

  it('has its layers, outermost first, one behind the other', () => {
    expect(layers.map(({ layer, offset, length }) => [layer, offset, length])).toEqual([
      [1, 0, 74],
      [2, 0, 14],
      [3, 14, 20],
      [4, 34, 40],
    ]);
    expect(layers[0]?.summary).toBe('74 bytes, 592 bits');
  });

  it("names IPv4's fields as the RFCs do", () => {
    const fields = layerOf(layers, 'Internet').fields.map(({ name, value, note }) => [name, value, note]);
    expect(fields).toEqual([
      ['Version', '4', undefined],
      ['Internet Header Length', '5', '20 bytes'],
      ['Differentiated Services', '0', 'default forwarding'],
      ['Explicit Congestion Notification', '0', 'Not-ECT'],
      ['Total Length', '60', undefined],
      ['Identification', '0xb40a', '46090'],
      ['Flags', '0x2', "Don't Fragment"],
      ['Fragment Offset', '0', undefined],
      ['Time to Live', '64', undefined],
      ['Protocol', '6', 'TCP'],
      ['Header Checksum', '0x01ae', 'correct'],
      ['Source Address', '192.0.2.129', undefined],
      ['Destination Address', '192.0.2.130', undefined],
    ]);
  });

  it('has each control bit at its place in the byte', () => {
    const bits = fieldOf(layers, 'Transmission', 'Control Bits');
    expect(bits).toMatchObject({ value: '0x02', note: 'SYN', offset: 47, length: 1 });
    expect(bits.children?.map(({ name, value, bits: at }) => [name, value, at?.offset])).toEqual([
      ['CWR', 'Not set', 0],
      ['ECE', 'Not set', 1],
      ['URG', 'Not set', 2],
      ['ACK', 'Not set', 3],
      ['PSH', 'Not set', 4],
      ['RST', 'Not set', 5],
      ['SYN', 'Set', 6],
      ['FIN', 'Not set', 7],
    ]);
  });

  it('has every option, with its kind, length and contents', () => {
    const options = fieldOf(layers, 'Transmission', 'Options').children ?? [];
    expect(options.map(({ name, value, offset, length }) => [name, value, offset, length])).toEqual([
      ['Maximum Segment Size', '1460', 54, 4],
      ['SACK Permitted', '', 58, 2],
      ['Timestamps', '1453316332, 0', 60, 10],
      ['No-Operation', '', 70, 1],
      ['Window Scale', 'shift 10', 71, 3],
    ]);
    expect(options[2]?.children?.map(({ name, value }) => [name, value])).toEqual([
      ['Kind', '8'],
      ['Length', '10'],
      ['TS Value', '1453316332'],
      ['TS Echo Reply', '0'],
    ]);
  });

  it('says which of the checksums is wrong, and what it should be', () => {
    const changed = Uint8Array.from(kernelSyn);
    changed[50]! ^= 0xff;
    const tcp = fieldOf(dissectFrame(changed), 'Transmission', 'Checksum');
    expect(tcp.note).toBe('incorrect, should be 0x6d56');
    expect(fieldOf(dissectFrame(changed), 'Internet', 'Header Checksum').note).toBe('correct');
  });

  it('shows a payload that is no HTTP as data', () => {
    expect(layerOf(dissectFrame(kernelData), 'Data')).toMatchObject({ layer: 7, offset: 66, length: 200 });
  });
});

describe('the dissection of damaged bytes', () => {
  it('ends in the layer that could not be read, and says why', () => {
    const layers = dissectFrame(kernelSyn.subarray(0, 30));
    const malformed = fieldOf(layers, 'Internet', 'Malformed');
    expect(malformed).toMatchObject({ offset: 30, value: '16 bytes' });
    expect(malformed.note).toContain('at least the 20 bytes');
  });

  it('keeps every field within the frame, for every truncation and any change', () => {
    const damaged = fc.oneof(
      fc.nat(kernelData.length).map((length) => kernelData.subarray(0, length)),
      mutated(fc.constantFrom(kernelData, kernelSyn)),
    );
    fc.assert(
      fc.property(damaged, (bytes) => {
        for (const layer of dissectFrame(bytes))
          for (const field of everyField(layer))
            expect(field.offset + field.length).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe("the dissection of a trace's packet", () => {
  const { trace } = exchange();

  it('shows numbers relative to the start of the connection', () => {
    const { layers } = dissectPacket(bytesOf(trace), 3);
    expect(fieldOf(layers, 'Transmission', 'Sequence Number')).toMatchObject({
      value: '4294967281',
      note: 'relative 1; 36 bytes from stream offset 0',
    });
    expect(layerOf(layers, 'Transmission').summary).toBe('40000 → 80 [PSH, ACK] Seq 1, Ack 1, Len 36');
  });

  it('scales the window once both ends have offered to', () => {
    expect(fieldOf(dissectPacket(bytesOf(trace), 3).layers, 'Transmission', 'Window').note).toBe(
      '64,256 bytes, scaled by 2^7',
    );
    expect(fieldOf(dissectPacket(bytesOf(trace), 0).layers, 'Transmission', 'Window').note).toBe(
      '64,240 bytes, not scaled',
    );
  });

  it('does not scale it where one end did not offer', () => {
    const { trace: unscaled } = handshake(new TraceBuilder(1), PacketOption.mss);
    expect(fieldOf(dissectPacket(bytesOf(unscaled), 2).layers, 'Transmission', 'Window').note).toBe(
      '502 bytes, not scaled',
    );
  });

  it('has a request with its line and headers', () => {
    const http = layerOf(dissectPacket(bytesOf(trace), 3).layers, 'Hypertext');
    expect(http).toMatchObject({
      layer: 7,
      summary: 'GET /page HTTP/1.1',
      offset: 66,
      length: request.length,
    });
    expect(http.fields.map(({ name, value }) => [name, value])).toEqual([
      ['Request Line', 'GET /page HTTP/1.1'],
      ['Host', 'server'],
      ['End of Header Section', 'CRLF'],
    ]);
    expect(http.fields[0]?.children?.map(({ name, value, offset }) => [name, value, offset])).toEqual([
      ['Method', 'GET', 66],
      ['Request Target', '/page', 70],
      ['HTTP Version', 'HTTP/1.1', 76],
    ]);
  });

  it('shows how much of a body is in a segment, the first and a later one', () => {
    const first = layerOf(dissectPacket(bytesOf(trace), 4).layers, 'Hypertext');
    expect(first.fields.at(-1)).toMatchObject({ name: 'Message Body', note: 'bytes 1 to 1,407 of 3,000' });
    const second = layerOf(dissectPacket(bytesOf(trace), 5).layers, 'Hypertext');
    expect(second.summary).toBe('body of HTTP/1.1 200 OK, continued: bytes 1,408 to 2,855 of 3,000 bytes');
    expect(second.fields).toHaveLength(1);
  });

  it('shows a header line cut by the end of a segment as far as it goes', () => {
    const builder = handshake(new TraceBuilder(1)).text(0, request);
    const first = builder.carry({ from: 0, flags: push, sequence: 1, payload: 25 });
    const second = builder.carry({ from: 0, flags: push, sequence: 26, payload: 12 });
    const head = layerOf(dissectPacket(bytesOf(builder.trace), first).layers, 'Hypertext');
    expect(head.fields.at(-1)).toMatchObject({ name: 'Host', value: 'Host:', length: 5 });
    const tail = layerOf(dissectPacket(bytesOf(builder.trace), second).layers, 'Hypertext');
    expect(tail.summary).toBe('head of GET /page HTTP/1.1, continued');
    expect(tail.fields[0]).toMatchObject({ name: 'Host', value: ' server', length: 9 });
  });

  it('shows SACK edges relative to the stream that they are about', () => {
    const builder = handshake(new TraceBuilder(1));
    const options = PacketOption.timestamps | PacketOption.sack;
    const sack = [[2897, 4345]] as const;
    const packet = builder.carry({
      from: 1,
      flags: TcpFlag.ack,
      sequence: 1,
      acknowledgement: 1,
      options,
      sack,
    });
    const { layers } = dissectPacket(bytesOf(builder.trace), packet);
    expect(fieldOf(layers, 'Transmission', 'Left Edge of Block 1').note).toBe('relative 2,897');
    expect(fieldOf(layers, 'Transmission', 'Right Edge of Block 1').note).toBe('relative 4,345');
  });

  it('is of the hop that the TTL tells', () => {
    expect(layerOf(dissectPacket(bytesOf(trace), 3).layers, 'Ethernet').summary).toBe(
      '02:00:00:00:01:0a → 02:00:00:00:01:0b',
    );
    const second = dissectPacket(bytesOf(trace), 3, 63).layers;
    expect(layerOf(second, 'Ethernet').summary).toBe('02:00:00:00:02:0a → 02:00:00:00:02:0b');
    expect(fieldOf(second, 'Internet', 'Time to Live').value).toBe('63');
    expect(layerOf(dissectPacket(bytesOf(trace), 4, 63).layers, 'Ethernet').summary).toBe(
      '02:00:00:00:01:0b → 02:00:00:00:01:0a',
    );
  });

  it('is of the link of a record', () => {
    for (let record = 0; record < trace.records.length; record += 1) {
      const dissection = dissectRecord(bytesOf(trace), record);
      if (trace.kind(record) >= 20) expect(dissection).toBeUndefined();
      else
        expect(dissection).toEqual(dissectPacket(bytesOf(trace), trace.packet(record), trace.detail(record)));
    }
  });

  it('tells the TTL of a frame that found a queue full behind a router', () => {
    const builder = new TraceBuilder(2);
    const sent = builder.segment({ from: 0, flags: TcpFlag.syn, sequence: 0 });
    const arrived = builder.arrive(0, 0, builder.send(0, 0, sent));
    const dropped = builder.drop(2, 0, arrived, DropReason.queueFull);
    const { layers } = dissectRecord(bytesOf(builder.trace), dropped)!;
    expect(fieldOf(layers, 'Internet', 'Time to Live').value).toBe('63');
    expect(layerOf(layers, 'Ethernet').summary).toBe('02:00:00:00:02:0a → 02:00:00:00:02:0b');
  });

  it('tells the TTL of a frame that a cut took off its link', () => {
    const builder = new TraceBuilder(2);
    const sent = builder.segment({ from: 0, flags: TcpFlag.syn, sequence: 0 });
    builder.send(2, 0, builder.arrive(0, 0, builder.send(0, 0, sent)), 63);
    const cut = builder.writer.linkCut(2 / 2, none);
    const dropped = builder.drop(2, 0, cut, DropReason.linkCut);
    const { layers } = dissectRecord(bytesOf(builder.trace), dropped)!;
    expect(fieldOf(layers, 'Internet', 'Time to Live').value).toBe('63');
  });

  it('is there for a packet that never met a link', () => {
    const builder = new TraceBuilder(1);
    const packet = builder.trace.packet(builder.segment({ from: 0, flags: TcpFlag.syn, sequence: 0 }));
    expect(dissectPacket(bytesOf(builder.trace), packet).bytes.length).toBe(builder.trace.frameBytes(packet));
    expect(builder.trace.cause(0)).toBe(none);
  });
});
