import { describe, expect, test } from 'vitest';
import { callLab, pageLab, SimulatedRun } from '../testing/simulated-run';
import { FilteredRows } from './filtered-rows';
import { parseFilter } from './parse';

/** Short names of the packets that a filter lets through. */
function namesFound({ source }: SimulatedRun, text: string): string[] {
  const parsed = parseFilter(text);
  if (!parsed.ok) throw new Error(`${parsed.what}: ${parsed.allowed}`);
  const rows = new FilteredRows(source, parsed.test);
  rows.scan(Number.MAX_SAFE_INTEGER);
  return Array.from({ length: rows.length }, (_, place) =>
    source.labels.short(source.index.packetAt(rows.rowAt(place) ?? 0)),
  );
}

const http3 = new SimulatedRun(pageLab({ http: '3', size: '20kB', losesByte: 5000 }));
const http2 = new SimulatedRun(pageLab({ http: '2', size: '20kB' }));

describe('filters of protocols', () => {
  test('tell QUIC from TCP and TLS', () => {
    expect(namesFound(http3, 'quic and udp')).toHaveLength(http3.packets.length);
    expect(namesFound(http3, 'tcp or tls or rtp')).toEqual([]);
    expect(namesFound(http2, 'tcp')).toHaveLength(http2.packets.length);
    expect(namesFound(http2, 'quic or udp')).toEqual([]);
  });

  test('tls leaves out what carries no record', () => {
    const names = namesFound(http2, 'tls');
    expect(names.slice(0, 2)).toEqual(['ClientHello', 'ServerHello']);
    expect(names).not.toContain('ACK');
    expect(names).not.toContain('SYN');
  });

  test('find HTTP’s versions where messages begin', () => {
    expect(namesFound(http2, 'http2 and GET')).toEqual(['GET /a', 'GET /b']);
    expect(namesFound(http3, 'http3 and GET')).toEqual(['Handshake+ GET /a +1']);
    expect(namesFound(http3, 'http2 or http')).toEqual([]);
  });

  test('rtp finds the frames of a call', () => {
    const call = new SimulatedRun(callLab('udp'));
    expect(namesFound(call, 'rtp')).toHaveLength(5);
    expect(namesFound(call, 'rtp.seq==3')).toEqual(['frame 4']);
    expect(namesFound(call, 'rtp.timestamp>=5400')).toEqual(['frame 4', 'frame 5']);
  });
});

describe('filters of streams and requests', () => {
  test('stream finds all of a stream, in both directions', () => {
    const [first, ...others] = namesFound(http3, 'stream==4');
    expect(first).toBe('Handshake+ GET /a +1');
    expect(others).toEqual(expect.arrayContaining(['200', 'data', 'again']));
    expect(namesFound(http2, 'stream==3 and not GET')[0]).toBe('200');
  });

  test('request finds what carries its bytes, by the number of its lane', () => {
    const both = namesFound(http3, 'request==1 or request==2');
    const second = namesFound(http3, 'request==2');
    expect(second.length).toBeGreaterThan(10);
    expect(second.length).toBeLessThan(both.length);
    expect(second).toContain('again');
  });

  test('pkn finds packets by number, and retransmission what QUIC sends again', () => {
    expect(namesFound(http3, 'pkn==0')[0]).toBe('Initial ClientHello');
    expect(namesFound(http3, 'retransmission')).toEqual(['again']);
    expect(namesFound(http3, 'dropped')).toEqual(['data']);
  });
});
