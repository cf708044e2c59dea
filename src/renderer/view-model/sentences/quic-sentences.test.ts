import { describe, expect, test } from 'vitest';
import { RecordKind } from '../../../shared/trace/record';
import { recordSentence } from './record-sentences';
import { callLab, pageLab, SimulatedRun } from '../testing/simulated-run';
import { causeChain } from './why';

function sentencesOf(run: SimulatedRun, kind: RecordKind): string[] {
  return run.records(kind).map((record) => recordSentence(run.source, record));
}

describe('sentences of QUIC', () => {
  const run = new SimulatedRun(pageLab({ http: '3', size: '20kB', losesByte: 5000 }));

  test('tell what a loss is of, and how it was found', () => {
    expect(sentencesOf(run, RecordKind.quicLost)).toEqual([
      expect.stringMatching(
        /^server takes #\d+ data, its packet \d+ of application data, for lost: (time|packet) threshold$/,
      ),
    ]);
  });

  test('say why a datagram is sent only where its name does not', () => {
    const sends = sentencesOf(run, RecordKind.quicSend);
    expect(sends[0]).toBe('client sends #1 Initial ClientHello');
    expect(sends.filter((sentence) => sentence.endsWith('(retransmission)'))).toHaveLength(1);
    expect(sends.filter((sentence) => sentence.includes('(data)'))).toEqual([]);
  });

  test('lead from a retransmission back to what was lost', () => {
    const again = run
      .records(RecordKind.quicSend)
      .find((record) => recordSentence(run.source, record).includes('again'));
    const { steps } = causeChain(run.source, again ?? -1, 12);
    expect(steps.at(-2)?.says).toMatch(/takes #\d+ data, .* for lost/);
  });

  test('have none without words', () => {
    const { trace } = run.source;
    for (let record = 0; record < trace.records.length; record += 1)
      expect(recordSentence(run.source, record)).not.toMatch(/undefined|unknown|Record of kind|\?/);
  });
});

describe('sentences of TLS', () => {
  const run = new SimulatedRun(pageLab({ http: '1.1', tls: '1.3' }));

  test('name handshake messages, and the keys that they are under', () => {
    const messages = sentencesOf(run, RecordKind.tlsMessage);
    expect(messages[0]).toBe('client sends ClientHello (plaintext)');
    expect(messages).toContain('client receives Certificate (handshake)');
  });

  test('say how it came out', () => {
    expect(sentencesOf(run, RecordKind.tlsEstablished)).toContain(
      'TLS 1.3 is established at client: full handshake',
    );
  });

  test('have TCP hand its bytes to TLS', () => {
    expect(sentencesOf(run, RecordKind.tcpDeliver)[0]).toMatch(/^TCP at server hands \d+ B to TLS$/);
  });
});

test('frames of a call are counted from 1', () => {
  const run = new SimulatedRun(callLab('udp'));
  expect(sentencesOf(run, RecordKind.mediaSent)[0]).toBe('client sends frame 1 of the call');
  expect(sentencesOf(run, RecordKind.mediaPlayed).at(-1)).toBe('Frame 5 of the call at server: shown');
});
