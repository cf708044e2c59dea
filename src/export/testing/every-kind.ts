import { PacketOption, TcpFlag } from '../../shared/trace/packet';
import { originalConnectionId, QuicFrame, QuicPacketItem, QuicSpace } from '../../shared/trace/quic';
import type { RecordKindDefinition } from '../../shared/trace/kinds/definition';
import { recordKinds } from '../../shared/trace/kinds/list';
import { QuicSendReason } from '../../shared/trace/kinds/quic';
import { TlsDirection, TlsSession } from '../../shared/trace/kinds/tls';
import { none } from '../../shared/trace/record';
import type { RecordKindKey } from '../../shared/trace/record-table';
import { HandshakeType, TlsEpoch } from '../../shared/trace/tls';
import { DatagramFields } from '../../engine/trace/trace-writer';
import { synOptions, TraceBuilder } from '../../bytes/testing/trace-builder';

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
  addTlsTables(builder);
  const { writer } = builder;
  const datagram = everyFrameDatagram(builder);
  const [server, connection, cause] = [1, 0, 0];
  writer.quicSend(server, datagram, connection, QuicSendReason.handshake, 0, cause);
  const message = HandshakeType.serverHello;
  writer.tlsMessage(server, connection, message, TlsEpoch.plaintext, 90, TlsDirection.received, cause);
  writer.tlsEstablished(server, connection, 0x0304, TlsSession.resumed, cause);
  for (const [key, kind] of Object.entries<RecordKindDefinition>(recordKinds)) {
    if (kind.companion === 'segment' || kind.companion === 'datagram' || kind.companion === 'tls protocol')
      continue;
    const place = kind.place === 'nowhere' ? [] : [kind.place === 'link' ? 0 : 1];
    const header = [...place, ...(kind.packet ? [0] : []), ...(kind.connection ? [0] : [])];
    // The lab has one workload.
    const fields = Object.values(kind.fields).map(({ value }) => (value.as === 'workload' ? 0 : 1));
    const write: (...values: number[]) => number = writer[key as RecordKindKey].bind(writer);
    write(...header, ...fields, cause);
  }
  return builder.trace;
}

const parameters = {
  idleTimeout: 30_000,
  maximumData: 1_000_000,
  maximumStreamData: 250_000,
  maximumStreamsBidirectional: 100,
  maximumStreamsUnidirectional: 3,
  maximumAckDelay: 25,
  ackDelayExponent: 3,
  activeConnectionIds: 4,
};

function addTlsTables({ trace }: TraceBuilder): void {
  trace.tls.offers.push({
    connection: 0,
    carrier: 'quic',
    versions: [0x0304, 0x0303],
    serverName: 'server',
    protocols: ['h3'],
    resumption: { from: none, ticket: 0, version: 0x0304, age: 5000 },
    earlyData: true,
    quic: parameters,
  });
  trace.tls.answers.push({
    connection: 0,
    version: 0x0304,
    protocol: 'h3',
    resumed: true,
    earlyDataAccepted: true,
    certificateBytes: 0,
    quic: parameters,
  });
}

/** A datagram that carries a packet of every type with a frame of every type in each. */
export function everyFrameDatagram({ writer, trace }: TraceBuilder): number {
  const fields = new DatagramFields();
  fields.firstItem = trace.quicItems.length;
  const range = writer.acknowledgedRange(7, 9);
  writer.acknowledgedRange(1, 4);
  const reason = writer.literal('done');
  for (const type of Object.values(QuicPacketItem)) {
    writer.quicItem(type, QuicSpace.application, 1, 12, 500, 2, originalConnectionId, 0, 531);
    for (const frame of Object.values(QuicFrame)) {
      const isAck = frame === QuicFrame.ack;
      const isClose = frame === QuicFrame.connectionCloseTransport;
      const c = isAck ? 2 : isClose ? reason : none;
      writer.quicItem(frame, QuicSpace.application, 1, 9, 4, isAck ? range : 100, c, 0, 20);
    }
  }
  fields.items = trace.quicItems.length - fields.firstItem;
  fields.connection = 0;
  fields.payload = 1200;
  return writer.datagram(fields);
}
