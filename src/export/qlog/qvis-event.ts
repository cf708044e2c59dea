import { sealOverhead } from '../../wire/quic/lengths';
import type { QlogData, QlogEvent } from './qlog-event';

/** The events of qlog 0.3, which the tool qvis reads: other names, and sizes in other places. */

const names: Readonly<Record<string, string>> = {
  'quic:connection_started': 'connectivity:connection_started',
  'quic:connection_closed': 'connectivity:connection_closed',
  'quic:connection_state_updated': 'connectivity:connection_state_updated',
  'quic:version_information': 'transport:version_information',
  'quic:alpn_information': 'transport:alpn_information',
  'quic:parameters_set': 'transport:parameters_set',
  'quic:packet_sent': 'transport:packet_sent',
  'quic:packet_received': 'transport:packet_received',
  'quic:packet_dropped': 'transport:packet_dropped',
  'quic:udp_datagrams_sent': 'transport:datagrams_sent',
  'quic:udp_datagrams_received': 'transport:datagrams_received',
  'quic:stream_state_updated': 'transport:stream_state_updated',
  'quic:stream_data_moved': 'http:data_moved',
  'quic:recovery_metrics_updated': 'recovery:metrics_updated',
  'quic:congestion_state_updated': 'recovery:congestion_state_updated',
  'quic:packet_lost': 'recovery:packet_lost',
  'quic:timer_updated': 'recovery:loss_timer_updated',
  'http3:stream_type_set': 'http:stream_type_set',
  'http3:frame_created': 'http:frame_created',
  'http3:frame_parsed': 'http:frame_parsed',
};

/** Timers of loss detection, the only ones that 0.3 has: its `ack` is the loss timer, not that of delayed acknowledgements. */
const timerTypes: Readonly<Record<string, string>> = { loss_timeout: 'ack', pto: 'pto' };

/** An event in the words of 0.3; undefined where that version has none. */
export function qvisEvent({ time, name, data }: QlogEvent): QlogEvent | undefined {
  if (name === 'quic:timer_updated' && timerTypes[String(data.timer_type)] === undefined) return undefined;
  const known = names[name];
  return known === undefined ? undefined : { time, name: known, data: converted(name, data) };
}

function converted(name: string, data: QlogData): QlogData {
  switch (name) {
    case 'quic:connection_started':
      return started(data);
    case 'quic:parameters_set':
    case 'http3:stream_type_set': {
      const { initiator, ...rest } = data;
      return { owner: initiator, ...rest };
    }
    case 'quic:version_information':
    case 'quic:alpn_information':
      return alpnTexts(data);
    case 'quic:packet_sent':
    case 'quic:packet_received':
    case 'quic:packet_lost':
      return packet(data);
    case 'quic:timer_updated':
      return { ...data, timer_type: timerTypes[String(data.timer_type)] };
    case 'http3:frame_created':
    case 'http3:frame_parsed':
      return { ...data, byte_length: lengthOf((data.frame as QlogData).raw, 'payload_length') ?? 0 };
    case 'quic:stream_data_moved': {
      const { raw, ...rest } = data;
      return { ...rest, length: lengthOf(raw, 'length') };
    }
    default:
      return data;
  }
}

interface Endpoint {
  readonly ip_v4: string;
  readonly port_v4: number;
  readonly connection_ids: readonly string[];
}

function started(data: QlogData): QlogData {
  const local = data.local as Endpoint;
  const remote = data.remote as Endpoint;
  return {
    ...{ ip_version: 'v4', src_ip: local.ip_v4, dst_ip: remote.ip_v4, protocol: 'QUIC' },
    ...{ src_port: local.port_v4, dst_port: remote.port_v4 },
    ...{ src_cid: local.connection_ids[0], dst_cid: remote.connection_ids[0] },
  };
}

/** ALPN's names were plain texts. */
function alpnTexts(data: QlogData): QlogData {
  const text = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && 'string_value' in value ? value.string_value : value;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map((each: unknown) => text(each)) : text(value),
    ]),
  );
}

/** qvis takes what follows the frames, a tag, for part of a packet's payload. */
function packet(data: QlogData): QlogData {
  const payload = lengthOf(data.raw, 'payload_length');
  return {
    ...data,
    ...(Array.isArray(data.frames) ? { frames: data.frames.map(frame) } : {}),
    ...(payload === undefined
      ? {}
      : { raw: { ...(data.raw as QlogData), payload_length: payload + sealOverhead } }),
  };
}

/** Frames had their size beside them, those with data its length (qvis takes any `length` for data), and ranges always two numbers. */
function frame(given: unknown): QlogData {
  const data = given as QlogData;
  const { raw, ...rest } = data;
  const sized = { ...rest, frame_size: lengthOf(raw, 'length') };
  switch (data.frame_type) {
    case 'ack': {
      const ranges = data.acked_ranges as readonly (readonly number[])[];
      return { ...sized, acked_ranges: ranges.map(([from, to]) => [from, to ?? from]) };
    }
    case 'stream':
    case 'crypto':
      return { ...sized, length: lengthOf(raw, 'payload_length') };
    case 'new_connection_id': {
      const { connection_id_length: _, ...others } = sized as QlogData;
      return others;
    }
    default:
      return sized;
  }
}

function lengthOf(raw: unknown, name: 'length' | 'payload_length'): number | undefined {
  return (raw as Readonly<Record<string, number | undefined>> | undefined)?.[name];
}
