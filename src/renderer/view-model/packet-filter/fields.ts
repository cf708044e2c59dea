import { relativeAcknowledgement } from '../../../shared/trace/relative-acknowledgement';
import { formatAddress, parseAddress } from '../../../shared/units/address';
import { protocolUdp, TcpFlag } from '../../../shared/trace/packet';
import { quicPacketsOf } from '../../../shared/trace/quic-packets';
import { SegmentReason } from '../../../shared/trace/record';
import { parseDuration } from '../../../shared/units/units';
import type { Application, ApplicationField } from '../../../wire/applications/definition/application';
import { applications } from '../../../wire/applications/registry';
import type { RowSource } from '../packets/packet-rows';
import type { RunTopology } from '../run/run-topology';

/** What a filter looks at: the run's packets. */
export interface FilterSource extends RowSource {
  readonly topology: RunTopology;
}

interface FieldBase {
  /** The name to write, then other names for the same. */
  readonly names: readonly [string, ...string[]];
  readonly says: string;
}
/** True or false, written alone: `flags.syn`. */
export interface FlagField extends FieldBase {
  readonly type: 'flag';
  readonly of: (source: FilterSource, packet: number) => boolean;
}
/** Numbers; a packet that has several (source and destination port) matches when any does. */
export interface NumberField extends FieldBase {
  readonly type: 'number';
  /** How a value is written; the default is a plain number. */
  readonly parse?: (text: string) => number | undefined;
  readonly allowed: string;
  readonly of: (source: FilterSource, packet: number) => readonly number[];
}
/** Texts, compared without regard to case; `~` finds a part. */
export interface TextField extends FieldBase {
  readonly type: 'text';
  readonly of: (source: FilterSource, packet: number) => readonly string[];
}
export type Field = FlagField | NumberField | TextField;

const address = { parse: parseAddress, allowed: 'an IPv4 address such as 10.0.1.2', type: 'number' } as const;
const number = { allowed: 'a number', type: 'number' } as const;
const duration = {
  parse: (text: string) => {
    const parsed = parseDuration(text);
    return parsed.ok ? parsed.value : undefined;
  },
  allowed: 'a time with a unit, such as 150ms',
  type: 'number',
} as const;

function flag(name: string, bit: number): FlagField {
  return {
    names: [`flags.${name}`, `tcp.flags.${name}`],
    says: `the ${name.toUpperCase()} bit is set`,
    type: 'flag',
    of: ({ trace }, packet) => (trace.flags(packet) & bit) !== 0,
  };
}

/** What finds the packets of an application: that a message begins in them, and what stands in it. */
function fieldsOf({ title, filter }: Application): Field[] {
  const begins: FlagField = {
    names: [filter.name],
    says: filter.says,
    type: 'flag',
    of: ({ labels }, packet) => labels.protocol(packet) === title,
  };
  return [begins, ...filter.fields.map(fieldOf)];
}

function fieldOf({ name, says, type }: ApplicationField): Field {
  const values = ({ labels }: FilterSource, packet: number) =>
    labels.messages.beginningIn(packet).flatMap((message) => message.values?.[name] ?? []);
  return type === 'number'
    ? { names: [name], says, ...number, of: (source, packet) => values(source, packet).map(Number) }
    : { names: [name], says, type, of: (source, packet) => values(source, packet).map(String) };
}

/** Every field that a filter can name. The list in the filter's help is made from this. */
export const filterFields: readonly Field[] = [
  {
    names: ['ip', 'ip.addr'],
    says: 'source or destination address',
    ...address,
    of: ({ trace }, packet) => [trace.sourceAddress(packet), trace.destinationAddress(packet)],
  },
  { names: ['ip.src'], says: 'source address', ...address, of: ({ trace }, p) => [trace.sourceAddress(p)] },
  {
    names: ['ip.dst'],
    says: 'destination address',
    ...address,
    of: ({ trace }, packet) => [trace.destinationAddress(packet)],
  },
  {
    names: ['port', 'tcp.port', 'udp.port'],
    says: 'source or destination port',
    ...number,
    of: ({ trace }, packet) => [trace.sourcePort(packet), trace.destinationPort(packet)],
  },
  {
    names: ['port.src', 'tcp.srcport'],
    says: 'source port',
    ...number,
    of: ({ trace }, packet) => [trace.sourcePort(packet)],
  },
  {
    names: ['port.dst', 'tcp.dstport'],
    says: 'destination port',
    ...number,
    of: ({ trace }, packet) => [trace.destinationPort(packet)],
  },
  {
    names: ['device'],
    says: 'id of the device that sent it or that it is for',
    type: 'text',
    of: ({ trace, topology }, packet) =>
      [trace.sourceAddress(packet), trace.destinationAddress(packet)]
        .map((address) => topology.owner(address))
        .filter((device) => device >= 0)
        .map((device) => topology.deviceId(device)),
  },
  {
    names: ['connection', 'tcp.stream'],
    says: 'number of its connection, from 0',
    ...number,
    of: ({ trace }, packet) => [trace.connectionOfPacket(packet)],
  },
  {
    names: ['number', 'frame.number'],
    says: 'number in the list, from 1',
    ...number,
    of: ({ index }, packet) => [(index.rowOf(packet) ?? -1) + 1],
  },
  {
    names: ['time', 'frame.time'],
    says: 'when it was sent',
    ...duration,
    of: ({ trace, index }, packet) => [trace.time(index.originOf(packet) ?? 0)],
  },
  {
    names: ['len', 'tcp.len'],
    says: 'bytes of payload',
    ...number,
    of: ({ trace }, packet) => [trace.payloadBytes(packet)],
  },
  {
    names: ['frame.len'],
    says: 'bytes of the whole frame',
    ...number,
    of: ({ trace }, packet) => [trace.frameBytes(packet)],
  },
  {
    names: ['seq', 'tcp.seq'],
    says: 'relative sequence number',
    ...number,
    of: ({ trace }, packet) => [trace.relativeSequence(packet)],
  },
  {
    names: ['ack', 'tcp.ack'],
    says: 'relative acknowledgement number',
    ...number,
    of: ({ trace }, packet) => [relativeAcknowledgement(trace, packet)],
  },
  {
    names: ['window', 'win', 'tcp.window_size'],
    says: 'receive window in bytes, scaled',
    ...number,
    of: ({ labels }, packet) => [labels.windowBytes(packet)],
  },
  flag('syn', TcpFlag.syn),
  flag('ack', TcpFlag.ack),
  flag('fin', TcpFlag.fin),
  flag('rst', TcpFlag.rst),
  flag('psh', TcpFlag.psh),
  {
    names: ['retransmission', 'tcp.analysis.retransmission'],
    says: 'sent again',
    type: 'flag',
    of: ({ labels }, packet) => labels.isRepair(packet),
  },
  {
    names: ['duplicate-ack', 'tcp.analysis.duplicate_ack'],
    says: 'acknowledges the same byte again',
    type: 'flag',
    of: ({ labels }, packet) => labels.reason(packet) === SegmentReason.duplicateAck,
  },
  {
    names: ['dropped', 'lost'],
    says: 'lost on its way',
    type: 'flag',
    of: ({ index }, packet) => index.fateOf(packet) === 'lost',
  },
  {
    names: ['delivered'],
    says: 'arrived',
    type: 'flag',
    of: ({ index }, packet) => index.fateOf(packet) === 'delivered',
  },
  {
    names: ['tcp'],
    says: 'a TCP segment',
    type: 'flag',
    of: ({ trace }, packet) => trace.protocol(packet) !== protocolUdp,
  },
  {
    names: ['udp'],
    says: 'a UDP datagram',
    type: 'flag',
    of: ({ trace }, packet) => trace.protocol(packet) === protocolUdp,
  },
  {
    names: ['quic'],
    says: 'carries QUIC packets',
    type: 'flag',
    of: ({ trace }, packet) => trace.quicItemCount(packet) > 0,
  },
  {
    names: ['tls'],
    says: 'carries bytes of TLS records over TCP',
    type: 'flag',
    of: ({ trace, labels }, packet) => trace.payloadBytes(packet) > 0 && labels.isOverTls(packet),
  },
  ...applications.flatMap(fieldsOf),
  {
    names: ['stream', 'quic.stream.stream_id', 'http2.streamid'],
    says: 'number of a stream of HTTP/2 or QUIC that it has bytes of',
    ...number,
    of: ({ labels }, packet) => labels.messages.streamsIn(packet),
  },
  {
    names: ['request'],
    says: 'number of the request most of whose bytes it has, from 1: that of R2 in the lanes is 2',
    ...number,
    of: ({ labels }, packet) => [(labels.messages.requestOf(packet) ?? -1) + 1],
  },
  {
    names: ['pkn', 'quic.packet_number'],
    says: 'packet number of QUIC',
    ...number,
    of: ({ trace }, packet) => quicPacketsOf(trace, packet).map(({ header }) => trace.quicItemOffset(header)),
  },
  {
    names: ['info'],
    says: 'the info column',
    type: 'text',
    of: ({ labels }, packet) => [labels.info(packet)],
  },
];

const byName = new Map(filterFields.flatMap((field) => field.names.map((name) => [name, field] as const)));

/** A field by any of its names, in any case. */
export function fieldNamed(name: string): Field | undefined {
  return byName.get(name.toLowerCase());
}

/** What free text is looked for in: everything that a row shows. */
export function textOf({ trace, labels }: FilterSource, packet: number): string {
  const ends = `${formatAddress(trace.sourceAddress(packet))} ${formatAddress(trace.destinationAddress(packet))}`;
  return `${ends} ${labels.protocol(packet)} ${labels.info(packet)}`.toLowerCase();
}
