import { TlsDirection } from '../../shared/trace/kinds/tls';
import { read } from '../../shared/trace/record-reader';
import { formatAddress } from '../../shared/units/address';
import { quicEvents, QuicFrame, quicStates } from '../../shared/trace/quic';
import { HandshakeType, type QuicParameters } from '../../shared/trace/tls';
import { tlsAnswerOf, tlsOfferOf } from '../../shared/trace/tls-tables';
import type { TraceReader } from '../../shared/trace/trace-reader';
import { connectionIdOf, originalDestinationId } from '../../wire/quic/connection-id';
import { seedOf } from '../../bytes/quic/connection-keys';
import { transportParameterNames, transportParametersOf } from '../../wire/quic/transport-parameters';
import { applicationErrorName, transportErrorNameOf } from './errors';
import { qlogVersion1 } from './packets';
import { hexString, type QlogData } from './qlog-event';

/** An event without its time. */
export interface UntimedEvent {
  readonly name: string;
  readonly data: QlogData;
}

/** The connection's states in qlog, by the lab's; the client has only attempted what a server has begun. */
function stateName(state: number, end: 0 | 1): string | undefined {
  switch (quicStates[state]) {
    case 'HANDSHAKING':
      return end === 0 ? 'attempted' : 'handshake_started';
    case 'ESTABLISHED':
      return 'handshake_complete';
    case 'CONFIRMED':
      return 'handshake_confirmed';
    case 'CLOSING':
      return 'closing';
    case 'DRAINING':
      return 'draining';
    case 'CLOSED':
      return 'closed';
    default:
      return undefined;
  }
}

/** What a `quic.state` record says: the connection's start and end, and its state. `close`: the frame that closes it. */
export function stateEvents(
  trace: TraceReader,
  seq: number,
  end: 0 | 1,
  close: number | undefined,
): UntimedEvent[] {
  const change = trace.a(seq);
  const event = quicEvents[(change >>> 16) & 0xff];
  const old = stateName(change & 0xff, end);
  const state = stateName((change >>> 8) & 0xff, end);
  const events: UntimedEvent[] = [];
  const connection = trace.connection(seq);
  if (event === 'OPEN' || event === 'ACCEPT') events.push(started(trace, connection, end));
  if (state !== undefined) {
    const data = { ...(old === undefined ? {} : { old }), new: state };
    events.push({ name: 'quic:connection_state_updated', data });
  }
  if (event === 'CLOSE' || event === 'PEER.CLOSE' || event === 'TIMEOUT.IDLE')
    events.push({ name: 'quic:connection_closed', data: closedData(trace, event, close) });
  return events;
}

function started(trace: TraceReader, connection: number, end: 0 | 1): UntimedEvent {
  const row = trace.connections[connection]!;
  const seed = seedOf(trace);
  const peer = end === 0 ? 1 : 0;
  const endpoint = (of: 0 | 1, id: Uint8Array) => ({
    ip_v4: formatAddress(row.ends[of].address),
    port_v4: row.ends[of].port,
    connection_ids: [hexString(id)],
  });
  // The client does not know an id of the server's yet: it made one up.
  const remote =
    end === 0 ? originalDestinationId(seed, connection) : connectionIdOf(seed, connection, peer, 0);
  return {
    name: 'quic:connection_started',
    data: {
      local: endpoint(end, connectionIdOf(seed, connection, end, 0)),
      remote: endpoint(peer, remote),
    },
  };
}

function closedData(trace: TraceReader, event: string, close: number | undefined): QlogData {
  if (event === 'TIMEOUT.IDLE') return { initiator: 'local', trigger: 'idle_timeout' };
  const initiator = event === 'CLOSE' ? 'local' : 'remote';
  if (close === undefined) return { initiator, trigger: 'unspecified' };
  const code = trace.quicItemWord(close, 0);
  const isTransport = trace.quicItemType(close) === QuicFrame.connectionCloseTransport;
  const name = isTransport ? transportErrorNameOf(code) : applicationErrorName(code);
  return {
    initiator,
    [isTransport ? 'connection_error' : 'application_error']: name ?? 'unknown',
    ...(name === undefined ? { error_code: code } : {}),
    trigger: isTransport && code > 0 ? 'error' : 'application',
  };
}

/** What a `tls.message` record tells about versions, ALPN and transport parameters; nothing for most messages. */
export function handshakeEvents(trace: TraceReader, seq: number): UntimedEvent[] {
  const type = read.tlsMessage.message(trace, seq);
  const isSent = read.tlsMessage.direction(trace, seq) === TlsDirection.sent;
  const initiator = isSent ? 'local' : 'remote';
  const connection = trace.connection(seq);
  const offer = tlsOfferOf(trace, connection);
  const answer = tlsAnswerOf(trace, connection);
  if (type === HandshakeType.clientHello && offer) {
    const alpns = offer.protocols.map((name) => ({ string_value: name }));
    return [
      { name: 'quic:version_information', data: { client_versions: [qlogVersion1] } },
      { name: 'quic:alpn_information', data: { client_alpns: alpns } },
      ...parametersEvent(trace, connection, 0, initiator, offer.quic, {
        early_data_enabled: offer.earlyData,
      }),
    ];
  }
  if (type !== HandshakeType.encryptedExtensions || !answer) return [];
  return [
    {
      name: 'quic:version_information',
      data: { server_versions: [qlogVersion1], chosen_version: qlogVersion1 },
    },
    { name: 'quic:alpn_information', data: { chosen_alpn: { string_value: answer.protocol } } },
    ...parametersEvent(trace, connection, 1, initiator, answer.quic, { tls_cipher: 'AES_128_GCM_SHA256' }),
  ];
}

function parametersEvent(
  trace: TraceReader,
  connection: number,
  end: 0 | 1,
  initiator: string,
  parameters: QuicParameters | undefined,
  more: QlogData,
): UntimedEvent[] {
  if (!parameters) return [];
  const data: Record<string, unknown> = { initiator, ...more };
  for (const parameter of transportParametersOf(parameters, seedOf(trace), connection, end)) {
    const name = transportParameterNames[parameter.id];
    if (name === undefined) continue;
    if (parameter.kind === 'number') data[name] = parameter.value;
    else data[name] = parameter.kind === 'bytes' ? hexString(parameter.value) : true;
  }
  return [{ name: 'quic:parameters_set', data }];
}
