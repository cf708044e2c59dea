import { RecordKind } from '../../../../shared/trace/record';
import type { Trace } from '../../../../shared/trace/trace';
import type { Invariant } from './run-under-test';

/** Which end of a connection is at a device; -1: neither. */
function endAt(trace: Trace, connection: number, device: number): number {
  return trace.connections[connection]?.ends.findIndex((end) => end.device === device) ?? -1;
}

/** TCP hands bytes to the application in order, none twice, and none that the peer did not send before. */
export const tcpDeliversInOrder: Invariant = ({ trace }) => {
  const delivered = new Map<number, number>();
  const sent = new Map<number, number>();
  const broken: string[] = [];
  for (let seq = 0; seq < trace.records.length; seq++) {
    const kind = trace.kind(seq);
    if (kind !== RecordKind.tcpDeliver && kind !== RecordKind.tcpSend) continue;
    const connection = trace.connection(seq);
    const end = endAt(trace, connection, trace.place(seq));
    if (end < 0) continue;
    if (kind === RecordKind.tcpSend) {
      const packet = trace.packet(seq);
      // The SYN has the sequence number 0, so that the first byte has 1.
      const last = Math.max(0, trace.relativeSequence(packet) - 1) + trace.payloadBytes(packet);
      sent.set(connection * 2 + end, Math.max(sent.get(connection * 2 + end) ?? 0, last));
      continue;
    }
    const next = delivered.get(connection * 2 + end) ?? 0;
    const now = next + trace.a(seq);
    if (trace.b(seq) !== next % 0x100000000)
      broken.push(
        `record ${seq}: connection ${connection} delivers byte ${trace.b(seq)} where ${next} is next`,
      );
    if (now > (sent.get(connection * 2 + (1 - end)) ?? 0))
      broken.push(`record ${seq}: connection ${connection} delivers ${now} bytes, which nobody sent yet`);
    delivered.set(connection * 2 + end, now);
  }
  return broken;
};

/** A stream hands out no more bytes than were written to it. Under TLS over TCP, what was written is longer than its plaintext. */
export const nothingIsDeliveredThatWasNotWritten: Invariant = ({ trace }) => {
  const written = new Map<string, number>();
  const add = (connection: number, end: number, stream: number, until: number) => {
    const key = `${connection}/${end}/${stream}`;
    written.set(key, Math.max(written.get(key) ?? 0, until));
  };
  for (const { connection, end, stream, offset, length } of trace.contents)
    if (trace.connections[connection]?.protocol !== 'udp') add(connection, end, stream, offset + length);
  for (const { connection, end, offset, length } of trace.tls.records)
    add(connection, end, 0, offset + length);
  const delivered = new Map<string, number>();
  for (let seq = 0; seq < trace.records.length; seq++) {
    const kind = trace.kind(seq);
    if (kind !== RecordKind.tcpDeliver && kind !== RecordKind.quicDeliver) continue;
    const isTcp = kind === RecordKind.tcpDeliver;
    const connection = trace.connection(seq);
    const writer = 1 - endAt(trace, connection, trace.place(seq));
    const key = `${connection}/${writer}/${isTcp ? 0 : trace.a(seq)}`;
    delivered.set(key, (delivered.get(key) ?? 0) + (isTcp ? trace.a(seq) : trace.b(seq)));
  }
  return [...delivered].flatMap(([key, bytes]) =>
    bytes > (written.get(key) ?? 0)
      ? [`stream ${key} delivers ${bytes} bytes of ${written.get(key) ?? 0} written`]
      : [],
  );
};
