import type { Decoded } from '../encoding/decoded';
import { varintLength, writeVarint } from '../encoding/varint';
import { connectionIdOf, originalDestinationId } from './connection-id';
import { Cursor } from '../encoding/cursor';

/** Transport parameters, RFC 9000 section 18: what each end declares in the TLS handshake. */

/** QUIC's transport parameters as one end declares them (RFC 9000 section 18.2). */
export interface QuicParameters {
  /** Milliseconds. */
  readonly idleTimeout: number;
  readonly maximumData: number;
  readonly maximumStreamData: number;
  readonly maximumStreamsBidirectional: number;
  readonly maximumStreamsUnidirectional: number;
  /** Milliseconds. */
  readonly maximumAckDelay: number;
  readonly ackDelayExponent: number;
  readonly activeConnectionIds: number;
}

/** Parameters that hold one number: their ids, section 18.2. */
const numberIds = {
  maxIdleTimeout: 0x01,
  maxUdpPayloadSize: 0x03,
  initialMaxData: 0x04,
  initialMaxStreamDataBidiLocal: 0x05,
  initialMaxStreamDataBidiRemote: 0x06,
  initialMaxStreamDataUni: 0x07,
  initialMaxStreamsBidi: 0x08,
  initialMaxStreamsUni: 0x09,
  ackDelayExponent: 0x0a,
  maxAckDelay: 0x0b,
  activeConnectionIdLimit: 0x0e,
  /** RFC 9221 section 3. */
  maxDatagramFrameSize: 0x20,
} as const;

/** Parameters that hold bytes. */
const byteIds = {
  originalDestinationConnectionId: 0x00,
  statelessResetToken: 0x02,
  preferredAddress: 0x0d,
  initialSourceConnectionId: 0x0f,
  retrySourceConnectionId: 0x10,
} as const;

const disableActiveMigration = 0x0c;

export type NumberParameter = keyof typeof numberIds;
export type ByteParameter = keyof typeof byteIds;

/** The names that RFC 9000 gives to the parameters. */
export const transportParameterNames: Readonly<Record<number, string>> = {
  0x00: 'original_destination_connection_id',
  0x01: 'max_idle_timeout',
  0x02: 'stateless_reset_token',
  0x03: 'max_udp_payload_size',
  0x04: 'initial_max_data',
  0x05: 'initial_max_stream_data_bidi_local',
  0x06: 'initial_max_stream_data_bidi_remote',
  0x07: 'initial_max_stream_data_uni',
  0x08: 'initial_max_streams_bidi',
  0x09: 'initial_max_streams_uni',
  0x0a: 'ack_delay_exponent',
  0x0b: 'max_ack_delay',
  0x0c: 'disable_active_migration',
  0x0d: 'preferred_address',
  0x0e: 'active_connection_id_limit',
  0x0f: 'initial_source_connection_id',
  0x10: 'retry_source_connection_id',
  0x20: 'max_datagram_frame_size',
};

/** One parameter: a number, bytes, or there (`disable_active_migration`); of an unknown id the bytes are kept. */
export type TransportParameter =
  | { readonly kind: 'number'; readonly id: number; readonly value: number }
  | { readonly kind: 'bytes'; readonly id: number; readonly value: Uint8Array }
  | { readonly kind: 'flag'; readonly id: number };

export interface PlacedParameter {
  readonly parameter: TransportParameter;
  readonly at: number;
  readonly length: number;
}

const isNumberId = new Set<number>(Object.values(numberIds));

/** What a value must be, besides a varint: section 18.2. */
const bounds: Readonly<Record<number, { readonly from: number; readonly to: number }>> = {
  [numberIds.maxUdpPayloadSize]: { from: 1200, to: Number.MAX_SAFE_INTEGER },
  [numberIds.initialMaxStreamsBidi]: { from: 0, to: 2 ** 60 },
  [numberIds.initialMaxStreamsUni]: { from: 0, to: 2 ** 60 },
  [numberIds.ackDelayExponent]: { from: 0, to: 20 },
  [numberIds.maxAckDelay]: { from: 0, to: 2 ** 14 - 1 },
  [numberIds.activeConnectionIdLimit]: { from: 2, to: Number.MAX_SAFE_INTEGER },
};
const lengths: Readonly<Record<number, { readonly from: number; readonly to: number }>> = {
  [byteIds.originalDestinationConnectionId]: { from: 0, to: 20 },
  [byteIds.statelessResetToken]: { from: 16, to: 16 },
  [byteIds.preferredAddress]: { from: 41, to: 61 },
  [byteIds.initialSourceConnectionId]: { from: 0, to: 20 },
  [byteIds.retrySourceConnectionId]: { from: 0, to: 20 },
};

/** A parameter that is a number. */
export function numberParameter(name: NumberParameter, value: number): TransportParameter {
  return { kind: 'number', id: numberIds[name], value };
}

/** A parameter that is bytes. */
export function byteParameter(name: ByteParameter, value: Uint8Array): TransportParameter {
  return { kind: 'bytes', id: byteIds[name], value };
}

function valueLength(parameter: TransportParameter): number {
  if (parameter.kind === 'flag') return 0;
  return parameter.kind === 'number' ? varintLength(parameter.value) : parameter.value.length;
}

/** The content of the `quic_transport_parameters` extension (RFC 9001 section 8.2). */
export function encodeTransportParameters(parameters: readonly TransportParameter[]): Uint8Array {
  let length = 0;
  for (const parameter of parameters) {
    const size = valueLength(parameter);
    length += varintLength(parameter.id) + varintLength(size) + size;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const parameter of parameters) {
    at += writeVarint(bytes, at, parameter.id);
    at += writeVarint(bytes, at, valueLength(parameter));
    if (parameter.kind === 'number') at += writeVarint(bytes, at, parameter.value);
    else if (parameter.kind === 'bytes') {
      bytes.set(parameter.value, at);
      at += parameter.value.length;
    }
  }
  return bytes;
}

/** Reads the extension's content. Numbers above 2^53 - 1 read as 2^53 - 1: no limit at all. */
export function decodeTransportParameters(bytes: Uint8Array): Decoded<readonly PlacedParameter[]> {
  const cursor = new Cursor(bytes);
  const placed: PlacedParameter[] = [];
  const seen = new Set<number>();
  while (cursor.left > 0 && !cursor.error) {
    const { at } = cursor;
    const id = cursor.limit('Transport Parameter ID');
    // Section 7.4: "An endpoint MUST NOT send a parameter more than once".
    if (seen.has(id)) cursor.fail(at, `a second ${nameOf(id)}`, 'each parameter once');
    seen.add(id);
    const parameter = readParameter(cursor, id);
    placed.push({ parameter, at, length: cursor.at - at });
  }
  return cursor.finish(placed);
}

function nameOf(id: number): string {
  return transportParameterNames[id] ?? `parameter 0x${id.toString(16)}`;
}

function readParameter(cursor: Cursor, id: number): TransportParameter {
  const length = cursor.varint('Transport Parameter Length');
  const { at } = cursor;
  const value = cursor.slice(length, nameOf(id));
  if (id === disableActiveMigration) {
    if (length > 0) cursor.fail(at, `${nameOf(id)} of ${length} bytes`, '0 bytes');
    return { kind: 'flag', id };
  }
  if (!isNumberId.has(id)) {
    check(cursor, at, `${nameOf(id)} of ${value.length} bytes`, value.length, lengths[id]);
    return { kind: 'bytes', id, value };
  }
  const inner = new Cursor(cursor.bytes, at, cursor.at);
  const number = inner.limit(nameOf(id));
  if (inner.error) cursor.fail(inner.error.at, inner.error.what, inner.error.allowed);
  if (inner.left > 0) cursor.fail(inner.at, `${inner.left} bytes behind ${nameOf(id)}`, 'one varint');
  check(cursor, at, `${nameOf(id)} ${number}`, number, bounds[id]);
  return { kind: 'number', id, value: number };
}

function check(
  cursor: Cursor,
  at: number,
  what: string,
  value: number,
  range: { readonly from: number; readonly to: number } | undefined,
): void {
  if (range && (value < range.from || value > range.to))
    cursor.fail(at, what, `${range.from} to ${range.to}`);
}

/** Adds what only the server says: section 18.2. */
function serverParameters(seed: number, connection: number): TransportParameter[] {
  return [byteParameter('originalDestinationConnectionId', originalDestinationId(seed, connection))];
}

/**
 * The parameters that an end of a connection declares, in the order sent. Their length depends on the end and on
 * `parameters` alone: every connection id has 8 bytes.
 */
export function transportParametersOf(
  parameters: QuicParameters,
  seed: number,
  connection: number,
  end: 0 | 1,
): TransportParameter[] {
  const streamData = parameters.maximumStreamData;
  return [
    ...(end === 1 ? serverParameters(seed, connection) : []),
    numberParameter('maxIdleTimeout', parameters.idleTimeout),
    numberParameter('initialMaxData', parameters.maximumData),
    numberParameter('initialMaxStreamDataBidiLocal', streamData),
    numberParameter('initialMaxStreamDataBidiRemote', streamData),
    numberParameter('initialMaxStreamDataUni', streamData),
    numberParameter('initialMaxStreamsBidi', parameters.maximumStreamsBidirectional),
    numberParameter('initialMaxStreamsUni', parameters.maximumStreamsUnidirectional),
    numberParameter('ackDelayExponent', parameters.ackDelayExponent),
    numberParameter('maxAckDelay', parameters.maximumAckDelay),
    numberParameter('activeConnectionIdLimit', parameters.activeConnectionIds),
    byteParameter('initialSourceConnectionId', connectionIdOf(seed, connection, end, 0)),
  ];
}

/** The content of an end's `quic_transport_parameters` extension. */
export function encodeQuicParameters(
  parameters: QuicParameters,
  seed: number,
  connection: number,
  end: 0 | 1,
): Uint8Array {
  return encodeTransportParameters(transportParametersOf(parameters, seed, connection, end));
}
