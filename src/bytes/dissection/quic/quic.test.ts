import { describe, expect, it } from 'vitest';
import type { DissectedField, DissectedLayer } from '../../../shared/dissection';
import { dissectPacket } from '../dissect';
import { QuicScript } from '../../quic/testing/quic-script';
import { QuicTraceBuilder } from '../../quic/testing/quic-trace';
import { bytesOf } from '../../testing/bytes-of';

const builder = new QuicTraceBuilder();
const packets = new QuicScript(builder).firstVisit();
const source = bytesOf(builder.trace);
const layersOf = (index: number) => dissectPacket(source, packets[index]!).layers;

function everyField(fields: readonly DissectedField[]): DissectedField[] {
  return fields.flatMap((each) => [each, ...everyField(each.children ?? [])]);
}

function valueOf(layer: DissectedLayer | undefined, name: string): string | undefined {
  return layer && everyField(layer.fields).find((each) => each.name === name)?.value;
}

describe("a QUIC datagram's layers", () => {
  it('are UDP, then each QUIC packet of the datagram', () => {
    const layers = layersOf(1);
    expect(layers.slice(0, 6).map(({ name }) => name)).toEqual([
      'Frame',
      'Ethernet II',
      'Internet Protocol Version 4',
      'User Datagram Protocol',
      'QUIC',
      'QUIC',
    ]);
    expect(layers[4]?.summary).toMatch(/^Initial, packet 0: ACK packets 0; CRYPTO$/);
    expect(layers[5]?.summary).toMatch(
      /^Handshake, packet 0: CRYPTO; PADDING$|^Handshake, packet 0: CRYPTO$/,
    );
  });

  it('lie one behind the other, to the last byte', () => {
    for (let index = 0; index < packets.length; index += 1) {
      const { bytes, layers } = dissectPacket(source, packets[index]!);
      const quic = layers.filter(({ name }) => name === 'QUIC');
      let at = 14 + 20 + 8;
      for (const layer of quic) {
        expect(layer.offset).toBe(at);
        at += layer.length;
      }
      expect(at).toBe(bytes.length);
    }
  });

  it('have fields within their bytes, none malformed', () => {
    for (let index = 0; index < packets.length; index += 1)
      for (const layer of layersOf(index))
        for (const { name, offset, length } of everyField(layer.fields)) {
          expect(name).not.toBe('Malformed');
          expect(offset).toBeGreaterThanOrEqual(layer.offset);
          expect(offset + length).toBeLessThanOrEqual(layer.offset + layer.length);
        }
  });

  it('tell connection ids, packet number and what each frame carries', () => {
    const [handshake, oneRtt] = layersOf(4)
      .filter(({ name }) => name === 'QUIC')
      .slice(1);
    expect(valueOf(handshake, 'Long Packet Type')).toBe('2');
    expect(valueOf(handshake, 'Source Connection ID')).toMatch(/^[0-9a-f]{16}$/);
    expect(valueOf(oneRtt, 'Packet Number')).toBe('0');
    expect(valueOf(oneRtt, 'STREAM')).toBe('stream 2, bytes 0 to 2');
    expect(oneRtt?.fields.filter(({ name }) => name === 'STREAM').at(-1)?.value).toBe(
      'stream 0, bytes 0 to 14, FIN',
    );
  });

  it('have the acknowledgement delay in the unit that its sender declared', () => {
    const layer = layersOf(5).find(({ name }) => name === 'QUIC');
    const ack = layer?.fields.find(({ name }) => name === 'ACK');
    expect([ack?.value, ack?.note]).toEqual(['packets 0', 'delayed by 800 µs']);
  });

  it("are followed by the handshake's messages, and by the frames of HTTP/3", () => {
    const above = (index: number) =>
      layersOf(index)
        .filter(({ name }) => name !== 'QUIC')
        .slice(4);
    expect(above(0).map(({ summary }) => summary)).toEqual([expect.stringMatching(/^ClientHello, /)]);
    expect(above(1)[0]?.summary).toMatch(/^ServerHello, /);
    expect(
      above(4)
        .map(({ name }) => name)
        .slice(0, 2),
    ).toEqual(['Transport Layer Security', 'Hypertext Transfer Protocol 3']);
    expect(above(4).map(({ summary }) => summary)).toContainEqual(expect.stringMatching(/HEADERS/));
  });
});
