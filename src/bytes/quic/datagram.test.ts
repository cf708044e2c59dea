import { describe, expect, it } from 'vitest';
import { originalConnectionId, QuicFrame, QuicPacketItem } from '../../shared/trace/quic';
import { none } from '../../shared/trace/record';
import { fillerByte } from '../../shared/trace/contents';
import type { TraceReader } from '../../shared/trace/trace-reader';
import { nodeCryptography as cryptography } from '../../worker/node-cryptography';
import { latin1Bytes } from '../../wire/encoding/octets';
import { StreamContents } from '../streams/stream-contents';
import {
  connectionIdOf,
  newTokenOf,
  originalDestinationId,
  retryTokenOf,
} from '../../wire/quic/connection-id';
import { QuicBytes, quicPacketsOf } from './datagram';
import { decodePacketHead, type RetryPacket } from '../../wire/quic/header';
import { type OpenedPacket, openDatagram } from '../../wire/quic/open-datagram';
import { retryIntegrityTag } from '../../wire/quic/retry';
import type { QuicSecrets } from './secrets';
import { built, type BuiltPacket, QuicTraceBuilder } from './testing/quic-trace';

const { initial, handshake, oneRtt, zeroRtt } = QuicPacketItem;

/** Secrets that differ by connection, end and epoch, and handshake bytes that count up. */
const secrets: QuicSecrets = {
  handshake: (connection, end, epoch) =>
    Uint8Array.from({ length: 4000 }, (_, at) => at + connection + end * 50 + epoch * 100),
  trafficSecret: (connection, end, epoch) =>
    connection > 5 ? undefined : new Uint8Array(32).fill(1 + connection * 10 + end * 5 + epoch),
};

function bytesOf(trace: TraceReader): QuicBytes {
  const contents = new StreamContents(trace);
  return new QuicBytes(trace, cryptography, secrets, {
    copyContents: (stream, offset, length, target, at = 0) => {
      contents.copy(stream, offset, length, target, at);
    },
  });
}

/** A datagram's packets, sealed and opened again with the keys that belong to them. */
function openedOf(trace: TraceReader, packet: number): readonly OpenedPacket[] {
  const quic = bytesOf(trace);
  const openers = quicPacketsOf(trace, packet).map(({ header }) => ({
    keys: quic.keysOf(packet, header),
    largest: trace.quicItemOffset(header) - 1,
  }));
  const { packets, error } = openDatagram(cryptography, quic.datagram(packet), openers);
  for (const found of [error, ...packets.map((each) => each.error)])
    if (found) throw new Error(`${found.what}, allowed: ${found.allowed}`);
  return packets;
}

function framesOf(builder: QuicTraceBuilder, from: 0 | 1, packets: readonly BuiltPacket[]) {
  const packet = builder.trace.packet(builder.datagram(from, packets));
  return openedOf(builder.trace, packet).map(({ frames }) => frames.map(({ frame }) => frame));
}

describe("a QUIC datagram's bytes", () => {
  it('are padded to the size that the client first sends', () => {
    const builder = new QuicTraceBuilder();
    const hello = {
      type: initial,
      number: 0,
      to: originalConnectionId,
      frames: [built.crypto(0, 280)],
      padTo: 1200,
    };
    const packet = builder.trace.packet(builder.datagram(0, [hello]));
    expect(bytesOf(builder.trace).datagram(packet).length).toBe(1200);
    const [opened] = openedOf(builder.trace, packet);
    expect(opened?.head).toMatchObject({
      name: 'Initial',
      destination: originalDestinationId(7, 0),
      source: connectionIdOf(7, 0, 0, 0),
    });
    expect(opened?.frames.map(({ frame }) => frame.name)).toEqual(['crypto', 'padding']);
  });

  it('hold several packets, each sealed with the keys of its level', () => {
    const builder = new QuicTraceBuilder();
    const frames = framesOf(builder, 1, [
      { type: initial, number: 0, frames: [built.ack(0, [0, 0]), built.crypto(0, 90)] },
      { type: handshake, number: 0, frames: [built.crypto(500, 600)] },
      { type: oneRtt, number: 3, numberBytes: 2, frames: [built.stream(3, 0, 5)] },
    ]);
    expect(frames.map((list) => list.map(({ name }) => name))).toEqual([
      ['ack', 'crypto'],
      ['crypto'],
      ['stream'],
    ]);
    const data = secrets.handshake(0, 1, 2).subarray(500, 1100);
    expect(frames[1]?.[0]).toEqual({ name: 'crypto', offset: 500, data });
  });

  it("carry what was written into each stream, and nothing of another's", () => {
    const builder = new QuicTraceBuilder().write(0, 0, 'GET one').write(0, 4, 'GET two').write(0, 4, 1000);
    const [frames] = framesOf(builder, 0, [
      {
        type: oneRtt,
        number: 1000,
        numberBytes: 4,
        frames: [built.stream(0, 0, 7, true), built.stream(4, 4, 3), built.stream(4, 7, 500, false, false)],
      },
    ]);
    const filler = Uint8Array.from({ length: 500 }, (_, at) => fillerByte(7 + at));
    expect(frames).toEqual([
      {
        name: 'stream',
        stream: 0,
        offset: 0,
        data: latin1Bytes('GET one'),
        fin: true,
        hasLength: true,
        hasOffset: false,
      },
      {
        name: 'stream',
        stream: 4,
        offset: 4,
        data: latin1Bytes('two'),
        fin: false,
        hasLength: true,
        hasOffset: true,
      },
      { name: 'stream', stream: 4, offset: 7, data: filler, fin: false, hasLength: false, hasOffset: true },
    ]);
  });

  it('have acknowledgements with all their ranges, the delay in units of 8 microseconds', () => {
    const [frames] = framesOf(new QuicTraceBuilder(), 0, [
      { type: oneRtt, number: 9, frames: [built.ack(4000, [90, 100], [10, 20], [0, 5])] },
    ]);
    const ranges = [
      { smallest: 90, largest: 100 },
      { smallest: 10, largest: 20 },
      { smallest: 0, largest: 5 },
    ];
    expect(frames).toEqual([{ name: 'ack', delay: 500, ranges, ecn: undefined }]);
  });

  it('hold every other frame that the trace can tell of', () => {
    const builder = new QuicTraceBuilder();
    const literal = builder.writer.literal('bye');
    const frames = [
      built.ping(),
      built.handshakeDone(),
      built.resetStream(4, 0x10c, 70_000),
      built.stopSending(8, 0x10c),
      built.newToken(40),
      ...[QuicFrame.maxData, QuicFrame.dataBlocked].map((type) => built.limit(type, 1_000_000)),
      ...[QuicFrame.maxStreamsBidirectional, QuicFrame.maxStreamsUnidirectional].map((type) =>
        built.limit(type, 200),
      ),
      ...[QuicFrame.streamsBlockedBidirectional, QuicFrame.streamsBlockedUnidirectional].map((type) =>
        built.limit(type, 100),
      ),
      ...[QuicFrame.maxStreamData, QuicFrame.streamDataBlocked].map((type) => built.streamLimit(type, 4, 99)),
      built.newConnectionId(2, 1),
      built.retireConnectionId(0),
      ...[QuicFrame.pathChallenge, QuicFrame.pathResponse].map((type) => built.path(type, 3)),
      built.close(QuicFrame.connectionCloseTransport, 10, 8, literal, 3),
      built.close(QuicFrame.connectionCloseApplication, 0x100, 0, none, 0),
      built.datagram(0, 0, 20, true),
      built.padding(2),
      built.datagram(0, 20, 20, false),
    ];
    const packet = builder.trace.packet(
      builder.datagram(1, [{ type: oneRtt, number: 0, numberBytes: 4, frames }]),
    );
    const [opened] = openedOf(builder.trace, packet);
    expect(opened?.frames.length).toBe(frames.length);
    expect(opened?.frames.map(({ length }) => length)).toEqual(frames.map(({ length }) => length));
    expect(opened?.frames[13]?.frame).toMatchObject({
      connectionId: connectionIdOf(7, 0, 1, 2),
      sequence: 2,
    });
    expect(opened?.frames[17]?.frame).toMatchObject({
      errorCode: 10,
      frameType: 8,
      reason: latin1Bytes('bye'),
    });
  });

  it('are the same for the same seed, and others for another', () => {
    const made = [7, 7, 8].map((seed) => {
      const builder = new QuicTraceBuilder(seed);
      builder.datagram(0, [
        { type: initial, number: 0, to: originalConnectionId, frames: [built.crypto(0, 300)] },
      ]);
      return bytesOf(builder.trace).datagram(0);
    });
    expect(made[0]).toEqual(made[1]);
    expect(made[0]).not.toEqual(made[2]);
  });

  it('change keys with the number of key updates, whose lowest bit is the Key Phase', () => {
    const builder = new QuicTraceBuilder();
    const phases = [0, 1, 2].map((updates) => {
      const frames = [built.ping(), built.padding(3)];
      const packet = builder.trace.packet(
        builder.datagram(0, [{ type: oneRtt, number: updates, updates, frames }]),
      );
      return openedOf(builder.trace, packet)[0]?.unmasked?.keyPhase;
    });
    expect(phases).toEqual([0, 1, 0]);
  });

  it('of early data are sealed with the early secret of the client', () => {
    const builder = new QuicTraceBuilder().write(0, 0, 'GET / early');
    const frames = [built.stream(0, 0, 11)];
    const packet = builder.trace.packet(
      builder.datagram(0, [{ type: zeroRtt, number: 0, to: originalConnectionId, frames }]),
    );
    expect(openedOf(builder.trace, packet)[0]?.head.name).toBe('0-RTT');
  });
});

describe('a Retry', () => {
  const builder = new QuicTraceBuilder();
  const frames = [built.crypto(0, 300)];
  const retryId = 0xfffffffe;
  const before = builder.trace.packet(
    builder.datagram(0, [{ type: initial, number: 0, to: originalConnectionId, frames }]),
  );
  const retry = builder.trace.packet(builder.retry(70));
  const after = builder.trace.packet(
    builder.datagram(0, [{ type: initial, number: 1, to: retryId, frames, tokenBytes: 70 }]),
  );

  it('is sealed with the tag for what the client first sent to', () => {
    const bytes = bytesOf(builder.trace).datagram(retry);
    const head = decodePacketHead(bytes, 0, 8);
    const { integrityTag, token } = (head.ok ? head.value : undefined) as RetryPacket;
    expect(token).toEqual(retryTokenOf(7, 0, 70));
    const unsealed = bytes.subarray(0, bytes.length - 16);
    expect(integrityTag).toEqual(retryIntegrityTag(cryptography, originalDestinationId(7, 0), unsealed));
  });

  it('has its token in the next Initial, which is sealed with the keys of its source id', () => {
    const quic = bytesOf(builder.trace);
    const [first] = quicPacketsOf(builder.trace, before);
    const [next] = quicPacketsOf(builder.trace, after);
    expect(quic.keysOf(before, first!.header)).not.toEqual(quic.keysOf(after, next!.header));
    expect(openedOf(builder.trace, after)[0]?.head).toMatchObject({ token: retryTokenOf(7, 0, 70) });
  });
});

it("an Initial on a later visit has the token of the earlier connection's NEW_TOKEN frame", () => {
  const builder = new QuicTraceBuilder();
  const connection = builder.connect();
  const resumption = { from: 0, ticket: 0, version: 0x0304, age: 5 };
  builder.trace.tls.offers.push({
    ...{ connection, carrier: 'quic', versions: [0x0304], serverName: 'server', protocols: ['h3'] },
    ...{ resumption, earlyData: false, quic: undefined },
  });
  const frames = [built.crypto(0, 300)];
  const hello = { type: initial, number: 0, to: originalConnectionId, frames, tokenBytes: 40 };
  const packet = builder.trace.packet(builder.datagram(0, [hello], connection));
  expect(openedOf(builder.trace, packet)[0]?.head).toMatchObject({ token: newTokenOf(7, 0, 40) });
});

describe('a trace that contradicts itself', () => {
  it('with frames of another length than it tells is not made into bytes', () => {
    const builder = new QuicTraceBuilder();
    const frames = [{ ...built.crypto(0, 100), length: 120 }];
    const packet = builder.trace.packet(builder.datagram(0, [{ type: initial, number: 0, frames }]));
    expect(() => bytesOf(builder.trace).datagram(packet)).toThrow(
      'frames of 104 bytes where packet 0 has 120',
    );
  });

  it('with packets under keys that nobody has is not made into bytes', () => {
    const builder = new QuicTraceBuilder();
    for (let count = 0; count < 6; count += 1) builder.connect();
    const frames = [built.ping(), built.padding(3)];
    const packet = builder.trace.packet(builder.datagram(0, [{ type: handshake, number: 0, frames }], 6));
    expect(() => bytesOf(builder.trace).datagram(packet)).toThrow('keys that no handshake led to');
  });
});
