import * as v from 'valibot';

/**
 * What the drafts allow in a qlog file, as far as the lab writes any: main schema 14, QUIC events 13, HTTP/3 events 13.
 * Objects are strict: a field that no draft knows is an error, though the drafts would let it pass.
 */

const uint = v.pipe(v.number(), v.integer(), v.minValue(0));
const limited = (bits: number) => v.pipe(uint, v.maxValue(2 ** bits - 1));
const float = v.pipe(v.number(), v.finite());
const hexstring = v.pipe(v.string(), v.regex(/^([0-9a-f]{2})*$/));
const resetToken = v.pipe(hexstring, v.length(32));
const maybe = v.optional;
const oneOf = (...names: readonly string[]) => v.picklist(names);

const rawInfo = v.strictObject({ length: maybe(uint), payload_length: maybe(uint), data: maybe(hexstring) });
const initiator = v.picklist(['local', 'remote']);
const streamType = v.picklist(['unidirectional', 'bidirectional']);
const endpointInfo = v.strictObject({
  ip_v4: maybe(v.pipe(v.string(), v.ipv4())),
  port_v4: maybe(limited(16)),
  connection_ids: maybe(v.pipe(v.array(hexstring), v.minLength(1))),
});

const transportErrors = [
  ...['no_error', 'internal_error', 'connection_refused', 'flow_control_error', 'stream_limit_error'],
  ...['stream_state_error', 'final_size_error', 'frame_encoding_error', 'transport_parameter_error'],
  ...['connection_id_limit_error', 'protocol_violation', 'invalid_token', 'application_error'],
  ...['crypto_buffer_exceeded', 'key_update_error', 'aead_limit_reached', 'no_viable_path', 'unknown'],
];
const applicationErrors = [
  ...['unknown', 'http_no_error', 'http_general_protocol_error', 'http_internal_error'],
  ...['http_stream_creation_error', 'http_closed_critical_stream', 'http_frame_unexpected'],
  ...['http_frame_error', 'http_excessive_load', 'http_id_error', 'http_settings_error'],
  ...['http_missing_settings', 'http_request_rejected', 'http_request_cancelled'],
  ...['http_request_incomplete', 'http_early_response', 'http_connect_error', 'http_version_fallback'],
];
const cryptoError = v.pipe(v.string(), v.regex(/^crypto_error_0x1[0-9a-f][0-9a-f]$/));
const transportError = v.union([v.picklist(transportErrors), cryptoError]);
const applicationError = v.picklist(applicationErrors);

const token = v.strictObject({ type: maybe(v.picklist(['retry', 'resumption'])), raw: maybe(rawInfo) });
const raw = maybe(rawInfo);
const ackRange = v.pipe(v.array(uint), v.minLength(1), v.maxLength(2));

const frame = v.variant('frame_type', [
  v.strictObject({ frame_type: v.literal('padding'), raw }),
  v.strictObject({ frame_type: v.literal('ping'), raw }),
  v.strictObject({
    frame_type: v.literal('ack'),
    ack_delay: maybe(float),
    acked_ranges: maybe(v.pipe(v.array(ackRange), v.minLength(1))),
    raw,
  }),
  v.strictObject({
    frame_type: v.literal('reset_stream'),
    ...{ stream_id: uint, error: applicationError, error_code: maybe(uint), final_size: uint, raw },
  }),
  v.strictObject({
    frame_type: v.literal('stop_sending'),
    ...{ stream_id: uint, error: applicationError, error_code: maybe(uint), raw },
  }),
  v.strictObject({ frame_type: v.literal('crypto'), offset: uint, raw: rawInfo }),
  v.strictObject({ frame_type: v.literal('new_token'), token, raw }),
  v.strictObject({
    frame_type: v.literal('stream'),
    ...{ stream_id: uint, offset: maybe(uint), fin: maybe(v.boolean()), raw },
  }),
  v.strictObject({ frame_type: v.literal('max_data'), maximum: uint, raw }),
  v.strictObject({ frame_type: v.literal('max_stream_data'), stream_id: uint, maximum: uint, raw }),
  v.strictObject({ frame_type: v.literal('max_streams'), stream_type: streamType, maximum: uint, raw }),
  v.strictObject({ frame_type: v.literal('data_blocked'), limit: uint, raw }),
  v.strictObject({ frame_type: v.literal('stream_data_blocked'), stream_id: uint, limit: uint, raw }),
  v.strictObject({ frame_type: v.literal('streams_blocked'), stream_type: streamType, limit: uint, raw }),
  v.strictObject({
    frame_type: v.literal('new_connection_id'),
    ...{ sequence_number: uint, retire_prior_to: uint, connection_id_length: maybe(limited(8)) },
    ...{ connection_id: hexstring, stateless_reset_token: maybe(resetToken), raw },
  }),
  v.strictObject({ frame_type: v.literal('retire_connection_id'), sequence_number: uint, raw }),
  v.strictObject({ frame_type: v.literal('path_challenge'), data: maybe(hexstring), raw }),
  v.strictObject({ frame_type: v.literal('path_response'), data: maybe(hexstring), raw }),
  v.strictObject({
    frame_type: v.literal('connection_close'),
    error_space: maybe(v.picklist(['transport', 'application'])),
    error: maybe(v.union([transportError, applicationError])),
    ...{ error_code: maybe(uint), reason: maybe(v.string()), reason_bytes: maybe(hexstring) },
    ...{ trigger_frame_type: maybe(v.union([uint, v.string()])), raw },
  }),
  v.strictObject({ frame_type: v.literal('handshake_done'), raw }),
  v.strictObject({ frame_type: v.literal('datagram'), raw }),
]);

const packetHeader = v.strictObject({
  packet_type: v.picklist(['initial', 'handshake', '0RTT', '1RTT', 'retry', 'version_negotiation']),
  key_phase: maybe(uint),
  packet_number_length: maybe(limited(8)),
  packet_number: maybe(uint),
  token: maybe(token),
  length: maybe(limited(16)),
  version: maybe(hexstring),
  scil: maybe(limited(8)),
  dcil: maybe(limited(8)),
  scid: maybe(hexstring),
  dcid: maybe(hexstring),
});
const frames = maybe(v.array(frame));
const sendTriggers = [
  ...['retransmit_reordered', 'retransmit_timeout', 'pto_probe', 'retransmit_crypto', 'cc_bandwidth_probe'],
];
const states = [
  ...['attempted', 'handshake_started', 'handshake_complete', 'closed', 'peer_validated', 'early_write'],
  ...['handshake_confirmed', 'closing', 'draining'],
];
const streamStates = [
  ...['idle', 'open', 'closed', 'half_closed_local', 'half_closed_remote', 'ready', 'send', 'data_sent'],
  ...['reset_sent', 'reset_received', 'receive', 'size_known', 'data_read', 'reset_read'],
  ...['data_received', 'destroyed'],
];
const blockedState = v.picklist(['blocked', 'unblocked']);
const blockedReason = oneOf(
  ...['scheduling', 'pacing', 'amplification_protection', 'congestion_control'],
  ...['connection_flow_control', 'stream_flow_control', 'stream_id', 'application'],
);
const alpn = v.strictObject({ byte_value: maybe(hexstring), string_value: maybe(v.string()) });
const versions = maybe(v.pipe(v.array(hexstring), v.minLength(1)));
const datagrams = v.strictObject({
  count: maybe(limited(16)),
  raw: maybe(v.pipe(v.array(rawInfo), v.minLength(1))),
});
const location = v.picklist(['application', 'transport', 'network']);
const migrationStates = [
  ...['probing_started', 'probing_abandoned', 'probing_successful', 'migration_started'],
  ...['migration_abandoned', 'migration_complete'],
];
const http3StreamTypes = [
  'request',
  'control',
  'push',
  'reserved',
  'unknown',
  'qpack_encode',
  'qpack_decode',
];
const http3Headers = v.strictObject({
  frame_type: v.literal('headers'),
  headers: v.array(v.strictObject({ name: maybe(v.string()), value: maybe(v.string()) })),
  raw,
});
const http3Data = v.strictObject({ frame_type: v.literal('data'), raw });
const http3GoAway = v.strictObject({ frame_type: v.literal('goaway'), id: uint, raw });
const http3Settings = v.strictObject({
  frame_type: v.literal('settings'),
  settings: v.array(
    v.strictObject({
      name: oneOf(
        ...['settings_qpack_max_table_capacity', 'settings_max_field_section_size'],
        ...['settings_qpack_blocked_streams', 'settings_enable_connect_protocol', 'settings_h3_datagram'],
        ...['reserved', 'unknown'],
      ),
      ...{ name_bytes: maybe(uint), value: uint },
    }),
  ),
  raw,
});
const http3Frame = v.strictObject({
  stream_id: uint,
  frame: v.variant('frame_type', [http3Headers, http3Data, http3GoAway, http3Settings]),
});

/** By event: what its data may be. */
const eventData = {
  'quic:connection_started': v.strictObject({ local: endpointInfo, remote: endpointInfo }),
  'quic:connection_closed': v.strictObject({
    ...{ initiator: maybe(initiator), connection_error: maybe(transportError) },
    ...{ application_error: maybe(applicationError), error_code: maybe(uint), reason: maybe(v.string()) },
    trigger: maybe(
      oneOf(
        ...['idle_timeout', 'application', 'error', 'version_mismatch', 'stateless_reset', 'aborted'],
        'unspecified',
      ),
    ),
  }),
  'quic:connection_state_updated': v.strictObject({
    old: maybe(v.picklist(states)),
    new: v.picklist(states),
  }),
  'quic:version_information': v.strictObject({
    ...{ server_versions: versions, client_versions: versions, chosen_version: maybe(hexstring) },
  }),
  'quic:alpn_information': v.strictObject({
    server_alpns: maybe(v.array(alpn)),
    client_alpns: maybe(v.array(alpn)),
    chosen_alpn: maybe(alpn),
  }),
  'quic:parameters_set': v.strictObject({
    ...{ initiator: maybe(initiator), resumption_allowed: maybe(v.boolean()) },
    ...{ early_data_enabled: maybe(v.boolean()), tls_cipher: maybe(v.string()) },
    ...{ original_destination_connection_id: maybe(hexstring) },
    ...{ initial_source_connection_id: maybe(hexstring), retry_source_connection_id: maybe(hexstring) },
    ...{ stateless_reset_token: maybe(resetToken), disable_active_migration: maybe(v.boolean()) },
    ...{ max_idle_timeout: maybe(uint), max_udp_payload_size: maybe(uint), ack_delay_exponent: maybe(uint) },
    ...{ max_ack_delay: maybe(uint), active_connection_id_limit: maybe(uint), initial_max_data: maybe(uint) },
    ...{ initial_max_stream_data_bidi_local: maybe(uint), initial_max_stream_data_bidi_remote: maybe(uint) },
    ...{ initial_max_stream_data_uni: maybe(uint), initial_max_streams_bidi: maybe(uint) },
    ...{ initial_max_streams_uni: maybe(uint), max_datagram_frame_size: maybe(uint) },
  }),
  'quic:packet_sent': v.strictObject({
    ...{ header: packetHeader, frames, raw, trigger: maybe(v.picklist(sendTriggers)) },
  }),
  'quic:packet_received': v.strictObject({
    ...{ header: packetHeader, frames, raw, trigger: maybe(v.literal('keys_available')) },
  }),
  'quic:packet_dropped': v.strictObject({
    header: maybe(packetHeader),
    raw,
    trigger: maybe(
      oneOf(
        ...['internal_error', 'rejected', 'unsupported', 'invalid', 'duplicate', 'connection_unknown'],
        ...['decryption_failure', 'key_unavailable', 'general'],
      ),
    ),
  }),
  'quic:udp_datagrams_sent': datagrams,
  'quic:udp_datagrams_received': datagrams,
  'quic:stream_state_updated': v.strictObject({
    ...{ stream_id: uint, stream_type: maybe(streamType), old: maybe(v.picklist(streamStates)) },
    ...{ new: v.picklist(streamStates), stream_side: v.picklist(['sending', 'receiving']) },
  }),
  'quic:stream_data_moved': v.strictObject({
    ...{ stream_id: maybe(uint), offset: maybe(uint), from: maybe(location), to: maybe(location), raw },
  }),
  'quic:connection_data_blocked_updated': v.strictObject({
    ...{ old: maybe(blockedState), new: blockedState, reason: maybe(blockedReason) },
  }),
  'quic:stream_data_blocked_updated': v.strictObject({
    ...{ old: maybe(blockedState), new: blockedState, stream_id: uint, reason: maybe(blockedReason) },
  }),
  'quic:migration_state_updated': v.strictObject({
    ...{ old: maybe(v.picklist(migrationStates)), new: v.picklist(migrationStates) },
    ...{ tuple_remote: maybe(endpointInfo), tuple_local: maybe(endpointInfo) },
  }),
  'quic:timer_updated': v.strictObject({
    timer_type: maybe(
      v.picklist(['ack', 'pto', 'loss_timeout', 'path_validation', 'handshake_timeout', 'idle_timeout']),
    ),
    event_type: v.picklist(['set', 'expired', 'cancelled']),
    delta: maybe(float),
  }),
  'quic:recovery_metrics_updated': v.strictObject({
    ...{ min_rtt: maybe(float), smoothed_rtt: maybe(float), latest_rtt: maybe(float) },
    ...{ rtt_variance: maybe(float), pto_count: maybe(limited(16)), congestion_window: maybe(uint) },
    ...{ bytes_in_flight: maybe(uint), ssthresh: maybe(uint), packets_in_flight: maybe(uint) },
  }),
  'quic:congestion_state_updated': v.strictObject({ old: maybe(v.string()), new: v.string() }),
  'quic:packet_lost': v.strictObject({
    header: maybe(packetHeader),
    frames,
    trigger: maybe(v.picklist(['reordering_threshold', 'time_threshold', 'pto_expired'])),
  }),
  'http3:stream_type_set': v.strictObject({
    ...{ initiator: maybe(initiator), stream_id: uint, stream_type: v.picklist(http3StreamTypes) },
  }),
  'http3:frame_created': http3Frame,
  'http3:frame_parsed': http3Frame,
} as const;

const event = v.variant(
  'name',
  Object.entries(eventData).map(([name, data]) =>
    v.strictObject({ time: v.pipe(float, v.minValue(0)), name: v.literal(name), data }),
  ) as never,
);

const vantagePoint = v.strictObject({
  name: maybe(v.string()),
  type: v.picklist(['client', 'server', 'network', 'unknown']),
});

/** A whole file by the current drafts. */
export const qlogFileSchema = v.strictObject({
  file_schema: v.literal('urn:ietf:params:qlog:file:contained'),
  serialization_format: v.literal('application/qlog+json'),
  title: maybe(v.string()),
  description: maybe(v.string()),
  traces: v.pipe(
    v.array(
      v.strictObject({
        title: maybe(v.string()),
        common_fields: v.strictObject({
          group_id: v.string(),
          time_format: v.literal('relative_to_epoch'),
          reference_time: v.strictObject({
            clock_type: v.string(),
            epoch: v.pipe(v.string(), v.isoTimestamp()),
          }),
        }),
        vantage_point: vantagePoint,
        event_schemas: v.pipe(
          v.array(v.pipe(v.string(), v.startsWith('urn:ietf:params:qlog:events:'))),
          v.minLength(1),
        ),
        events: v.array(event),
      }),
    ),
    v.minLength(1),
  ),
});
