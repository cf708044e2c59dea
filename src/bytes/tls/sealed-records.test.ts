import { describe, expect, it } from 'vitest';
import { TlsContentType, TlsEpoch, type TlsRecord } from '../../shared/trace/tls';
import { nodeCryptography as cryptography } from '../../worker/node-cryptography';
import { latin1Text } from '../../wire/encoding/octets';
import { bytesOf } from '../testing/bytes-of';
import { TraceBuilder } from '../testing/trace-builder';
import { trafficKeys } from '../../wire/tls/key-schedule';
import { TlsVersion } from '../../wire/tls/names';
import { openRecord } from '../../wire/tls/record-protection';
import { messagesOf, type Named } from './testing/handshake-peer';
import { tls12Script, tls13Script } from './testing/tls-script';
import { concatenate, keys12, openRecord12 } from '../../wire/tls/tls12';

const { plaintext } = TlsEpoch;
const { tls12, tls13 } = TlsVersion;

/** Opens every protected record of a trace's first connection with the secrets of its key log. */
function opened(source: ReturnType<typeof bytesOf>): { record: TlsRecord; plaintext: Uint8Array }[] {
  const isTls13 = source.trace.tls.answers[0]?.version === tls13;
  const protectedRecords = source.trace.tls.records.filter(({ epoch }) => epoch > plaintext);
  return protectedRecords.map((record) => {
    const bytes = source.tls.record(record);
    expect(bytes).toHaveLength(record.length);
    const secret = source.tls.trafficSecret(0, record.end, record.epoch);
    const result =
      isTls13 && secret
        ? openRecord(cryptography, trafficKeys(cryptography, secret), record.sequence, bytes)
        : openRecord12(cryptography, keysOf12(source)[record.end], record.sequence, bytes);
    if (!result.ok) throw new Error(result.error.what);
    expect(result.value.type).toBe(record.type);
    return { record, plaintext: result.value.plaintext };
  });
}

function keysOf12(source: ReturnType<typeof bytesOf>) {
  const { secret } = source.tls.secrets(0)[0]!;
  const hello = (end: 0 | 1) =>
    messagesOf(source.tls.handshake(0, end, plaintext), tls12)[0]!.message as Named<'client-hello'>;
  return keys12(cryptography, secret, hello(0).random, hello(1).random);
}

describe('the records of a connection', () => {
  const scripts: [string, () => TraceBuilder][] = [
    ['TLS 1.3', () => tls13Script(new TraceBuilder(1)).builder],
    ['TLS 1.3 with early data', () => tls13Script(new TraceBuilder(1), { earlyData: true }).builder],
    ['TLS 1.2', () => tls12Script(new TraceBuilder(1)).builder],
    ['TLS 1.2 resumed', () => tls12Script(new TraceBuilder(1), true).builder],
  ];

  it.each(scripts)('open to what was written: %s', (_, make) => {
    const source = bytesOf(make().trace);
    const texts = opened(source)
      .filter(({ record }) => record.type === TlsContentType.applicationData)
      .map(({ plaintext: bytes }) => latin1Text(bytes).split('\r\n')[0]);
    expect(texts).toEqual(['GET / HTTP/1.1', 'HTTP/1.1 200 OK']);
    const handshakes = opened(source).filter(({ record }) => record.type === TlsContentType.handshake);
    for (const { record, plaintext: bytes } of handshakes)
      expect(bytes).toEqual(
        source.tls.handshake(0, record.end, record.epoch).slice(record.from, record.from + record.bytes),
      );
  });

  it.each(scripts)('are the stream, however it is cut: %s', (_, make) => {
    const source = bytesOf(make().trace);
    for (const end of [0, 1] as const) {
      const records = source.trace.tls.records.filter((record) => record.end === end);
      const stream = concatenate(...records.map((record) => source.tls.record(record)));
      const pieces: Uint8Array[] = [];
      for (let at = 0, size = 1; at < stream.length; at += size, size = (size * 7) % 1449 || 1) {
        const piece = new Uint8Array(Math.min(size, stream.length - at));
        source.copyStream(0, end, at, piece.length, piece);
        pieces.push(piece);
      }
      expect(concatenate(...pieces)).toEqual(stream);
    }
  });

  it('close with an alert', () => {
    const source = bytesOf(tls13Script(new TraceBuilder(1)).builder.trace);
    const alerts = opened(source).filter(({ record }) => record.type === TlsContentType.alert);
    expect(alerts.map(({ plaintext: bytes }) => [...bytes])).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  it('are the same whoever makes them, and in whichever order', () => {
    const { trace } = tls13Script(new TraceBuilder(1)).builder;
    const [one, other] = [bytesOf(trace), bytesOf(trace)];
    const backwards = [...trace.tls.records].reverse().map((record) => other.tls.record(record));
    expect(trace.tls.records.map((record) => one.tls.record(record))).toEqual(backwards.reverse());
  });
});
