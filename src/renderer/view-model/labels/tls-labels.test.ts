import { describe, expect, test } from 'vitest';
import { pageLab, SimulatedRun } from '../testing/simulated-run';

function labelled(settings: Parameters<typeof pageLab>[0]) {
  const run = new SimulatedRun(pageLab({ paths: ['/a'], ...settings }));
  const { labels } = run.source;
  const loud = run.packets.filter(
    (packet) => !['ACK', 'SYN', 'SYN-ACK', 'FIN'].includes(labels.short(packet)),
  );
  return { run, labels, loud, names: loud.map((packet) => labels.short(packet)) };
}

const version12 = labelled({ http: '1.1', tls: '1.2' });
const version13 = labelled({ http: '1.1', tls: '1.3' });
const http2 = labelled({ http: '2', paths: ['/a', '/b'] });

describe('segments of TLS', () => {
  test('are called by the handshake messages that begin in them, or go on', () => {
    expect(version12.names.slice(0, 8)).toEqual([
      'ClientHello',
      'ServerHello',
      'Certificate',
      'ServerKeyExchange',
      'ClientKeyExchange',
      'NewSessionTicket',
      'GET /a',
      '200',
    ]);
  });

  test('say which version they are of', () => {
    expect(version12.labels.protocol(version12.loud[0] ?? -1)).toBe('TLSv1.2');
    expect(version13.labels.protocol(version13.loud[0] ?? -1)).toBe('TLSv1.3');
  });

  test('are coloured as a handshake, its end as a close, and what they carry as data', () => {
    const { labels, loud } = version13;
    const classes = loud.map((packet) => `${labels.short(packet)}: ${labels.protocolClass(packet)}`);
    expect(classes).toContain('Certificate: tcp-handshake');
    expect(classes).toContain('Finished: tcp-handshake');
    expect(classes).toContain('GET /a: http-request');
    expect(classes).toContain('200: http-response');
    expect(classes).toContain('Alert: close notify: tcp-close');
  });

  test('list all records in the info', () => {
    const { labels, loud } = version13;
    expect(labels.info(loud[1] ?? -1)).toBe(
      'ServerHello, Change Cipher Spec, EncryptedExtensions, Certificate',
    );
    expect(labels.info(loud[2] ?? -1)).toBe('Certificate (continued)');
  });

  test('reach up to layer 6 in the handshake, and to 7 with a request', () => {
    const { labels, loud } = version13;
    const layer = (name: string) => labels.topLayer(loud[version13.names.indexOf(name)] ?? -1);
    expect([layer('ClientHello'), layer('Certificate'), layer('GET /a'), layer('200')]).toEqual([6, 6, 7, 7]);
  });
});

describe('segments of HTTP/2', () => {
  test('are called by requests and answers, then by frames of the connection', () => {
    expect(http2.names).toEqual(expect.arrayContaining(['SETTINGS', 'GET /a', 'GET /b', '200', 'GOAWAY']));
    expect(http2.names).not.toContain('DATA');
  });

  test('name frames with their streams in the info', () => {
    const of = (name: string) => http2.labels.info(http2.loud[http2.names.indexOf(name)] ?? -1);
    expect(of('SETTINGS')).toBe('Magic, SETTINGS[0], WINDOW_UPDATE[0]');
    expect(of('GET /b')).toBe('HEADERS[3] GET /b');
  });

  test('belong to the streams that they have bytes of, whether a frame begins in them or goes on', () => {
    const { labels, loud } = http2;
    const data = loud.filter((packet) => labels.protocolClass(packet) === 'http-response');
    const streams = data.map((packet) => labels.messages.streamsIn(packet));
    expect(new Set(streams.flat())).toEqual(new Set([0, 1, 3]));
    expect(streams.every((ofPacket) => ofPacket.length > 0)).toBe(true);
  });
});
