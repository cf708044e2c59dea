import { describe, expect, test } from 'vitest';
import { callLab, pageLab, SimulatedRun } from '../testing/simulated-run';

const run = new SimulatedRun(pageLab({ http: '3', size: '20kB', losesByte: 5000 }));
const { labels } = run.source;
const names = run.packets.map((packet) => labels.short(packet));
const named = (name: string) => run.packets[names.indexOf(name)] ?? -1;

describe('datagrams of QUIC', () => {
  test('are called by packet type and what is in them, and tell a coalesced one', () => {
    expect(names.slice(0, 4)).toEqual([
      'Initial ClientHello',
      'Initial+ ServerHello',
      'Handshake Certificate continued',
      'Handshake+ CertificateVerify',
    ]);
    expect(names).toEqual(expect.arrayContaining(['Handshake+ GET /a +1', '200', 'data', 'ACK', 'CLOSE']));
  });

  test('list their packets and frames in the info', () => {
    expect(labels.info(named('Initial+ ServerHello'))).toMatch(
      /^Initial PKN=0 ACK 0, CRYPTO \(ServerHello\) · Handshake PKN=0 CRYPTO \(EncryptedExtensions, Certificate\)/,
    );
    const request = labels.info(named('Handshake+ GET /a +1'));
    expect(request).toContain('NEW_CONNECTION_ID ×3, STREAM(2), STREAM(6), STREAM(10), STREAM(0), STREAM(4)');
    expect(request).toContain('HEADERS GET /a, HEADERS GET /b');
  });

  test('have a colour class for each purpose', () => {
    const classOf = (name: string) => labels.protocolClass(named(name));
    expect(classOf('Initial ClientHello')).toBe('tcp-handshake');
    expect(classOf('Handshake+ GET /a +1')).toBe('http-request');
    expect(classOf('200')).toBe('http-response');
    expect(classOf('ACK')).toBe('tcp-ack');
    expect(classOf('again')).toBe('retransmission');
    expect(classOf('CLOSE')).toBe('tcp-close');
  });

  test('say that they repair a loss', () => {
    expect(labels.remark(named('again'))).toBe('retransmission');
    expect(labels.info(named('again'))).toMatch(/^\[retransmission\] 1-RTT PKN=\d+ STREAM\(4\)$/);
    expect(labels.isRepair(named('again'))).toBe(true);
    expect(labels.isRepair(named('data'))).toBe(false);
  });

  test('have their packet number in the ladder', () => {
    expect(labels.ladder(named('Initial ClientHello'))).toBe('Initial 0 ClientHello');
    expect(labels.ladder(named('200'))).toMatch(/^1-RTT \d+ 200$/);
  });

  test('reach up to the layer that they have something for', () => {
    expect(
      [named('ACK'), named('Initial ClientHello'), named('200')].map((one) => labels.topLayer(one)),
    ).toEqual([4, 6, 7]);
  });

  test('are HTTP/3 where a message begins, else QUIC', () => {
    expect(labels.protocol(named('200'))).toBe('HTTP/3');
    expect(labels.protocol(named('data'))).toBe('QUIC');
  });
});

describe('packets of a call', () => {
  test('are RTP over UDP, one frame each', () => {
    const call = new SimulatedRun(callLab('udp'));
    const those = call.source.labels;
    expect(call.packets.map((packet) => those.short(packet))).toEqual(
      [1, 2, 3, 4, 5].map((n) => `frame ${n}`),
    );
    expect(those.protocol(call.packets[1] ?? -1)).toBe('RTP');
    expect(those.info(call.packets[1] ?? -1)).toBe('PT=96 SSRC=0x484f5000 Seq=1 Time=1800 Mark');
  });

  test('are RTP in TCP segments, where frames begin anywhere', () => {
    const call = new SimulatedRun(callLab('tcp'));
    const those = call.source.labels;
    const data = call.packets.filter((packet) => those.protocol(packet) === 'RTP');
    expect(data.map((packet) => those.short(packet))).toEqual([
      'frame 1',
      'frame 2 +1',
      'frame 4',
      'frame 5',
    ]);
    expect(those.message(data[0] ?? -1)).toBe('PT=96 SSRC=0x484f5000 Seq=0 Time=0 Mark');
  });
});
