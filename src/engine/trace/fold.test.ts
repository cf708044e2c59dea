import { connectionRow } from '../../shared/trace/connections';
import { expect, it } from 'vitest';
import type { LabState } from '../../shared/trace/fold';
import { StateSeeker, hashState } from '../../shared/trace/fold';
import { quicSendStates, quicReceiveStates, QuicSendReason } from '../../shared/trace/quic';
import { http2States, none, RecordKind } from '../../shared/trace/record';
import { HandshakeType } from '../../shared/trace/tls';
import { TraceWriter } from './trace-writer';

const change = (from: number, to: number, event = 0) => from | (to << 8) | (event << 16);

/** A QUIC connection between devices 0 and 1: handshake, one stream, a congestion figure and a repair. */
function quicTrace() {
  const writer = new TraceWriter();
  writer.trace.connections.push(
    connectionRow('quic', { device: 0, address: 1, port: 50_000 }, { device: 1, address: 2, port: 443 }),
  );
  const record = (kind: number, device: number, a: number, b = 0, detail = 0) =>
    writer.record(kind, device, none, 0, a, b, detail);
  record(RecordKind.appStart, 0, 0);
  record(RecordKind.tlsMessage, 0, HandshakeType.clientHello, 300, 0);
  record(RecordKind.quicState, 0, change(1, 2, 2), 0, 2);
  record(RecordKind.tlsEstablished, 0, 0x0304, 0, 1);
  record(RecordKind.httpRequest, 0, 0);
  record(RecordKind.quicStream, 0, 4, change(0, 1), 0);
  record(RecordKind.quicStream, 1, 4, change(0, 1), 1);
  record(RecordKind.quicSend, 0, 1200, 0, QuicSendReason.data);
  record(RecordKind.quicSend, 0, 2400, 0, QuicSendReason.probe);
  record(RecordKind.quicDeliver, 1, 4, 700);
  record(RecordKind.quicDeliver, 1, 4, 300);
  record(RecordKind.quicCongestion, 0, 14_720, none, 1);
  record(RecordKind.quicRoundTrip, 0, 100_000, 325_000);
  record(RecordKind.httpStream, 0, 4, change(0, 3), 0);
  record(RecordKind.httpBlocked, 1, 0, 0, 1);
  record(RecordKind.mediaPlayed, 1, 7, 0, 2);
  return writer.trace;
}

function folded(): LabState {
  const trace = quicTrace();
  return new StateSeeker(trace).at(trace.records.length);
}

it("folds a QUIC end's state, window, round trip and repairs", () => {
  const { ends } = folded();
  expect(ends.get(0, 'state')).toBe(2);
  expect(ends.get(0, 'sentSegments')).toBe(2);
  expect(ends.get(0, 'retransmissions')).toBe(1);
  expect(ends.get(0, 'bytesInFlight')).toBe(2400);
  expect(ends.get(0, 'congestionWindow')).toBe(14_720);
  expect(ends.get(0, 'retransmissionTimeout')).toBe(325_000);
  expect(ends.get(1, 'deliveredBytes')).toBe(1000);
});

it('tells how far TLS has come at each end', () => {
  const { ends } = folded();
  expect(ends.get(0, 'tlsProgress')).toBe(3);
  expect(ends.get(0, 'tlsVersion')).toBe(0x0304);
  expect(ends.get(1, 'tlsProgress')).toBe(0);
});

it('keeps the states of both ends of a stream', () => {
  const { streams } = folded();
  const client = streams.find(0, 4, 0);
  const server = streams.find(0, 4, 1);
  expect(quicSendStates[streams.table.get(client, 'sending') - 1]).toBe('Send');
  expect(http2States[streams.table.get(client, 'http2') - 1]).toBe('open');
  expect(quicReceiveStates[streams.table.get(server, 'receiving') - 1]).toBe('Size Known');
  expect(streams.table.get(server, 'deliveredBytes')).toBe(1000);
  expect(streams.find(0, 8, 0)).toBe(-1);
});

it('leaves requests as they are when flow control holds a response back, and for media', () => {
  const { requests } = folded();
  expect(requests.rows).toBe(1);
  expect(requests.get(0, 'status')).toBe(2);
});

it('comes to the same state from anywhere', () => {
  const trace = quicTrace();
  const whole = hashState(new StateSeeker(trace, 1).at(trace.records.length));
  const seeker = new StateSeeker(trace, 3);
  const early = seeker.at(7);
  expect(hashState(seeker.move(early.copy(), trace.records.length))).toBe(whole);
  expect(hashState(seeker.at(7))).toBe(hashState(early));
});
