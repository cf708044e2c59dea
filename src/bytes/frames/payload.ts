import { protocolUdp, TcpFlag } from '../../shared/trace/packet';
import type { TraceReader } from '../../shared/trace/trace-reader';
import { sendingEnd } from '../../shared/trace/ends';
import type { TraceBytes } from './trace-bytes';

/** Stream offset of a packet's first payload byte: a SYN takes the sequence number before it (RFC 9293 section 3.4). */
export function streamOffset(trace: TraceReader, packet: number): number {
  const ahead = trace.flags(packet) & TcpFlag.syn ? 0 : 1;
  return trace.relativeSequence(packet) - ahead;
}

/** Copies a packet's payload to `target[at]`; returns its length in bytes. */
export function writePayload(source: TraceBytes, packet: number, target: Uint8Array, at: number): number {
  const { trace } = source;
  const length = trace.payloadBytes(packet);
  if (length === 0) return 0;
  if (trace.protocol(packet) === protocolUdp) writeDatagram(source, packet, target, at);
  else writeSegment(source, packet, target, at);
  return length;
}

function writeSegment(source: TraceBytes, packet: number, target: Uint8Array, at: number): void {
  const { trace } = source;
  const length = trace.payloadBytes(packet);
  const connection = trace.connectionOfPacket(packet);
  const end = sendingEnd(trace, packet);
  source.copyStream(connection, end, streamOffset(trace, packet), length, target, at);
}

/** QUIC's packets or, on a plain flow, what was written from the datagram's offset on. */
function writeDatagram(source: TraceBytes, packet: number, target: Uint8Array, at: number): void {
  const { trace } = source;
  if (trace.quicItemCount(packet) > 0) {
    target.set(source.quic.datagram(packet), at);
    return;
  }
  const end = sendingEnd(trace, packet);
  const place = { connection: trace.connectionOfPacket(packet), end, stream: 0 };
  source.copyContents(place, trace.relativeSequence(packet), trace.payloadBytes(packet), target, at);
}

/** A packet's payload, in bytes of its own. */
export function payloadOf(source: TraceBytes, packet: number): Uint8Array {
  const bytes = new Uint8Array(source.trace.payloadBytes(packet));
  writePayload(source, packet, bytes, 0);
  return bytes;
}
