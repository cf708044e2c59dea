import { expect, it } from 'vitest';
import { TraceWriter } from '../../../engine/trace/trace-writer';
import { connectionRow } from '../connections';
import { CongestionPhase } from '../kinds/congestion';
import { FlowBlock } from '../kinds/flow-blocks';
import { MediaFate } from '../kinds/media';
import { QuicSendReason, QuicStreamPart } from '../kinds/quic';
import { TlsDirection, TlsSession } from '../kinds/tls';
import { quicReceiveStates, quicSendStates } from '../quic';
import { http2States, none } from '../record';
import { HandshakeType, TlsEpoch } from '../tls';
import type { LabState } from './state/lab-state';
import { hashState } from './state-hash';
import { StateSeeker } from './state-seeker';

/** A QUIC connection between devices 0 and 1: handshake, one stream, a congestion figure and a repair. */
function quicTrace() {
  const writer = new TraceWriter();
  writer.trace.connections.push(
    connectionRow('quic', { device: 0, address: 1, port: 50_000 }, { device: 1, address: 2, port: 443 }),
  );
  const [client, server, quic, request, stream] = [0, 1, 0, 0, 4];
  writer.appStart(client, request, 0);
  writer.tlsMessage(client, quic, HandshakeType.clientHello, TlsEpoch.plaintext, 300, TlsDirection.sent);
  writer.quicState(client, quic, 1, 2, 2);
  writer.tlsEstablished(client, quic, 0x0304, TlsSession.resumed);
  writer.httpRequest(client, quic, request);
  writer.quicStream(client, quic, stream, QuicStreamPart.sending, 0, 1, 0);
  writer.quicStream(server, quic, stream, QuicStreamPart.receiving, 0, 1, 0);
  writer.quicSend(client, none, quic, QuicSendReason.data, 1200);
  writer.quicSend(client, none, quic, QuicSendReason.probe, 2400);
  writer.quicDeliver(server, none, quic, stream, 700);
  writer.quicDeliver(server, none, quic, stream, 300);
  writer.quicCongestion(client, quic, 14_720, none, CongestionPhase.congestionAvoidance);
  writer.quicRoundTrip(client, none, quic, 100_000, 325_000);
  writer.httpStream(client, quic, stream, 0, 3, 0);
  writer.httpBlocked(server, quic, request, FlowBlock.stream);
  writer.mediaPlayed(server, quic, 7, 0, MediaFate.skipped);
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
