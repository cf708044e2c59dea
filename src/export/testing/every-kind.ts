import { PacketOption, TcpFlag } from '../../shared/trace/packet';
import { none, RecordKind, recordKindNames } from '../../shared/trace/record';
import { synOptions, TraceBuilder } from '../../engine/wire/testing/trace-builder';

/** A trace with one record of every kind, for a chain of one client: each as full of fields as it can be. */
export function everyKindTrace() {
  const builder = new TraceBuilder(2);
  const flags = TcpFlag.syn | TcpFlag.ack;
  builder.segment({ from: 0, flags, sequence: 0, options: synOptions | PacketOption.sack, sack: [[1, 2]] });
  const { sackPermitted, timestamps, sack } = PacketOption;
  builder.segment({
    from: 1,
    flags,
    sequence: 0,
    options: sackPermitted | timestamps | sack,
    sack: [[3, 4]],
  });
  for (const kind of Object.keys(recordKindNames).map(Number)) {
    if (kind === RecordKind.tcpSend) continue;
    const place = 1;
    const packet = [10, 11, 12, 20, 36].includes(kind) ? 0 : none;
    const connection = kind >= 30 || packet !== none ? 0 : none;
    builder.writer.recordCausedBy(0, kind, place, packet, connection, 1, 0, 1);
  }
  return builder.trace;
}
