import { describe, expect, it } from 'vitest';
import { protocolUdp } from '../../shared/trace/packet';
import { otherClientAddress, type PairSettings, QuicPair } from '../../engine/quic/testing/quic-pair';
import { nodeCryptography as cryptography } from '../../worker/node-cryptography';
import { bytesOf } from '../testing/bytes-of';
import { quicPacketsOf } from './datagram';
import { openDatagram } from '../../wire/quic/open-datagram';

const ms = 1e6;

/** A page of some kilobytes on three streams, asked for as soon as it may. */
function visit(settings: PairSettings = {}): QuicPair {
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

/** Makes every datagram of a trace, opens it with the keys that belong to it, and tells what was found. */
function openAll({ trace }: QuicPair) {
  const source = bytesOf(trace);
  const names = new Set<string>();
  let packets = 0;
  for (let packet = 0; packet < trace.packets.length; packet += 1) {
    if (trace.protocol(packet) !== protocolUdp) continue;
    const items = quicPacketsOf(trace, packet);
    const openers = items.map(({ header }) => ({
      keys: source.quic.keysOf(packet, header),
      largest: trace.quicItemOffset(header) - 1,
    }));
    const opened = openDatagram(cryptography, source.quic.datagram(packet), openers);
    expect(opened.error).toBeUndefined();
    expect(opened.packets.map(({ error }) => error)).toEqual(items.map(() => undefined));
    opened.packets.forEach(({ head, frames, unmasked }, index) => {
      const { header, firstFrame, end } = items[index]!;
      expect(unmasked?.packetNumber).toBe(trace.quicItemOffset(header));
      expect(unmasked?.packetNumberLength).toBe(trace.quicItemWord(header, 1));
      names.add(head.name);
      const told = Array.from({ length: end - firstFrame }, (_, at) =>
        trace.quicItemWord(firstFrame + at, 3),
      );
      // Two runs of padding side by side are read as one.
      const sum = (list: readonly number[]) => list.reduce((total, length) => total + length, 0);
      expect(sum(frames.map(({ length }) => length))).toBe(sum(told));
      for (const { frame } of frames) names.add(frame.name);
    });
    packets += 1;
  }
  return { packets, names };
}

describe("the engine's QUIC datagrams", () => {
  it('become bytes and are opened again, on a first visit', () => {
    const { packets, names } = openAll(visit().run(5000 * ms));
    expect(packets).toBeGreaterThan(80);
    for (const name of [
      'Initial',
      'Handshake',
      '1-RTT',
      'crypto',
      'ack',
      'stream',
      'handshake-done',
      'padding',
    ])
      expect(names).toContain(name);
  });

  it('become bytes and are opened again, on a return visit', () => {
    expect(openAll(visit({ visitedBefore: true }).run(5000 * ms)).names).toContain('0-RTT');
  });

  it('become bytes and are opened again, with a ticket of the first visit', () => {
    const pair = visit().run(1000 * ms);
    pair.at(1000 * ms, () => pair.connect()).run(5000 * ms);
    expect(openAll(pair).names).toContain('0-RTT');
  });

  it.each([3, 4, 5])('become bytes and are opened again, when some are lost: seed %i', (seed) => {
    const link = { loss: 0.08, reorder: 0.05, reorderBy: ms, duplicate: 0.05 };
    const { packets } = openAll(visit({ seed, link }).run(60_000 * ms));
    expect(packets).toBeGreaterThan(80);
  });

  it('become bytes and are opened again, while the client moves and closes', () => {
    const pair = visit({ link: { bandwidth: 5e6, queuePackets: 100 } }).run(150 * ms);
    pair.at(150 * ms, () => pair.client.migrate(otherClientAddress)).run(3000 * ms);
    pair.at(3000 * ms, () => pair.applications[0].connection?.close(0x100)).run(20_000 * ms);
    const { names } = openAll(pair);
    for (const name of [
      'path-challenge',
      'path-response',
      'new-connection-id',
      'retire-connection-id',
      'connection-close',
    ])
      expect(names).toContain(name);
  });
});
