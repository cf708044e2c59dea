import { describe, expect, test } from 'vitest';
import { SegmentReason } from '../../../shared/trace/record';
import { TcpFlag } from '../../../shared/trace/packet';
import { PacketLabels } from './packet-labels';
import { scriptVisit, there } from '../testing/visit';

const visit = scriptVisit();
const { trace, index } = visit.run.indexed();
const labels = new PacketLabels(trace, index);

/** Labels of one more segment of the same visit. */
function oneMore(flags: number, reason: number, payload = 0) {
  const { run, connection } = scriptVisit();
  const { packet } = run.segment({
    time: 5e9,
    connection,
    end: 0,
    flags,
    reason,
    payload,
    sequence: 900,
    path: there,
  });
  const indexed = run.indexed();
  return { packet, labels: new PacketLabels(indexed.trace, indexed.index) };
}

describe('a short name', () => {
  test.each([
    ['SYN', visit.syn],
    ['SYN-ACK', visit.synAck],
    ['ACK', visit.handshakeAck],
    ['GET /', visit.request],
    ['200', visit.lostResponse],
    ['retransmit 200', visit.response],
    ['FIN', visit.fin],
  ])('%s', (name, segment) => expect(labels.short(segment.packet)).toBe(name));

  test.each([
    ['RST', TcpFlag.rst | TcpFlag.ack, SegmentReason.rst, 0],
    ['dup ACK', TcpFlag.ack, SegmentReason.duplicateAck, 0],
    ['data', TcpFlag.ack, SegmentReason.data, 100],
    ['data FIN', TcpFlag.ack | TcpFlag.fin, SegmentReason.data, 100],
    ['retransmit', TcpFlag.ack, SegmentReason.fastRetransmission, 100],
    ['retransmit SYN', TcpFlag.syn, SegmentReason.synRetransmission, 0],
    ['loss probe', TcpFlag.ack, SegmentReason.tailLossProbe, 100],
    ['window update', TcpFlag.ack, SegmentReason.windowUpdate, 0],
  ])('%s', (name, flags, reason, payload) => {
    const { packet, labels: those } = oneMore(flags, reason, payload);
    expect(those.short(packet)).toBe(name);
  });
});

describe('the info', () => {
  test('of a SYN tells its options, and its window unscaled', () => {
    expect(labels.info(visit.syn.packet)).toBe(
      '32768 → 80 [SYN] Seq=0 Win=501 Len=0 MSS=1460 SACK_PERM TSval=17 TSecr=11 WS=128',
    );
  });
  test('of a later segment tells its window scaled', () => {
    expect(labels.info(visit.handshakeAck.packet)).toContain('[ACK] Seq=1 Ack=1 Win=64128 Len=0');
  });
  test('of a request is its request line', () => {
    expect(labels.info(visit.request.packet)).toBe('GET / HTTP/1.1');
  });
  test('of a retransmission says so', () => {
    expect(labels.info(visit.response.packet)).toBe('[retransmission (RTO)] HTTP/1.1 200 OK');
  });
});

describe('the ladder', () => {
  test('names options of a SYN as packet sniffers do', () => {
    expect(labels.ladder(visit.syn.packet)).toBe('SYN seq 0 mss 1460 sackOK ts ws 7');
  });
  test('gives the stretch of the stream that data covers', () => {
    expect(labels.ladder(visit.request.packet)).toBe('GET / 1:33');
  });
  test('gives what an ACK acknowledges', () => {
    expect(labels.ladder(visit.handshakeAck.packet)).toBe('ACK ack 1');
  });
});

test('each kind of packet has its colour class', () => {
  const { syn, synAck, handshakeAck, request, lostResponse, response, fin } = visit;
  const classes = [syn, synAck, handshakeAck, request, lostResponse, response, fin].map(({ packet }) =>
    labels.protocolClass(packet),
  );
  expect(classes).toEqual([
    'tcp-handshake',
    'tcp-handshake',
    'tcp-ack',
    'http-request',
    'http-response',
    'retransmission',
    'tcp-close',
  ]);
});
